"""Why a movement does not belong to the exercise, whatever the set looks like."""

from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.counting.everyday.pedals import goes_on
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.other_leg import (
    OtherLegSeen,
    lets_turn,
    passes_time,
    shares,
)
from evenstride.analysis.counting.signs.similarity import alike
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.evidence import Evidence
from evenstride.analysis.counting.verdict.held_leg import is_held_up
from evenstride.analysis.counting.verdict.verdict_types import SoFar, Why
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import dot
from evenstride.analysis.signal.tuning import TICK_S


def why_refused(
    seen: Evidence, so_far: SoFar, exercise: Exercise, *, tuning: CountingTuning = COUNTING
) -> Why | None:
    """Why a movement does not belong to the exercise, whatever the set looks like; None if it may.

    Args:
        seen: The facts about it.
        so_far: What the set looks like.
        exercise: What is trained, as this sensor sees it.
    """
    why = _why_elsewhere(seen, so_far, exercise, tuning) or _why_alone(seen, exercise)
    if why is None and _stays_away(seen, so_far, tuning):
        why = Why.STAYED
    if why is None and _is_held_up(seen, so_far):
        why = Why.HELD_UP
    if why is None and seen.other is not None:
        why = _why_the_other_leg(seen, seen.other, so_far, exercise, tuning)
    if why is None and seen.is_free:
        why = Why.HELD_UP
    is_fast = seen.duration_s < _shortest_rep_s(seen, so_far, exercise, tuning)
    return Why.TOO_FAST if why is None and is_fast else why


def _why_elsewhere(
    seen: Evidence, so_far: SoFar, exercise: Exercise, tuning: CountingTuning
) -> Why | None:
    """Why the person is not training, but walks, pedals, turns or is in another posture."""
    if _is_stride(seen, so_far, tuning):
        return Why.WALKING
    if seen.gait.has_strides:
        return Why.WALKED
    if so_far.pedal and goes_on(so_far.pedal, seen.found, tuning=tuning.lone):
        return Why.PEDALS
    if seen.gait.turns:
        return Why.TURNING
    if seen.gait.posture is Posture.CHAIR or _sits(seen, exercise, tuning):
        return Why.POSTURE
    return None


def _why_alone(seen: Evidence, exercise: Exercise) -> Why | None:
    """Why a movement does not belong to the exercise, judged by its own leg."""
    if seen.found.is_pulse:
        return Why.PULSE
    if seen.range_deg > exercise.max_range_deg + seen.spare_deg:
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


def _stays_away(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> bool:
    """Whether it is a change of pose: it ends far from where it began, and is unlike the set.

    In a set the pose is known: a smaller movement that stays where it went has left that pose,
    unless it carried the sensor as the reps do.
    """
    is_apart = seen.ends_apart_deg > tuning.lone.apart_part * seen.range_deg
    usual_deg = so_far.usual_range_deg if so_far.reps > tuning.few_reps else None
    if usual_deg and seen.range_deg < tuning.lone.left_part * usual_deg:
        return is_apart and not seen.fits
    is_far = seen.ends_apart_deg > tuning.lone.apart_deg
    return is_apart and is_far and not is_like_set(seen.found, so_far, tuning=tuning)


def _is_held_up(seen: Evidence, so_far: SoFar) -> bool:
    """Whether it is a sway of a leg that is held up, before or after a set in which it stood."""
    stood = so_far.last_set.stood if so_far.last_set else None
    if stood is None or seen.rest is None or so_far.reps or so_far.is_turned:
        return False
    return is_held_up(seen.rest, seen.range_deg, stood)


def _sits(seen: Evidence, exercise: Exercise, tuning: CountingTuning) -> bool:
    """Whether somebody who should stand on one leg sat down and got up again."""
    if exercise.both_legs or exercise.thigh_at_rest is not ThighAtRest.UPRIGHT:
        return False
    stay_s = (seen.found.leave - seen.found.top) * TICK_S
    is_deep = seen.range_deg > tuning.gait.seat_deg
    return exercise.hold_target_s is None and is_deep and stay_s > tuning.gait.seat_s


def _is_stride(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> bool:
    """Whether it is a stride, which has to be far clearer if it is like the reps of a whole set."""
    in_set = is_like_set(seen.found, so_far, tuning=tuning)
    return seen.gait.in_series or seen.gait.octaves > (
        tuning.gait.in_set_octaves if in_set else 0.0
    )


def is_like_set(found: Excursion, so_far: SoFar, *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether there is a set of more than a few reps, and a movement is like them.

    Args:
        so_far: What the set looks like.
    """
    latest = so_far.latest if so_far.reps > tuning.few_reps else None
    return latest is not None and alike(found, latest, tuning=tuning)


def _shortest_rep_s(
    seen: Evidence, so_far: SoFar, exercise: Exercise, tuning: CountingTuning
) -> float:
    """The shortest duration of a rep: steps and knocks are short, but so are fast reps."""
    found = seen.found
    latest = so_far.latest if so_far.reps >= tuning.few_reps else None
    if latest is not None and alike(found, latest, tuning=tuning):
        return tuning.fastest_rep_s
    known = so_far.known_axis
    lifts = seen.fits and exercise.sensor_moves is SensorMoves.UP  # as no step does
    is_known = known is not None and dot(found.axis, known) > tuning.other_way_cos
    return tuning.fastest_rep_s if lifts and is_known else exercise.min_rep_s
