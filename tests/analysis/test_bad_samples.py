"""Tests that impossible samples cause no exception and no invented rep."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.samples import Leg, Samples
from tests.analysis.limbs import CURL
from tests.analysis.moving import QUIET, analyzed, announced, counts, cut, rows
from tests.analysis.sessions import clean


def count_of(samples: Samples, exercise: str = CURL) -> int:
    _, summary = analyzed(list(cut(samples, 200)), exercise)
    return summary.legs[Leg.RIGHT].count


def test_samples_that_are_not_numbers_are_left_out_and_reported() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc[::10] = np.nan
    gyr[5::20, 1] = np.inf
    _, summary = analyzed(list(cut(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr), 200)), CURL)
    assert counts(summary.legs) == {"right": [6]}
    skipped = summary.legs[Leg.RIGHT].data.skipped
    assert skipped == {"not-a-number": len(acc[::10]) + len(gyr[5::20])}


def test_nothing_but_not_a_number_is_nothing() -> None:
    samples = clean()
    broken = replace(samples, acc_m_s2=np.full_like(samples.acc_m_s2, np.nan))
    _, summary = analyzed(list(cut(broken, 200)), CURL)
    assert summary.legs[Leg.RIGHT].count == 0
    assert summary.legs[Leg.RIGHT].data.skipped == {"not-a-number": len(samples)}


@pytest.mark.parametrize("value", [0.0, 1.0, -156.9, 1e4, 1e300])
@pytest.mark.parametrize("has_gyro", [True, False])
def test_a_stuck_sensor_does_nothing(value: float, has_gyro: bool) -> None:
    samples = clean()
    gyr = np.full_like(samples.gyr_rad_s, value if has_gyro else np.nan)
    stuck = replace(samples, acc_m_s2=np.full_like(samples.acc_m_s2, value), gyr_rad_s=gyr)
    assert count_of(stuck) == 0


def test_a_sensor_that_sticks_in_mid_set_does_nothing_from_then_on() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    stuck = samples.t_s > 13.4  # on the way up in the fourth rep
    acc[stuck], gyr[stuck] = acc[stuck][0], gyr[stuck][0]
    assert count_of(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)) == 3


def test_a_sensor_that_reads_zero_for_a_while_invents_nothing() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    zero = (samples.t_s > 8.9) & (samples.t_s < 9.5)
    acc[zero] = gyr[zero] = 0.0
    assert count_of(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)) == 6


def test_a_gyroscope_that_saturates_invents_nothing() -> None:
    assert count_of(clean(replace(QUIET, gyr_range_deg_s=60.0))) == 6


def test_an_accelerometer_that_saturates_invents_nothing() -> None:
    assert count_of(clean(replace(QUIET, acc_range_g=0.5))) == 6


@pytest.mark.parametrize("seed", range(3))
def test_noise_is_no_exercise(seed: int) -> None:
    samples = clean(count=12)
    rng = np.random.default_rng(seed)
    noise = replace(
        samples,
        acc_m_s2=rng.normal(0.0, 5.0, samples.acc_m_s2.shape),
        gyr_rad_s=rng.normal(0.0, 0.3, samples.gyr_rad_s.shape),
    )
    assert count_of(noise) == 0


def test_single_wild_values_change_nothing() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc[150::400] = 150.0
    gyr[350::400] = -30.0
    assert count_of(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)) == 6


def test_time_that_goes_backwards_is_left_out_and_reported() -> None:
    samples = clean()
    t_s = samples.t_s.copy()
    t_s[1500:1520] -= 5.0
    _, summary = analyzed(list(cut(replace(samples, t_s=t_s), 200)), CURL)
    assert counts(summary.legs) == {"right": [6]}
    assert summary.legs[Leg.RIGHT].data.skipped == {"time-backwards": 20}


def test_a_clock_that_begins_anew_stops_the_count_but_not_the_session() -> None:
    samples = clean()
    t_s = np.where(samples.t_s > 12.0, samples.t_s - 12.0, samples.t_s)
    _, summary = analyzed(list(cut(replace(samples, t_s=t_s), 200)), CURL)
    assert summary.legs[Leg.RIGHT].count <= 6
    assert summary.legs[Leg.RIGHT].data.skipped["time-backwards"] > 1000


def test_samples_that_all_have_one_time_are_one_sample() -> None:
    samples = clean()
    _, summary = analyzed([replace(samples, t_s=np.full_like(samples.t_s, 3.0))], CURL)
    assert summary.legs[Leg.RIGHT].count == 0
    assert summary.legs[Leg.RIGHT].data.skipped == {"time-backwards": len(samples) - 1}


@pytest.mark.parametrize("rate_hz", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("has_gyro", [True, False])
def test_one_sample_a_second_is_too_few_to_count_anything_wrong(
    rate_hz: float, has_gyro: bool
) -> None:
    sensor = replace(QUIET, rate_hz=rate_hz, has_gyro=has_gyro)
    samples = clean(sensor)
    _, summary = analyzed(list(cut(samples, 2)), CURL, rate_hz=rate_hz)
    assert summary.legs[Leg.RIGHT].count <= 6


def test_a_single_sample_is_a_session() -> None:
    _, summary = analyzed([rows(clean(), slice(0, 1))], CURL)
    assert summary.legs[Leg.RIGHT].count == 0


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_whatever_comes_there_is_a_summary(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 800))
    wild = np.array([np.nan, np.inf, -np.inf, 0.0, 1e308, -1e-308, 9.81])
    values = np.where(
        rng.random((n, 6)) < rng.uniform(0, 0.5),
        rng.choice(wild, (n, 6)),
        rng.normal(0.0, 10.0 ** rng.uniform(-2, 3), (n, 6)),
    )
    t_s = np.cumsum(rng.choice([0.01, 0.0, -0.5, 0.3, 3.0], n, p=[0.93, 0.02, 0.02, 0.02, 0.01]))
    samples = Samples(Leg.LEFT, rng.integers(0, 999, n), t_s, values[:, :3], values[:, 3:])
    with np.errstate(all="ignore"):
        events, summary = analyzed(list(cut(samples, int(rng.integers(1, 99)))), CURL)
    assert len(announced(events)) >= summary.legs[Leg.LEFT].count
    data = summary.legs[Leg.LEFT].data
    assert 0.0 <= data.lost_fraction < 1.0
    assert np.isfinite([data.duration_s, data.rate_hz]).all()
