"""What the sensors of one leg need to know about those of the other."""

from typing import Protocol

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.signal.doubts.sensor_repair import Repair


class OtherSensors(Protocol):
    """What is asked of the other leg.

    Attributes:
        analyzer: Counts its reps.
    """

    analyzer: LegAnalyzer

    @property
    def known_s(self) -> float:
        """The data time by which ticks are known that would have been known before."""
        ...

    @property
    def repair(self) -> Repair:
        """How its samples are repaired."""
        ...

    def ahead(self) -> TicksAhead | None:
        """The ticks that follow on its last one, as far as they can be taken many at a time."""
        ...
