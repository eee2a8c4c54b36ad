"""Finds a stuck gyroscope: it reads the same again and again although the limb turns.

At rest that proves nothing, as some sensors read zero for any slow rotation. But gravity is fixed
in the room, so when its direction in the sensor turns, a working gyroscope must turn as well.
"""

from dataclasses import dataclass
from math import exp, sqrt
from typing import Final

import numpy as np

from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray

TURNED_DEG: Final = 5.0
"""From this angle on gravity has certainly turned: a thigh on a roller turns as far, and it is ten
times the noise of the smoothed force."""

WITHIN_S: Final = 3.0
"""Gravity must turn within this time: more slowly a limb may sink unseen by a sensor that reads
zero up to 1 °/s."""

SMOOTHED_S: Final = 0.5
"""Time constant of the smoothed force: longer than a jolt, no longer than a movement."""

LEAST: Final = 20
"""Least number of equal readings in a row: in a slow sensor two may be equal by chance while the
limb turns between them."""

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class StuckRun:
    """Readings of a gyroscope that do not change while the limb turns.

    Attributes:
        from_s: When it began, seconds.
        rate_rad_s: The constant reading.
    """

    from_s: float
    rate_rad_s: tuple[float, float, float]

    def covers(self, t_s: FloatArray, gyr_rad_s: FloatArray) -> BoolArray:
        """Return which samples belong to it, shape (n,)."""
        off = np.abs(gyr_rad_s - np.array(self.rate_rad_s)) <= _ROUNDING
        covered: BoolArray = (t_s >= self.from_s) & off.all(axis=1)
        return covered


class StuckGyroscope:
    """Follows runs of equal readings sample by sample, so that blocks change nothing.

    Attributes:
        run: The latest run that is proven to be stuck; None before the first.
        is_stuck: Whether the latest long run is proven to be stuck.
    """

    def __init__(self, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self.run: StuckRun | None = None
        self._since_s: float | None = None
        self.is_stuck = False
        self._seen = 0
        self._last_s = 0.0
        self._force = self._force_before = (0.0, 0.0, 0.0)
        self._before_s = 0.0

    def update(self, t_s: FloatArray, values: FloatArray, lasting_s: FloatArray) -> BoolArray:
        """Return at which of some samples the gyroscope is stuck, shape (n,).

        Args:
            t_s: Their times, seconds, shape (n,).
            values: Specific force and angular rate, shape (n, 6).
            lasting_s: For how long the rate has been the same, seconds, shape (n,).
        """
        stuck = np.zeros(len(t_s), np.bool_)
        for at in np.flatnonzero(lasting_s > self._tuning.stuck_s).tolist():
            row = values[at].tolist()
            self._follow(float(t_s[at]), float(lasting_s[at]), row[:3], row[3:])
            stuck[at] = self.is_stuck
        return stuck

    def _follow(self, t_s: float, lasting_s: float, force: list[float], rate: list[float]) -> None:
        x, y, z = force
        since_s = t_s - lasting_s
        if self._since_s is None or abs(since_s - self._since_s) > _ROUNDING:
            self._since_s, self.is_stuck = since_s, False
            self._force = self._force_before = (x, y, z)
            self._before_s = self._last_s = t_s
            self._seen = 0
        self._seen += 1
        if self.is_stuck:
            return
        part = 1.0 - exp(-max(t_s - self._last_s, 0.0) / SMOOTHED_S)
        fx, fy, fz = self._force
        self._force = (fx + part * (x - fx), fy + part * (y - fy), fz + part * (z - fz))
        self._last_s = t_s
        if self._seen >= LEAST and _turned(self._force_before, self._force):
            self.is_stuck = True
            gx, gy, gz = rate
            self.run = StuckRun(since_s, (gx, gy, gz))
        elif t_s - self._before_s > WITHIN_S:
            self._force_before, self._before_s = self._force, t_s


def _turned(before: tuple[float, float, float], now: tuple[float, float, float]) -> bool:
    along = sum(a * b for a, b in zip(before, now, strict=True))
    lengths = sqrt(sum(a * a for a in before) * sum(b * b for b in now))
    return along < _COS_TURNED * lengths


_COS_TURNED: Final = float(np.cos(np.radians(TURNED_DEG)))
