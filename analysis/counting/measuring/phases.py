"""The phases of a movement: its way out, how long it stays at the top, its way back."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Phases:
    """Where the phases of a movement end, in fractional ticks from the start of a stretch.

    They never decrease.

    Attributes:
        start: Where the way out begins.
        top: Where the way out ends.
        leave: Where the way back begins.
        end: Where the way back ends.
    """

    start: float
    top: float
    leave: float
    end: float

    @property
    def way_out(self) -> slice:
        """The ticks of the way out; as in all of these, both ends are included."""
        return _ticks(self.start, self.top)

    @property
    def held(self) -> slice:
        """The ticks at the top; at least one."""
        return _ticks(self.top, self.leave)

    @property
    def way_back(self) -> slice:
        """The ticks of the way back."""
        return _ticks(self.leave, self.end)

    @property
    def whole(self) -> slice:
        """The ticks of the whole movement."""
        return _ticks(self.start, self.end)

    def times_s(self, first: int) -> tuple[float, float, float, float]:
        """Return when it started, was at the top, left it and ended, seconds.

        Args:
            first: The number of the stretch's first tick.
        """
        ends = np.array([self.start, self.top, self.leave, self.end])
        start_s, top_s, leave_s, end_s = middles_s(first + ends).tolist()
        return start_s, top_s, leave_s, end_s


def middles_s(ticks: FloatArray | IntArray) -> FloatArray:
    """Return the times of ticks, seconds, shape (n,).

    A tick ends at its number, and its value is the mean over the tick, so its middle counts.
    """
    return (ticks.astype(np.float64) - 0.5) * TICK_S


def phases_of(
    speed_deg_s: FloatArray, begin: int, last: int, *, tuning: MeasuringTuning = MEASURING
) -> Phases:
    """Find where the phases of a movement end: where its speed passes a part of that way's peak.

    Tremor, a sag or a re-lift at the top is part of neither way. The way out is the one that first
    comes near the top, and the way back the one that last sinks below any sag; both are followed
    from there to where they are slow.

    Args:
        speed_deg_s: How fast the limb turns about the axis of its way out, shape (n,).
        begin: The tick, in that array, in which the movement was found to begin.
        last: The tick in which it was found to end.
    """
    angle_deg = np.cumsum(speed_deg_s) * TICK_S
    peak = begin + int(np.argmax(angle_deg[begin : last + 1]))
    range_deg = float(angle_deg[peak] - angle_deg[begin])
    near_top = angle_deg[begin : last + 1] >= angle_deg[peak] - tuning.level_fraction * range_deg
    still_up = angle_deg[peak : last + 1] >= angle_deg[peak] - tuning.sag_fraction * range_deg
    came_near = _first(near_top, begin)
    left_up = min(_last(still_up, peak) + 1, last)
    left_near = _last(near_top[peak - begin :], peak)
    fastest_out = begin + int(np.argmax(speed_deg_s[begin : came_near + 1]))
    fastest_back = left_near + int(np.argmin(speed_deg_s[left_near : last + 1]))
    slow_out = tuning.speed_fraction * max(float(speed_deg_s[fastest_out]), 1e-9)
    slow_back = tuning.speed_fraction * max(float(-speed_deg_s[fastest_back]), 1e-9)
    top = _end_of(speed_deg_s, slow_out, max(came_near, fastest_out))
    # In damaged data the remaining part of the way out may not rise at all.
    start = min(_begin_of(speed_deg_s, slow_out, begin), top)
    leave = max(_begin_of(-speed_deg_s, slow_back, min(left_up, fastest_back)), top)
    end = max(_last_end(-speed_deg_s, slow_back, last), leave)
    return Phases(start, top, leave, end)


def _ticks(start: float, end: float) -> slice:
    return slice(round(start), round(end) + 1)


def _begin_of(speed: FloatArray, limit: float, at: int) -> float:
    """Return when the speed rises above the limit: before ``at`` if it is above there, or after."""
    if speed[at] > limit:
        while at > 0 and speed[at - 1] > limit:
            at -= 1
    else:
        at = _first(speed[at:] > limit, at)
    return _crossing(speed, limit, at)


def _end_of(speed: FloatArray, limit: float, at: int) -> float:
    """Return when the speed next falls below the limit."""
    return _crossing(speed, limit, _first(speed[at:] < limit, at))


def _last_end(speed: FloatArray, limit: float, at: int) -> float:
    """Return when the speed last fell below the limit, or next will if it is above at ``at``."""
    if speed[at] < limit:
        at = _last(speed[: at + 1] > limit, 0)
    return _end_of(speed, limit, at)


def _crossing(speed: FloatArray, limit: float, at: int) -> float:
    """Return where between the tick before ``at`` and ``at`` the speed passes the limit."""
    before, after = (float(speed[max(at - 1, 0)]), float(speed[at]))
    if at == 0 or (before > limit) == (after > limit):
        return float(at)
    return at - 1 + (limit - before) / (after - before)


def _first(true: BoolArray, offset: int) -> int:
    (found,) = true.nonzero()
    return offset + (int(found[0]) if len(found) else len(true) - 1)


def _last(true: BoolArray, offset: int) -> int:
    (found,) = true.nonzero()
    return offset + (int(found[-1]) if len(found) else 0)
