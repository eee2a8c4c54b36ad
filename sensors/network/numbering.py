"""Numbers for readings that carry only times: a hole in the times is a jump of the numbers."""

from collections import deque

import numpy as np

from evenstride.sensors.samples import IntArray

# The usual step is the median of this many.
_STEPS = 200
# A step of this many usual ones is a hole if the steps are even. If one in ten is off by more than
# a quarter, as on some phones, only a longer one is.
_HOLE, _UNEVEN_HOLE = 1.75, 3.0
_UNEVEN = 0.25
# A phone that saves power suddenly measures less often: this many steps that agree to this part,
# with nothing lost between them, are its new usual step.
_NEW_STEPS = 5
_AGREE = 0.15
_ANOTHER = 0.25


class Numbering:
    """Numbers one series of readings."""

    def __init__(self) -> None:
        self.period_us = 10_000.0  # until it is known
        self._steps: deque[int] = deque(maxlen=_STEPS)
        self._newest: deque[int] = deque(maxlen=_NEW_STEPS)
        self._last_us: int | None = None
        self._next = 0
        self._longest = _HOLE

    def number(self, t_us: IntArray, *, is_next: bool = True) -> IntArray:
        """Return the numbers of readings at rising times, microseconds, shape (n,).

        Args:
            t_us: The times in one message.
            is_next: Whether no message is missing before it.
        """
        if not len(t_us):
            return np.empty(0, np.int64)
        before = t_us[0] if self._last_us is None else self._last_us
        steps = np.diff(t_us, prepend=before)
        known = steps[1:] if self._last_us is None else steps
        self._steps.extend(known.tolist())
        self._see_new_step(steps if is_next else steps[1:])
        if len(self._steps) > 1:
            seen = np.array(self._steps)
            self.period_us = max(float(np.median(seen)), 1.0)
            off = np.abs(seen / self.period_us - 1.0)
            self._longest = _UNEVEN_HOLE if np.percentile(off, 90) > _UNEVEN else _HOLE
        is_hole = steps > self._longest * self.period_us
        counted = np.where(is_hole, np.rint(steps / self.period_us), 1.0).astype(np.int64)
        if self._last_us is None:
            counted[0] = 0
            base = self._next
        else:
            base = self._next - 1
        numbers = base + np.cumsum(counted)
        self._next = int(numbers[-1]) + 1
        self._last_us = int(t_us[-1])
        return np.asarray(numbers, np.int64)

    def _see_new_step(self, steps: IntArray) -> None:
        """Forget the usual step if another one has begun."""
        self._newest.extend(steps.tolist())
        newest = np.array(self._newest)
        middle = float(np.median(newest)) if len(newest) == _NEW_STEPS else 0.0
        is_even = middle > 0 and bool((np.abs(newest / middle - 1.0) < _AGREE).all())
        if is_even and abs(middle / self.period_us - 1.0) > _ANOTHER:
            self._steps.clear()
            self._steps.extend(self._newest)
