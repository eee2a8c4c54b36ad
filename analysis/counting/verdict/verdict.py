"""What a movement out and back is: a rep, an attempt, or nothing of the exercise.

``judge`` is a pure function of the facts about the movement, of what the set looks like so far, and
of what the exercise asks for. Read it from the top to read the rules in their order. ``Tally``
applies the verdict.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.similarity import alike, is_too_much
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.evidence import Evidence
from evenstride.analysis.counting.verdict.refusal import why_refused
from evenstride.analysis.counting.verdict.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    SetSoFarWas,
    Shape,
    SoFar,
    Verdict,
    Waiting,
    Why,
)
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.vectors import dot
from evenstride.analysis.signal.tuning import TICK_S


def judge(
    seen: Evidence, so_far: SoFar, exercise: Exercise, *, tuning: CountingTuning = COUNTING
) -> Verdict:
    """What a movement is.

    Args:
        seen: The facts about it.
        so_far: What the set looks like, and what waits.
        exercise: What is trained, as this sensor sees it.
    """
    why = why_refused(seen, so_far, exercise, tuning=tuning)
    lifts = exercise.sensor_moves is SensorMoves.UP
    is_large = seen.range_deg >= tuning.fast_ranges * exercise.min_range_deg
    may_count = is_large or (lifts and seen.fits)
    if why is Why.TOO_FAST and may_count and seen.duration_s >= tuning.fastest_rep_s:
        return _fast(seen, so_far, tuning, lifts=lifts)
    if why is not None:
        return Refused(why)
    if seen.is_unseen:
        return AsAttempt(why=AttemptWhy.GAP, anew=True)
    if seen.gait.posture is Posture.OTHER:
        return _in_other_posture(seen, so_far, tuning)
    if seen.duration_s > exercise.max_rep_s + (exercise.hold_target_s or 0.0):
        return _long(seen, so_far, exercise, tuning)
    return _in_set(seen, so_far, tuning)


def once_measured(
    verdict: AsRep | AsAttempt,
    movement: Movement,
    so_far: SoFar,
    exercise: Exercise,
    *,
    tuning: CountingTuning = COUNTING,
) -> AsRep | AsAttempt:
    """What a movement is once it has been measured.

    Its whole ways may take too long: ``judge`` sees only the part of a way that is fast enough to
    be found, and a slow way is longer. A first one that is hardly a rep waits for another like it.

    Args:
        verdict: What ``judge`` said of it.
        so_far: What the set looks like, and what waits.
        exercise: What is trained, as this sensor sees it.
    """
    found, is_first = movement.found, not so_far.reps and so_far.last_set is None
    if movement.whole_ways_s > exercise.max_rep_s:
        return AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)
    is_hardly_a_rep = is_first and movement.measured.confidence < tuning.hardly_a_rep
    # Of a person who stands, the first one also doubts whether it is the leg that stands.
    stands = exercise.thigh_at_rest is ThighAtRest.UPRIGHT
    if isinstance(verdict, AsRep) and is_hardly_a_rep and not stands:
        unlike = _still_waiting(so_far.unlike, found, tuning)
        if not _comes_again(unlike, found, tuning):
            return AsAttempt(Waiting.UNLIKE, AttemptWhy.UNLIKE, anew=True)
    return verdict


def _fast(seen: Evidence, so_far: SoFar, tuning: CountingTuning, *, lifts: bool) -> Verdict:
    """Knocks and steps come alone or are uneven; fast movements that are alike and even are a set.

    Where the exercise lifts the leg, and the last one was seen to, they may rest in between.
    """
    pause_s = _even_pause_s(so_far.fast, seen.found, tuning)
    goes_on = pause_s < (tuning.lone.lifted_pause_s if lifts else tuning.lone.even_pause_s)
    is_set = goes_on and len(so_far.fast) + 1 >= tuning.fast_series
    if not is_set or not (pause_s < tuning.lone.even_pause_s or seen.fits):
        return AsAttempt(Waiting.FAST, AttemptWhy.TOO_FAST, anew=not goes_on)
    return AsRep(Waiting.FAST)


def _even_pause_s(earlier: Sequence[Excursion], found: Excursion, tuning: CountingTuning) -> float:
    """How long after earlier movements one follows that is as even as reps of a set.

    Infinite if there is no earlier one, or the two are uneven.
    """
    if not earlier:
        return math.inf
    before = earlier[-1]
    own = before.range_deg, float(before.end - before.start)
    other = found.range_deg, float(found.end - found.start)
    is_even = all(
        min(a, b) > tuning.lone.even_fraction * max(a, b) for a, b in zip(own, other, strict=True)
    )
    same_way = dot(before.axis, found.axis) > tuning.lone.even_cos
    return (found.start - before.end) * TICK_S if is_even and same_way else math.inf


def _long(seen: Evidence, so_far: SoFar, exercise: Exercise, tuning: CountingTuning) -> Verdict:
    """A hold may last as long as those of the set do; a rest in another pose may not.

    Without a set to compare with, it waits for another one like it, if the exercise has holds.
    """
    found = seen.found
    usual_s = so_far.usual_s
    if usual_s is None and so_far.last_set is not None:
        usual_s = so_far.last_set.duration_s
    if usual_s is not None:
        if seen.duration_s <= tuning.too_long_factor * usual_s:
            return _in_set(seen, so_far, tuning)
        return AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)
    again = _comes_again(so_far.long, found, tuning)
    if not again or exercise.hold_target_s is None:
        return AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)
    return AsRep(Waiting.LONG)


def _in_set(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """What a movement of the exercise's kind is, beside the set's reps and those that wait."""
    found, usual_deg = seen.found, so_far.usual_range_deg
    is_few = 0 < so_far.reps <= tuning.few_reps
    unlike = _still_waiting(so_far.unlike, found, tuning)
    if usual_deg and is_few and found.range_deg * tuning.attempt_fraction > usual_deg:
        return AsRep(set_was=SetSoFarWas.NONE, because=AttemptWhy.TOO_SMALL)
    is_first = not so_far.reps and so_far.last_set is None
    is_bare = seen.is_bare and is_first
    is_unproven = is_bare or (seen.is_unproven and is_first)
    if is_unproven or _is_doubtful(found, so_far, tuning):
        return _doubted(found, so_far, unlike, tuning, is_bare=is_bare)
    is_cut = seen.ways_seen < 2
    last = so_far.last_set
    is_known = last is not None and _is_like(found, last, tuning)
    if is_cut and not (so_far.reps or is_known or seen.fits):
        # A movement that a hole cut is believed only together with a whole one like it, unless it
        # carried the sensor as the exercise does.
        again = _comes_again(unlike, found, tuning)
        return AsAttempt(Waiting.UNLIKE, AttemptWhy.GAP, anew=not again)
    # The top may lie in a hole: then what was seen of the ways only has to be more than a fidget.
    enough = tuning.cut_fraction if is_cut else tuning.attempt_fraction
    if usual_deg and found.range_deg < enough * usual_deg:
        return _small(seen, so_far, tuning)
    if usual_deg is None and _comes_again(unlike, found, tuning):
        return AsRep(Waiting.UNLIKE)
    # Where reps last about as long as the shortest allowed, some are shorter.
    were_reps = _even_pause_s(so_far.fast, found, tuning) < tuning.lone.even_pause_s
    return AsRep(Waiting.FAST if were_reps else Waiting.NONE)


def _comes_again(waiting: Sequence[Excursion], found: Excursion, tuning: CountingTuning) -> bool:
    """Whether movements wait that this one is like."""
    return bool(waiting) and alike(waiting[0], found, tuning=tuning)


def _still_waiting(
    unlike: tuple[Excursion, ...], found: Excursion, tuning: CountingTuning
) -> tuple[Excursion, ...]:
    """The movements that wait, unless they are too long ago to say anything about this one."""
    if unlike and (found.start - unlike[-1].end) * TICK_S > tuning.set_pause_s:
        return ()
    return unlike


def _is_doubtful(found: Excursion, so_far: SoFar, tuning: CountingTuning) -> bool:
    """Whether it is probably another movement: unlike the reps of this set, or of the last one."""
    if so_far.latest is not None and so_far.usual_range_deg is not None:
        axis, usual_deg = so_far.latest.axis, so_far.usual_range_deg
    elif so_far.last_set is not None:
        axis, usual_deg = so_far.last_set.axis, so_far.last_set.range_deg
    else:
        return False
    if so_far.is_turned:
        axis = found.axis
    if dot(found.axis, axis) < tuning.other_way_cos:
        return True
    if not so_far.reps and found.range_deg < tuning.doubtful_fraction * usual_deg:
        return True
    is_few = 0 < so_far.reps <= tuning.few_reps
    return not is_few and is_too_much(found, axis, usual_deg, tuning=tuning)


def _is_like(found: Excursion, shape: Shape, tuning: CountingTuning) -> bool:
    """Whether a movement goes about as far as the reps of the last set, and the same way."""
    far = found.range_deg / max(shape.range_deg, 1e-9)
    is_as_far = tuning.attempt_fraction < far < 1.0 / tuning.attempt_fraction
    return is_as_far and dot(found.axis, shape.axis) > tuning.other_way_cos


def _doubted(
    found: Excursion,
    so_far: SoFar,
    unlike: tuple[Excursion, ...],
    tuning: CountingTuning,
    *,
    is_bare: bool,
) -> Verdict:
    """Wait for the same movement to come again; then it was the exercise after all.

    Bare ones do not confirm each other: one that counts has to follow.
    """
    again = _comes_again(unlike, found, tuning)
    times = len(unlike) + 1 if again else 1
    last_deg = so_far.last_set.range_deg if so_far.last_set else 0.0
    is_small = found.range_deg < tuning.doubtful_fraction * last_deg
    is_few = 0 < so_far.reps <= tuning.few_reps
    agree_soon = is_few or not (so_far.reps or is_small)
    if is_bare or times < (tuning.agreeing_few if agree_soon else tuning.agreeing):
        why = AttemptWhy.WRONG_WAY if is_bare else AttemptWhy.UNLIKE
        return AsAttempt(Waiting.UNLIKE, why, anew=not again)
    if is_few:
        return AsRep(Waiting.UNLIKE, SetSoFarWas.NONE, AttemptWhy.UNLIKE)
    return AsRep(Waiting.UNLIKE, SetSoFarWas.ANOTHER if so_far.reps else SetSoFarWas.A_SET)


def _in_other_posture(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """List it, unless the strap was turned since the walk that taught the posture.

    What was learnt is not questioned by getting up and sitting down again and again, nor by what
    might be a stride, follows strides directly or goes on without a rest: on stairs few strides
    look like one.
    """
    if seen.gait.strode or seen.gait.octaves > -tuning.gait.sure_octaves:
        return Refused(Why.POSTURE)
    again = _comes_again(so_far.turned, seen.found, tuning)
    times = len(so_far.turned) + 1 if again else 1
    rests = again and _rest((*so_far.turned, seen.found), tuning)
    if times < tuning.gait.unlearn or not rests:
        return AsAttempt(Waiting.TURNED, AttemptWhy.WRONG_WAY, anew=not again)
    return AsRep(Waiting.TURNED)


def _rest(moves: Sequence[Excursion], tuning: CountingTuning) -> bool:
    """Whether the limb rests anywhere between the movements, or at the top of one."""
    rests = [after.start - before.end for before, after in pairwise(moves)]
    stays = [one.leave - one.top for one in moves]
    return max(*rests, *stays) * TICK_S > tuning.gait.series_rest_s


def _small(seen: Evidence, so_far: SoFar, tuning: CountingTuning) -> Verdict:
    """List an attempt, unless the few reps so far were getting into position and these are reps."""
    found = seen.found
    if seen.ways_seen < 2:
        return AsAttempt(anew=True, why=AttemptWhy.GAP)
    again = _comes_again(so_far.small, found, tuning)
    times = len(so_far.small) + 1 if again else 1
    is_few = 0 < so_far.reps <= tuning.few_reps
    if not is_few or times <= so_far.reps:
        return AsAttempt(anew=not again)
    return AsRep(Waiting.SMALL, SetSoFarWas.NONE, AttemptWhy.UNLIKE)
