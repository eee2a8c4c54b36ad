"""Which of two sensors is being moved: how it is found out which leg wears which."""

from collections import deque

import numpy as np

from evenstride.sensors.samples import Block, FloatArray, Leg

# The middle of so many samples' time: a knock is shorter, a leg that is lifted takes longer.
_BIN_US = 250_000
_BINS = 8
# Gravity turned by this much in the sensor, m/s²: a leg that is lifted by 15°.
_MOVED_M_S2 = 2.5
# The other leg sways along, but less than this part of it.
_STILL_PART = 1 / 3
# So long it has to stay so: one sensor's samples come before the other's.
_SURE_US = 500_000


class MovedLeg:
    """Watches both legs' sensors until one is clearly moved and the other is not.

    It looks at the direction of gravity alone, so that sensors without gyroscope do as well.
    """

    def __init__(self) -> None:
        self._sensors = {leg: _Gravity() for leg in Leg}
        self._found: Leg | None = None
        self._since_us = 0

    def update(self, block: Block) -> Leg | None:
        """Take a block; returns the leg under whose name the moved sensor streams, once known."""
        self._sensors[block.leg].update(block)
        found, now_us = self._moves(), int(block.host_us[-1])
        if found is None or found is not self._found:
            self._found, self._since_us = found, now_us
        return found if now_us - self._since_us >= _SURE_US else None

    def _moves(self) -> Leg | None:
        turned = {leg: sensor.turned_m_s2() for leg, sensor in self._sensors.items()}
        for leg in Leg:
            moved, still = turned[leg], turned[leg.other]
            if moved is None or still is None:
                return None
            if moved >= _MOVED_M_S2 and still < _STILL_PART * moved:
                return leg
        return None


class _Gravity:
    """Gravity in one sensor over the last two seconds."""

    def __init__(self) -> None:
        self._bins: deque[FloatArray] = deque(maxlen=_BINS)
        self._bin = 0
        self._samples: list[FloatArray] = []

    def update(self, block: Block) -> None:
        for t_us, acc_m_s2 in zip(block.t_us.tolist(), block.acc_m_s2, strict=True):
            if t_us // _BIN_US != self._bin:
                self._bin = t_us // _BIN_US
                if self._samples:
                    self._bins.append(np.median(self._samples, axis=0))
                    self._samples.clear()
            self._samples.append(acc_m_s2)

    def turned_m_s2(self) -> float | None:
        """By how much it changed; None until two seconds are known."""
        if len(self._bins) < _BINS:
            return None
        bins = np.array(self._bins)
        return float(np.linalg.norm(bins[:, None] - bins[None, :], axis=2).max())
