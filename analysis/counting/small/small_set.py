"""What is known of a set of small reps in progress."""

from dataclasses import dataclass, field
from statistics import median  # of a few: numpy's takes thirty times as long

import numpy as np

from evenstride.analysis.counting.small.settling import Settled
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.sensors.samples import FloatArray


@dataclass(slots=True)
class SmallSet:
    """A set whose series is settled.

    Attributes:
        settled: How its reps go.
        tuning: The constants to go by.
        told: Its reps that were told, in order.
        weak_until: The tick in which the last movement ended that tilted too little for a rep; 0.0
            before one.
        active: The tick in which its last rep, or what was too little for one, ended.
        is_turned: Whether its reps told by themselves that they were seen upside down.
    """

    settled: Settled
    tuning: SmallTuning = SMALL
    told: list[SmallMove] = field(default_factory=list)
    weak_until: float = 0.0
    active: float = 0.0
    is_turned: bool = False

    @property
    def usual_net_deg(self) -> float:
        """How far its reps usually tilt in all, degrees; one must have been told."""
        return median(rep.net_deg for rep in self._last)

    @property
    def usual_along_deg(self) -> float:
        """How far they usually go along the set's direction, degrees; likewise."""
        return median(rep.range_deg for rep in self._last)

    @property
    def usual_way_deg(self) -> FloatArray:
        """The mean of their ways from rest to top in the fan's plane, degrees, shape (2,)."""
        return np.asarray(np.mean([rep.way_deg for rep in self._last], axis=0))

    @property
    def _last(self) -> list[SmallMove]:
        return self.told[-self.tuning.usual_reps :]
