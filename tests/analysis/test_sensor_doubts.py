"""Tests that wrong units, signs, axes and clocks are named, and corrected if that is certain."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.sentences.sensor_warnings import of_clock
from evenstride.analysis.model.exercises import any_exercise
from evenstride.analysis.model.summary import LegSummary
from evenstride.analysis.signal.doubts.clock_evidence import ClockEvidence
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray, Leg, Placement, Samples, SensorInfo
from tests.analysis.moving import QUIET, Limb, analyzed, cut, in_step
from tests.analysis.wrong_sensors import DEGREES, clean


def leg_of(samples: Samples, *, block: int = 200, rate_hz: float = 100.0) -> LegSummary:
    _, summary = analyzed(list(cut(samples, block)), "straight-leg-raise", rate_hz=rate_hz)
    return summary.legs[Leg.RIGHT]


def gyr(change: Callable[[FloatArray], FloatArray]) -> Samples:
    samples = clean()
    return replace(samples, gyr_rad_s=change(samples.gyr_rad_s))


def acc(factor: float) -> Samples:
    samples = clean()
    return replace(samples, acc_m_s2=samples.acc_m_s2 * factor)


def test_nothing_is_said_of_a_sound_sensor() -> None:
    assert leg_of(clean()).data.warnings == ()


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (gyr(lambda rate: rate * DEGREES), "degrees per second and not in radians"),
        (gyr(lambda rate: rate / DEGREES), "too small by 57.3"),
        (acc(1.0 / GRAVITY_M_S2), "its values are in g."),
        (acc(1000.0 / GRAVITY_M_S2), "thousandths of g"),
        (acc(4096.0 / GRAVITY_M_S2), "in another unit, or raw numbers"),
    ],
)
def test_a_unit_that_gravity_confirms_is_named_and_every_rep_is_counted(
    samples: Samples, said: str
) -> None:
    sound, mended = leg_of(clean()), leg_of(samples)
    (warning,) = mended.data.warnings
    assert said in warning
    assert "They were converted" in warning or "They were scaled to it" in warning
    assert mended.count == sound.count == 6
    for one, other in zip(sound.reps, mended.reps, strict=True):
        assert one.start_s == pytest.approx(other.start_s, abs=0.03)
        assert one.rom_deg == pytest.approx(other.rom_deg, abs=0.5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rate: -rate, "the sign of an axis is turned round"),
        (lambda rate: rate[:, [1, 0, 2]], "its axes are swapped"),
        (lambda rate: rate[:, [2, 0, 1]] * DEGREES, "its axes are swapped"),
    ],
)
def test_a_gyroscope_that_contradicts_gravity_is_turned_and_the_reps_are_counted(
    change: Callable[[FloatArray], FloatArray], said: str
) -> None:
    leg = leg_of(gyr(change))
    (warning,) = leg.data.warnings
    assert warning.startswith("The gyroscope contradicts the turning of gravity")
    assert said in warning
    assert leg.count == 6
    assert leg.reps[-1].rom_deg == pytest.approx(40.0, abs=1.0)


def test_columns_of_both_sensors_that_are_exchanged_are_named() -> None:
    samples = clean()
    exchanged = replace(samples, acc_m_s2=samples.gyr_rad_s, gyr_rad_s=samples.acc_m_s2)
    assert any("their columns are exchanged" in one for one in leg_of(exchanged).data.warnings)


def part_of(
    rate: FloatArray, wrong: FloatArray | float, from_part: float, to_part: float
) -> FloatArray:
    """The rate, in a part of the session replaced by a wrong one."""
    rate = rate.copy()
    rate[round(from_part * len(rate)) : round(to_part * len(rate))] = wrong
    return rate


STANDING = np.array([0.02, -0.01, 0.03])


@pytest.mark.parametrize(
    ("change", "said", "at_least"),
    [
        (lambda rate: rate * 0.0, "The gyroscope read zero for", 6),
        (lambda rate: rate * 0.0 + STANDING, "The gyroscope read the same values again", 6),
        (lambda rate: rate * 0.0 + 10.0 * STANDING, "The gyroscope read the same values again", 6),
        (lambda rate: rate * 0.01 + STANDING, "does not turn where gravity does", 6),
        (lambda rate: rate * [1.0, 0.0, 1.0], "always reads the same about y", 6),
        (lambda rate: part_of(rate, 0.0, 0.5, 1.0), "The gyroscope read zero for", 5),
        (lambda rate: part_of(rate, np.nan, 0.5, 1.0), "The gyroscope sent nothing for", 5),
        (lambda rate: part_of(rate, STANDING, 0.3, 0.7), "The gyroscope read the same values", 4),
        (lambda rate: part_of(rate, np.nan, 0.3, 0.7), "The gyroscope sent nothing for", 4),
        (lambda rate: part_of(rate, 0.0, 0.0, 0.5), "The gyroscope read zero for", 5),
        (lambda rate: rate + np.radians([15.0, -12.0, 8.0]), "15.0, -12.0 and 8.0 °/s at rest", 6),
    ],
)
def test_a_gyroscope_that_does_not_measure_is_told_and_counted_without(
    change: Callable[[FloatArray], FloatArray], said: str, at_least: int
) -> None:
    rng = np.random.default_rng(1)
    samples = clean()
    noisy = samples.gyr_rad_s + rng.normal(0.0, 0.003, samples.gyr_rad_s.shape)
    leg = leg_of(replace(samples, gyr_rad_s=change(noisy)))
    assert any(said in warning for warning in leg.data.warnings), leg.data.warnings
    assert at_least <= leg.count <= 6


def test_a_noisy_accelerometer_accuses_no_gyroscope_of_a_limb_that_rests() -> None:
    rests = Limb(pitch_deg=2.0).wait(20.0).samples(sensor=QUIET)
    rng = np.random.default_rng(0)
    acc_m_s2 = rests.acc_m_s2 + rng.normal(0.0, 4.0, rests.acc_m_s2.shape)
    gyr_rad_s = rests.gyr_rad_s + rng.normal(0.0, 0.005, rests.acc_m_s2.shape)
    (said,) = leg_of(replace(rests, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)).data.warnings
    assert "the accelerometer's readings scatter" in said


def test_swapped_axes_between_which_the_limb_turns_are_told_once_it_turns_about_another() -> None:
    between = np.array([[0.8, -0.6, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]])
    samples = clean()
    turned = replace(
        samples, acc_m_s2=samples.acc_m_s2 @ between.T, gyr_rad_s=samples.gyr_rad_s @ between.T
    )
    leg = leg_of(replace(turned, gyr_rad_s=turned.gyr_rad_s[:, [1, 0, 2]]))
    assert leg.count == 6


def test_a_sound_gyroscope_is_not_accused_of_what_the_other_legs_does() -> None:
    sound, after = clean(), 30.0
    wrong = replace(sound, gyr_rad_s=sound.gyr_rad_s * DEGREES)
    later = Limb(pitch_deg=2.0).wait(after).reps(6, 40.0).wait(2.0).samples(Leg.LEFT, sensor=QUIET)
    _, summary = analyzed(in_step([wrong, later]), "straight-leg-raise")
    assert [summary.legs[leg].count for leg in Leg] == [6, 6]
    assert summary.legs[Leg.LEFT].data.warnings == ()


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (gyr(lambda rate: rate * 2.5), "times as far as gravity"),
        (gyr(lambda rate: rate * 16.4 * DEGREES), "raw numbers and not rad/s. It was left out"),
        (acc(1.4), "its unit is another one, or it is faulty"),
    ],
)
def test_what_may_be_the_fault_of_either_is_told(samples: Samples, said: str) -> None:
    assert any(said in warning for warning in leg_of(samples).data.warnings)


def test_units_of_one_leg_are_those_of_the_other_which_only_rests() -> None:
    working = gyr(lambda rate: rate * DEGREES)
    resting = Limb(pitch_deg=2.0).wait(float(working.t_s[-1])).samples(Leg.LEFT, sensor=QUIET)
    rng = np.random.default_rng(1)
    rest = replace(
        resting, gyr_rad_s=(resting.gyr_rad_s + rng.normal(0.0, 0.003, (len(resting), 3))) * DEGREES
    )
    _, summary = analyzed(in_step([working, rest]), "straight-leg-raise")
    assert summary.legs[Leg.RIGHT].count == 6
    assert summary.legs[Leg.LEFT].count == 0
    (warning,) = summary.legs[Leg.LEFT].data.warnings
    assert "as the other leg's" in warning


def test_what_a_leg_does_by_the_units_of_the_other_is_known_when_those_are() -> None:
    def pipeline(leg: Leg) -> LegPipeline:
        return LegPipeline(LegAnalyzer(leg, any_exercise(), Placement.THIGH), SensorInfo("", 100.0))

    mended, ahead = pipeline(Leg.RIGHT), pipeline(Leg.LEFT)
    ahead.update(clean())
    ahead.mend_with(mended)
    assert ahead.known_s == mended.known_s


def test_degrees_are_told_of_a_thigh_that_hardly_turns_and_a_gyroscope_with_a_bias() -> None:
    limb = Limb(pitch_deg=25.0).wait(4.0).reps(10, 5.0).wait(2.0)
    samples = limb.samples(sensor=replace(QUIET, gyr_bias_deg_s=(3.0, -3.0, 2.0)))
    wrong = replace(samples, gyr_rad_s=samples.gyr_rad_s * DEGREES)
    _, sound = analyzed(list(cut(samples, 200)), "inner-range-quads")
    _, mended = analyzed(list(cut(wrong, 200)), "inner-range-quads")
    assert sound.legs[Leg.RIGHT].data.warnings == ()
    (warning,) = mended.legs[Leg.RIGHT].data.warnings
    assert "degrees per second and not in radians" in warning
    assert mended.legs[Leg.RIGHT].count == sound.legs[Leg.RIGHT].count == 10


def test_an_accelerometer_without_gravity_is_told() -> None:
    samples = clean()
    rng = np.random.default_rng(1)
    shaking = rng.normal(0.0, 0.05, samples.acc_m_s2.shape)
    warnings = leg_of(replace(samples, acc_m_s2=shaking)).data.warnings
    assert any("gravity was taken out of its values" in warning for warning in warnings)


def test_units_are_mended_alike_however_the_samples_are_cut() -> None:
    samples = gyr(lambda rate: rate * DEGREES)
    once, often = leg_of(samples, block=100_000), leg_of(samples, block=7)
    assert once.reps == often.reps
    assert once.data == often.data


def test_a_rate_that_is_not_the_one_of_the_header_is_told() -> None:
    (warning,) = leg_of(clean(), rate_hz=50.0).data.warnings
    assert "a rate of 100 a second, and 50 are expected" in warning


def test_a_clock_in_another_unit_is_told() -> None:
    samples = clean()
    arrived_us = np.rint(samples.t_s * 1e6).astype(np.int64)
    for factor, is_told in ((0.1, True), (0.97, False), (1.03, False), (1.2, True), (1000.0, True)):
        clock_us = np.rint(arrived_us * factor).astype(np.int64)
        warnings = leg_of(replace(samples, sensor_us=clock_us, host_us=arrived_us)).data.warnings
        assert [warning for warning in warnings if "clock" in warning] == list(warnings)
        assert bool(warnings) is is_told, factor


def test_a_clock_that_is_far_off_is_told_within_seconds() -> None:
    samples = clean().part(0, 500)
    arrived_us = np.rint(samples.t_s * 1e6).astype(np.int64)
    for factor, is_told in ((0.1, True), (0.55, False), (0.8, False), (10.0, True)):
        clock_us = np.rint(arrived_us * factor).astype(np.int64)
        evidence = ClockEvidence(100.0)
        evidence.update(replace(samples, sensor_us=clock_us, host_us=arrived_us))
        assert (evidence.clock is not None) is is_told, factor


def test_what_a_sensor_kept_and_sends_at_once_says_nothing_of_its_clock() -> None:
    samples = clean().part(0, 1000)
    clock_us = np.rint(samples.t_s * 1e6).astype(np.int64)
    arrived_us = np.maximum(clock_us, clock_us[400])
    evidence = ClockEvidence(100.0)
    sent = replace(samples, sensor_us=clock_us, host_us=arrived_us)
    for part in (sent.part(0, 400), sent.part(400, 1000)):
        evidence.update(part)
        assert evidence.clock is None


def test_times_that_arrivals_confirm_are_not_accused_where_the_rate_is_another() -> None:
    samples = clean()
    clock_us = np.rint(samples.t_s * 1e6).astype(np.int64)
    for arrived_us, says in ((clock_us, "Times are right"), (None, "Check both")):
        evidence = ClockEvidence(1000.0)
        with_clock = arrived_us if arrived_us is None else clock_us
        evidence.update(replace(samples, sensor_us=with_clock, host_us=arrived_us))
        assert says in " ".join(of_clock(evidence))


def test_a_clock_that_jumps_is_told_where_no_sample_is_missing() -> None:
    clean_ = clean()
    arrived_us = np.rint(clean_.t_s * 1e6).astype(np.int64)
    for jumps_s, lost, said in (
        ({800: 0.5}, 0, "jumped by +0.5 s at 8 s from the start"),
        ({800: -5.0, 1200: 9.0}, 0, "jumped 2 times, at first by -5.0 s at 8 s"),
        ({800: 5.0}, 30, ""),
        ({800: 0.1}, 0, ""),
    ):
        by_us = np.zeros(len(arrived_us), np.int64)
        for at, by_s in jumps_s.items():
            by_us[at:] += round(by_s * 1e6)
        seq = clean_.seq + np.where(np.arange(len(by_us)) < 800, 0, lost)
        samples = replace(clean_, seq=seq, sensor_us=arrived_us + by_us, host_us=arrived_us)
        evidence = ClockEvidence(100.0)
        for part in cut(samples, 50):
            evidence.update(part)
        told = " ".join(of_clock(evidence))
        assert said in told if said else not told


def test_fast_reps_are_no_reason_to_accuse_a_sensor() -> None:
    limb = Limb(pitch_deg=2.0).wait(4.0)
    for _ in range(15):
        limb = limb.turn(50.0, 0.4).turn(-50.0, 0.4)
    assert leg_of(limb.wait(3.0).samples(sensor=QUIET)).data.warnings == ()


@pytest.mark.parametrize(
    ("frequency_hz", "swing_deg", "lever_m", "pose_deg"),
    [(0.3, 20.0, 0.4, 45.0), (0.45, 35.0, 0.4, 45.0)],
)
def test_a_limb_that_swings_and_never_rests_is_no_reason_to_accuse_a_sensor(
    frequency_hz: float, swing_deg: float, lever_m: float, pose_deg: float
) -> None:
    t_s = np.arange(0.0, 30.0, 0.01)
    per_s, swing = 2.0 * np.pi * frequency_hz, np.radians(swing_deg)
    angle = np.radians(pose_deg) + swing * np.sin(per_s * t_s)
    rate = swing * per_s * np.cos(per_s * t_s)
    turned_back = -swing * per_s**2 * np.sin(per_s * t_s)
    noise, still = np.random.default_rng(2), np.zeros_like(t_s)
    along = GRAVITY_M_S2 * np.sin(angle) - lever_m * rate**2
    across = GRAVITY_M_S2 * np.cos(angle) + lever_m * turned_back
    acc_m_s2 = np.stack((along, still, across), axis=1) + noise.normal(0.0, 0.05, (len(t_s), 3))
    gyr_rad_s = np.stack((still, -rate, still), axis=1) + noise.normal(0.0, 0.01, (len(t_s), 3))
    swung = Samples(Leg.RIGHT, np.arange(len(t_s)), t_s, acc_m_s2, gyr_rad_s)
    assert not [one for one in leg_of(swung).data.warnings if "reads" in one or "scatter" in one]
