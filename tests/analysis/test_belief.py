"""Tests that a leg's sensor is used as evidence about the other leg only if it is credible."""

import numpy as np
import pytest

from evenstride.analysis.counting.signs.belief import is_believed
from evenstride.analysis.signal.doubts.gravity_turning import CHUNK_TICKS, in_quarters
from evenstride.analysis.signal.doubts.noise import Noise
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import TICK_DTYPE, TickRows
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2

_TICKS = 500


def _swinging(reach_deg: float = 10.0, hz: float = 0.5) -> TickRows:
    """A limb that swings about its x axis; its sensor's z axis points along the limb."""
    at_s = np.arange(_TICKS) * TICK_S
    phase = 2.0 * np.pi * hz * at_s
    angle = np.radians(reach_deg) * np.sin(phase)
    rows = np.zeros(_TICKS, TICK_DTYPE)
    rows["index"] = np.arange(_TICKS)
    rows["up"] = np.stack((0.0 * angle, np.sin(angle), np.cos(angle)), axis=1)
    rows["raw_rate_deg_s"][:, 0] = reach_deg * 2.0 * np.pi * hz * np.cos(phase)
    rows["rate_deg_s"] = rows["raw_rate_deg_s"]
    rows["force_m_s2"] = GRAVITY_M_S2 * rows["up"]
    return rows


def _is_believed(rows: TickRows) -> bool:
    recent = RecentMotion(60.0)
    recent.extend(rows)
    return is_believed(recent, 300, _TICKS - 1)


def _noise(size: float) -> np.ndarray:
    return np.random.default_rng(1).normal(0.0, size, (_TICKS, 3))


@pytest.mark.parametrize(("reach_deg", "hz"), [(0.0, 0.5), (3.0, 0.3), (40.0, 1.0)])
def test_a_sound_sensor_is_believed_at_rest_and_in_any_swing(reach_deg: float, hz: float) -> None:
    rows = _swinging(reach_deg, hz)
    rows["force_m_s2"] += _noise(0.05)
    rows["raw_rate_deg_s"] += _noise(0.3)
    assert _is_believed(rows)


@pytest.mark.parametrize(("field", "size"), [("force_m_s2", 3.0), ("raw_rate_deg_s", 57.0)])
@pytest.mark.parametrize("every", [1, 2])
def test_noise_is_not_believed_of_a_sensor_of_50_or_25_hz(
    field: str, size: float, every: int
) -> None:
    rows, noise, at = _swinging(), _noise(size), np.arange(_TICKS)
    kept = at[::every]
    rows[field] += np.stack([np.interp(at, kept, one[kept]) for one in noise.T], axis=1)
    assert not _is_believed(rows)


@pytest.mark.parametrize("times", [1.0 / 57.3, 2.3, 57.3])
def test_a_gyroscope_is_believed_as_far_as_a_pendulum_turns(
    times: float,
) -> None:
    rows = _swinging()
    rows["raw_rate_deg_s"] *= times
    assert _is_believed(rows) == (times < 3.0)


@pytest.mark.parametrize("times", [0.1, 2.0])
def test_a_limb_that_does_not_weigh_what_it_should_is_not_believed(times: float) -> None:
    rows = _swinging()
    rows["force_m_s2"] *= times
    assert not _is_believed(rows)


def test_a_sensor_that_hardly_told_anything_yet_is_believed() -> None:
    recent = RecentMotion(60.0)
    recent.extend(_swinging()[:30])
    assert is_believed(recent, 0, 29)


def _most(rows: np.ndarray) -> float:
    noise = Noise()
    noise.update(in_quarters(rows[: len(rows) // CHUNK_TICKS * CHUNK_TICKS]))
    return noise.most


def test_noise_of_twenty_seconds_is_told_by_its_size_and_bursts_of_it_are_not() -> None:
    noise = np.random.default_rng(2).normal(0.0, 3.0, (1200, 3))
    assert _most(noise) == pytest.approx(3.0, rel=0.1)
    bursts = noise * (np.arange(1200) % 100 < 50)[:, None]
    assert _most(bursts) == 0.0
    assert _most(np.repeat(noise[::25], 25, axis=0)) == 0.0


def test_a_limb_that_weighs_nothing_for_a_moment_is_looked_at_all_the_same() -> None:
    rows = _swinging()
    rows["force_m_s2"][-50:-20] = 0.0
    assert _is_believed(rows)
