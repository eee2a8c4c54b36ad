"""How coarse readings are: their smallest step, and whether they are cut off at a level."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.sensors.samples import BoolArray, FloatArray

_LOOKED_AT: Final = 20_000
"""How many samples' steps are looked at: 100 s of a fast sensor, more of others."""

_LOOKED_AT_LEAST: Final = 500
"""Five to twenty seconds: in fewer the smallest step seen may be larger than the sensor's own."""

_COARSE_M_S2: Final = 0.45
"""With this step gravity turns by 3° before the sensor shows it. Eight bits over ±4 g have 0.31."""

_COARSE_RAD_S: Final = 0.07
"""4 °/s, within which a slow movement starts and ends unseen. Eight bits over ±250 °/s have 2."""

_CUT_RAD_S: Final = 0.35
"""20 °/s: below it a coarse sensor may repeat itself at rest."""

_CUT_SAMPLES: Final = 10
"""Readings are cut off if this many samples have the largest value ever, three times in a row and
more: noise and a moving limb would differ from sample to sample."""

_NEAR: Final = 1.001


@dataclass(slots=True)
class ReadingSteps:
    """Looks at one sensor's readings as they come; how they are cut into blocks changes nothing."""

    _least_m_s2: float = float("inf")
    _least_rad_s: float = float("inf")
    _seen: int = 0
    _fastest: float = 0.0
    _level: float = 0.0
    _at_level: int = 0

    def update(self, steps: FloatArray) -> None:
        """Take absolute steps from one sample to the next, shape (6, n)."""
        if self._seen >= _LOOKED_AT:
            return
        steps = steps[:, : _LOOKED_AT - self._seen]
        self._seen += steps.shape[1]
        least = np.where(steps > 0.0, steps, np.inf).min(axis=1, initial=np.inf).tolist()
        self._least_m_s2 = min(self._least_m_s2, *least[:3])
        self._least_rad_s = min(self._least_rad_s, *least[3:])

    @property
    def coarse_m_s2(self) -> float | None:
        """The accelerometer's smallest step if it is too coarse; None if it is sound."""
        return self._if_coarse(self._least_m_s2, _COARSE_M_S2)

    @property
    def coarse_rad_s(self) -> float | None:
        """The gyroscope's smallest step if it is too coarse; None if it is sound."""
        return self._if_coarse(self._least_rad_s, _COARSE_RAD_S)

    def _if_coarse(self, step: float, limit: float) -> float | None:
        is_known = self._seen >= _LOOKED_AT_LEAST and step < float("inf")
        return step if is_known and step >= limit else None

    def see_rates(self, fastest: float, rates: FloatArray, thrice: BoolArray) -> None:
        """Take angular rates.

        Args:
            fastest: The largest of them on any axis, rad/s; NaN without any.
            rates: All of them, rad/s, shape (3, n).
            thrice: Which are read for the third time in a row or more, shape (3, n).
        """
        self._fastest = max(self._fastest, fastest)
        if not np.count_nonzero(thrice):
            return
        sizes = np.abs(rates[thrice])
        level = float(sizes.max())
        if level > self._level:
            self._level, self._at_level = level, 0
        self._at_level += int(np.count_nonzero(sizes == self._level))

    @property
    def cut_off_rad_s(self) -> float | None:
        """The rate at which the gyroscope's readings are cut off; None if they are not."""
        is_most = self._level > _CUT_RAD_S and self._fastest < _NEAR * self._level
        return self._level if is_most and self._at_level >= _CUT_SAMPLES else None
