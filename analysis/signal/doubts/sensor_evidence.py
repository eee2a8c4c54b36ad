"""Gathers evidence about units and signs from one leg's samples along the stream.

At rest an accelerometer reads gravity, 9.8 m/s². The evidence that the rotation of gravity gives
about a gyroscope's axes is in ``gravity_turning``.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.doubts.dead_axes import DeadAxes
from evenstride.analysis.signal.doubts.gravity_turning import (
    CHUNK_TICKS,
    GravityTurning,
    in_quarters,
    running_sum,
)
from evenstride.analysis.signal.doubts.noise import Noise
from evenstride.analysis.signal.doubts.pose_jumps import CALM_TICKS, JUMP_TICKS, PoseJumps
from evenstride.analysis.signal.doubts.rest_rates import RestRates
from evenstride.analysis.signal.doubts.thinned import Thinned
from evenstride.analysis.signal.screening.grid import Ticks
from evenstride.analysis.signal.screening.stuck_gyroscope import StuckRun
from evenstride.analysis.signal.short_rows import lengths
from evenstride.sensors.samples import BoolArray, FloatArray

IMPOSSIBLE_RAD_S: Final = 70.0
"""4010 °/s; the largest scale of any gyroscope for bodies is ±4000 °/s (LSM6DSV16X)."""

IMPOSSIBLE_DEG_S: Final = 2100.0
"""A gyroscope of ±2000 °/s cannot read this in degrees per second, so its values are raw."""

STILL_RAD_S: Final = 1e-6
"""A tenth of the last decimal of a recording: an axis that changes by less never changes."""

STEADY_RAD_S: Final = 0.1
"""6 °/s: a gyroscope at rest changes by less in a quarter of a second, noise and sway together."""

QUIET_FRACTION: Final = 0.02
"""A force is at rest while it varies by less than this part of itself: a fiftieth of gravity is
1° of sway, and ten times the noise of the accelerometers in the recordings."""

_STAY_CHUNKS: Final = 2
"""A limb at rest has its force for three quarters of a second."""

_RESTING_RAD_S: Final = 0.15
"""8.6 °/s: more than the worst bias of a sound gyroscope, and slow enough that gravity turns by
less than the scatter of a sound accelerometer in a quarter of a second."""

_LATE_TICKS: Final = CALM_TICKS + JUMP_TICKS
"""How many ticks wait until it is known whether the vertical jumps there."""

_COLUMNS: Final = 7
_FORCE_AND_UNKNOWN: Final = (0, 1, 2, 6)

_TOGETHER_TICKS: Final = 4 * CHUNK_TICKS
"""A second: looking at this many ticks costs little more than at those of one notification."""


class SensorEvidence:
    """Gathers evidence from ticks; how they are cut into blocks changes nothing.

    Call ``gather`` before reading its attributes.

    Attributes:
        quiet_m_s2: Magnitude of the force in quarters of a second of rest.
        mean_m_s2: The same in all quarters of a second.
        mean_rad_s: Magnitude of the angular rate in all of them.
        impossible: Ticks at which the gyroscope's radians are beyond any gyroscope's scale.
        beyond_degrees: Those of them that would be too much in degrees as well.
        rates: Ticks with angular rate.
        stuck: Where the gyroscope's readings do not change while the limb turns.
        quiet_rates: Ticks of rest with angular rate.
        quiet_rate_sum: The sum of their rates, rad/s, shape (3,).
        rest_rates: Rates at rest over time.
        scatter_m_s2: Scatter of the force in quarters of a second in which the gyroscope is at
            rest.
        noise_acc: How noisy the accelerometer is, moving or not, m/s².
        noise_gyr: The same for the gyroscope, rad/s.
        dead_acc: Axes of the accelerometer that are constant while the others change.
        dead_gyr: The same for the gyroscope.
        jumps: Where the vertical jumped faster than any limb turns.
        gravity: How gravity turned, and what the gyroscope read meanwhile.
    """

    def __init__(self) -> None:
        self.quiet_m_s2 = Thinned()
        self.mean_m_s2 = Thinned()
        self.mean_rad_s = Thinned()
        self.impossible = 0
        self.beyond_degrees = 0
        self.rates = 0
        self.stuck: StuckRun | None = None
        self.quiet_rates = 0
        self.quiet_rate_sum: FloatArray = np.zeros(3)
        self._least: FloatArray = np.full(3, np.inf)
        self._most: FloatArray = np.full(3, -np.inf)
        self._least_force, self._most_force = np.inf, 0.0
        self.rest_rates = RestRates()
        self.scatter_m_s2 = Thinned()
        self.jumps = PoseJumps()
        self.noise_acc, self.noise_gyr = Noise(), Noise()
        self.dead_acc, self.dead_gyr = DeadAxes(), DeadAxes()
        self.gravity = GravityTurning()
        self._new: list[Ticks] = []
        self._new_ticks = 0
        self._rows: FloatArray = np.empty((0, _COLUMNS))
        self._before: FloatArray = np.full((_STAY_CHUNKS, 3), np.inf)

    @property
    def still_axes(self) -> tuple[str, ...]:
        """The axes of the gyroscope whose readings have never changed."""
        if not self.rates:
            return ()
        still = (self._most - self._least < STILL_RAD_S).tolist()
        return tuple(axis for axis, is_still in zip("xyz", still, strict=True) if is_still)

    @property
    def force_varies_m_s2(self) -> float:
        """How much the RMS of the force varies between quarters of a second, m/s²."""
        return float(np.sqrt(self._most_force) - np.sqrt(self._least_force))

    def begin_again(self) -> None:
        """Forget the latest ticks, as there is a gap."""
        self.gather()
        self._rows = np.empty((0, _COLUMNS))
        self._before = np.full((_STAY_CHUNKS, 3), np.inf)
        self.gravity.begin_again()
        self.jumps.begin_again()
        self.noise_acc.begin_again()
        self.noise_gyr.begin_again()

    def update(self, ticks: Ticks) -> None:
        """Take ticks that continue those before."""
        if len(ticks.index):
            self._new.append(ticks)
            self._new_ticks += len(ticks.index)
        if self._new_ticks >= _TOGETHER_TICKS:
            self.gather()

    def gather(self) -> None:
        """Look at the ticks that came since the last time."""
        if not self._new:
            return
        new = np.concatenate([_rows_of(ticks) for ticks in self._new])
        last = int(self._new[-1].index[-1])
        self._new, self._new_ticks = [], 0
        jumps = self.jumps.update(last, new[:, _FORCE_AND_UNKNOWN])
        rows = np.concatenate((self._rows, new))
        for tick in jumps:
            # A change from one sensor or frame to another is no rotation of a limb.
            at = tick - (last + 1 - len(rows))
            rows[at : at + JUMP_TICKS + 1, 6] = 1.0
        size = max(len(rows) - _LATE_TICKS, 0) // CHUNK_TICKS * CHUNK_TICKS
        # A copy, so that a few ticks do not keep the whole block alive.
        rows, self._rows = rows[:size], rows[size:].copy()
        if not size:
            return
        quarters = in_quarters(rows)
        acc, gyr = quarters[:, :3], quarters[:, 3:6]
        is_rate = ~np.isnan(gyr[:, 0])
        self.rates += int(np.count_nonzero(is_rate))
        # NaN, for ticks without angular rate, is not greater than any limit.
        fastest = np.abs(gyr).max(axis=1)
        self.impossible += int(np.count_nonzero(fastest > IMPOSSIBLE_RAD_S))
        self.beyond_degrees += int(np.count_nonzero(fastest > IMPOSSIBLE_DEG_S))
        self._least = np.fmin(self._least, np.fmin.reduce(gyr, axis=(0, 2)))
        self._most = np.fmax(self._most, np.fmax.reduce(gyr, axis=(0, 2)))
        self._rest(acc, gyr, np.asarray((quarters[:, 6] == 0.0).all(axis=0)))
        self.noise_acc.update(acc)
        self.noise_gyr.update(gyr)
        self._gravity_turns(quarters, np.asarray(is_rate.all(axis=0)))

    def _gravity_turns(self, quarters: FloatArray, has_gyro: BoolArray) -> None:
        """Look at quarters of a second with angular rate; one without it is a gap."""
        start = 0
        for end in (*np.flatnonzero(~has_gyro).tolist(), len(has_gyro)):
            if end > start:
                self.gravity.update(quarters[:, :, start:end])
            if end < len(has_gyro):
                self.gravity.begin_again()
            start = end + 1

    def _rest(self, acc: FloatArray, gyr: FloatArray, whole: BoolArray) -> None:
        """Look for rest in quarters of a second, (ticks, 3, n); ``whole`` ones are known, (n,)."""
        means, mean_rates = (one.sum(axis=0).T / CHUNK_TICKS for one in (acc, gyr))
        forces, rates = lengths(means), lengths(mean_rates)
        x, y, z = ((acc - means.T) ** 2).sum(axis=0)
        off = (x + y + z) / CHUNK_TICKS
        quiet = whole & (off < (QUIET_FRACTION * forces) ** 2)
        # Where a limb turns back it is steady for a moment, and accelerates most.
        before = np.concatenate((self._before, means))
        self._before = before[-_STAY_CHUNKS:].copy()
        for back in range(1, _STAY_CHUNKS + 1):
            moved = lengths(means - before[_STAY_CHUNKS - back : len(before) - back])
            quiet &= moved < QUIET_FRACTION * forces
        self.quiet_m_s2.extend(forces[quiet])
        self.mean_m_s2.extend(forces[whole])
        squares = forces[whole] ** 2 + off[whole]
        self._least_force = float(np.fmin.reduce(squares, initial=self._least_force))
        self._most_force = float(np.fmax.reduce(squares, initial=self._most_force))
        self.mean_rad_s.extend(rates[whole & ~np.isnan(rates)])
        # The gyroscope shows rotation, even if a stuck accelerometer does not.
        spread = gyr.max(axis=0) - gyr.min(axis=0)
        self.dead_gyr.update(spread)
        self.dead_acc.update(acc.max(axis=0) - acc.min(axis=0))
        is_even = (spread < STEADY_RAD_S).all(axis=0)
        at_rest = is_even & (rates < _RESTING_RAD_S)
        self.scatter_m_s2.extend(np.sqrt(off[whole & at_rest]))
        steady = quiet & (off > 0.0) & is_even
        self.rest_rates.update(mean_rates, steady)
        resting = gyr[:, :, steady].transpose(2, 0, 1).reshape(-1, 3)
        self.quiet_rates += len(resting)
        self.quiet_rate_sum = running_sum(self.quiet_rate_sum, resting)[-1].copy()


def _rows_of(ticks: Ticks) -> FloatArray:
    """Return each tick's force, angular rate and whether they are unknown, shape (n, 7)."""
    rows = np.empty((len(ticks.index), _COLUMNS))
    rows[:, :3], rows[:, 3:6] = ticks.acc_m_s2, ticks.gyr_rad_s
    rows[:, 6] = ticks.bridged | ticks.saturated
    return rows
