"""What is known about a set of small reps in progress."""

from dataclasses import dataclass, field
from statistics import median  # of a few: numpy's takes thirty times as long

import numpy as np

from evenstride.analysis.counting.small.settling import Settled
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.sensors.samples import FloatArray


@dataclass(slots=True)
class SmallSet:
    """A set whose direction and sign are settled.

    Attributes:
        settled: How its reps go.
        tuning: The constants to go by.
        told: Its reps that were reported so far, in order.
        weak_until: The tick in which the last movement that tilted too little for a rep ended; 0.0
            before the first.
        active: The tick in which the last rep, or movement too small for one, ended.
        is_turned: Whether the set was already turned over, as its reps showed that they were seen
            upside down.
    """

    settled: Settled
    tuning: SmallTuning = SMALL
    told: list[SmallMove] = field(default_factory=list)
    weak_until: float = 0.0
    active: float = 0.0
    is_turned: bool = False

    @property
    def usual_net_deg(self) -> float:
        """How far its reps usually tilt in all, degrees; there must be at least one."""
        return median(rep.net_deg for rep in self._last)

    @property
    def usual_along_deg(self) -> float:
        """How far they usually go along the set's direction, degrees; at least one, too."""
        return median(rep.range_deg for rep in self._last)

    @property
    def usual_way_deg(self) -> FloatArray:
        """Their mean displacement from rest to top in the fan's plane, degrees, shape (2,)."""
        return np.asarray(np.mean([rep.way_deg for rep in self._last], axis=0))

    def confidence(self, move: SmallMove, noise_deg: float) -> float:
        """Return how certain it is that a movement is a rep of the set, from 0 to 1.

        Args:
            move: The movement. The last reps of the set count as evidence, too.
            noise_deg: The noise along the direction in which it was measured.
        """
        tuning = self.tuning
        near = [one for one in self.told[-tuning.near_moves - 1 :] if one is not move]
        series = sum(one.evidence(noise_deg, tuning) for one in near[-tuning.near_moves :])
        most = tuning.series_evidence
        odds = move.evidence(noise_deg, tuning)
        odds += float(np.clip(tuning.series_part * series, -most, most))
        return float(1.0 / (1.0 + np.exp(-tuning.odds_part * odds)))

    @property
    def _last(self) -> list[SmallMove]:
        return self.told[-self.tuning.usual_reps :]
