"""Computes the readings of an inertial sensor on a limb from its path of orientations."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter
from scipy.spatial.transform import Rotation

from evenstride.sensors.samples import FloatArray, IntArray

GRAVITY_M_S2 = 9.80665
"""Standard gravity (ISO 80000-3)."""


@dataclass(frozen=True, slots=True, eq=False)
class LimbPath:
    """A limb's movement on a fine, even grid.

    The limb's frame: x along the limb away from the body, y to the left, z to the front of a
    standing person's thigh turned level. The earth's frame: z up.

    Attributes:
        time_s: Even grid, seconds, shape (n,).
        orientation: Limb to earth, n rotations.
        joint_m: Position of the upper joint in the earth's frame, shape (n, 3).
        vibration_m_s2: What the working muscle adds to the specific force, limb frame, (n, 3).
    """

    time_s: FloatArray
    orientation: Rotation
    joint_m: FloatArray
    vibration_m_s2: FloatArray

    @property
    def step_s(self) -> float:
        """Distance of two grid points, seconds."""
        return float(self.time_s[1] - self.time_s[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorModel:
    """One sensor: how it is strapped on, and its errors.

    The noise is that of an MPU-9250 (product specification PS-MPU-9250A-01, gyroscope and
    accelerometer specifications: 0.01 °/s/√Hz, 300 µg/√Hz, 16 bits), a typical consumer part.

    Attributes:
        position_m: From the upper joint to the sensor, limb frame, metres.
        strap_deg: Sensor frame to limb frame, as a rotation vector, degrees.
        rate_hz: Samples per second as its maker says.
        true_rate_hz: Samples per second in truth; None for just ``rate_hz``.
        phase_s: Time of its first sample on the path's clock, seconds.
        has_gyro: Without, the angular rate is NaN.
        acc_noise_ug: White noise density, µg/√Hz.
        gyr_noise_deg_s: White noise density, °/s/√Hz.
        acc_offset_m_s2: Zero-g offset per axis.
        acc_scale: Gain per axis.
        gyr_bias_deg_s: Zero-rate offset per axis.
        gyr_walk_deg_s: Random walk of that offset, °/s per √s.
        acc_range_g: Full scale; beyond it the reading is clipped.
        gyr_range_deg_s: Full scale; beyond it the reading is clipped.
        bits: Word length of a reading.
        wobble_deg: Static tilt of the soft tissue under the strap per m/s² across the limb.
        wobble_hz: Natural frequency of the sensor on the soft tissue.
        clock_origin_us: What its clock reads at time zero of the path.
        clock_drift_ppm: How much faster than the truth its clock runs.
        clock_step_us: Resolution of its clock.
        clock_counts: It has no clock: time is counted in samples of the nominal period.
        first_seq: Number of its first sample.
    """

    position_m: tuple[float, float, float] = (0.25, 0.0, 0.07)
    strap_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rate_hz: float = 100.0
    true_rate_hz: float | None = None
    phase_s: float = 0.0
    has_gyro: bool = True
    acc_noise_ug: float = 300.0
    gyr_noise_deg_s: float = 0.01
    acc_offset_m_s2: tuple[float, float, float] = (0.0, 0.0, 0.0)
    acc_scale: tuple[float, float, float] = (1.0, 1.0, 1.0)
    gyr_bias_deg_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gyr_walk_deg_s: float = 0.0
    acc_range_g: float = 16.0
    gyr_range_deg_s: float = 2000.0
    bits: int = 16
    wobble_deg: float = 0.0
    wobble_hz: float = 7.0
    clock_origin_us: int = 0
    clock_drift_ppm: float = 0.0
    clock_step_us: int = 1
    clock_counts: bool = False
    first_seq: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Everything that one sensor measured, before any radio: rows of equal length.

    Attributes:
        seq: Sample numbers, shape (n,).
        time_s: When, on the path's clock, seconds, shape (n,).
        t_us: When, on the sensor's own clock, microseconds, shape (n,).
        acc_m_s2: Specific force with gravity, sensor frame, shape (n, 3).
        gyr_rad_s: Angular rate, sensor frame, shape (n, 3); NaN without a gyroscope.
    """

    seq: IntArray
    time_s: FloatArray
    t_us: IntArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray

    def __len__(self) -> int:
        return len(self.seq)


def specific_force(path: LimbPath, position_m: FloatArray) -> FloatArray:
    """Return the readings of an ideal accelerometer at a place on the limb.

    Twice differentiating the place's path gives the tangential and the centripetal part and that
    of the joint together.

    Args:
        path: The limb's movement.
        position_m: From the upper joint to the sensor, limb frame, shape (3,).

    Returns:
        Specific force in the limb's frame, m/s², shape (n, 3).
    """
    acceleration = _acceleration(path, position_m)
    acceleration[:, 2] += GRAVITY_M_S2
    return path.orientation.inv().apply(acceleration)


def angular_rate(path: LimbPath) -> FloatArray:
    """The limb's angular rate in its own frame, rad/s, shape (n, 3).

    Central differences: the turn from the point before to the point after, at both ends one-sided.
    """
    n = len(path.time_s)
    before = np.maximum(np.arange(n) - 1, 0)
    after = np.minimum(np.arange(n) + 1, n - 1)
    turn = (path.orientation[before].inv() * path.orientation[after]).as_rotvec()
    span_s = (after - before) * path.step_s
    return np.asarray(turn / span_s[:, None], dtype=np.float64)


def measure(path: LimbPath, model: SensorModel, rng: np.random.Generator) -> Readings:
    """Strap a sensor on and read it.

    Args:
        path: The limb's movement.
        model: The sensor.
        rng: Where its noise comes from; the same state gives the same readings.
    """
    position_m = np.asarray(model.position_m)
    carried = _on_soft_tissue(path, position_m, model) if model.wobble_deg else path
    strap = Rotation.from_rotvec(np.asarray(model.strap_deg), degrees=True).inv()
    force = strap.apply(specific_force(carried, position_m) + carried.vibration_m_s2)
    rate = strap.apply(angular_rate(carried))

    true_rate_hz = model.true_rate_hz or model.rate_hz
    count = int((path.time_s[-1] - model.phase_s) * true_rate_hz) + 1
    index = np.arange(count)
    time_s = model.phase_s + index / true_rate_hz
    acc = _at(time_s, path.time_s, force)
    gyr = np.degrees(_at(time_s, path.time_s, rate))

    # A reading is the mean over its own period: white noise of half the sample rate as bandwidth.
    bandwidth = np.sqrt(true_rate_hz / 2)
    acc = acc * np.asarray(model.acc_scale) + np.asarray(model.acc_offset_m_s2)
    acc += rng.normal(0.0, model.acc_noise_ug * 1e-6 * GRAVITY_M_S2 * bandwidth, acc.shape)
    walk = rng.normal(0.0, model.gyr_walk_deg_s / np.sqrt(true_rate_hz), gyr.shape)
    gyr = gyr + np.asarray(model.gyr_bias_deg_s) + np.cumsum(walk, axis=0)
    gyr += rng.normal(0.0, model.gyr_noise_deg_s * bandwidth, gyr.shape)

    acc = _digitize(acc, model.acc_range_g * GRAVITY_M_S2, model.bits)
    gyr = np.radians(_digitize(gyr, model.gyr_range_deg_s, model.bits))
    if not model.has_gyro:
        gyr[:] = np.nan
    return Readings(model.first_seq + index, time_s, _clock(model, index, time_s), acc, gyr)


def _acceleration(path: LimbPath, position_m: FloatArray) -> FloatArray:
    """Return the acceleration of a place on the limb, earth frame, shape (n, 3)."""
    place = path.joint_m + path.orientation.apply(position_m)
    acceleration = np.empty_like(place)
    acceleration[1:-1] = (place[2:] - 2 * place[1:-1] + place[:-2]) / path.step_s**2
    acceleration[0], acceleration[-1] = acceleration[1], acceleration[-2]
    return acceleration


def _on_soft_tissue(path: LimbPath, position_m: FloatArray, model: SensorModel) -> LimbPath:
    """Let the strap lag and tilt: a lightly damped spring pushed by the acceleration."""
    push = path.orientation.inv().apply(_acceleration(path, position_m))
    # Skin shears along the limb and around it, and hardly sinks in.
    tilt = np.radians(model.wobble_deg) * np.stack(
        [push[:, 1], push[:, 0], np.zeros(len(push))], axis=1
    )
    natural = 2 * np.pi * model.wobble_hz * path.step_s
    damping = 0.4
    # The spring's equation with backward differences, which is stable at every step.
    a = [1 + 2 * damping * natural + natural**2, -2 - 2 * damping * natural, 1.0]
    tilt = lfilter([natural**2], a, tilt, axis=0)
    return LimbPath(
        path.time_s,
        path.orientation * Rotation.from_rotvec(tilt),
        path.joint_m,
        path.vibration_m_s2,
    )


def _at(time_s: FloatArray, grid_s: FloatArray, values: FloatArray) -> FloatArray:
    """Columns of values, linear between the grid's points."""
    return np.stack([np.interp(time_s, grid_s, column) for column in values.T], axis=1)


def _digitize(values: FloatArray, full_scale: float, bits: int) -> FloatArray:
    half = 2 ** (bits - 1)
    words = np.clip(np.round(values / full_scale * half), -half, half - 1)
    return np.asarray(words * (full_scale / half), dtype=np.float64)


def _clock(model: SensorModel, index: IntArray, time_s: FloatArray) -> IntArray:
    if model.clock_counts:
        elapsed_us = index * (1e6 / model.rate_hz)
    else:
        elapsed_us = time_s * (1e6 + model.clock_drift_ppm)
    steps = np.floor(elapsed_us / model.clock_step_us).astype(np.int64)
    return np.asarray(model.clock_origin_us + steps * model.clock_step_us, dtype=np.int64)
