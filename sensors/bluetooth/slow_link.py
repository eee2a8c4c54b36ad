"""Whether samples wait in a sensor for a link that is too slow for them, and what helps.

It shows where the sensor has a clock: samples come later and later after they were measured, until
its queue is full and it throws away what has no room.
"""

from collections.abc import Sequence
from typing import Final

# A queue is full with no more than this where it is short; after a stall something is prompt again,
# or the queue shrinks, before so long.
_LAG_US: Final = 200_000
_LASTS_US: Final = 3_000_000
_SHRINKS: Final = 0.8
# What came closer to each other was handed over together.
_TOGETHER_US: Final = 2_000
# A clock that is slow by so much looks like a queue that grows, and no link may be accused of it.
# A link that is too slow by no more loses as little, and that is told as a loss.
_DRIFT: Final = 0.02
# The part of what the link brings that another rate may take; below that none counts reps well.
_PART: Final = 0.9
_LEAST_HZ: Final = 20.0


class SlowLink:
    """Watches the samples of one connection."""

    def __init__(self) -> None:
        self._least_us: float | None = None  # how late the promptest was, by the sensor's clock
        self._looked_us = 0
        self._since_us: int | None = None  # when it began to lag, how much, and what came since
        self._lag_us = 0.0
        self._came = 0
        # How late the last was, and the last that was handed over before it; and by how much that
        # has risen at once, at the most, since nothing waited.
        self._late_us = self._before_us = self._rise_us = 0.0

    def lag_s(self, n: int, t_us: int, came_us: int) -> float:
        """How long samples wait, seconds, once that has lasted; else 0.

        A queue grows each time that less is handed over than was measured. What they are later by
        at once is a stop of the radio, which passes, or a step of the sensor's clock: the largest
        of those is left out.

        Args:
            n: How many came.
            t_us: When the last of them was measured, by the sensor's clock.
            came_us: When that one arrived.
        """
        late_us, passed_us = float(came_us - t_us), max(came_us - self._looked_us, 0)
        if self._least_us is None:
            self._least_us = self._late_us = late_us
        if passed_us > _TOGETHER_US:
            self._rise_us = max(self._rise_us, self._late_us - self._before_us)
            self._before_us = self._late_us
        self._looked_us, self._late_us = came_us, late_us
        self._least_us += _DRIFT * passed_us
        if late_us <= self._least_us:
            self._least_us, self._rise_us = late_us, 0.0
        lag_us = late_us - self._least_us
        grown_us = lag_us - max(self._rise_us, late_us - self._before_us)
        if self._since_us is None or grown_us < max(_LAG_US, _SHRINKS * self._lag_us):
            self._since_us = came_us if grown_us >= _LAG_US else None
            self._lag_us, self._came = grown_us, 0
            return 0.0
        self._came += n
        return lag_us / 1e6 if came_us - self._since_us >= _LASTS_US else 0.0

    @property
    def brings_hz(self) -> float:
        """How many samples a second arrive since they lag."""
        since_us = self._looked_us if self._since_us is None else self._since_us
        return self._came * 1e6 / max(self._looked_us - since_us, 1)


def next_rate_hz(brings_hz: float, lower_hz: Sequence[float]) -> float | None:
    """The rate for a link that brings so many samples a second; None if none is of use.

    Args:
        brings_hz: What arrives.
        lower_hz: The rates that the sensor can do, below the one that is too fast.
    """
    of_use = [rate_hz for rate_hz in lower_hz if rate_hz >= _LEAST_HZ]
    fitting = [rate_hz for rate_hz in of_use if rate_hz <= _PART * brings_hz]
    return max(fitting) if fitting else min(of_use, default=None)


def slow_words(lag_s: float, next_hz: float | None) -> str:
    """What the wearer should know of it."""
    what = "Move the sensor closer."
    if next_hz is not None:
        what = f"It goes on at {next_hz:.0f} samples a second."
    return f"Its samples come {lag_s:.1f} s late: the link is too slow for so many. {what}"
