"""Tells whether this program gets to run: a beat that comes late shows that it stood still.

What a radio held back while the program stood still arrives late, which is not the sensor's fault.
Arrivals alone cannot show that: a loss looks the same at first.
"""

import asyncio
from typing import Final

# The interval of the beat, and the lateness that shows a stop; drawing takes less.
_EVERY_S: Final = 0.1
_LATE_S: Final = 0.15
# This much standing still is worth telling; this fraction of the time is forgiven.
_TOO_BUSY_S: Final = 1.0
_FORGIVEN: Final = 0.1
# A computer that is away for this long was asleep, not busy.
_ASLEEP_S: Final = 10.0


class Pulse:
    """A beat on the event loop's clock."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._due_s = self._loop.time() + _EVERY_S
        self._stood_s = 0.0
        self._busy_s = 0.0
        self._looked_s = self._loop.time()

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            self._due_s = self._loop.time() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            self._look()

    def stood_s(self) -> float:
        """Return for how long the program has stood still since the last call, seconds.

        Arrivals are handled before a beat that is due as well, so this checks by itself.
        """
        self._look()
        stood_s, self._stood_s = self._stood_s, 0.0
        return stood_s

    def is_too_busy(self) -> bool:
        """Return whether the computer stood still for over a second, or does so repeatedly."""
        return self._busy_s > _TOO_BUSY_S

    def _look(self) -> None:
        now_s = self._loop.time()
        late_s = now_s - self._due_s
        self._busy_s = max(self._busy_s - _FORGIVEN * (now_s - self._looked_s), 0.0)
        self._looked_s = now_s
        if late_s > _LATE_S:
            self._stood_s += late_s
            self._busy_s += late_s if late_s < _ASLEEP_S else 0.0
            self._due_s = now_s
