"""Data for the progress screen: the gap between the legs over the weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercise_values import KneeMoves
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.quantities import (
    COUNT,
    HOLD,
    KNEE_RANGE,
    RANGE,
    SMOOTHNESS,
    Quantity,
)
from evenstride.analysis.model.summary import Metric
from evenstride.history import StoredExercise
from evenstride.history.each_leg import LegSeries, each_leg
from evenstride.history.pain_course import PainCourse, pain_course
from evenstride.history.weeks import EARLIEST_DAY, monday
from evenstride.language import leg_word, listed, number, tr, trn
from evenstride.sensors.samples import Leg
from evenstride.user.exercises import title_of

CLEARLY_FEWER: Final = 0.10
"""Fewer reps by this fraction of the other leg's are a gap, as for range and hold."""

_WEEK: Final = timedelta(weeks=1)

_FURTHEST_AHEAD: Final = timedelta(days=366)
"""A clock a few days ahead still puts its sessions in order; one further ahead does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The gap in one session.

    Attributes:
        day: The local date.
        gap: Left minus right.
        ci95: Its 95 % interval; None if there is none.
        less: The leg that clearly did less; None if the difference is not clear.
    """

    day: date
    gap: float
    ci95: tuple[float, float] | None
    less: Leg | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One quantity over the weeks.

    Attributes:
        quantity: The quantity.
        least: The axis reaches at least this far to either side, so that small gaps look small.
        points: Session by session, the earliest first.
    """

    quantity: Quantity
    least: float
    points: tuple[Point, ...] = ()

    @property
    def is_count(self) -> bool:
        """Whether it is a count, which has no interval."""
        return self.quantity is COUNT

    @property
    def words(self) -> str:
        """The latest gap in words."""
        return gap_words(self, self.points[-1]) if self.points else tr("no session of both legs")

    @property
    def short_words(self) -> str:
        """The latest gap in words, without its interval."""
        return self.words.partition(" (")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseProgress:
    """One exercise over the weeks.

    Attributes:
        title: Its name.
        synthetic: Whether the sessions were simulated.
        days: The days of its sessions, the earliest first.
        weeks: Every Monday from the first session to today.
        gaps: The gaps in its quantities.
        legs: The quantities of each leg.
        pain: The ratings of pain.
        misdated: How many sessions, of any exercise, are left out because of an impossible date.
    """

    title: str
    synthetic: bool
    days: tuple[date, ...]
    weeks: tuple[date, ...]
    gaps: tuple[Gap, ...]
    legs: tuple[LegSeries, ...]
    pain: PainCourse
    misdated: int = 0

    def sessions_in(self, week: date) -> int:
        """Return the number of sessions in a week."""
        return sum(monday(day) == week for day in self.days)

    @property
    def story(self) -> str:
        """The first and the current gap, in a sentence or two."""
        found = [gap for gap in self.gaps if gap.points]
        if not found:
            return tr("No session yet in which both legs were measured.")
        last = _clear_words(found, -1)
        if all(len(gap.points) == 1 for gap in found):
            return tr("One session so far: {last}.", last=last)
        first = _clear_words(found, 0)
        if first == last:
            return tr("At first and in the last session: {last}.", last=last)
        return tr("At first {first}; in the last session {last}.", first=first, last=last)

    @property
    def attendance(self) -> str:
        """The number of sessions and of weeks with training."""
        count, weeks = len(self.days), len(self.weeks)
        trained = sum(self.sessions_in(week) > 0 for week in self.weeks)
        if trained < weeks:
            of = tr("{trained} of {weeks} weeks", trained=trained, weeks=weeks)
        else:
            of = trn("{count} week", "{count} weeks", weeks)
        words = trn("{count} session in {of}", "{count} sessions in {of}", count, of=of)
        if self.misdated:
            words = tr("{words}, {count} misdated", words=words, count=self.misdated)
        return words


_GAPS: Final = (Gap(RANGE, 5.0), Gap(HOLD, 0.5), Gap(COUNT, 3.0))
_LAST_GAP: Final = Gap(SMOOTHNESS, 0.3)
_KNEE_GAP: Final = Gap(KNEE_RANGE, 5.0)


def progress_of(
    results: Iterable[StoredExercise], today: date, own: Iterable[Exercise] = ()
) -> tuple[ExerciseProgress, ...]:
    """Return the progress in each exercise, the one trained last first.

    Simulated sessions are shown only if there are no others. Sessions dated by a clock that was
    never set, or that is over a year ahead, are left out and counted.

    Args:
        results: The results of the history, the earliest first.
        today: The local date.
        own: The user's own exercises.
    """
    own = tuple(own)
    done = [one for one in results if any(leg.reps for leg in one.legs.values())]
    real = [one for one in done if not one.synthetic] or done
    shown = [one for one in real if EARLIEST_DAY <= one.day <= today + _FURTHEST_AHEAD]
    by_exercise: dict[str | None, list[StoredExercise]] = {}
    for one in shown:
        by_exercise.setdefault(one.exercise, []).append(one)
    latest_first = sorted(
        by_exercise, key=lambda name: by_exercise[name][-1].started_utc, reverse=True
    )
    misdated = len(real) - len(shown)
    return tuple(
        replace(_progress(by_exercise[name], today, own), misdated=misdated)
        for name in latest_first
    )


def gap_words(gap: Gap, point: Point) -> str:
    """Return a gap in words: "left 0.7 s shorter (0.5–0.9)", "no clear difference".

    If there is no clear difference, the ends of its interval are given in words instead of signs:
    "no clear difference (left 0.4 to right 0.1 s shorter)".
    """
    low_high = point.ci95
    decimals, less = gap.quantity.decimals, tr(gap.quantity.less)
    size = number(abs(point.gap), decimals)
    if point.less is not None:
        between = ""
        if low_high is not None:
            near, far = sorted(map(abs, low_high))
            between = f" ({number(near, decimals)}–{number(far, decimals)})"
        return f"{leg_word(point.less)} {size}{gap.quantity.suffix} {less}{between}"
    if gap.is_count:
        behind = Leg.LEFT if point.gap < 0 else Leg.RIGHT
        return f"{leg_word(behind)} {size} {less}" if point.gap else tr("as many on both legs")
    if low_high is None:
        return tr("too few reps to compare")
    ends = [_behind(value) for value in low_high]
    if ends[0][0] is ends[1][0]:
        ends.sort(key=lambda end: end[1])
    (leg, least_of), (other, most_of) = ends
    least, most = number(least_of, decimals), number(most_of, decimals)
    return tr(
        "no clear difference ({leg} {least} to {to} {less})",
        leg=leg_word(leg),
        least=least,
        to=f"{'' if leg is other else f'{leg_word(other)} '}{most}{gap.quantity.suffix}",
        less=less,
    )


def _progress(
    results: Sequence[StoredExercise], today: date, own: Sequence[Exercise]
) -> ExerciseProgress:
    days = [one.day for one in results]
    weeks = [monday(days[0])]
    while weeks[-1] < monday(max(today, days[-1])):
        weeks.append(weeks[-1] + _WEEK)
    has_hold = any(one.hold_target_s is not None for one in results)
    # The screen has room for four: of a knee that should move, range says more than smoothness.
    knee = _gap(_KNEE_GAP, results if _moves_knee(results[0].exercise, own) else ())
    last = knee if knee.points else _gap(_LAST_GAP, results)
    return ExerciseProgress(
        title=title_of(results[0].exercise, own),
        synthetic=any(one.synthetic for one in results),
        days=tuple(days),
        weeks=tuple(weeks),
        gaps=(
            *(_gap(gap, results) for gap in _GAPS if has_hold or not gap.quantity.only_held),
            last,
        ),
        legs=each_leg(results),
        pain=pain_course(results),
    )


def _moves_knee(name: str | None, own: Sequence[Exercise]) -> bool:
    """Whether an exercise moves the knee; in a straight leg raise the knee stays as it is."""
    try:
        return name is not None and find(name, own).knee in (KneeMoves.BENDS, KneeMoves.STRAIGHTENS)
    except AnalysisError:  # an exercise of the user's own that no longer exists
        return False


def _gap(gap: Gap, results: Sequence[StoredExercise]) -> Gap:
    points = [
        Point(
            day=one.day,
            gap=row.difference,
            ci95=row.ci95,
            less=_fewer(row) if gap.is_count else row.weaker,
        )
        for one in results
        if (row := _compared(one, gap.quantity.name)) is not None and row.difference is not None
    ]
    return replace(gap, points=tuple(points))


def _fewer(reps: Metric) -> Leg | None:
    """Return the leg that did clearly fewer: one rep in a whole session is not a difference."""
    left, right = reps.left or 0.0, reps.right or 0.0
    if abs(left - right) < CLEARLY_FEWER * max(left, right):
        return None
    return Leg.LEFT if left < right else Leg.RIGHT


def _compared(one: StoredExercise, name: str) -> Metric | None:
    """Return a comparison if both legs did reps: an untrained leg cannot be compared."""
    both = len(one.legs) == 2 and all(leg.reps for leg in one.legs.values())
    return one.metrics.get(name) if both else None


def _clear_words(gaps: Iterable[Gap], which: int) -> str:
    """Return the clear differences of one session, each leg named once.

    Args:
        gaps: The gaps, each with a point.
        which: 0 for the first session, -1 for the last.
    """
    found: dict[Leg, list[str]] = {}
    for gap in gaps:
        point = gap.points[which]
        if point.less is not None:
            of, size = gap.quantity, abs(point.gap)
            if gap.is_count:
                words = trn("{count} fewer rep", "{count} fewer reps", round(size))
            else:
                words = f"{number(size, of.decimals)}{of.suffix} {tr(of.less)}"
            found.setdefault(point.less, []).append(words)
    if not found:
        return tr("no clear difference between the legs")
    return "; ".join(f"{leg_word(leg)} {listed(said)}" for leg, said in found.items())


def _behind(value: float) -> tuple[Leg, float]:
    """Return which leg is behind at an end of an interval, left minus right, and by how much."""
    return Leg.LEFT if value < 0.0 else Leg.RIGHT, abs(value)
