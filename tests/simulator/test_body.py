"""Tests the rigid body against textbook formulas."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.sensors.samples import FloatArray
from tests.simulator.body import (
    GRAVITY_M_S2,
    LimbPath,
    Readings,
    SensorModel,
    angular_rate,
    measure,
    specific_force,
)

PERFECT = SensorModel(acc_noise_ug=0.0, gyr_noise_deg_s=0.0, bits=40)
TIME_S = np.arange(0.0, 4.0, 0.002)


def path_of(orientation: Rotation, joint_m: FloatArray | None = None) -> LimbPath:
    zeros = np.zeros((len(TIME_S), 3))
    return LimbPath(TIME_S, orientation, zeros if joint_m is None else joint_m, zeros)


def still(rotvec_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> LimbPath:
    return path_of(Rotation.from_rotvec(np.tile(rotvec_deg, (len(TIME_S), 1)), degrees=True))


def lifted(angle_rad: FloatArray) -> LimbPath:
    """A limb that lifts from level in the vertical plane; lifting turns about -y."""
    return path_of(Rotation.from_rotvec(angle_rad[:, None] * np.array([0.0, -1.0, 0.0])))


def tumbling() -> LimbPath:
    """Something that turns about all axes at once, and not slowly."""
    angles = np.stack([np.sin(2 * TIME_S), 1.5 * TIME_S, 0.7 * np.cos(3 * TIME_S)], axis=1)
    joint_m = 0.1 * np.sin(angles[:, [1, 2, 0]])
    return path_of(Rotation.from_euler("ZYX", angles), joint_m)


def read(path: LimbPath, model: SensorModel, seed: int = 1) -> Readings:
    return measure(path, model, np.random.default_rng(seed))


@pytest.mark.parametrize("pose", [(0.0, 0.0, 0.0), (0.0, 90.0, 0.0), (50.0, -20.0, 130.0)])
def test_a_limb_at_rest_feels_gravity_alone_pointing_up(pose: tuple[float, float, float]) -> None:
    readings = read(still(pose), PERFECT)
    up = Rotation.from_rotvec(pose, degrees=True).inv().apply([0.0, 0.0, GRAVITY_M_S2])
    np.testing.assert_allclose(readings.acc_m_s2, np.tile(up, (len(readings), 1)), atol=1e-6)
    np.testing.assert_allclose(readings.gyr_rad_s, 0.0, atol=1e-9)


def test_a_standing_thigh_feels_gravity_along_minus_x() -> None:
    # Hanging down, the limb's x points to the ground.
    readings = read(still((0.0, 90.0, 0.0)), PERFECT)
    np.testing.assert_allclose(readings.acc_m_s2[0], [-GRAVITY_M_S2, 0.0, 0.0], atol=1e-6)


def test_a_steady_turn_gives_the_centripetal_acceleration() -> None:
    omega, radius_m = 3.0, 0.3
    angle = omega * TIME_S
    force = specific_force(lifted(angle), np.array([radius_m, 0.0, 0.0]))
    gravity = GRAVITY_M_S2 * np.stack([np.sin(angle), 0 * angle, np.cos(angle)], axis=1)
    expected = gravity - [radius_m * omega**2, 0.0, 0.0]
    np.testing.assert_allclose(force[1:-1], expected[1:-1], atol=1e-4)


def test_a_quickening_turn_gives_the_tangential_acceleration() -> None:
    alpha, radius_m = 0.8, 0.3
    angle = alpha * TIME_S**2 / 2
    force = specific_force(lifted(angle), np.array([radius_m, 0.0, 0.0]))
    gravity = GRAVITY_M_S2 * np.stack([np.sin(angle), 0 * angle, np.cos(angle)], axis=1)
    # Lifting faster and faster pushes the sensor up, that is towards its z.
    inertial = np.stack(
        [-radius_m * (alpha * TIME_S) ** 2, 0 * angle, radius_m * alpha + 0 * angle]
    )
    np.testing.assert_allclose(force[1:-1], (gravity + inertial.T)[1:-1], atol=1e-4)


def test_a_falling_joint_takes_the_weight_away() -> None:
    fall_m = np.zeros((len(TIME_S), 3))
    fall_m[:, 2] = -GRAVITY_M_S2 * TIME_S**2 / 2
    path = path_of(still().orientation, fall_m)
    force = specific_force(path, np.array([0.3, 0.0, 0.0]))
    np.testing.assert_allclose(force, 0.0, atol=1e-6)


def test_integrating_the_gyroscope_gives_the_orientation_back() -> None:
    path = tumbling()
    rate = angular_rate(path)
    now = path.orientation[0]
    # The turn between two grid points, with the mean of the rates at both.
    for before, after in pairwise(rate):
        now = now * Rotation.from_rotvec((before + after) / 2 * path.step_s)
    error_deg = np.degrees((now.inv() * path.orientation[-1]).magnitude())
    assert error_deg < 0.05


def test_turning_the_strap_turns_the_outputs_and_nothing_else() -> None:
    strap_deg = (40.0, -110.0, 75.0)
    straight = read(tumbling(), PERFECT)
    turned = read(tumbling(), replace(PERFECT, strap_deg=strap_deg))
    strap = Rotation.from_rotvec(strap_deg, degrees=True)
    np.testing.assert_allclose(strap.apply(turned.acc_m_s2), straight.acc_m_s2, atol=1e-8)
    np.testing.assert_allclose(strap.apply(turned.gyr_rad_s), straight.gyr_rad_s, atol=1e-8)


def test_noise_has_the_density_of_the_data_sheet() -> None:
    readings = read(still(), SensorModel(rate_hz=400.0, bits=24))
    # 300 µg/√Hz and 0.01 °/s/√Hz over 200 Hz; 1600 samples give the deviation to within 5 %.
    assert np.std(readings.acc_m_s2, axis=0) == pytest.approx(
        300e-6 * GRAVITY_M_S2 * np.sqrt(200), rel=0.1
    )
    assert np.degrees(np.std(readings.gyr_rad_s, axis=0)) == pytest.approx(
        0.01 * np.sqrt(200), rel=0.1
    )


def test_bias_offset_and_scale_are_those_of_the_model() -> None:
    model = replace(
        PERFECT,
        gyr_bias_deg_s=(0.5, -1.0, 0.25),
        acc_offset_m_s2=(0.1, -0.2, 0.3),
        acc_scale=(1.0, 1.0, 1.02),
    )
    readings = read(still(), model)
    np.testing.assert_allclose(np.degrees(readings.gyr_rad_s[9]), [0.5, -1.0, 0.25], atol=1e-6)
    np.testing.assert_allclose(
        readings.acc_m_s2[9], [0.1, -0.2, 1.02 * GRAVITY_M_S2 + 0.3], atol=1e-6
    )


def test_readings_come_in_steps_and_stop_at_the_full_scale() -> None:
    model = SensorModel(acc_range_g=2.0, gyr_range_deg_s=250.0, bits=16)
    readings = read(lifted(20.0 * TIME_S), model)
    words = np.degrees(readings.gyr_rad_s) / 250.0 * 2**15
    np.testing.assert_allclose(words, np.round(words), atol=1e-6)
    assert np.degrees(readings.gyr_rad_s[:, 1].min()) == pytest.approx(-250.0)
    # 0.25 m at 20 rad/s is 10 g.
    assert readings.acc_m_s2[:, 0].min() == pytest.approx(-2.0 * GRAVITY_M_S2)


def test_soft_tissue_tilts_the_sensor_by_the_acceleration_and_lets_go_again() -> None:
    pushed = (TIME_S > 0.5) & (TIME_S < 2.0)
    velocity = np.cumsum(np.where(pushed, 1.5, 0.0)) * 0.002
    joint_m = np.zeros((len(TIME_S), 3))
    joint_m[:, 1] = np.cumsum(velocity) * 0.002
    path = path_of(still().orientation, joint_m)
    readings = read(path, replace(PERFECT, wobble_deg=2.0, rate_hz=100.0))
    tilt_deg = np.degrees(np.arctan2(readings.acc_m_s2[:, 1], readings.acc_m_s2[:, 2]))
    # While pushed: 2° per m/s² of tilt, and the push itself.
    push_deg = np.degrees(np.arctan2(1.5, GRAVITY_M_S2))
    assert tilt_deg[180] == pytest.approx(push_deg + 2.0 * 1.5, abs=0.05)
    assert tilt_deg[40] == pytest.approx(0.0, abs=1e-6)
    assert tilt_deg[-1] == pytest.approx(0.0, abs=0.01)


def test_a_sensor_without_gyroscope_says_nothing_of_turns() -> None:
    readings = read(tumbling(), replace(PERFECT, has_gyro=False))
    assert np.isnan(readings.gyr_rad_s).all()
    assert np.isfinite(readings.acc_m_s2).all()


def test_a_clock_of_its_own_drifts_and_has_steps() -> None:
    model = replace(
        PERFECT,
        rate_hz=50.0,
        true_rate_hz=49.0,
        clock_origin_us=7_000_000,
        clock_drift_ppm=1000.0,
        clock_step_us=500,
    )
    readings = read(still(), model)
    assert (readings.t_us % 500 == 0).all()
    elapsed_us = readings.t_us - 7_000_000
    expected_us = readings.time_s * 1e6 * 1.001
    assert ((expected_us - elapsed_us >= -1e-3) & (expected_us - elapsed_us < 500.001)).all()


def test_a_sensor_without_clock_counts_nominal_periods() -> None:
    model = replace(PERFECT, rate_hz=50.0, true_rate_hz=49.0, clock_counts=True, first_seq=12)
    readings = read(still(), model)
    assert set(np.diff(readings.t_us)) == {20_000}
    np.testing.assert_allclose(np.diff(readings.time_s), 1 / 49.0)
    assert readings.seq[0] == 12
    assert set(np.diff(readings.seq)) == {1}
