"""Axes of a sensor that read the same for long, while its others go on: they do not measure."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import BoolArray, FloatArray

_STILL: Final = 1e-9
"""Rounding of a mean; the noise of any sensor is more."""

_DEAD_CHUNKS: Final = 40
"""Ten seconds, in which the noise of an axis that measures moves it for certain."""

_GOES_ON: Final = 0.9
"""In so many quarters of a second of these both other axes change. Those of a simulated sensor
without noise, or of a coarse one, stand still at rest as well."""

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
        """Those that do not measure, or did not for a time."""
        return tuple(axis for axis, longest in zip("xyz", self.longest, strict=True) if longest)

    @property
    def longest(self) -> list[int]:
        """For how many quarters of a second each axis was dead at most, x, y and z."""
        self._take()
        return [max(past, self._dead(axis)) for axis, past in enumerate(self._past)]

    def update(self, spread: FloatArray) -> None:
        """Take quarters of a second that follow.

        Args:
            spread: By how much each axis changed in each; NaN where it read nothing, shape (3, n).
        """
        self._waiting.append(spread)
        if len(self._waiting) >= _AT_ONCE:
            self._take()

    def _take(self) -> None:
        """Look at what waits: many calls at once, which takes a tenth of the time."""
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
        """How long the run is that goes on, if it is long enough."""
        run = self._runs[axis]
        return run if run >= _DEAD_CHUNKS and self._alone[axis] >= _GOES_ON * run else 0
