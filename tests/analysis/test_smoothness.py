"""Tests SPARC: its published value, and that it distinguishes smooth from rough movements only."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.counting.measuring.smoothness import rep_smoothness, sparc
from evenstride.sensors.samples import FloatArray


def bell(duration_s: float, rate_hz: float) -> FloatArray:
    """Speed of a minimum-jerk movement by 40°, degrees per second."""
    u = np.arange(0.0, 1.0, 1.0 / (duration_s * rate_hz))
    return 40.0 / duration_s * 30.0 * u**2 * (1.0 - u) ** 2


def test_the_published_example_gives_the_published_value() -> None:
    # The example in the documentation of the authors' own program (siva82kb/SPARC).
    t_s = np.arange(-1.0, 1.0, 0.01)
    assert sparc(np.exp(-5.0 * t_s**2), 100.0) == pytest.approx(-1.41403, abs=5e-6)


@pytest.mark.parametrize("duration_s", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0])
def test_one_movement_is_as_smooth_at_any_tempo_and_rate(duration_s: float, rate_hz: float) -> None:
    assert sparc(bell(duration_s, rate_hz), rate_hz) == pytest.approx(-1.406, abs=0.003)


@given(st.floats(min_value=1e-3, max_value=1e3))
def test_the_unit_of_speed_makes_no_difference(scale: float) -> None:
    speed = bell(2.0, 50.0)
    assert sparc(scale * speed, 50.0) == pytest.approx(sparc(speed, 50.0), rel=1e-9)


def test_tremor_and_stutter_are_rougher_than_noise() -> None:
    speed = bell(2.0, 50.0)
    t_s = np.arange(len(speed)) / 50.0
    noise = np.random.default_rng(1).normal(0.0, 0.1, len(speed))
    smooth = sparc(speed, 50.0)
    noisy = sparc(np.abs(speed + noise), 50.0)
    trembling = sparc(np.abs(speed + 3.0 * np.sin(2 * np.pi * 5.0 * t_s)), 50.0)
    in_two_parts = sparc(np.concatenate([bell(1.0, 50.0), bell(1.0, 50.0)]), 50.0)
    assert smooth is not None
    assert noisy == pytest.approx(smooth, abs=0.02)
    assert trembling is not None
    assert trembling < smooth - 0.3
    assert in_two_parts is not None
    assert in_two_parts < smooth - 0.5


def test_a_rep_is_judged_by_its_ways_and_not_by_its_hold() -> None:
    out, back = bell(1.0, 50.0), bell(2.0, 50.0)
    whole = sparc(np.concatenate([out, np.zeros(100), back]), 50.0)
    rep = rep_smoothness(out, back, 50.0)
    assert rep == pytest.approx(-1.406, abs=0.003)
    assert whole is not None
    assert whole < -3.5


@pytest.mark.parametrize(
    "speed",
    [
        np.zeros(0),
        np.ones(7),
        np.zeros(50),
        np.append(np.ones(50), np.nan),
        np.append(np.ones(50), np.inf),
    ],
    ids=["empty", "too short", "still", "not a number", "infinite"],
)
def test_what_has_no_shape_has_no_smoothness(speed: FloatArray) -> None:
    assert sparc(speed, 50.0) is None
    assert rep_smoothness(bell(1.0, 50.0), speed, 50.0) is None


def test_a_slow_sensor_is_judged_up_to_half_its_rate() -> None:
    assert sparc(bell(2.0, 12.5), 12.5) == pytest.approx(-1.406, abs=0.01)
