"""Tests what gravity proves about a gyroscope, and what it leaves open."""

from collections.abc import Callable
from dataclasses import astuple, replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.analysis.signal.doubts.changing_doubts import changing_gyroscope
from evenstride.analysis.signal.doubts.gravity_doubts import uneven_gravity
from evenstride.analysis.signal.doubts.sensor_doubts import (
    GyroscopeDoubt,
    GyroscopeKind,
    gyroscope_doubt,
)
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.doubts.sensor_repair import AS_IT_IS, Repair, further_repair
from evenstride.analysis.signal.screening.grid import Ticks
from evenstride.sensors.samples import GRAVITY_M_S2, Leg, Samples
from tests.analysis.moving import QUIET, Limb, rotated
from tests.analysis.wrong_sensors import DEGREES, clean, evidence_of


def resting(*gravity_m_s2: float) -> SensorEvidence:
    """A sensor that rests for some seconds in poses in which it reads so much."""
    evidence = SensorEvidence()
    for reads in gravity_m_s2:
        evidence.quiet_m_s2.extend(np.full(20, reads))
    return evidence


def test_gravity_that_differs_from_pose_to_pose_is_told_and_a_small_offset_is_not() -> None:
    assert uneven_gravity(resting(9.6, 10.0)) is None
    assert uneven_gravity(resting(9.5, 11.0)) == pytest.approx((9.5, 11.0))
    assert uneven_gravity(resting(9.8, 1.0)) == pytest.approx((1.0, 9.8))
    assert uneven_gravity(SensorEvidence()) is None


@pytest.mark.parametrize(
    ("throughout", "kind"), [(True, GyroscopeKind.SIGN), (False, GyroscopeKind.UNPROVEN)]
)
def test_axes_are_only_turned_where_each_part_of_the_session_asks_for_it(
    throughout: bool, kind: GyroscopeKind
) -> None:
    limb = Limb(pitch_deg=2.0).wait(4.0).reps(6, 40.0).wait(2.0)
    large_until_s = limb.samples(sensor=QUIET).t_s[-1]
    samples = limb.reps(8, 6.0).samples(sensor=QUIET)
    is_wrong = throughout | (samples.t_s[:, None] < large_until_s)
    turned = replace(samples, gyr_rad_s=np.where(is_wrong, -1.0, 1.0) * samples.gyr_rad_s)
    doubt = gyroscope_doubt(evidence_of(turned))
    assert doubt is not None
    assert doubt.kind is kind
    repair = further_repair(Repair(), evidence_of(turned))
    assert repair.turns_axes is throughout


def slight() -> Samples:
    return Limb(pitch_deg=2.0).wait(3.0).reps(2, 8.0).wait(2.0).samples(sensor=QUIET)


def quick(way_s: float = 0.4) -> Samples:
    limb = Limb(pitch_deg=2.0).wait(3.0)
    limb.reps(20, raise_s=way_s, lower_s=way_s, hold_s=0.0, pause_s=0.0)
    return limb.wait(2.0).samples(sensor=QUIET)


@pytest.mark.parametrize("moved", [slight, quick])
def test_a_contradiction_is_told_where_the_right_axes_are_not_proven(
    moved: Callable[[], Samples],
) -> None:
    samples = moved()
    assert gyroscope_doubt(evidence_of(samples)) is None
    wrong = evidence_of(replace(samples, gyr_rad_s=-samples.gyr_rad_s))
    doubt = gyroscope_doubt(wrong)
    assert doubt is not None
    assert doubt.kind is GyroscopeKind.UNPROVEN
    assert further_repair(Repair(), wrong) == Repair()


@pytest.mark.parametrize(("hertz", "times", "told"), [(0.5, 1.0, False), (0.1, 1.4, True)])
def test_a_gain_is_doubted_in_slow_swings_and_not_where_a_lever_explains_it(
    hertz: float, times: float, told: bool
) -> None:
    t_s, hinge_m = np.arange(0.0, 60.0, 0.01), 0.2
    angle, zeros = 0.5 * np.sin(2.0 * np.pi * hertz * t_s), np.zeros(6000)
    rate = np.gradient(angle, t_s)
    along = -GRAVITY_M_S2 * np.cos(angle) - hinge_m * rate**2
    across = GRAVITY_M_S2 * np.sin(angle) + hinge_m * np.gradient(rate, t_s)
    acc_m_s2 = np.stack((along, zeros, across), axis=1)
    gyr_rad_s = np.stack((zeros, -times * rate, zeros), axis=1)
    samples = Samples(Leg.RIGHT, np.arange(len(t_s)), t_s, acc_m_s2, gyr_rad_s)
    doubt = gyroscope_doubt(evidence_of(samples))
    assert (doubt is not None) is told
    assert doubt is None or doubt.kind is GyroscopeKind.GAIN


def test_swapped_axes_that_explain_a_good_part_are_found_where_others_explain_far_more() -> None:
    samples = rotated(quick(0.6), Rotation.from_euler("x", 17.0, degrees=True))
    assert gyroscope_doubt(evidence_of(samples)) is None
    swapped = replace(samples, gyr_rad_s=samples.gyr_rad_s[:, [0, 2, 1]])
    doubt = gyroscope_doubt(evidence_of(swapped))
    assert doubt is not None
    assert doubt.axes[1:] == ("z", "y")


def test_axes_are_turned_back_once_gravity_is_seen_to_be_read_wrongly() -> None:
    doubt = GyroscopeDoubt(GyroscopeKind.SIGN, 1.0, ("-x", "y", "z"))
    turned = Repair(gyr_matrix=(-1.0, *AS_IT_IS[1:]), gyroscope=doubt)
    assert further_repair(turned, resting(9.6, 10.0)) == turned
    back = further_repair(turned, resting(9.4, 11.0))
    assert back.gyr_matrix == AS_IT_IS
    assert back.gyroscope is None


@pytest.mark.parametrize("change", [1.0, DEGREES, -1.0])
def test_a_gyroscope_that_changes_is_told_of_and_a_sound_one_is_not(change: float) -> None:
    samples = Limb(pitch_deg=2.0).wait(4.0).reps(24, 40.0).wait(2.0).samples(sensor=QUIET)
    late = samples.t_s[:, None] > 43.0
    changed = replace(samples, gyr_rad_s=np.where(late, change, 1.0) * samples.gyr_rad_s)
    doubt = changing_gyroscope(evidence_of(changed))
    assert (doubt is None) == (change == 1.0)
    if change == DEGREES:
        assert doubt is not None
        assert doubt.times == pytest.approx(DEGREES, rel=0.1)


def aslant() -> Samples:
    """A limb that turns about one axis of its sensor, and a fifth as far about another one."""
    limb = Limb(pitch_deg=2.0).wait(4.0)
    for _ in range(12):
        limb.turn(30.0, 1.5).wait(0.5).turn(0.0, 1.0, roll=9.0).wait(0.3)
        limb.turn(0.0, 1.0, roll=-9.0).turn(-30.0, 1.5).wait(0.5)
    return limb.samples(sensor=QUIET)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_gyroscope_that_is_wrong_about_a_lesser_axis_only_is_told(axis: int) -> None:
    sound = aslant()
    sign = np.where(np.arange(3) == axis, -1.0, 1.0)
    doubt = gyroscope_doubt(evidence_of(replace(sound, gyr_rad_s=sign * sound.gyr_rad_s)))
    assert gyroscope_doubt(evidence_of(sound)) is None
    # About the vertical nothing is seen of it.
    assert (doubt is None) == (axis == 2)


@pytest.mark.parametrize(("times", "is_told"), [(0.7, True), (0.9, False), (1.5, True)])
def test_a_scale_of_the_gyroscope_is_told_where_slow_movements_show_it(
    times: float, is_told: bool
) -> None:
    sound = aslant()
    doubt = gyroscope_doubt(evidence_of(replace(sound, gyr_rad_s=times * sound.gyr_rad_s)))
    assert (doubt is not None and doubt.kind is GyroscopeKind.GAIN) == is_told


@pytest.mark.parametrize("at_once", [1, 7, 40])
def test_a_reading_without_rate_parts_what_gravity_tells_however_ticks_are_cut(
    at_once: int,
) -> None:
    samples = clean()
    samples.gyr_rad_s[100] = samples.gyr_rad_s[700] = np.nan
    whole = Ticks(
        np.arange(len(samples)),
        samples.acc_m_s2,
        samples.gyr_rad_s,
        *np.zeros((3, len(samples)), np.bool_),
    )
    evidence, in_blocks = SensorEvidence(), SensorEvidence()
    evidence.update(whole)
    for start in range(0, len(samples), at_once):
        part = slice(start, start + at_once)
        in_blocks.update(Ticks(*(getattr(whole, one)[part] for one in Ticks.__slots__)))
    in_blocks.gather()
    assert evidence.gravity.so_far.moments > 50
    for one, other in zip(
        astuple(evidence.gravity.so_far), astuple(in_blocks.gravity.so_far), strict=True
    ):
        assert np.array_equal(one, other)
