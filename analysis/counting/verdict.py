"""What a movement out and back is: a rep, an attempt, in doubt, or nothing of the exercise.

``judge`` is a pure function of the facts on the movement, of what the set looks like so far, and of
what the exercise asks; who reads it from the top reads the rules in their order. Applying a verdict
is the tally's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from evenstride.analysis.counting.evidence import Evidence
from evenstride.analysis.counting.gait import Posture
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.other_leg import OtherLegSeen, lets_turn, passes_time, shares
from evenstride.analysis.counting.similarity import alike, is_too_much
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.vectors import Vector, dot
from evenstride.analysis.signal.tuning import TICK_S


class Why(StrEnum):
    """Why a movement is nothing of the exercise."""

    WALKING = "walking"
    WALKED = "walked"
    TURNING = "turning"
    POSTURE = "posture"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    TOO_FAST = "too-fast"
    PULSE = "pulse"
    NOISE = "noise"
    WRONG_WAY = "wrong-way"
    SHARED = "shared"
    OTHER_LEG = "other-leg"
    PASSES_TIME = "passes-time"


class SetSoFarWas(StrEnum):
    """What a rep shows the set in progress to have been."""

    A_SET = "a set"
    NONE = "none"
    ANOTHER = "another"


class Waiting(StrEnum):
    """Movements that were listed or in doubt, and that a later one may show to be reps."""

    NONE = "none"
    UNLIKE = "unlike"
    SMALL = "small"
    TURNED = "turned"
    FAST = "fast"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class AsRep:
    """It counts.

    Attributes:
        earlier: Which of the waiting movements count as well, before it.
        set_was: What the set in progress turns out to have been.
        because: Why its reps were none; None where they were.
    """

    earlier: Waiting = Waiting.NONE
    set_was: SetSoFarWas = SetSoFarWas.A_SET
    because: AttemptWhy | None = None


@dataclass(frozen=True, slots=True)
class AsAttempt:
    """It is none of the set: it is listed, and waits whether more of its kind come.

    Attributes:
        kind: Too small for the set; or in another posture, unless the strap was turned.
        why: As what it is listed.
        anew: Whether it is unlike those of its kind that wait, which then are forgotten.
    """

    kind: Waiting = Waiting.SMALL
    why: AttemptWhy = AttemptWhy.TOO_SMALL
    anew: bool = False


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It is unlike the set, or the last one: it waits whether it comes again.

    Attributes:
        anew: Whether it is unlike the ones that wait already, which then are forgotten.
    """

    anew: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """It is nothing of the exercise."""

    why: Why


Verdict: TypeAlias = AsRep | AsAttempt | InDoubt | Refused


@dataclass(frozen=True, slots=True)
class Shape:
    """What the reps of a set that is over had in common: axis, usual range, usual duration."""

    axis: Vector
    range_deg: float
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """What the counting of a leg knows before a movement.

    Attributes:
        reps: Reps in the set in progress.
        usual_range_deg: Their usual range; None before the first.
        latest: The movement of the latest of them; None before the first.
        last_set: What the last set that was sure looked like; None before it.
        unlike: Movements unlike the set that wait whether they come again.
        small: Movements too small for the set that wait likewise.
        usual_s: How long its reps usually last; None before the first.
        fast: Movements shorter than the exercise's reps that wait whether they go on as a set.
        long: Movements longer than the exercise's reps that wait whether they come again.
        turned: Movements in another posture that wait whether the strap was turned.
    """

    reps: int = 0
    usual_range_deg: float | None = None
    latest: Excursion | None = None
    last_set: Shape | None = None
    unlike: tuple[Excursion, ...] = ()
    small: tuple[Excursion, ...] = ()
    turned: tuple[Excursion, ...] = ()
    usual_s: float | None = None
    fast: tuple[Excursion, ...] = ()
    long: tuple[Excursion, ...] = ()

    @property
    def known_axis(self) -> Vector | None:
        """About what the reps turn, of this set or else of the last one."""
        if self.latest is not None:
            return self.latest.axis
        return self.last_set.axis if self.last_set else None


def judge(
    seen: Evidence, so_far: SoFar, exercise: Exercise, *, tuning: CountingTuning = COUNTING
) -> Verdict:
    """What a movement is.

    Args:
        seen: The facts on it.
        so_far: What the set looks like, and what waits.
        exercise: What is trained, as this sensor sees it.
        tuning: The constants to go by.
    """
    why = why_refused(seen, so_far, exercise, tuning=tuning)
    if why is Why.TOO_FAST and seen.duration_s >= tuning.fastest_rep_s:
        return _fast(seen.found, so_far, tuning)
    if why is not None:
        return Refused(why)
    if seen.gait.posture is Posture.OTHER:
        return _in_other_posture(seen, so_far, tuning)
    if seen.duration_s > exercise.max_rep_s + (exercise.hold_target_s or 0.0):
        return _long(seen, so_far, exercise, tuning)
    return _in_set(seen, so_far, tuning)


def _fast(found: Excursion, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """Knocks and steps come alone or uneven; fast ones that are all alike and even are a set."""
    before = so_far.fast[-1] if so_far.fast else None
    goes_on = before is not None and _follows_evenly(before, found, tuning)
    if len(so_far.fast) + 1 < tuning.fast_series or not goes_on:
        return AsAttempt(Waiting.FAST, AttemptWhy.TOO_FAST, anew=not goes_on)
    return AsRep(Waiting.FAST)


def _follows_evenly(before: Excursion, found: Excursion, tuning: CountingTuning) -> bool:
    """Whether two movements are so alike, and so close, as one rep of a set and the next."""
    own = before.range_deg, float(before.end - before.start)
    other = found.range_deg, float(found.end - found.start)
    is_even = all(
        min(a, b) > tuning.even_fraction * max(a, b) for a, b in zip(own, other, strict=True)
    )
    pause_s = (found.start - before.end) * TICK_S
    same_way = dot(before.axis, found.axis) > tuning.even_cos
    return is_even and same_way and pause_s < tuning.even_pause_s


def _long(seen: Evidence, so_far: SoFar, exercise: Exercise, tuning: CountingTuning) -> Verdict:
    """A hold may last as long as it likes, if the set's do; a rest in another pose may not.

    Where nothing is known of a set, it waits for another one like it, if the exercise has holds.
    """
    found = seen.found
    usual_s = so_far.usual_s
    if usual_s is None and so_far.last_set is not None:
        usual_s = so_far.last_set.duration_s
    if usual_s is not None:
        if seen.duration_s <= tuning.too_long_factor * usual_s:
            return _in_set(seen, so_far, tuning)
        return AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)
    again = bool(so_far.long) and alike(so_far.long[0], found, tuning=tuning)
    if not again or exercise.hold_target_s is None:
        return AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)
    return AsRep(Waiting.LONG)


def _in_set(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """What a movement of the exercise's kind is beside the set's reps, and what waits."""
    found, usual_deg = seen.found, so_far.usual_range_deg
    is_few = 0 < so_far.reps <= tuning.few_reps
    unlike = _still_waiting(so_far.unlike, found, tuning)
    if usual_deg and is_few and found.range_deg * tuning.attempt_fraction > usual_deg:
        same = bool(unlike) and alike(unlike[0], found, tuning=tuning)
        return AsRep(
            Waiting.UNLIKE if same else Waiting.NONE,
            SetSoFarWas.NONE,
            AttemptWhy.TOO_SMALL,
        )
    if _is_doubtful(found, so_far, tuning):
        return _doubted(found, so_far, unlike, tuning)
    is_cut = seen.ways_seen < 2
    if is_cut and not so_far.reps:
        # What a hole cut through is believed only together with a whole one that is like it.
        return InDoubt(anew=not (unlike and alike(unlike[0], found, tuning=tuning)))
    # The top may lie in a hole: what was seen of the ways must then only be more than a fidget.
    enough = tuning.cut_fraction if is_cut else tuning.attempt_fraction
    if usual_deg and found.range_deg < enough * usual_deg:
        return _small(seen, so_far, tuning)
    was_rep = bool(unlike) and _was_rep(unlike[0], found, so_far, tuning)
    return AsRep(Waiting.UNLIKE if was_rep else Waiting.NONE)


def why_refused(
    seen: Evidence, so_far: SoFar, exercise: Exercise, *, tuning: CountingTuning = COUNTING
) -> Why | None:
    """Why a movement is nothing of the exercise, whatever the set looks like; None if it may be.

    Args:
        seen: The facts on it.
        so_far: What the set looks like.
        exercise: What is trained, as this sensor sees it.
        tuning: The constants to go by.
    """
    why = _why_elsewhere(seen, so_far, exercise, tuning) or _why_alone(seen, exercise)
    if why is None and seen.other is not None:
        why = _why_the_other_leg(seen, seen.other, so_far, exercise, tuning)
    is_fast = seen.duration_s < _shortest_rep_s(seen, so_far, exercise, tuning)
    return Why.TOO_FAST if why is None and is_fast else why


def _why_elsewhere(
    seen: Evidence, so_far: SoFar, exercise: Exercise, tuning: CountingTuning
) -> Why | None:
    """Why the person does not train just now, but walks, turns round, or is in another posture."""
    if _is_stride(seen, so_far, tuning):
        return Why.WALKING
    if seen.gait.has_strides:
        return Why.WALKED
    if seen.gait.turns:
        return Why.TURNING
    if seen.gait.posture is Posture.CHAIR or _sits(seen, exercise, tuning):
        return Why.POSTURE
    return None


def _why_alone(seen: Evidence, exercise: Exercise) -> Why | None:
    """Why a movement is none of the exercise, of all that its own leg tells."""
    if seen.found.is_pulse:
        return Why.PULSE
    if seen.range_deg > exercise.max_range_deg:
        return Why.TOO_LARGE
    if seen.ways_s > exercise.max_rep_s:
        return Why.TOO_LONG
    if seen.is_noise:
        return Why.NOISE
    if seen.fits is False:
        return Why.WRONG_WAY
    return None


def _why_the_other_leg(
    seen: Evidence,
    other: OtherLegSeen,
    so_far: SoFar,
    exercise: Exercise,
    tuning: CountingTuning,
) -> Why | None:
    """Why a movement is the other leg's doing; None if it may be this one's."""
    is_proven = seen.fits or so_far.reps > tuning.few_reps or so_far.last_set
    should_tell = seen.has_gyro and exercise.sensor_moves is not SensorMoves.ANY
    if not is_proven and shares(
        seen.range_deg, other, exercise, should_tell=should_tell, tuning=tuning
    ):
        return Why.SHARED
    in_set = so_far.reps > 0
    limit = lets_turn(seen.range_deg, other, exercise, in_set=in_set, fits=seen.fits, tuning=tuning)
    if other.turned_deg > limit * seen.range_deg:
        return Why.OTHER_LEG
    if passes_time(seen.range_deg, other, exercise, tuning=tuning):
        return Why.PASSES_TIME
    return None


def is_unlike_set(lone: Excursion, latest: Excursion, *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether a single movement before a set is unlike its reps: then it was none.

    Args:
        lone: The only movement of the set before.
        latest: The latest rep of this one.
        tuning: The constants to go by.
    """
    is_same = alike(lone, latest, tuning=tuning)
    return not is_same or is_too_much(lone, latest.axis, latest.range_deg, tuning=tuning)


def _sits(seen: Evidence, exercise: Exercise, tuning: CountingTuning) -> bool:
    """Whether somebody who should stand on one leg sat down and got up again."""
    if exercise.both_legs or exercise.thigh_at_rest is not ThighAtRest.UPRIGHT:
        return False
    stay_s = (seen.found.leave - seen.found.top) * TICK_S
    is_deep = seen.range_deg > tuning.gait.seat_deg
    return exercise.hold_target_s is None and is_deep and stay_s > tuning.gait.seat_s


def _is_stride(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> bool:
    """A movement like those of a whole set must be a stride far more clearly."""
    latest = so_far.latest if so_far.reps > tuning.few_reps else None
    in_set = latest is not None and alike(seen.found, latest, tuning=tuning)
    return seen.gait.octaves > (tuning.gait.in_set_octaves if in_set else 0.0)


def _shortest_rep_s(
    seen: Evidence, so_far: SoFar, exercise: Exercise, tuning: CountingTuning
) -> float:
    """Steps and knocks are short; but so are fast reps, where more speaks for them."""
    found = seen.found
    latest = so_far.latest if so_far.reps >= tuning.few_reps else None
    if latest is not None and alike(found, latest, tuning=tuning):
        return tuning.fastest_rep_s
    known = so_far.known_axis
    lifts = seen.fits and exercise.sensor_moves is SensorMoves.UP  # as no step does
    is_known = known is not None and dot(found.axis, known) > tuning.other_way_cos
    return tuning.fastest_rep_s if lifts and is_known else exercise.min_rep_s


def _still_waiting(
    unlike: tuple[Excursion, ...], found: Excursion, tuning: CountingTuning
) -> tuple[Excursion, ...]:
    """What waited, unless that is so long ago that it says nothing of this movement."""
    if unlike and (found.start - unlike[-1].end) * TICK_S > tuning.set_pause_s:
        return ()
    return unlike


def _is_doubtful(found: Excursion, so_far: SoFar, tuning: CountingTuning) -> bool:
    """Whether it is rather another movement: unlike the reps of this set, or the last."""
    if so_far.latest is not None and so_far.usual_range_deg is not None:
        axis, usual_deg = so_far.latest.axis, so_far.usual_range_deg
    elif so_far.last_set is not None:
        axis, usual_deg = so_far.last_set.axis, so_far.last_set.range_deg
    else:
        return False
    if dot(found.axis, axis) < tuning.other_way_cos:
        return True
    if not so_far.reps and found.range_deg < tuning.doubtful_fraction * usual_deg:
        return True
    is_few = 0 < so_far.reps <= tuning.few_reps
    return not is_few and is_too_much(found, axis, usual_deg, tuning=tuning)


def _doubted(
    found: Excursion, so_far: SoFar, unlike: tuple[Excursion, ...], tuning: CountingTuning
) -> Verdict:
    """Wait whether the same movement comes again; then it was the exercise after all."""
    again = bool(unlike) and alike(unlike[0], found, tuning=tuning)
    times = len(unlike) + 1 if again else 1
    last_deg = so_far.last_set.range_deg if so_far.last_set else 0.0
    is_small = found.range_deg < tuning.doubtful_fraction * last_deg
    is_few = 0 < so_far.reps <= tuning.few_reps
    agree_soon = is_few or not (so_far.reps or is_small)
    if times < (tuning.agreeing_few if agree_soon else tuning.agreeing):
        return InDoubt(anew=not again)
    if is_few:
        return AsRep(Waiting.UNLIKE, SetSoFarWas.NONE, AttemptWhy.UNLIKE)
    return AsRep(Waiting.UNLIKE, SetSoFarWas.ANOTHER if so_far.reps else SetSoFarWas.A_SET)


def _in_other_posture(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """List it; or the strap was turned since the walk that taught the posture, and it is a rep.

    Getting up and sitting down again and again says nothing against what was learnt, and neither
    does what might be a stride.
    """
    if seen.gait.octaves > -tuning.gait.sure_octaves:
        return Refused(Why.POSTURE)
    again = bool(so_far.turned) and alike(so_far.turned[0], seen.found, tuning=tuning)
    times = len(so_far.turned) + 1 if again else 1
    if times < tuning.gait.unlearn:
        return AsAttempt(Waiting.TURNED, AttemptWhy.WRONG_WAY, anew=not again)
    return AsRep(Waiting.TURNED)


def _small(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """List an attempt; or the set's few reps were getting into position, and these are reps."""
    found = seen.found
    if seen.ways_seen < 2:
        return AsAttempt(anew=True, why=AttemptWhy.GAP)
    again = bool(so_far.small) and alike(so_far.small[0], found, tuning=tuning)
    times = len(so_far.small) + 1 if again else 1
    is_few = 0 < so_far.reps <= tuning.few_reps
    if not is_few or times <= so_far.reps:
        return AsAttempt(anew=not again)
    return AsRep(Waiting.SMALL, SetSoFarWas.NONE, AttemptWhy.UNLIKE)


def _was_rep(doubted: Excursion, found: Excursion, so_far: SoFar, tuning: CountingTuning) -> bool:
    """Whether a doubted movement was a rep, now that one came that counts.

    In a set only too large a movement can have been: the first of larger ones.
    """
    usual_deg = so_far.usual_range_deg
    if usual_deg and (
        doubted.range_deg < usual_deg
        or is_too_much(doubted, found.axis, found.range_deg, tuning=tuning)
    ):
        return False
    return alike(doubted, found, tuning=tuning)
