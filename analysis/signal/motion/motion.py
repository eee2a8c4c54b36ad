"""Turns ticks into the limb's motion relative to gravity: its direction and angular rate."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from evenstride.analysis.signal.holes.holes import Pose
from evenstride.analysis.signal.holes.seen_lately import Seen, SeenLately
from evenstride.analysis.signal.motion.fusion import Fusion
from evenstride.analysis.signal.motion.smoother import Smoother, hann_window
from evenstride.analysis.signal.screening.grid import Ticks
from evenstride.analysis.signal.tick_rows import TICK_DTYPE, Tick, TickRows, blank_rows, joined
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray

_FEW_ROWS: Final = 8
"""Up to this many rows, as in a notification or two, plain numbers are faster than columns."""

_Number = TypeVar("_Number", float, FloatArray)


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The motion of one limb in the sensor's frame, so that the strap may sit any way round.

    Rates do not include rotation about the vertical: they are how fast the limb's direction
    relative to gravity changes. A limb that swings horizontally, or a person who turns, does not
    show.

    Attributes:
        rows: Consecutive ticks, of ``TICK_DTYPE``, shape (n,).
    """

    rows: TickRows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def index(self) -> IntArray:
        """Number of each tick on the session's timeline, shape (n,)."""
        return self.rows["index"]

    @property
    def first(self) -> int:
        """Number of the first tick; there must be one."""
        return int(self.rows["index"][0])

    @property
    def up(self) -> FloatArray:
        """The vertical, a unit vector, shape (n, 3)."""
        return self.rows["up"]

    @property
    def rate_deg_s(self) -> FloatArray:
        """Angular rate, smoothed without delay, degrees per second, shape (n, 3)."""
        return self.rows["rate_deg_s"]

    @property
    def raw_rate_deg_s(self) -> FloatArray:
        """Angular rate, not smoothed, degrees per second, shape (n, 3)."""
        return self.rows["raw_rate_deg_s"]

    @property
    def spin_deg_s(self) -> FloatArray:
        """Angular rate about the vertical, not smoothed, °/s, shape (n,); 0 without a gyroscope."""
        return self.rows["spin_deg_s"]

    @property
    def bridged(self) -> BoolArray:
        """True where the tick touches a short gap, shape (n,)."""
        return self.rows["bridged"]

    @property
    def force_m_s2(self) -> FloatArray:
        """Specific force, not smoothed, m/s², shape (n, 3)."""
        return self.rows["force_m_s2"]

    @property
    def saturated(self) -> BoolArray:
        """True where the tick touches a reading at the end of its scale, shape (n,)."""
        return self.rows["saturated"]

    @property
    def lost(self) -> BoolArray:
        """True where the tick touches a hole, so that it was not measured, shape (n,)."""
        return self.rows["lost"]

    @property
    def measured(self) -> "Motion":
        """Only the ticks outside of holes."""
        return Motion(self.rows[~self.lost])

    def ticks(self) -> Iterator[Tick]:
        """Iterate over the ticks."""
        vectors = ("up", "rate_deg_s", "raw_rate_deg_s", "force_m_s2")
        columns = {name: self.rows[name].tolist() for name in TICK_DTYPE.names or ()}
        columns.update({name: list(map(tuple, columns[name])) for name in vectors})
        return map(Tick, *columns.values())


class MotionTracker:
    """Computes orientation and smoothed rates of one leg, from one long gap to the next.

    With a gyroscope the vertical is that of VQF (Laidig & Seel 2023, doi
    10.1016/j.inffus.2022.10.014), 6D, and VQF's estimate of the gyroscope's bias is subtracted.
    Without one the vertical is the smoothed specific force, and the rate is its derivative.
    """

    def __init__(self, tuning: SignalTuning = SIGNAL) -> None:
        self._vqf = Fusion(
            TICK_S,
            biasClip=tuning.bias_clip_deg_s,
            biasSigmaInit=tuning.bias_sigma_deg_s,
            restThAcc=tuning.rest_m_s2,
        )
        self._to_own_frame: FloatArray | None = None
        self._rate_smoother = Smoother(hann_window(tuning.smoothing_half_s))
        self._force_smoother = Smoother(hann_window(tuning.acc_only_half_s))
        self._has_gyro: bool | None = None
        self._last_up: FloatArray | None = None
        self._bias_rad_s: FloatArray = np.full(3, np.nan)
        self._last_index: int | None = None
        self._lately = SeenLately(tuning)
        # Rows that wait for the smoothed force, which gives their vertical, and for their rate.
        self._without_up = blank_rows(0)
        self._without_rate = blank_rows(0)

    @property
    def has_gyro(self) -> bool:
        """Whether the sensor measures angular rate; True before the first sample."""
        return self._has_gyro is not False

    @property
    def pose(self) -> Pose | None:
        """The limb's pose at the end of the last tick; None before the first."""
        if self._last_index is None:
            return None
        if self.has_gyro and self._last_up is not None:
            return Pose(self._last_index, self._last_up[0], self._bias_rad_s, self._lately.seen)
        force = self._without_up["force_m_s2"].mean(axis=0)
        length = float(np.linalg.norm(force))
        if not length:
            return None
        return Pose(self._last_index, force / length, self._bias_rad_s, self._seen_by_force)

    @property
    def delay_s(self) -> float:
        """How far data must reach beyond a tick's end for its motion to be known, seconds."""
        smoother = self._rate_smoother if self.has_gyro else self._force_smoother
        return smoother.half * TICK_S

    def update(self, ticks: Ticks) -> Motion:
        """Take ticks; return the motion up to half a window before their end."""
        if not len(ticks.index):
            return Motion(blank_rows(0))
        if self._has_gyro is None:
            self._has_gyro = not bool(np.isnan(ticks.gyr_rad_s[0]).any())
        rows = blank_rows(len(ticks.index))
        rows["index"] = ticks.index
        rows["bridged"] = ticks.bridged
        rows["force_m_s2"] = ticks.acc_m_s2
        rows["saturated"] = ticks.saturated
        rows["lost"] = ticks.lost
        self._last_index = int(ticks.index[-1])
        if not self._has_gyro:
            self._without_up = joined(self._without_up, rows)
            return self._from_force(self._force_smoother.update(ticks.acc_m_s2))
        gyr = ticks.gyr_rad_s
        if np.isnan(gyr).any():
            gyr = np.nan_to_num(gyr, nan=0.0)
        if self._to_own_frame is None:
            self._to_own_frame = _own_frame(ticks.acc_m_s2[0], gyr[0])
        # VQF clips per axis, and takes its first correction of the inclination for a bias. Started
        # upright, and with axes that the motion defines, its result does not depend on the strap.
        to_own = self._to_own_frame
        fused = self._vqf.updateBatch(_turned(gyr, to_own), _turned(ticks.acc_m_s2, to_own))
        up = _turned(_vertical(fused["quat6D"]), to_own.T)
        bias = _turned(fused["bias"], to_own.T)
        rate: FloatArray = np.degrees(gyr - bias)
        self._last_up, self._bias_rad_s = up[-1:], bias[-1]
        rows["up"] = up
        rows["spin_deg_s"] = _along(rate, up)
        rows["raw_rate_deg_s"] = rate - rows["spin_deg_s"][:, None] * up
        self._lately.add(rows)
        return self._smoothed(rows)

    def finish(self) -> tuple[Motion, ...]:
        """Return the motion of the last ticks, which waited for half a window."""
        last = (
            [] if self._has_gyro is not False else [self._from_force(self._force_smoother.finish())]
        )
        return (*last, self._complete(self._rate_smoother.finish()))

    @property
    def _seen_by_force(self) -> Seen:
        """Everything measured without a gyroscope, as if nothing followed the last tick."""
        rows = self._without_up.copy()
        self._tell_motion(rows, deepcopy(self._force_smoother).finish())
        return Seen(joined(self._lately.seen.rows, rows))

    def _from_force(self, force: FloatArray) -> Motion:
        rows, self._without_up = self._without_up[: len(force)], self._without_up[len(force) :]
        if not len(force):
            return Motion(blank_rows(0))
        self._last_up = self._tell_motion(rows, force)
        self._lately.add(rows)
        self._without_rate = joined(self._without_rate, rows)
        return self._complete(rows["raw_rate_deg_s"])

    def _tell_motion(self, rows: TickRows, force: FloatArray) -> FloatArray:
        """Fill in vertical and rate by the smoothed force; return the last vertical, (1, 3)."""
        up = force / np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        before = np.vstack((up[:1] if self._last_up is None else self._last_up, up[:-1]))
        rows["up"] = up
        # The vertical is fixed in the world, so in the sensor's frame d(up)/dt = up × rate, and
        # the part of the rate perpendicular to the vertical is d(up)/dt × up. The force was
        # already smoothed, so this rate is smooth as well.
        rows["raw_rate_deg_s"] = np.degrees(np.cross(up - before, up) / TICK_S)
        return np.asarray(up[-1:])

    def _smoothed(self, rows: TickRows) -> Motion:
        self._without_rate = joined(self._without_rate, rows)
        return self._complete(self._rate_smoother.update(rows["raw_rate_deg_s"]))

    def _complete(self, rate_deg_s: FloatArray) -> Motion:
        """Return the first waiting rows with their smoothed rate."""
        size = len(rate_deg_s)
        rows, self._without_rate = self._without_rate[:size], self._without_rate[size:]
        rows["rate_deg_s"] = rate_deg_s
        return Motion(rows)


def _own_frame(force: FloatArray, rate: FloatArray) -> FloatArray:
    """Return a frame fixed to the sensor: z along a force, x across it and a rate; in rows."""
    axis_z = force / max(float(np.linalg.norm(force)), 1e-9)
    for reference in (rate, np.roll(force, 1), np.array([1.0, 0.0, 0.0])):
        axis_x = np.cross(reference, axis_z)
        length = float(np.linalg.norm(axis_x))
        if length > 1e-9:
            axis_x = axis_x / length
            return np.stack((axis_x, np.cross(axis_z, axis_x), axis_z))
    return np.eye(3)  # no force at all


def _turned(rows: FloatArray, frame: FloatArray) -> FloatArray:
    """Turn rows into another frame, (n, 3); a matrix product would round by the block length."""
    axes = frame.tolist()
    if len(rows) <= _FEW_ROWS:
        return np.array([[x * a + y * b + z * c for a, b, c in axes] for x, y, z in rows.tolist()])
    turned = np.empty(rows.shape)  # in the order of memory that VQF asks for
    x, y, z = rows.T
    # Column by column, as numpy takes several times as long along short rows.
    for column, (by_x, by_y, by_z) in enumerate(axes):
        turned[:, column] = x * by_x + y * by_y + z * by_z
    return turned


def _vertical(quat: FloatArray) -> FloatArray:
    """Return the vertical in the sensor's frame, from quaternions (w, x, y, z), shape (n, 3)."""
    if len(quat) <= _FEW_ROWS:
        return np.array([_upward(*one) for one in quat.tolist()])
    return np.stack(_upward(*quat.T), axis=1)


def _upward(w: _Number, x: _Number, y: _Number, z: _Number) -> tuple[_Number, _Number, _Number]:
    return 2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z


def _along(rate: FloatArray, up: FloatArray) -> FloatArray:
    """Return the component of a rate about the vertical, shape (n,)."""
    return rate[:, 0] * up[:, 0] + rate[:, 1] * up[:, 1] + rate[:, 2] * up[:, 2]
