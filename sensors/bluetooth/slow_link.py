"""Tells whether samples wait in a sensor because its link is too slow, and what helps.

This shows if the sensor has a clock: samples arrive later and later after they were measured, until
the sensor's queue is full and it discards what has no room.
"""

from collections.abc import Sequence
from typing import Final

from evenstride.sensors.clocks.sizes import TOGETHER_US

# Even a short queue holds this much when full. After a stall, something is prompt again, or the
# queue shrinks, before this time.
_LAG_US: Final = 200_000
_LASTS_US: Final = 3_000_000
_SHRINKS: Final = 0.8
# A clock that is slow by this much looks like a growing queue, and must not be blamed on the link.
# A link that is too slow by no more than that loses as little, which is reported as a loss.
_DRIFT: Final = 0.02
# The fraction of what the link carries that another rate may use; and the least rate, below which
# reps are not counted well.
_PART: Final = 0.9
_LEAST_HZ: Final = 20.0


class SlowLink:
    """Watches the samples of one connection."""

    def __init__(self) -> None:
        self._least_us: float | None = None  # the promptest's lateness, by the sensor's clock
        self._looked_us = 0
        self._since_us: int | None = None  # when the lag began; below: how much, samples since
        self._lag_us = 0.0
        self._came = 0
        # The lateness of the last sample, and of the last that was delivered before it; and the
        # largest rise between those since nothing waited.
        self._late_us = self._before_us = self._rise_us = 0.0

    def lag_s(self, n: int, t_us: int, came_us: int) -> float:
        """Return how long samples wait, seconds, once that has lasted; else 0.

        A queue grows with each delivery of less than was measured. A sudden rise in lateness is a
        stop of the radio, which passes, or a step of the sensor's clock: the largest of these rises
        is left out.

        Args:
            n: How many samples came.
            t_us: When the last of them was measured, by the sensor's clock.
            came_us: When it arrived.
        """
        late_us, passed_us = float(came_us - t_us), max(came_us - self._looked_us, 0)
        if self._least_us is None:
            self._least_us = self._late_us = late_us
        if passed_us > TOGETHER_US:
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
        """How many samples arrive per second since they lag."""
        since_us = self._looked_us if self._since_us is None else self._since_us
        return self._came * 1e6 / max(self._looked_us - since_us, 1)


def next_rate_hz(brings_hz: float, lower_hz: Sequence[float]) -> float | None:
    """Return the rate for a link that carries this many samples a second; None if none is useful.

    Args:
        brings_hz: The rate of arrivals.
        lower_hz: The rates that the sensor can do, below the one that is too fast.
    """
    of_use = [rate_hz for rate_hz in lower_hz if rate_hz >= _LEAST_HZ]
    fitting = [rate_hz for rate_hz in of_use if rate_hz <= _PART * brings_hz]
    return max(fitting) if fitting else min(of_use, default=None)


def slow_words(lag_s: float, next_hz: float | None) -> str:
    """Return a sentence for the wearer about it."""
    what = "Move the sensor closer."
    if next_hz is not None:
        what = f"It goes on at {next_hz:.0f} samples a second."
    return f"Its samples come {lag_s:.1f} s late: the link is too slow for so many. {what}"
