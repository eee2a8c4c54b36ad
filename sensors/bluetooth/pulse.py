"""Whether this program gets to run: a beat that comes late shows that it stood still meanwhile.

What a radio kept for us while we stood still arrives late, and that is not the sensor's doing. It
can not be seen by the arrivals alone: a loss looks the same at first.
"""

import asyncio
from typing import Final

# How often it beats, and how late a beat is that shows it; drawing takes less.
_EVERY_S: Final = 0.1
_LATE_S: Final = 0.15
# So much standing still is worth a word; this part of the time is forgiven.
_TOO_BUSY_S: Final = 1.0
_FORGIVEN: Final = 0.1
# A computer that is away for so long was asleep, and not busy.
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
        """For how long the program has stood still since this was asked last, seconds.

        What arrives is handled before a beat that is due as well, so this looks for itself.
        """
        self._look()
        stood_s, self._stood_s = self._stood_s, 0.0
        return stood_s

    def is_too_busy(self) -> bool:
        """Whether the computer stood still for over a second, or does so again and again."""
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
