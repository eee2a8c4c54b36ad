"""Decides how much to plan next time: what both legs can do, and one small step more or less.

* The weaker leg determines reps, sets and weight (the page that the exercises are from). So both
  legs get what the leg that did less can do, and the stronger one never gets more. In a set in
  which it tired it did less, so "can do" is its mean set.
* More, in small steps, one at a time: a set, if one was taken off that both legs have done before;
  then in the order that the exercise gives: a rep; a second of hold, up to five (the page's
  2-5 s; five in the home programme of the IMPACT trial for knee pain, BMC Musculoskelet Disord
  15:279, 2014); half a kilogram. On the ankle that is 9 % of what the leg itself weighs about the
  hip (11 kg, its centre half as far away; Winter, Biomechanics, 2009), within the 2-10 % of the
  position stand. Up to 4.5 kg, as in the knee programme of the American Academy of Orthopaedic
  Surgeons.
* Less, if range or hold clearly fell off within the sets (``comparing.set_measures``): a lighter
  weight first, as in the home programme, which takes it off in a flare-up; without a weight, fewer
  reps. A set less if one leg stopped before the other, never more than one at a time.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from evenstride.analysis.advising.against_plan import Achieved
from evenstride.analysis.advising.next_set import least_reps, real_sets
from evenstride.analysis.advising.past_results import PastResult
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.sensors.samples import Leg

_MOST_REPS: Final = 15
"""Most reps in a set before something else is increased: the most that the page prescribes."""

_MOST_REPS_ALONE: Final = 20
"""Most reps in a set if nothing else can be increased: 15 to 25 are for endurance (the position
stand)."""

_LEAST_REPS: Final = 5
"""Reps are not reduced further: fewer show too little, and less weight is the better step."""

_REPS_BACK: Final = 2
"""How many reps less if range or hold fell off: the last reps of a set are those that fell off."""

_HOLD_STEP_S: Final = 1.0
_MOST_HOLD_S: Final = 5.0
_KG_STEP: Final = 0.5
_MOST_KG: Final = 4.5
"""Advice adds no weight above this. If more is planned, it stays, and reps or hold increase."""


def can_do(done: Achieved) -> PlannedExercise:
    """Return what both legs can do of what was planned: what the leg that did less did.

    If both stopped after the same number of sets, that number stays as planned, as time may have
    been short. If one leg stopped earlier, one set is taken off and no more, as a session that was
    broken off is no measure.
    """
    planned, kg = done.planned, dict(done.kg)
    if done.weaker is not None:
        stronger = done.weaker.other
        kg[stronger] = min(kg[stronger], kg[done.weaker])
    best = [
        sorted((one.reps for one in sets), reverse=True)[: planned.sets]
        for sets in done.sets.values()
    ]
    did_sets = {len(reps) for reps in best}
    return replace(
        planned,
        sets=max(min(did_sets), planned.sets - 1) if len(did_sets) > 1 else planned.sets,
        reps=min([planned.reps, *(sum(reps) // len(reps) for reps in best)]),
        left_kg=kg[Leg.LEFT],
        right_kg=kg[Leg.RIGHT],
    )


def as_planned(done: Achieved) -> PlannedExercise:
    """Return what was planned, but if a leg tired, with the weight that it tired with."""
    if not done.tired:
        return done.planned
    return replace(done.planned, left_kg=done.kg[Leg.LEFT], right_kg=done.kg[Leg.RIGHT])


def sets_before(planned: PlannedExercise, before: Sequence[PastResult]) -> int:
    """Return the most sets that both legs did in an earlier session."""
    counts = []
    for one in before:
        did = {leg: one.of(leg) for leg in Leg}
        least = least_reps(planned, did)
        counts.append([len(real_sets(sets, least)) for sets in did.values()])
    return max(map(min, counts), default=0)


def more(base: PlannedExercise, exercise: Exercise, did_sets: int) -> PlannedExercise | None:
    """Return one small step more; None if there is none.

    Args:
        base: What both legs can do.
        exercise: The exercise, with the order in which it is made harder.
        did_sets: The most sets that both legs did in an earlier session.
    """
    most_reps = _MOST_REPS if set(exercise.harder) - {"reps"} else _MOST_REPS_ALONE
    most_hold_s = base.hold_max_s or _MOST_HOLD_S
    heavier_kg = min(base.left_kg, base.right_kg) + _KG_STEP
    if base.sets < did_sets:
        return replace(base, sets=base.sets + 1)
    for step in exercise.harder:
        if step == "reps" and base.reps < most_reps:
            return replace(base, reps=base.reps + 1)
        if step == "hold" and base.hold_s and base.hold_s + _HOLD_STEP_S <= most_hold_s:
            return replace(base, hold_s=base.hold_s + _HOLD_STEP_S)
        if step == "weight" and heavier_kg <= _MOST_KG:
            return replace(base, left_kg=heavier_kg, right_kg=heavier_kg)
    return None


def less(base: PlannedExercise) -> PlannedExercise:
    """Return one step less, of weight or else of reps."""
    if base.left_kg or base.right_kg:
        return replace(
            base,
            left_kg=max(0.0, base.left_kg - _KG_STEP),
            right_kg=max(0.0, base.right_kg - _KG_STEP),
        )
    return replace(base, reps=min(base.reps, max(_LEAST_REPS, base.reps - _REPS_BACK)))
