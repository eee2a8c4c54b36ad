"""Which of two sensors is being moved, to find out which leg wears which."""

from collections import deque

import numpy as np

from evenstride.sensors.samples import Block, FloatArray, Leg

# The median over this time: a knock is shorter, lifting a leg takes longer.
_BIN_US = 250_000
_BINS = 8
# The change of gravity in the sensor's frame, m/s², when a leg is lifted by 15°.
_MOVED_M_S2 = 2.5
# The other leg sways along, but by less than this fraction.
_STILL_PART = 1 / 3
# How long this has to last, because one sensor's samples come before the other's.
_SURE_US = 500_000


class MovedLeg:
    """Watches both legs' sensors until one is clearly moved and the other is not.

    It uses only the direction of gravity, so that sensors without a gyroscope suffice.
    """

    def __init__(self) -> None:
        self._sensors = {leg: _Gravity() for leg in Leg}
        self._found: Leg | None = None
        self._since_us = 0

    def update(self, block: Block) -> Leg | None:
        """Take a block; return the leg under whose name the moved sensor streams, once known."""
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
        """Return by how much gravity changed; None until two seconds are known."""
        if len(self._bins) < _BINS:
            return None
        bins = np.array(self._bins)
        return float(np.linalg.norm(bins[:, None] - bins[None, :], axis=2).max())
