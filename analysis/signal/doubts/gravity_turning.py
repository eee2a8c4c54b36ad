"""Sums up how gravity turned in a sensor's frame, and what its gyroscope read meanwhile.

Gravity is fixed in the room, so its direction ``u`` in the sensor's frame turns just as the
gyroscope says: ``du/dt = u × ω`` (strapdown inertial navigation, see Titterton & Weston 2004,
section 3.6). That requires no knowledge of the person or of how the sensor is strapped on, and is
linear in the nine entries of the matrix that turns gyroscope readings into the true rate. For a
sound gyroscope that matrix is the identity, for degrees labelled as radians π/180, for swapped axes
a permutation. Least squares sums for all nine entries are kept, so that any such matrix can be
judged afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from evenstride.analysis.signal.doubts.agreement import SUMS as AGREEMENT_SUMS
from evenstride.analysis.signal.doubts.agreement import Agreement, agreement_of, moments_of
from evenstride.analysis.signal.doubts.kept_rows import KeptRows
from evenstride.analysis.signal.short_rows import dots, lengths
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

CHUNK_TICKS: Final = 13
"""A quarter of a second: short compared with a slow movement, long enough to average out noise."""

STEADY_GRAVITY_FRACTION: Final = 0.15
"""Offsets are up to 0.1 g; a force that differs more from gravity is a limb thrown about."""

MOMENT_S: Final = CHUNK_TICKS * TICK_S
"""From one moment to the next."""

TURNING_DEG_S: Final = 1.0
"""If gravity turns faster than this, smoothed over 1.8 s, it is a movement and not sway: resting
legs sway at 0.2-0.4 °/s, and a thigh on a roller that turns by 3-5° reaches 1.5-3 °/s."""

# Chunks are averaged with triangular weights over 1.8 s, which pass little above 0.5 Hz: a limb
# that swings faster shakes the accelerometer by as much as its direction turns (a leg of 0.3 m at
# 1 Hz would seem not to turn at all, and at 1.3 Hz the wrong way round).
_WEIGHTS: Final = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0]) / (16.0 * CHUNK_TICKS)
_REACH: Final = len(_WEIGHTS) - 1

_BESIDE_S: Final = 2 * MOMENT_S
"""Time from the moment before one to the moment after it."""

_AROUND: Final = _REACH + 2
"""How many chunks are around a moment: a derivative takes one moment before and one after."""

_MARK_TICKS: Final = 20 * CHUNK_TICKS
"""Some five seconds. Axes must also fit in parts of the session, which are made of such pieces. In
a session of over three quarters of an hour pieces are ten seconds, and so on, so that memory is
limited."""

_STAY_MARKS: Final = 4
"""Some twenty seconds; stretches of twice that show whether the gyroscope has changed."""

_UP, _TURN, _FORCE, _UNKNOWN, _FORCE_SQUARED = slice(0, 3), slice(3, 12), 12, 13, 14
_COLUMNS: Final = 15


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """Sums over all moments at which gravity's direction was known, for ``du/dt = u × (M ω)``.

    Attributes:
        squares: Products of the nine regressors with each other, shape (9, 9); M row by row.
        products: Products of the regressors with the rotation of gravity, shape (9,).
        total: Squares of the rotation of gravity.
        turned_deg: How far gravity turned in total, where it turned visibly.
        moments: Number of moments with visible rotation, some of which overlap.
        gently: How much of it was seen where acceleration cannot have bent the force, rad²/s².

    The first three are about the means, and so contain no constant bias of the gyroscope, as long
    as the limb stays near one pose.
    """

    squares: FloatArray
    products: FloatArray
    total: float
    turned_deg: float
    moments: int
    gently: float = 0.0


# The terms summed for each moment, side by side: those of ``Turning``, those of its means, 1, and 1
# again where gravity turned visibly; then those of ``Agreement``.
_SQUARES, _PRODUCTS, _TOTAL = slice(0, 81), slice(81, 90), 90
_CAUSES, _DID = slice(91, 118), slice(118, 121)
_TURNED_DEG, _KNOWN, _MOMENTS = 121, 122, 123
_AGREEMENT = slice(124, 124 + AGREEMENT_SUMS)
_SUMS: Final = 124 + AGREEMENT_SUMS


def _turning(sums: FloatArray) -> Turning:
    """Turn sums, shape (143,), into sums about the means."""
    known = max(float(sums[_KNOWN]), 1.0)
    causes, did = sums[_CAUSES].reshape(3, 9), sums[_DID]
    return Turning(
        sums[_SQUARES].reshape(9, 9) - causes.T @ causes / known,
        sums[_PRODUCTS] - did @ causes / known,
        float(sums[_TOTAL] - did @ did / known),
        float(sums[_TURNED_DEG]),
        int(sums[_MOMENTS]),
        agreement_of(sums[_AGREEMENT]).moved,
    )


class GravityTurning:
    """Sums up how gravity turned; how the ticks are cut into calls changes nothing."""

    def __init__(self) -> None:
        self._sums: FloatArray = np.zeros(_SUMS)
        self._taken = 0
        self._marks = KeptRows(_SUMS)
        self.begin_again()

    @property
    def so_far(self) -> Turning:
        """The sums of the whole session so far."""
        return _turning(self._sums)

    @property
    def by_time(self) -> list[Turning]:
        """The sums of stretches of forty seconds that overlap by half.

        In a session of over six hours they are longer.
        """
        return [_turning(sums) for sums in self._by_time()]

    @property
    def agreements(self) -> list[Agreement]:
        """How well both sensors agreed in each of these stretches, and in the whole session."""
        return [agreement_of(sums[_AGREEMENT]) for sums in (*self._by_time(), self._sums)]

    def _by_time(self) -> list[FloatArray]:
        of_a_stay = max(_STAY_MARKS // self._marks.every, 1)
        stays = islice(self._marks, of_a_stay - 1, None, of_a_stay)
        marks = [np.zeros(_SUMS), *stays, self._sums]
        return [later - earlier for earlier, later in zip(marks, marks[2:], strict=False)]

    def in_parts(self, moments: float, turned_deg: float) -> list[Turning]:
        """Return the sums of successive parts, in each of which gravity turned enough.

        Args:
            moments: Least number of moments with visible rotation in each.
            turned_deg: How far it turned at least in each.
        """
        parts: list[Turning] = []
        start: FloatArray = np.zeros(_SUMS)
        for mark in (*self._marks, self._sums):
            part = mark - start
            if part[_MOMENTS] >= moments and part[_TURNED_DEG] >= turned_deg:
                parts.append(_turning(part))
                start = mark
        return parts

    def begin_again(self) -> None:
        """Forget the latest chunks, as there is a gap."""
        self._chunks: FloatArray = np.empty((0, _COLUMNS))

    def update(self, quarters: FloatArray) -> None:
        """Take quarters of a second that continue those before.

        Args:
            quarters: Each tick's force, angular rate and whether they are unknown, as returned by
                ``in_quarters``.
        """
        ticks = CHUNK_TICKS * quarters.shape[2]
        taken, self._taken = self._taken, self._taken + ticks
        chunks = np.vstack((self._chunks, _chunks(quarters)))
        # How many quarters of a second may be looked at by each mark, and now.
        first = taken - taken % _MARK_TICKS + _MARK_TICKS
        ends = range(first, self._taken + 1, _MARK_TICKS)
        looked_at = [len(self._chunks) + (end - taken) // CHUNK_TICKS for end in ends]
        *marks, self._sums = _turned(chunks, self._sums, [*looked_at, len(chunks)])
        for mark in marks:
            self._marks.append(mark)
        self._chunks = chunks[max(len(chunks) - _AROUND, 0) :]


def in_quarters(rows: FloatArray) -> FloatArray:
    """Put quarters of a second side by side in memory, as numpy is slow along short rows.

    Args:
        rows: Whole quarters of a second, shape (n * CHUNK_TICKS, k).

    Returns:
        Shape (CHUNK_TICKS, k, n).
    """
    parts = rows.reshape(-1, CHUNK_TICKS, rows.shape[1])
    return np.ascontiguousarray(parts.transpose(1, 2, 0))


def _chunks(quarters: FloatArray) -> FloatArray:
    """Return sums over quarters of a second, shape (n, 15).

    Args:
        quarters: Each tick's force, angular rate and whether they are unknown, (ticks, 7, n).
    """
    count = quarters.shape[2]
    x, y, z = quarters[:, :3].transpose(1, 0, 2)
    force = np.sqrt(x * x + y * y + z * z)
    columns = np.empty((CHUNK_TICKS, _COLUMNS - 1, count))
    up = np.divide(quarters[:, :3], np.maximum(force, 1e-9)[:, None], out=columns[:, _UP])
    # The products of each component of u and each reading ω, of which u × ω consists.
    by_rate = columns[:, _TURN].reshape(CHUNK_TICKS, 3, 3, count)
    np.multiply(up[:, :, None], quarters[:, None, 3:6], out=by_rate)
    columns[:, _FORCE], columns[:, _UNKNOWN] = force, quarters[:, 6]
    chunks = np.empty((count, _COLUMNS))
    chunks[:, :-1] = columns.sum(axis=0).T
    chunks[:, _FORCE_SQUARED] = chunks[:, _FORCE] ** 2 / CHUNK_TICKS
    return chunks


def _turned(chunks: FloatArray, sums: FloatArray, looked_at: Sequence[int]) -> Iterator[FloatArray]:
    """Yield the sums after each of some rising numbers of chunks.

    Args:
        chunks: Successive chunks, shape (n, 15).
        sums: The sums before the first moment in these chunks, shape (143,).
        looked_at: The numbers of chunks.
    """
    count = len(chunks) - _AROUND
    if count <= 0:
        yield from (sums for _ in looked_at)
        return
    smooth = np.zeros((count + 2, _COLUMNS))
    for at, weight in enumerate(_WEIGHTS):
        smooth += weight * chunks[at : at + count + 2]
    known = (smooth[:-2, _UNKNOWN] + smooth[1:-1, _UNKNOWN] + smooth[2:, _UNKNOWN]) == 0
    # The direction of gravity is not known while the limb is thrown about.
    known &= np.abs(smooth[1:-1, _FORCE] / GRAVITY_M_S2 - 1.0) < STEADY_GRAVITY_FRACTION
    did = ((smooth[2:, _UP] - smooth[:-2, _UP]) / _BESIDE_S)[known]
    causes = _causes(smooth[1:-1, _TURN][known])
    speed_deg_s = np.degrees(lengths(did))
    is_turning = speed_deg_s > TURNING_DEG_S
    moments = np.empty((len(did), _SUMS))
    moments[:, _SQUARES] = (causes.transpose(0, 2, 1) @ causes).reshape(-1, 81)
    moments[:, _PRODUCTS] = (did[:, None, :] @ causes)[:, 0]
    moments[:, _TOTAL] = dots(did, did)
    moments[:, _CAUSES], moments[:, _DID] = causes.reshape(-1, 27), did
    moments[:, _TURNED_DEG] = np.where(is_turning, speed_deg_s * MOMENT_S, 0.0)
    moments[:, _KNOWN], moments[:, _MOMENTS] = 1.0, is_turning
    said = _said(smooth[:, _TURN])
    late = ((said[2:] - said[:-2]) / _BESIDE_S)[known]
    moments[:, _AGREEMENT] = moments_of(did, said[1:-1][known], late, _unevenness(smooth)[known])
    so_far = running_sum(sums, moments)
    for chunks_seen in looked_at:
        # A copy, so that a mark does not keep the whole running sum alive.
        yield so_far[np.count_nonzero(known[: max(chunks_seen - _AROUND, 0)])].copy()


def _said(by_rate: FloatArray) -> FloatArray:
    """Return how gravity turns by the gyroscope as it is, u × ω, shape (n, 3).

    Args:
        by_rate: The products of u and ω, shape (n, 9); those of the first component of u first.
    """
    xy, xz, yx, yz, zx, zy = by_rate[:, [1, 2, 3, 5, 6, 7]].T
    return np.stack((yz - zy, zx - xz, xy - yx), axis=1)


def _unevenness(smooth: FloatArray) -> FloatArray:
    """Return how much the force varies around moments, as a part of gravity, shape (n,)."""
    force, squared = smooth[1:-1, _FORCE], smooth[1:-1, _FORCE_SQUARED]
    return np.asarray(np.sqrt(np.maximum(squared - force**2, 0.0)) / GRAVITY_M_S2)


def _causes(by_rate: FloatArray) -> FloatArray:
    """Return what each entry of M adds to u × (M ω), shape (n, 3, 9).

    Args:
        by_rate: The products of u and ω, shape (n, 9); those of the first component of u first.
    """
    x, y, z = by_rate[:, :3], by_rate[:, 3:6], by_rate[:, 6:]
    causes = np.zeros((len(by_rate), 3, 3, 3))
    causes[:, 0, 1], causes[:, 0, 2] = -z, y
    causes[:, 1, 0], causes[:, 1, 2] = z, -x
    causes[:, 2, 0], causes[:, 2, 1] = -y, x
    return causes.reshape(-1, 3, 9)


def running_sum(total: FloatArray, more: FloatArray) -> FloatArray:
    """Return a sum and its running continuation, which does not depend on the blocks."""
    return np.asarray(np.add.accumulate(np.concatenate((total[None], more))))
