"""A movement out and back, found and measured, on its way into the count."""

from dataclasses import dataclass, field, replace

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
        curve: How far the limb is away from where it rested before, from start to end.
        poses: The vertical in the sensor's frame at some moments from its begin to its end, evenly,
            unit vectors, shape (n, 3).
        climb_m: How much higher the sensor is afterwards, metres.
        is_lifted: Whether the sensor was seen to be carried up as a raised leg carries it.
        around_s: When the limb was seen last before it, and first after it, seconds: its begin and
            end, but where these lie in a hole.
    """

    found: Excursion
    measured: Measured
    curve: Trace = field(compare=False, repr=False)
    poses: FloatArray = field(compare=False, repr=False)
    climb_m: float = 0.0
    is_lifted: bool = False
    around_s: tuple[float, float] = (0.0, 0.0)

    def as_attempt(self, why: AttemptWhy) -> Attempt:
        """As what it is listed where it does not count; with the hole in which it may have ended.

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
        """The same, begun no earlier than the one before it ended by its own measure.

        The way back before it was slow later by its speed than by how it was found.

        Args:
            ended_s: When that was.
        """
        start_s, top_s = self.measured.start_s, self.measured.top_s
        if start_s is None or top_s is None or not start_s < ended_s <= top_s:
            return self
        return replace(self, measured=replace(self.measured, start_s=ended_s))

    @property
    def whole_ways_s(self) -> float:
        """How long its ways took, without the hold, seconds: slow ones are found only in part.

        At least half of each is found: what is measured beyond is a limb that creeps at the top.
        """
        found, measured = self.found, self.measured
        ways = (
            (measured.raise_s, found.top - found.start),
            (measured.lower_s, found.end - found.leave),
        )
        return sum(min(way_s or 0.0, 2 * ticks * TICK_S) for way_s, ticks in ways)

    @property
    def rest_pose(self) -> RestPose:
        """The rest in which it began and ended."""
        return rest_of_movement(self.poses)
