"""What the progress screen shows, as plain frozen data: the gap between the legs over the weeks."""

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
from evenstride.language import leg_word, number, tr, trn
from evenstride.sensors.samples import Leg
from evenstride.user.exercises import title_of

CLEARLY_FEWER: Final = 0.10
"""Part of the other leg's reps from which on fewer reps are a gap, as for range and hold."""

_WEEK: Final = timedelta(weeks=1)

_FURTHEST_AHEAD: Final = timedelta(days=366)
"""A clock that is some days ahead still puts its sessions in order; one further ahead does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The gap in one session.

    Attributes:
        day: The day, where the user is.
        gap: Left minus right.
        ci95: Its 95 % interval; None if there is none.
        less: The leg that was clearly less; None for no clear difference.
    """

    day: date
    gap: float
    ci95: tuple[float, float] | None
    less: Leg | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One quantity over the weeks.

    Attributes:
        quantity: Which.
        least: The least that is shown to either side, so that small gaps look small.
        points: Session by session, the earliest first.
    """

    quantity: Quantity
    least: float
    points: tuple[Point, ...] = ()

    @property
    def is_count(self) -> bool:
        """Whether it is counted, so that there is no interval."""
        return self.quantity is COUNT

    @property
    def words(self) -> str:
        """The latest gap in words."""
        return gap_words(self, self.points[-1]) if self.points else tr("no session of both legs")

    @property
    def short_words(self) -> str:
        """The latest gap without its interval."""
        return self.words.partition(" (")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseProgress:
    """One exercise over the weeks.

    Attributes:
        title: Its name.
        synthetic: The sessions were simulated.
        days: The days of its sessions, the earliest first.
        weeks: Every Monday from the first session to today.
        gaps: Its quantities.
        legs: Each leg by itself.
        pain: Pain, as it was said.
        misdated: How many sessions are left out, of whatever exercise, as no week was theirs.
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
        """How many sessions there were in a week."""
        return sum(monday(day) == week for day in self.days)

    @property
    def story(self) -> str:
        """How the gap was at first and how it is now, in a sentence or two."""
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
        """How many sessions in how many weeks."""
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
    """The progress in each exercise, that of the latest session first.

    Simulated sessions are shown only where there are no others. What a clock dated wrong that was
    never set, or that is more than a year ahead, is left out and counted.

    Args:
        results: What the history knows, the earliest first.
        today: The day, where the user is.
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
    """A gap in words: "left 0.7 s shorter (0.5–0.9)", "no clear difference".

    Where none is clear it says from which end to which end it may lie, in words and not in signs:
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
    # A screen has room for four: of a knee that is to move it says more than smoothness does.
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
    """Whether an exercise is one of the knee: in a raise it is to stay as it is."""
    try:
        return name is not None and find(name, own).knee in (KneeMoves.BENDS, KneeMoves.STRAIGHTENS)
    except AnalysisError:  # somebody's own that is gone
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
    """The leg that did clearly fewer: one more or less is no difference in a whole session."""
    left, right = reps.left or 0.0, reps.right or 0.0
    if abs(left - right) < CLEARLY_FEWER * max(left, right):
        return None
    return Leg.LEFT if left < right else Leg.RIGHT


def _compared(one: StoredExercise, name: str) -> Metric | None:
    """A quantity, where both legs did something: of a leg that was not trained nothing is known."""
    both = len(one.legs) == 2 and all(leg.reps for leg in one.legs.values())
    return one.metrics.get(name) if both else None


def _clear_words(gaps: Iterable[Gap], which: int) -> str:
    """The clear differences of the first or the last session, each leg named once."""
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


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *first, last = words
    return tr("{first} and {last}", first=", ".join(first), last=last) if first else last


def _behind(value: float) -> tuple[Leg, float]:
    """Which leg is behind at an end of an interval, left minus right, and by how much."""
    return Leg.LEFT if value < 0.0 else Leg.RIGHT, abs(value)
