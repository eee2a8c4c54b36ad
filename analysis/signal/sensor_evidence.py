"""What one leg's samples tell of their own units, signs and axes, gathered along the stream.

Two physical facts need no knowledge of the person or of how the sensor is strapped on. At rest an
accelerometer reads gravity, 9.8 m/s². And gravity stands still in the room, so that its direction
``u`` in the sensor's frame turns just as the gyroscope says: ``du/dt = u × ω`` (strapdown
inertial navigation, see Titterton & Weston 2004, section 3.6). The second one is linear in the nine
entries of the matrix that leads from what the gyroscope reads to the true rate: for a sound one
that is the identity, for degrees under a header of radians π/180, for swapped axes a permutation.
Sums for the least squares of all nine are kept, so that any such matrix can be judged afterwards.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from evenstride.analysis.signal.grid import Ticks
from evenstride.analysis.signal.stuck_gyroscope import StuckRun
from evenstride.analysis.signal.thinned import Thinned
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, BoolArray, FloatArray

CHUNK_TICKS: Final = 13
"""A quarter of a second: short against a slow movement, long against the noise of a reading."""

IMPOSSIBLE_RAD_S: Final = 70.0
"""4010 °/s; the largest scale of any gyroscope for bodies is ±4000 °/s (LSM6DSV16X)."""

IMPOSSIBLE_DEG_S: Final = 2100.0
"""What a gyroscope of ±2000 °/s can not read if its values are degrees per second: raw numbers."""

STILL_RAD_S: Final = 1e-6
"""A tenth of the last decimal of a recording: an axis that changes by less never changes."""

STEADY_RAD_S: Final = 0.1
"""6 °/s: what a gyroscope at rest changes by in a quarter of a second, noise and sway together."""

QUIET_FRACTION: Final = 0.02
"""A force is at rest while it varies by less than this part of itself: a fiftieth of gravity is
1° of sway, and ten times the noise of the accelerometers in the recordings."""

STEADY_GRAVITY_FRACTION: Final = 0.15
"""Offsets are up to 0.1 g; what differs from gravity by more is a limb that is thrown about."""

TURNING_DEG_S: Final = 1.0
"""Gravity that turns faster, smoothed over 1.8 s, shows a movement and no sway: resting legs sway
at 0.2-0.4 °/s, and a thigh on a roller that turns by 3-5° reaches 1.5-3 °/s."""

# Chunks are averaged with triangular weights over 1.8 s, which pass little above 0.5 Hz: a limb
# that swings faster shakes the accelerometer by as much as its direction turns (a leg of 0.3 m at
# 1 Hz would seem not to turn at all, and at 1.3 Hz the wrong way round).
_WEIGHTS: Final = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0]) / (16.0 * CHUNK_TICKS)
_REACH: Final = len(_WEIGHTS) - 1

_MARK_TICKS: Final = 20 * CHUNK_TICKS
"""Some five seconds: in parts of the session that are made of such ones axes must fit as well."""

_STAY_MARKS: Final = 4
"""Some twenty seconds: of twice as much it is told whether the gyroscope has changed."""

_UP, _TURN, _FORCE, _UNKNOWN = slice(0, 3), slice(3, 12), 12, 13
_COLUMNS: Final = 14


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """Sums over all moments at which gravity's direction was known, for ``du/dt = u × (M ω)``.

    Attributes:
        squares: Of the nine regressors with each other, shape (9, 9); M row by row.
        products: Of the regressors with what gravity did, shape (9,).
        total: Of the squares of what gravity did.
        turned_deg: How far gravity turned in all, where it turned visibly.
        moments: How many of them were visible turning, some of which overlap.

    The first three are about the means: what a constant bias of the gyroscope adds is not in them,
    as far as the limb stays near one pose.
    """

    squares: FloatArray
    products: FloatArray
    total: float
    turned_deg: float
    moments: int


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What ``Turning`` is made of, as sums that only grow."""

    squares: FloatArray = field(default_factory=lambda: np.zeros((9, 9)))
    products: FloatArray = field(default_factory=lambda: np.zeros(9))
    total: FloatArray = field(default_factory=lambda: np.zeros(()))
    causes: FloatArray = field(default_factory=lambda: np.zeros((3, 9)))
    did: FloatArray = field(default_factory=lambda: np.zeros(3))
    known: int = 0
    turned_deg: FloatArray = field(default_factory=lambda: np.zeros(()))
    moments: int = 0

    @property
    def turning(self) -> Turning:
        known, causes, did = max(self.known, 1), self.causes, self.did
        return Turning(
            self.squares - causes.T @ causes / known,
            self.products - did @ causes / known,
            float(self.total - did @ did / known),
            float(self.turned_deg),
            self.moments,
        )

    def since(self, other: "_Sums") -> "_Sums":
        """What was added since others."""
        return _Sums(
            self.squares - other.squares,
            self.products - other.products,
            self.total - other.total,
            self.causes - other.causes,
            self.did - other.did,
            self.known - other.known,
            self.turned_deg - other.turned_deg,
            self.moments - other.moments,
        )


class SensorEvidence:
    """Gathers evidence from ticks; how they are cut into blocks changes nothing.

    Attributes:
        quiet_m_s2: Length of the force in quarters of a second of rest.
        mean_m_s2: The same of all quarters of a second.
        mean_rad_s: Length of the angular rate in all of them.
        impossible: Ticks at which the gyroscope read more radians than any gyroscope's scale.
        beyond_degrees: Those of them that would be too much in degrees as well.
        rates: Ticks with angular rate.
        stuck: Where the gyroscope's readings do not change while the limb turns.
        quiet_rates: Ticks of rest with angular rate.
        quiet_rate_sum: The sum of their rates, rad/s, shape (3,).
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
        self._sums = _Sums()
        self._taken = 0
        self._marks: list[_Sums] = []
        self.begin_again()

    @property
    def turning(self) -> Turning:
        """What was seen of the turning of gravity so far."""
        return self._sums.turning

    @property
    def turning_by_time(self) -> list[Turning]:
        """The same of each forty seconds, of which the next ones begin in the middle."""
        marks = [_Sums(), *self._marks[_STAY_MARKS - 1 :: _STAY_MARKS], self._sums]
        return [
            later.since(earlier).turning for earlier, later in zip(marks, marks[2:], strict=False)
        ]

    def turning_in_parts(self, moments: float, turned_deg: float) -> list[Turning]:
        """The same of parts that follow on each other, in each of which gravity turned enough.

        Args:
            moments: In how many moments at least it turned visibly in each.
            turned_deg: How far it turned in each.
        """
        parts, start = [], _Sums()
        for mark in (*self._marks, self._sums):
            part = mark.since(start)
            if part.moments >= moments and part.turned_deg >= turned_deg:
                parts.append(part.turning)
                start = mark
        return parts

    @property
    def still_axes(self) -> tuple[str, ...]:
        """The axes of the gyroscope that never read anything else than at first."""
        if not self.rates:
            return ()
        still = (self._most - self._least < STILL_RAD_S).tolist()
        return tuple(axis for axis, is_still in zip("xyz", still, strict=True) if is_still)

    def begin_again(self) -> None:
        """What follows does not go on from what was before: there is a gap."""
        self._waiting: list[FloatArray] = []
        self._ticks_waiting = 0
        self._chunks: FloatArray = np.empty((0, _COLUMNS))

    def update(self, ticks: Ticks) -> None:
        """Take ticks that go on from those before."""
        unknown = ticks.bridged | ticks.saturated
        new = np.empty((len(ticks.index), 7))
        new[:, :3], new[:, 3:6], new[:, 6] = ticks.acc_m_s2, ticks.gyr_rad_s, unknown
        self._waiting.append(new)
        self._ticks_waiting += len(new)
        if self._ticks_waiting < CHUNK_TICKS:
            return
        rows = np.concatenate(self._waiting)
        size = len(rows) // CHUNK_TICKS * CHUNK_TICKS
        rows, left = rows[:size], rows[size:]
        self._waiting, self._ticks_waiting = [left], len(left)
        known = rows[:, 6] == 0
        has_gyro = ~np.isnan(rows[:, 3])
        self.rates += int(np.count_nonzero(has_gyro))
        x, y, z = np.abs(rows[:, 3:6].T)
        # Of a tick without angular rate it is NaN, which is beyond nothing.
        fastest = np.maximum(np.maximum(x, y), z)
        self.impossible += int(np.count_nonzero(fastest > IMPOSSIBLE_RAD_S))
        self.beyond_degrees += int(np.count_nonzero(fastest > IMPOSSIBLE_DEG_S))
        self._least = np.fmin(self._least, np.fmin.reduce(rows[:, 3:6], axis=0))
        self._most = np.fmax(self._most, np.fmax.reduce(rows[:, 3:6], axis=0))
        self._rest(rows[:, :3], rows[:, 3:6], known)
        if not has_gyro.all():
            self._chunks = np.empty((0, _COLUMNS))
            return
        while len(rows):
            part, rows = np.split(rows, [_MARK_TICKS - self._taken % _MARK_TICKS])
            self._turn(part)
            self._taken += len(part)
            if self._taken % _MARK_TICKS == 0:
                self._marks.append(self._sums)

    def _rest(self, acc: FloatArray, gyr: FloatArray, known: BoolArray) -> None:
        parts = acc.reshape(-1, CHUNK_TICKS, 3)
        means = parts.sum(axis=1) / CHUNK_TICKS
        lengths = _lengths(means)
        off = ((parts - means[:, None]) ** 2).sum(axis=(1, 2)) / CHUNK_TICKS
        whole = known.reshape(-1, CHUNK_TICKS).all(axis=1)
        quiet = whole & (off < (QUIET_FRACTION * lengths) ** 2)
        self.quiet_m_s2.extend(lengths[quiet])
        self.mean_m_s2.extend(lengths[whole])
        rates = _lengths(gyr.reshape(-1, CHUNK_TICKS, 3).sum(axis=1) / CHUNK_TICKS)
        self.mean_rad_s.extend(rates[whole & ~np.isnan(rates)])
        # A limb that turns shows in the gyroscope, whatever a stuck accelerometer says.
        turns = gyr.reshape(-1, CHUNK_TICKS, 3)
        spread = turns.max(axis=1) - turns.min(axis=1)
        steady = quiet & (off > 0.0) & (spread < STEADY_RAD_S).all(axis=1)
        at_rest = turns[steady].reshape(-1, 3)
        self.quiet_rates += len(at_rest)
        self.quiet_rate_sum = _added(self.quiet_rate_sum, at_rest)

    def _turn(self, rows: FloatArray) -> None:
        force = _lengths(rows[:, :3])
        x, y, z = (rows[:, :3] / np.maximum(force, 1e-9)[:, None]).T
        # Each part of the direction times each reading of the gyroscope, which u × ω is made of.
        by_rate = [up * rows[:, axis] for up in (x, y, z) for axis in range(3, 6)]
        columns = np.stack((x, y, z, *by_rate, force, rows[:, 6]), axis=1)
        chunks = columns.reshape(-1, CHUNK_TICKS, _COLUMNS).sum(axis=1)
        chunks = np.vstack((self._chunks, chunks))
        # A derivative takes one moment before and one after.
        count = len(chunks) - _REACH - 2
        self._chunks = chunks[max(count, 0) :]
        if count <= 0:
            return
        smooth = np.zeros((count + 2, _COLUMNS))
        for at, weight in enumerate(_WEIGHTS):
            smooth += weight * chunks[at : at + count + 2]
        known = (smooth[:-2, _UNKNOWN] + smooth[1:-1, _UNKNOWN] + smooth[2:, _UNKNOWN]) == 0
        # Nothing is known of gravity's direction while the limb is thrown about.
        known &= np.abs(smooth[1:-1, _FORCE] / GRAVITY_M_S2 - 1.0) < STEADY_GRAVITY_FRACTION
        did = (smooth[2:, _UP] - smooth[:-2, _UP])[known] / (2 * CHUNK_TICKS * TICK_S)
        causes = _causes(smooth[1:-1, _TURN][known])
        speed_deg_s = np.degrees(_lengths(did))
        is_turning = speed_deg_s > TURNING_DEG_S
        turned_deg = speed_deg_s[is_turning] * CHUNK_TICKS * TICK_S
        sums = self._sums
        self._sums = _Sums(
            _added(sums.squares, causes.transpose(0, 2, 1) @ causes),
            _added(sums.products, (did[:, None, :] @ causes)[:, 0]),
            _added(sums.total, _squared(did)),
            _added(sums.causes, causes),
            _added(sums.did, did),
            sums.known + len(did),
            _added(sums.turned_deg, turned_deg),
            sums.moments + int(is_turning.sum()),
        )


def _causes(by_rate: FloatArray) -> FloatArray:
    """What each entry of M adds to u × (M ω), shape (n, 3, 9).

    Args:
        by_rate: The products of u and ω, shape (n, 9); those of the first part of u come first.
    """
    x, y, z = by_rate[:, :3], by_rate[:, 3:6], by_rate[:, 6:]
    causes = np.zeros((len(by_rate), 3, 3, 3))
    causes[:, 0, 1], causes[:, 0, 2] = -z, y
    causes[:, 1, 0], causes[:, 1, 2] = z, -x
    causes[:, 2, 0], causes[:, 2, 1] = -y, x
    return causes.reshape(-1, 3, 9)


def _added(total: FloatArray, more: FloatArray) -> FloatArray:
    """A sum that goes on from the one before, one by one: it does not depend on the blocks."""
    return np.asarray(np.add.accumulate(np.concatenate((total[None], more)))[-1])


def _lengths(rows: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(_squared(rows)))


def _squared(rows: FloatArray) -> FloatArray:
    # Squares one by one: norms of rows may round by how many there are.
    return np.asarray(rows[:, 0] ** 2 + rows[:, 1] ** 2 + rows[:, 2] ** 2)
