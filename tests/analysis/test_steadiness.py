"""Tests tremor and sag of a hold on made-up motion."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.counting.measuring.steadiness import sag_deg, tremor_deg
from evenstride.sensors.samples import FloatArray

RATE_HZ = 50.0
X = np.array([1.0, 0.0, 0.0])


def shaking(amplitude_deg: float, frequency_hz: float, duration_s: float) -> FloatArray:
    """The rate of a limb whose angle about one axis is a sine, °/s, shape (n, 3)."""
    t_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    turn = 2 * np.pi * frequency_hz
    return amplitude_deg * turn * np.cos(turn * t_s + 0.3)[:, None] * [0.6, 0.0, 0.8]


@pytest.mark.parametrize("frequency_hz", [5.0, 7.3, 10.0])
@pytest.mark.parametrize("duration_s", [1.0, 2.2, 5.0])
def test_the_tremor_of_a_sine_is_its_rms(frequency_hz: float, duration_s: float) -> None:
    found = tremor_deg(shaking(0.2, frequency_hz, duration_s), RATE_HZ)
    assert found == pytest.approx(0.2 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("frequency_hz", [0.3, 1.0, 18.0])
def test_what_is_slower_or_faster_than_tremor_is_none(frequency_hz: float) -> None:
    assert tremor_deg(shaking(0.2, frequency_hz, 4.0), RATE_HZ) == pytest.approx(0.0, abs=0.005)


def test_an_offset_and_a_drift_of_the_gyroscope_are_no_tremor() -> None:
    drifting = np.linspace(1.0, 3.0, 150)[:, None] * [1.0, -2.0, 0.5]
    assert tremor_deg(drifting, RATE_HZ) == pytest.approx(0.0, abs=1e-9)


def test_the_noise_of_a_cheap_gyroscope_is_a_thousandth_of_a_degree() -> None:
    # 0.03 °/s/√Hz on each of three axes: √3 · 0.03 / 2π · √(1/3 - 1/12) = 0.004°.
    noise = 0.03 * np.sqrt(RATE_HZ / 2) * np.random.default_rng(1).normal(size=(5000, 3))
    assert tremor_deg(noise, RATE_HZ) == pytest.approx(0.0041, rel=0.1)


def test_tremor_needs_three_periods_of_the_slowest_and_numbers() -> None:
    assert tremor_deg(shaking(0.2, 8.0, 0.98), RATE_HZ) is None
    broken = shaking(0.2, 8.0, 2.0)
    broken[7, 1] = np.nan
    assert tremor_deg(broken, RATE_HZ) is None
    assert tremor_deg(np.zeros((0, 3)), RATE_HZ) is None


def held(sinks_deg: FloatArray) -> FloatArray:
    """The vertical in the frame of a limb that was turned by 40° about x, and sinks."""
    angle = np.radians(sinks_deg - 40.0)
    return np.stack([np.full_like(angle, 0.1), -np.sin(angle), np.cos(angle)], axis=1)


@given(st.floats(-20.0, 40.0), st.integers(50, 500))
def test_the_sag_is_from_the_beginning_to_the_end_of_the_hold(deg: float, size: int) -> None:
    sinks = np.concatenate([np.zeros(15), np.linspace(0.0, deg, size), np.full(15, deg)])
    found = sag_deg(held(sinks), X, RATE_HZ)
    assert found == pytest.approx(deg, abs=1e-6)


def test_what_was_lifted_again_did_not_sag() -> None:
    sinks = np.concatenate([np.zeros(15), np.linspace(0, 5, 50), np.linspace(5, 0, 50)])
    assert sag_deg(held(sinks), X, RATE_HZ) == pytest.approx(0.0, abs=0.6)


def test_a_turn_round_at_the_top_is_no_hold_to_sag_in() -> None:
    assert sag_deg(held(np.zeros(49)), X, RATE_HZ) is None
    assert sag_deg(np.zeros((0, 3)), X, RATE_HZ) is None
