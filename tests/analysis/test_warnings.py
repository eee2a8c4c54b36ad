"""Tests that a faulty sensor causes a flag on the rep, and a sentence."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.sentences.sensor_warnings import stopped
from evenstride.analysis.model.events import Event, GapSeen
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import DataQuality, LegSummary
from evenstride.sensors.samples import BoolArray, Leg, Samples
from tests.analysis.moving import QUIET, Limb, analyzed, cut, rows
from tests.simulator.body import SensorModel


def clean(sensor: SensorModel = QUIET) -> Samples:
    return Limb(pitch_deg=2.0).wait(3.0).reps(4, 40.0).wait(2.0).samples(sensor=sensor)


def events_and_leg(samples: Samples, rate_hz: float = 100.0) -> tuple[list[Event], LegSummary]:
    events, summary = analyzed(list(cut(samples, 200)), "hamstring-curl", rate_hz=rate_hz)
    return events, summary.legs[Leg.RIGHT]


def leg_of(samples: Samples, rate_hz: float = 100.0) -> LegSummary:
    return events_and_leg(samples, rate_hz)[1]


def where(samples: Samples, from_s: float, to_s: float) -> BoolArray:
    return (samples.t_s > from_s) & (samples.t_s < to_s)


def _stuck(samples: Samples) -> Samples:
    acc, gyr, at = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy(), where(samples, 3.5, 5.0)
    acc[at], gyr[at] = acc[at][0], gyr[at][0]
    return replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)


def _acc_stuck(samples: Samples) -> Samples:
    acc, at = samples.acc_m_s2.copy(), where(samples, 3.0, 9.0)
    acc[at] = acc[at][0]
    return replace(samples, acc_m_s2=acc)


def _zeros(samples: Samples) -> Samples:
    acc, gyr, at = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy(), where(samples, 0.0, 1.0)
    acc[at] = gyr[at] = 0.0
    return replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)


def _gyr_zero(samples: Samples) -> Samples:
    return replace(samples, gyr_rad_s=np.zeros_like(samples.gyr_rad_s))


def _back(samples: Samples) -> Samples:
    return replace(samples, t_s=samples.t_s - 5.0 * where(samples, 12.0, 12.2))


def _gyr_silent(samples: Samples) -> Samples:
    gyr = samples.gyr_rad_s.copy()
    gyr[samples.t_s > 6.0] = np.nan
    return replace(samples, gyr_rad_s=gyr)


def _spikes(samples: Samples) -> Samples:
    acc = samples.acc_m_s2.copy()
    acc[[410, 760], [0, 2]] = 294.0, -294.0
    return replace(samples, acc_m_s2=acc)


def _gyr_spikes(samples: Samples) -> Samples:
    gyr = samples.gyr_rad_s.copy()
    gyr[410] = 30.0
    return replace(samples, gyr_rad_s=gyr)


def _third(samples: Samples) -> Samples:
    acc = samples.acc_m_s2
    return replace(samples, acc_m_s2=acc.mean(axis=0) + (acc - acc.mean(axis=0)) / 4.0)


def _saturated(samples: Samples) -> Samples:
    gyr = np.clip(samples.gyr_rad_s, -1.0, 1.0) * 2.0  # a scale of 2 rad/s, worn on a lever
    return replace(samples, gyr_rad_s=gyr)


def _not_a_number(samples: Samples) -> Samples:
    return replace(samples, acc_m_s2=np.full_like(samples.acc_m_s2, np.nan))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_stuck, "The gyroscope read the same values again and again for 0.9 s in all."),
        (_acc_stuck, "The accelerometer read the same values again and again for 5.5 s in all."),
        (_zeros, "The sensor sent nothing but zeros for 1.0 s in all."),
        (_gyr_zero, "The gyroscope read zero for"),
        (_gyr_silent, "The gyroscope sent nothing for"),
        (_back, "The sensor's time went backwards or stood still in 19 samples"),
        (_spikes, "The accelerometer jumped in 2 single samples"),
        (_gyr_spikes, "The gyroscope jumped in 1 single sample"),
        (_third, "The accelerometer does not see the tilt"),
        (_saturated, "The gyroscope was at the end of its scale, 115 °/s, in"),
        (_not_a_number, "None of the values is a number"),
    ],
)
def test_what_is_wrong_with_a_sensor_is_said(
    damage: Callable[[Samples], Samples], said: str
) -> None:
    warnings = leg_of(damage(clean())).data.warnings
    assert any(sentence.startswith(said) for sentence in warnings), warnings


@pytest.mark.parametrize("damage", [_spikes, _gyr_spikes])
def test_a_spike_changes_no_rep(damage: Callable[[Samples], Samples]) -> None:
    sound, mended = leg_of(clean()), leg_of(damage(clean()))
    assert mended.count == sound.count
    for one, other in zip(sound.reps, mended.reps, strict=True):
        assert one.rom_deg == pytest.approx(other.rom_deg, abs=0.2)


def test_a_good_sensor_has_no_warning() -> None:
    assert leg_of(clean()).data.warnings == ()


@pytest.mark.parametrize("told_hz", [0.0, 50.0, 5.0])
def test_a_slow_sensor_is_told_to_be_slow_where_every_step_is_a_gap_too(told_hz: float) -> None:
    data = leg_of(clean(replace(QUIET, rate_hz=5.0)), told_hz).data
    assert data.rate_hz == pytest.approx(5.0, rel=0.01)
    slow = "By its clock the sensor's rate is only 5 samples a second"
    assert any(said.startswith(slow) for said in data.warnings), data.warnings


def test_a_sensor_without_gyroscope_is_told() -> None:
    (said,) = leg_of(clean(replace(QUIET, has_gyro=False))).data.warnings
    assert said.startswith("The sensor has no gyroscope")


def test_reps_that_saturate_are_flagged_and_only_they() -> None:
    samples = clean()
    gyr = samples.gyr_rad_s.copy()
    early = samples.t_s < 6.0
    gyr[~early] *= 0.5
    reps = leg_of(_saturated(replace(samples, gyr_rad_s=gyr))).reps
    assert [Flag.SATURATED in rep.flags for rep in reps] == [True, *[False] * (len(reps) - 1)]


def test_reps_in_which_gravity_disagrees_are_flagged() -> None:
    leg = leg_of(_third(clean()))
    assert all(Flag.GRAVITY_DISAGREES in rep.flags for rep in leg.reps)


def test_fast_reps_of_a_sound_sensor_are_no_accusation() -> None:
    limb = Limb(pitch_deg=2.0).wait(3.0)
    limb.reps(8, 40.0, raise_s=0.45, hold_s=0.0, lower_s=0.45, pause_s=0.1).wait(2.0)
    leg = leg_of(limb.samples(sensor=QUIET))
    assert leg.count == 8
    assert not any(Flag.GRAVITY_DISAGREES in rep.flags for rep in leg.reps)


def test_a_first_sample_without_angular_rate_does_not_make_the_sensor_one_without() -> None:
    samples = clean()
    gyr = samples.gyr_rad_s.copy()
    gyr[0] = np.nan
    events, leg = events_and_leg(replace(samples, gyr_rad_s=gyr))
    assert leg.count == 4
    assert all(rep.flags == () for rep in leg.reps)
    assert leg.data.warnings == ()
    assert not any(isinstance(event, GapSeen) for event in events)


def test_a_gap_after_which_hardly_anything_comes_is_announced_all_the_same() -> None:
    samples = clean()
    t_s = samples.t_s.copy()
    t_s[-1] += 60.0
    events, _ = events_and_leg(replace(samples, t_s=t_s))
    (gap,) = [event for event in events if isinstance(event, GapSeen)]
    assert (gap.from_s, gap.to_s) == pytest.approx((t_s[-2], t_s[-1]))


def test_noise_is_no_exercise_and_exercise_is_no_noise() -> None:
    samples = clean()
    rng = np.random.default_rng(1)
    for size, count in ((0.1, 4), (1.0, 0)):
        noise = rng.normal(0.0, size, samples.gyr_rad_s.shape)
        at_rest = np.broadcast_to(samples.acc_m_s2[0], noise.shape)
        still = replace(samples, gyr_rad_s=noise, acc_m_s2=at_rest + noise * 0.1)
        assert leg_of(still).count == 0
        if count:
            assert leg_of(replace(samples, gyr_rad_s=samples.gyr_rad_s + noise)).count == count


def test_half_of_the_samples_twice_are_no_damage() -> None:
    samples = clean()
    twice = np.sort(np.concatenate((np.arange(len(samples)), np.arange(0, len(samples), 2))))
    leg = leg_of(rows(samples, twice))
    assert leg.count == 4
    assert leg.data.skipped == {"time-backwards": len(twice) - len(samples)}


@pytest.mark.parametrize(
    ("end_s", "other", "is_told"),
    [
        (40.0, DataQuality(duration_s=120.0), True),
        (105.0, DataQuality(duration_s=120.0), False),
        (39.7, DataQuality(duration_s=80.3), False),
        (60.0, DataQuality(duration_s=120.0, gaps=((30.1, 60.2),)), False),
        (60.0, DataQuality(duration_s=120.0, gaps=((10.0, 30.0),)), True),
    ],
    ids=["stopped", "taken off first", "moved across", "moved to and fro", "paused before"],
)
def test_a_leg_that_is_silent_beside_the_other_is_told(
    end_s: float, other: DataQuality, *, is_told: bool
) -> None:
    assert bool(list(stopped(end_s, other, 120.0))) is is_told
