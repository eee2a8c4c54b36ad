"""How late samples arrive, as measured: this decides whether sounds can accompany a movement."""

from collections import deque
from typing import Final

from evenstride.sensors.quality import TOO_LATE_S
from evenstride.sensors.samples import Block

_WINDOW_US: Final = 10_000_000
_KNOWN_US: Final = 4_000_000
# After a hole the first arrivals have waited for what is missing: they alone are not the usual.
_FEWEST: Final = 5
# The promptest arrival is forgotten this fast, so that a drift of the clock does not look late.
_DRIFT: Final = 1e-3


class Latency:
    """Measures one sensor: from the measurement of a sample to its arrival.

    The delay that all samples share cannot be seen in the arrivals; if the round trip was measured,
    half of it is added.
    """

    def __init__(self) -> None:
        self._low_us: float | None = None
        self._last_us = 0
        self._began_us: int | None = None
        self._seen: deque[tuple[int, float]] = deque()
        self.way_us = 0.0

    def update(self, block: Block, now_us: int) -> None:
        """Take a block of a sensor's samples, which arrived together or one by one.

        Args:
            block: The samples.
            now_us: When they are passed on, which may be later: they may have waited for others.
        """
        if not len(block):
            return
        host_us = int(block.host_us[-1])
        if self._began_us is None:
            self._began_us = self._last_us = host_us
        newest_us = float(host_us - block.t_us[-1])
        passed_us = max(host_us - self._last_us, 0)
        known_us = newest_us if self._low_us is None else self._low_us + _DRIFT * passed_us
        self._low_us, self._last_us = min(known_us, newest_us), host_us
        self._seen.append((now_us, float(now_us - block.t_us[0])))
        while len(self._seen) > _FEWEST and self._seen[0][0] < now_us - _WINDOW_US:
            self._seen.popleft()

    @property
    def usual_s(self) -> float | None:
        """How late the oldest sample of a block usually is, seconds; None until it is known."""
        if self._began_us is None or self._last_us - self._began_us < _KNOWN_US:
            return None
        late = sorted(late_us for _, late_us in self._seen)
        return max(late[len(late) // 2] - (self._low_us or 0.0) + self.way_us, 0.0) / 1e6


def latency_words(usual_s: float, remedy: str = "") -> str:
    """Return sentences on how late samples come, and what follows from it."""
    told = f"Its samples arrive {usual_s:.2f} s after they were measured"
    if usual_s <= TOO_LATE_S:
        return f"{told}, which is soon enough for sounds."
    told += ": too late for sounds while you move. Everything is counted and recorded all the same."
    return f"{told} {remedy}".rstrip()
