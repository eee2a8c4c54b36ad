"""Finds dead axes of a sensor: they read the same for long while the others change."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import BoolArray, FloatArray

_STILL: Final = 1e-9
"""Rounding of a mean; the noise of any sensor is more."""

_DEAD_CHUNKS: Final = 40
"""Ten seconds, in which noise certainly changes the reading of an axis that works."""

_GOES_ON: Final = 0.9
"""Both other axes must change in this part of these. In a simulated sensor without noise, or a
coarse one, they are constant at rest as well."""

_AT_ONCE: Final = 40


class DeadAxes:
    """Follows one sensor's axes; how quarters of a second are cut into calls changes nothing."""

    def __init__(self) -> None:
        self._past = [0, 0, 0]  # the longest run that is over
        self._runs = [0, 0, 0]
        self._alone = [0, 0, 0]  # of these, those in which both others changed
        self._waiting: list[FloatArray] = []

    @property
    def axes(self) -> tuple[str, ...]:
        """Those that are dead, or were for a time."""
        return tuple(axis for axis, longest in zip("xyz", self.longest, strict=True) if longest)

    @property
    def longest(self) -> list[int]:
        """How many quarters of a second x, y and z were dead at most."""
        self._take()
        return [max(past, self._dead(axis)) for axis, past in enumerate(self._past)]

    def update(self, spread: FloatArray) -> None:
        """Take the next quarters of a second.

        Args:
            spread: How much each axis changed in each; NaN where it read nothing, shape (3, n).
        """
        self._waiting.append(spread)
        if len(self._waiting) >= _AT_ONCE:
            self._take()

    def _take(self) -> None:
        """Look at what waits, many calls at once, which takes a tenth of the time."""
        if not self._waiting:
            return
        still: BoolArray = np.concatenate(self._waiting, axis=1) < _STILL
        self._waiting = []
        for axis, is_any in enumerate(np.any(still, axis=1).tolist()):
            if is_any:
                self._follow(axis, still)
            elif self._runs[axis]:
                self._end(axis)

    def _follow(self, axis: int, still: BoolArray) -> None:
        others = ~(still[axis - 1] | still[axis - 2])
        count, start = still.shape[1], 0
        for end in (*np.flatnonzero(~still[axis]).tolist(), count):
            if end > start:
                self._runs[axis] += end - start
                self._alone[axis] += int(np.count_nonzero(others[start:end]))
            if end < count and self._runs[axis]:
                self._end(axis)
            start = end + 1

    def _end(self, axis: int) -> None:
        self._past[axis] = max(self._past[axis], self._dead(axis))
        self._runs[axis] = self._alone[axis] = 0

    def _dead(self, axis: int) -> int:
        """Return the length of the current run if the axis is dead in it; else 0."""
        run = self._runs[axis]
        return run if run >= _DEAD_CHUNKS and self._alone[axis] >= _GOES_ON * run else 0
