"""A movement out and back, found and measured, on its way into the count."""

from dataclasses import dataclass, field, replace

from evenstride.analysis.counting.measuring.bend import Bend
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.model.events import Trace
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Measured
from evenstride.analysis.model.rest_pose import RestPose, rest_of_movement
from evenstride.analysis.model.unchanging import Unchanging
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Unchanging):
    """A movement out and back, as it was found and as it was measured.

    Attributes:
        found: The excursion that it is.
        measured: What was measured of it.
        curve: How far the limb is away from its rest before it, from start to end.
        poses: The vertical in the sensor's frame at evenly spaced moments from start to end, unit
            vectors, shape (n, 3).
        climb_m: How much higher the sensor is afterwards, metres.
        is_lifted: Whether the sensor was seen to be carried up as a raised leg carries it.
        around_s: When the limb was last seen before it, and first after it, seconds. These are its
            start and end unless they lie in a hole.
    """

    found: Excursion
    measured: Measured
    curve: Trace = field(compare=False, repr=False)
    poses: FloatArray = field(compare=False, repr=False)
    climb_m: float = 0.0
    is_lifted: bool = False
    bend: Bend | None = None
    around_s: tuple[float, float] = (0.0, 0.0)

    def as_attempt(self, why: AttemptWhy) -> Attempt:
        """Return what is listed if it does not count, including a hole that it starts or ends in.

        Args:
            why: Why it does not count.
        """
        start_s, end_s = self.measured.start_s, self.measured.end_s
        return Attempt(
            start_s=self.around_s[0] if start_s is None else start_s,
            end_s=self.around_s[1] if end_s is None else end_s,
            rom_deg=self.measured.rom_deg,
            why=why,
        )

    def begun_after(self, ended_s: float) -> "Movement":
        """Return the same, starting no earlier than the previous movement ended as measured.

        As measured, the way back before it may end later than as found.

        Args:
            ended_s: When the previous movement ended, seconds.
        """
        start_s, top_s = self.measured.start_s, self.measured.top_s
        if start_s is None or top_s is None or not start_s < ended_s <= top_s:
            return self
        return replace(self, measured=replace(self.measured, start_s=ended_s))

    @property
    def whole_ways_s(self) -> float:
        """How long its ways took, without the hold, seconds.

        Only a part of a slow way is found, but at least half of it. Anything that is measured
        beyond that is a limb that creeps at the top.
        """
        found, measured = self.found, self.measured
        ways = (
            (measured.raise_s, found.top - found.start),
            (measured.lower_s, found.end - found.leave),
        )
        return sum(min(way_s or 0.0, 2 * ticks * TICK_S) for way_s, ticks in ways)

    @property
    def rest_pose(self) -> RestPose:
        """The rest pose in which it began and ended."""
        return rest_of_movement(self.poses)
