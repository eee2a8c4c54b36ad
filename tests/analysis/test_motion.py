"""Tests the direction of a limb against gravity, and its angular rate."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from evenstride.analysis.signal.motion.motion import Motion, MotionTracker
from evenstride.analysis.signal.motion.smoother import Smoother, hann_window
from evenstride.analysis.signal.screening.grid import Ticks, UniformGrid
from evenstride.analysis.signal.tick_rows import TICK_DTYPE, Tick
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S
from evenstride.sensors.samples import FloatArray, Samples
from tests.analysis.moving import EXACT, QUIET, Limb, rotated

COLUMNS = TICK_DTYPE.names or ()


def gridded(samples: Samples, rate_hz: float = 100.0) -> Iterator[Ticks]:
    for part in UniformGrid(rate_hz).update(samples):
        assert isinstance(part, Ticks)
        yield part


def ticks_of(samples: Samples, rate_hz: float = 100.0) -> Ticks:
    (ticks,) = gridded(samples, rate_hz)
    return ticks


def some(ticks: Ticks, which: slice) -> Ticks:
    return Ticks(
        ticks.index[which],
        ticks.acc_m_s2[which],
        ticks.gyr_rad_s[which],
        ticks.bridged[which],
        ticks.lost[which],
        ticks.saturated[which],
    )


def joined(parts: list[Motion]) -> Motion:
    return Motion(np.concatenate([part.rows for part in parts]))


def tracked(ticks: Ticks, size: int | None = None) -> Motion:
    tracker = MotionTracker()
    size = size or len(ticks.index)
    blocks = [slice(at, at + size) for at in range(0, len(ticks.index), size)]
    parts = [tracker.update(some(ticks, block)) for block in blocks]
    return joined([*parts, *tracker.finish()])


def same_to_the_bit(a: Motion, b: Motion) -> bool:
    return all(getattr(a, name).tobytes() == getattr(b, name).tobytes() for name in COLUMNS)


def turning(range_deg: float = 40.0, duration_s: float = 1.5, wait_s: float = 3.0) -> Limb:
    limb = Limb(pitch_deg=10.0).wait(wait_s)
    limb.turn(range_deg, duration_s).wait(1.0).turn(-range_deg, duration_s)
    return limb.wait(2.0)


def strapped(seed: int) -> Rotation:
    return Rotation.random(rng=np.random.default_rng(seed))


@pytest.mark.parametrize("size", [1, 7, 60])
@pytest.mark.parametrize("has_gyro", [True, False])
def test_a_stream_gives_the_same_motion_as_a_batch_to_the_bit(size: int, has_gyro: bool) -> None:
    ticks = ticks_of(turning().samples(sensor=replace(QUIET, has_gyro=has_gyro)))
    assert same_to_the_bit(tracked(ticks, size), tracked(ticks))


@pytest.mark.parametrize("has_gyro", [True, False])
def test_every_tick_comes_out_once_in_order(has_gyro: bool) -> None:
    ticks = ticks_of(turning().samples(sensor=replace(QUIET, has_gyro=has_gyro)))
    assert tracked(ticks, 13).index.tolist() == ticks.index.tolist()


@pytest.mark.parametrize("has_gyro", [True, False])
def test_the_motion_of_a_tick_is_known_after_the_delay_that_is_told(has_gyro: bool) -> None:
    ticks = ticks_of(turning().samples(sensor=replace(QUIET, has_gyro=has_gyro)))
    tracker = MotionTracker()
    known = -1
    for at in range(len(ticks.index)):
        motion = tracker.update(some(ticks, slice(at, at + 1)))
        if len(motion):
            known = int(motion.index[-1])
            assert known == ticks.index[at] - round(tracker.delay_s / TICK_S)
    expected_s = SIGNAL.smoothing_half_s if has_gyro else SIGNAL.acc_only_half_s
    assert tracker.delay_s == pytest.approx(expected_s, abs=TICK_S / 2)
    assert tracker.has_gyro is has_gyro
    assert known > 0


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("has_gyro", [True, False])
def test_at_rest_up_is_gravity_and_nothing_turns(seed: int, has_gyro: bool) -> None:
    samples = Limb(pitch_deg=35.0).wait(4.0).samples(sensor=replace(QUIET, has_gyro=has_gyro))
    samples = rotated(samples, strapped(seed))
    motion = tracked(ticks_of(samples))
    gravity = samples.acc_m_s2.mean(axis=0)
    gravity /= np.linalg.norm(gravity)
    assert np.degrees(np.arccos(np.clip(motion.up @ gravity, -1, 1))).max() < 0.3
    assert np.linalg.norm(motion.rate_deg_s, axis=1).max() < (0.3 if has_gyro else 1.5)


# Under 2 °/s VQF sees rest and takes the rate for a bias, so 3° must not take 3 s.
@pytest.mark.parametrize(
    ("range_deg", "duration_s"), [(3.0, 0.6), (3.0, 1.5), (40.0, 0.6), (40.0, 4.0), (110.0, 1.0)]
)
def test_a_turn_of_a_known_angle_is_measured(range_deg: float, duration_s: float) -> None:
    motion = tracked(ticks_of(turning(range_deg, duration_s).samples(sensor=EXACT)))
    during = (motion.index * TICK_S > 2.5) & (motion.index * TICK_S < 3.5 + duration_s)
    turned = motion.rate_deg_s[during].sum(axis=0) * TICK_S
    assert np.linalg.norm(turned) == pytest.approx(range_deg, abs=0.2)
    before, after = (np.searchsorted(motion.index * TICK_S, at) for at in (2.5, 3.5 + duration_s))
    angle = np.degrees(np.arccos(motion.up[before] @ motion.up[after]))
    assert angle == pytest.approx(range_deg, abs=0.5)


def test_the_peak_speed_of_a_minimum_jerk_turn_is_measured() -> None:
    motion = tracked(ticks_of(turning(40.0, 2.0).samples(sensor=EXACT)))
    peak = np.linalg.norm(motion.raw_rate_deg_s, axis=1).max()
    assert peak == pytest.approx(1.875 * 40.0 / 2.0, rel=0.01)


def test_smoothing_does_not_delay() -> None:
    motion = tracked(ticks_of(turning(40.0, 1.0).samples(sensor=EXACT)))
    at_s = (motion.index[np.linalg.norm(motion.rate_deg_s, axis=1).argmax()] - 0.5) * TICK_S
    assert min(abs(at_s - 3.5), abs(at_s - 5.5)) <= TICK_S


def test_a_turn_about_the_vertical_does_not_show() -> None:
    limb = Limb(pitch_deg=90.0).wait(3.0).turn(0.0, 1.0, roll=80.0).wait(2.0)
    motion = tracked(ticks_of(limb.samples(sensor=EXACT)))
    assert np.linalg.norm(motion.rate_deg_s, axis=1).max() < 1.0


@pytest.mark.parametrize("bias_deg_s", [(4.0, 0.0, 0.0), (-1.5, 2.0, 3.0), (0.0, -4.0, 0.5)])
def test_a_bias_is_learnt_at_rest_and_subtracted(bias_deg_s: tuple[float, float, float]) -> None:
    sensor = replace(QUIET, gyr_bias_deg_s=bias_deg_s)
    motion = tracked(ticks_of(turning(40.0, 1.5, wait_s=6.0).samples(sensor=sensor)))
    at_s = motion.index * TICK_S
    still = motion.rate_deg_s[(at_s > 5.0) & (at_s < 5.8)]
    assert np.linalg.norm(still, axis=1).max() < 0.5
    turned = motion.rate_deg_s[(at_s > 5.8) & (at_s < 7.8)].sum(axis=0) * TICK_S
    assert np.linalg.norm(turned) == pytest.approx(40.0, abs=0.5)


def test_a_slow_turn_is_not_taken_for_a_bias() -> None:
    limb = Limb().wait(4.0).turn(40.0, 15.0).wait(4.0)
    turned_deg = tracked(ticks_of(limb.samples(sensor=QUIET))).rate_deg_s.sum(axis=0) * TICK_S
    assert np.linalg.norm(turned_deg) > 30.0


def test_the_first_force_is_not_taken_for_a_bias() -> None:
    samples = Limb(pitch_deg=60.0).wait(1.0).samples(sensor=EXACT)
    motion = tracked(ticks_of(rotated(samples, strapped(5))))
    assert np.abs(motion.raw_rate_deg_s).max() < 0.05


def test_without_a_gyroscope_a_slow_turn_is_measured_from_gravity() -> None:
    sensor = replace(QUIET, has_gyro=False)
    motion = tracked(ticks_of(turning(40.0, 2.0).samples(sensor=sensor)))
    at_s = motion.index * TICK_S
    turned = motion.rate_deg_s[(at_s > 2.2) & (at_s < 5.8)].sum(axis=0) * TICK_S
    assert np.linalg.norm(turned) == pytest.approx(40.0, abs=1.0)


@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_a_sensor_strapped_on_another_way_round_sees_the_same_motion_turned(seed: int) -> None:
    sensor = replace(QUIET, gyr_bias_deg_s=(1.0, -2.0, 0.7), acc_scale=(1.03, 0.98, 1.0))
    samples = turning().samples(sensor=sensor)
    rotation = strapped(seed)
    motion, other = tracked(ticks_of(samples)), tracked(ticks_of(rotated(samples, rotation)))
    np.testing.assert_allclose(other.up, rotation.apply(motion.up), atol=1e-9)
    np.testing.assert_allclose(other.rate_deg_s, rotation.apply(motion.rate_deg_s), atol=1e-7)


def test_the_frame_does_not_matter_even_where_the_forces_contradict_the_rates() -> None:
    samples = turning().samples(sensor=QUIET)
    faulty = replace(samples, acc_m_s2=samples.acc_m_s2 * [1.0, 1.0, 0.3])
    motion = tracked(ticks_of(faulty))
    other = tracked(ticks_of(rotated(faulty, strapped(3))))
    np.testing.assert_allclose(other.up, strapped(3).apply(motion.up), atol=1e-9)


@pytest.mark.parametrize("force", [(0.0, 0.0, 0.0), (0.0, 0.0, -9.81), (5.7, 5.7, 5.7)])
def test_a_sensor_that_reads_the_same_for_ever_is_at_rest(
    force: tuple[float, float, float],
) -> None:
    n = 200
    never = np.zeros(n, dtype=bool)
    ticks = Ticks(np.arange(n), np.tile(force, (n, 1)), np.zeros((n, 3)), never, never, never)
    motion = tracked(ticks)
    assert np.isfinite(motion.up).all()
    np.testing.assert_allclose(motion.rate_deg_s, 0.0, atol=1e-9)


def test_the_weights_of_a_window_are_even_and_sum_to_one() -> None:
    window = hann_window(0.12)
    assert len(window) == 13
    assert sum(window) == pytest.approx(1.0)
    assert window == pytest.approx(window[::-1])


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_smoothing_in_a_stream_is_smoothing_of_the_whole(sizes: list[int], last: int) -> None:
    values: FloatArray = np.random.default_rng(last).normal(size=(sum(sizes) + last, 3))
    smoother = Smoother(hann_window(0.1))
    edges = np.cumsum([0, *sizes, last])
    parts = [smoother.update(values[a:b]) for a, b in pairwise(edges)]
    smooth = np.vstack([*parts, smoother.finish()])
    half = smoother.half
    padded = np.pad(values, ((half, half), (0, 0)), mode="edge")
    window = np.array(hann_window(0.1))
    whole = np.stack([np.convolve(column, window, mode="valid") for column in padded.T], axis=1)
    np.testing.assert_allclose(smooth, whole, atol=1e-12)


def test_rows_of_motion_have_the_columns_of_a_tick_in_its_order() -> None:
    assert TICK_DTYPE.names == tuple(field.name for field in fields(Tick))


def test_a_smoother_that_was_given_nothing_has_nothing_of_as_many_columns() -> None:
    assert Smoother(hann_window(0.1), columns=5).finish().shape == (0, 5)
