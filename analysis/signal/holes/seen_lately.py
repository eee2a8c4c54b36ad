"""What was measured of a limb in the last half minute: how it moved, and where it lingered."""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.signal.tick_rows import TickRows, blank_rows, joined
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray

MOVES_RAD_S: Final = float(np.radians(4.0))
"""A limb that turns faster is on its way: sag in a hold and sway at rest are slower, and a thigh on
its roller reaches 7 °/s."""

_LATELY_TICKS: Final = round(10.0 / TICK_S)
"""A limb's top speed is taken from its last rep or two, and not from getting into position."""

_LINGERS_TICKS: Final = 3
"""A limb that is slow for this many ticks has lingered there; a turning point without a hold has as
many, or is passed faster."""

_WAY_TICKS: Final = 8
"""How long a limb is on its way before and after a turning point, ticks: a sixth of a second."""

_WAY_RAD_S: Final = float(np.radians(8.0))
"""Least mean speed on these ways: trembling and swaying are slower."""

_OPPOSITE_COS: Final = -0.5
"""Ways that differ by more than 120° are one out and one back."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was measured of a limb.

    Attributes:
        rows: Its ticks, of ``TICK_DTYPE``, shape (n,); their smoothed rate is not known yet.
    """

    rows: TickRows

    @property
    def up(self) -> FloatArray:
        """The vertical in the sensor's frame at each tick, shape (n, 3)."""
        return self.rows["up"]

    @property
    def rate_rad_s(self) -> FloatArray:
        """Its angular rate perpendicular to the vertical, shape (n, 3)."""
        return np.asarray(np.radians(self.rows["raw_rate_deg_s"]))

    @property
    def whole_rate_rad_s(self) -> FloatArray:
        """Its whole angular rate, including that about the vertical, shape (n, 3)."""
        spin: FloatArray = np.radians(self.rows["spin_deg_s"])
        return np.asarray(self.rate_rad_s + spin[:, None] * self.up)

    @property
    def force_m_s2(self) -> FloatArray:
        """Its specific force, shape (n, 3)."""
        return self.rows["force_m_s2"]

    @property
    def lost(self) -> BoolArray:
        """Whether the tick lies in a hole, shape (n,)."""
        return self.rows["lost"]

    @property
    def rate_at_last_rad_s(self) -> FloatArray:
        """Its mean rate in the last tenth of a second, shape (3,)."""
        last = self.rate_rad_s[-5:]
        return np.asarray(last.mean(axis=0)) if len(last) else np.zeros(3)

    @property
    def fastest_rad_s(self) -> float:
        """Its highest speed measured lately; 0 if nothing was measured."""
        lately = slice(-_LATELY_TICKS, None)
        speeds = np.linalg.norm(self.rate_rad_s[lately][~self.lost[lately]], axis=1)
        return float(speeds.max()) if len(speeds) else 0.0

    def lingered(self) -> FloatArray:
        """Return the poses in which it lingered or turned back, unit vectors, shape (k, 3)."""
        if not len(self.rows):
            return np.empty((0, 3))
        rate = self.rate_rad_s
        slow = (np.linalg.norm(rate, axis=1) < MOVES_RAD_S) & ~self.lost
        stays = [(start, stop) for start, stop in runs(slow) if stop - start >= _LINGERS_TICKS]
        turns = _turns_back(rate, self.lost)
        for start, stop in stays:
            turns[start:stop] = False
        poses = [self.up[start:stop].mean(axis=0) for start, stop in sorted((*stays, *runs(turns)))]
        if not poses:
            return np.empty((0, 3))
        ups = np.stack(poses)
        return np.asarray(ups / np.linalg.norm(ups, axis=1, keepdims=True))


NOTHING_SEEN: Final = Seen(blank_rows(0))


class SeenLately:
    """Keeps what was measured of a limb in the last half minute, however it is cut into blocks."""

    def __init__(self, tuning: SignalTuning = SIGNAL) -> None:
        self._most = round(tuning.remembered_s / TICK_S)
        self._parts: deque[TickRows] = deque()
        self._size = 0

    def add(self, part: TickRows) -> None:
        """Add what follows."""
        self._parts.append(part)
        self._size += len(part)
        while self._size - len(self._parts[0]) >= self._most:
            self._size -= len(self._parts.popleft())

    @property
    def seen(self) -> Seen:
        """Everything that is kept."""
        return Seen(joined(*self._parts)[-self._most :]) if self._parts else NOTHING_SEEN


def _turns_back(rate_rad_s: FloatArray, lost: BoolArray) -> BoolArray:
    """Tell where a limb turns back from one way to another without a stop, shape (n,)."""
    size, reach = len(rate_rad_s), _WAY_TICKS
    turns = np.zeros(size, np.bool_)
    if size <= 2 * reach:
        return turns
    sums = np.concatenate((np.zeros((1, 3)), np.cumsum(rate_rad_s, axis=0)))
    means = (sums[reach:] - sums[:-reach]) / reach
    before, after = means[: size - 2 * reach], means[reach + 1 :]
    speeds = [np.linalg.norm(way, axis=1) for way in (before, after)]
    cosines = np.einsum("ij,ij->i", before, after) / np.maximum(speeds[0] * speeds[1], 1e-12)
    on_way = np.minimum(*speeds) > _WAY_RAD_S
    gone = np.concatenate(([0], np.cumsum(lost)))
    is_whole = gone[2 * reach + 1 :] == gone[: -2 * reach - 1]
    turns[reach : size - reach] = on_way & is_whole & (cosines < _OPPOSITE_COS)
    return turns


def runs(true: BoolArray) -> list[tuple[int, int]]:
    """Return start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], true, [False])).astype(np.int8)))
    return [(start, stop) for start, stop in edges.reshape(-1, 2).tolist()]
