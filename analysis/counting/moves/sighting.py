"""A movement as its own sensor saw it: all that the evidence about it is collected from."""

from dataclasses import dataclass

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A movement, and the motion in which it was found.

    Attributes:
        recent: The leg's motion.
        found: The movement.
        now: The tick by which it was found: nothing later is looked at.
        exercise: What is trained, as this sensor sees it.
        has_gyro: Whether the sensor measures angular rate.
        placement: Where the sensor sits.
        tuning: The constants to go by.
    """

    recent: RecentMotion
    found: Excursion
    now: int
    exercise: Exercise
    has_gyro: bool = True
    placement: Placement = Placement.THIGH
    tuning: CountingTuning = COUNTING

    @property
    def whole(self) -> Motion:
        """The motion from its start to its end."""
        return self.recent.stretch(self.found.start, self.found.end)
