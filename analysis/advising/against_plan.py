"""Compares what both legs did of an exercise in one session with what is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.advising.next_set import least_reps, real_sets
from evenstride.analysis.advising.past_results import PastResult, PastSet
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.reps import HOLD_TOLERANCE_S
from evenstride.sensors.samples import Leg

SHORT_HOLDS: Final = 0.1
"""Holds are full if no more than this part of them is short: a hold is measured to 0.1 s on
average, so one that is just long enough looks short now and then."""

MEASURED: Final = 0.5
"""Part of the reps that has to be measured to say anything about all: else most are unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Achieved:
    """What the legs did in one session, compared with what is planned.

    Attributes:
        result: The session.
        planned: What is planned.
        sets: The sets of the legs that did any; a movement or two are no set.
        kg: The least weight that each leg carried, kg; as planned if not reported.
    """

    result: PastResult
    planned: PlannedExercise
    sets: Mapping[Leg, Sequence[PastSet]]
    kg: Mapping[Leg, float]

    @property
    def lighter(self) -> Leg | None:
        """The leg that carried less than the other, so that they cannot be compared; else None."""
        left_kg, right_kg = self.kg[Leg.LEFT], self.kg[Leg.RIGHT]
        if len(self.sets) < len(Leg) or left_kg == right_kg:
            return None
        return Leg.LEFT if left_kg < right_kg else Leg.RIGHT

    @property
    def weaker(self) -> Leg | None:
        """The leg that carried less, or that was found to be weaker."""
        return self.lighter or self.result.weaker_leg

    @property
    def tired(self) -> list[Leg]:
        """The legs in which range or hold fell off in half of the sets, and in more than one."""
        # A drift is called clear in 4 % of sets without one (comparing.set_measures), and half of
        # those rise: two such sets in three occur by chance in one leg of a thousand.
        return [
            leg
            for leg, sets in self.sets.items()
            if 2 * (falling := sum(one.falls_off for one in sets)) >= len(sets)
            and falling >= min(2, len(sets))
        ]

    @property
    def undone(self) -> list[Leg]:
        """The legs that did not do everything that is planned."""
        return [leg for leg, sets in self.sets.items() if self._whole(sets) < self.planned.sets]

    def _whole(self, sets: Sequence[PastSet]) -> int:
        return sum(one.reps >= self.planned.reps for one in sets)

    @property
    def not_held(self) -> list[Leg]:
        """The legs whose holds were not full."""
        if self.planned.hold_s is None:
            return []
        held = {leg: _held(self.planned.hold_s, sets) for leg, sets in self.sets.items()}
        return [leg for leg in held if not (held[leg] and self.is_measured(leg))]

    def is_measured(self, leg: Leg) -> bool:
        """Whether enough is known about a leg's holds; about reps added by hand nothing is."""
        reps = sum(one.reps for one in self.result.of(leg))
        measured = reps - self.result.by_hand.get(leg, 0)
        knows = any(one.hold_s is not None for one in self.sets[leg])
        return knows and measured >= MEASURED * reps

    @property
    def complete(self) -> bool:
        """Whether both legs did everything, at the end of a set as well as at its start."""
        enough_kg = all(self.kg[leg] >= self.planned.kg(leg) for leg in Leg)
        failed = self.undone or self.not_held or self.tired
        return len(self.sets) == len(Leg) and enough_kg and not failed


def achieved(planned: PlannedExercise, result: PastResult) -> Achieved:
    """Compare a session with what is planned."""
    did = {leg: result.of(leg) for leg in Leg}
    real = {leg: real_sets(sets, least_reps(planned, did)) for leg, sets in did.items()}
    sets = {leg: of_leg for leg, of_leg in real.items() if of_leg}
    kg = {}
    for leg in Leg:
        said = [one.kg for one in sets.get(leg, ()) if one.kg is not None]
        kg[leg] = min(said, default=planned.kg(leg))
    return Achieved(result=result, planned=planned, sets=sets, kg=kg)


def _held(target_s: float, sets: Sequence[PastSet]) -> bool:
    """Whether measured holds were full, by the count of short ones and by their means."""
    reps = sum(one.reps for one in sets)
    known = [(one.hold_s, one.reps) for one in sets if one.hold_s is not None]
    total_s = sum(hold_s * count for hold_s, count in known)
    enough_s = (target_s - HOLD_TOLERANCE_S) * sum(count for _, count in known)
    return sum(one.short_holds for one in sets) <= SHORT_HOLDS * reps and total_s >= enough_s
