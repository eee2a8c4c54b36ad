"""Tests times and angles of a rep, as the pages define them, against the simulated movement."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import FloatArray, Leg
from tests.analysis.made import known
from tests.analysis.moving import (
    EXACT,
    MINIMUM_JERK_END,
    QUIET,
    SMALL_MOVES,
    Limb,
    analyzed,
    in_step,
    leg_of,
    rotated,
    rows,
)
from tests.simulator.body import SensorModel
from tests.simulator.truth import Step


def repeated(
    range_deg: float,
    raise_s: float,
    hold_s: float,
    lower_s: float,
) -> Limb:
    limb = Limb(pitch_deg=5.0).wait(3.0)
    limb.reps(4, range_deg, raise_s=raise_s, hold_s=hold_s, lower_s=lower_s, pause_s=1.0)
    return limb.wait(2.0)


def commanded(limb: Limb) -> list[tuple[float, float, float, float]]:
    """Return the true start, top, leave and end of each rep by their definitions."""
    times = []
    for out, back in zip(limb.steps[::2], limb.steps[1::2], strict=True):
        times.append(
            (
                out.start_s + MINIMUM_JERK_END * out.duration_s,
                out.end_s - MINIMUM_JERK_END * out.duration_s,
                back.start_s + MINIMUM_JERK_END * back.duration_s,
                back.end_s - MINIMUM_JERK_END * back.duration_s,
            )
        )
    return times


def times_of(reps: tuple[Rep, ...]) -> list[tuple[float, float, float, float]]:
    return [
        (known(rep.start_s), known(rep.top_s), known(rep.leave_s), known(rep.end_s)) for rep in reps
    ]


def test_a_minimum_jerk_move_is_under_a_tenth_of_its_peak_for_8_66_percent_at_each_end() -> None:
    tau = np.linspace(0.0, 0.5, 100_001)
    speed = 30 * tau**2 * (1 - tau) ** 2
    assert tau[np.searchsorted(speed, 0.1 * 1.875)] == pytest.approx(MINIMUM_JERK_END, abs=1e-4)


@pytest.mark.parametrize(
    ("range_deg", "raise_s", "hold_s", "lower_s"),
    [
        (40.0, 1.0, 1.0, 1.0),
        (40.0, 1.5, 2.0, 1.5),
        (40.0, 2.5, 5.0, 2.0),
        (10.0, 1.0, 2.0, 1.0),
        (80.0, 1.2, 0.8, 2.0),
    ],
)
def test_the_times_of_a_rep_are_those_commanded(
    range_deg: float, raise_s: float, hold_s: float, lower_s: float
) -> None:
    limb = repeated(range_deg, raise_s, hold_s, lower_s)
    reps = leg_of(limb, SMALL_MOVES, sensor=EXACT).reps
    np.testing.assert_allclose(times_of(reps), commanded(limb), atol=0.02)


@pytest.mark.parametrize(
    ("range_deg", "raise_s", "hold_s", "lower_s"), [(40.0, 0.5, 0.8, 0.5), (20.0, 0.4, 0.4, 0.4)]
)
def test_the_times_of_a_fast_rep_are_off_by_a_part_of_the_smoothing_only(
    range_deg: float, raise_s: float, hold_s: float, lower_s: float
) -> None:
    limb = repeated(range_deg, raise_s, hold_s, lower_s)
    reps = leg_of(limb, SMALL_MOVES, sensor=EXACT).reps
    np.testing.assert_allclose(times_of(reps), commanded(limb), atol=0.04)


@pytest.mark.parametrize("hold_s", [0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("duration_s", [0.8, 1.5])
def test_a_hold_is_that_commanded_and_8_6_percent_of_each_move(
    hold_s: float, duration_s: float
) -> None:
    reps = leg_of(repeated(40.0, duration_s, hold_s, duration_s), SMALL_MOVES, sensor=EXACT).reps
    expected_s = hold_s + 2 * MINIMUM_JERK_END * duration_s
    # The smoothing makes a fast move last longer: 17 ms at either end of one of 0.8 s.
    tolerance_s = 0.04 if duration_s < 1.0 else 0.025
    np.testing.assert_allclose(
        [known(rep.hold_s) for rep in reps], [expected_s] * 4, atol=tolerance_s
    )


def test_without_a_pause_at_the_top_the_hold_is_the_turning_round() -> None:
    reps = leg_of(repeated(40.0, 1.5, 0.0, 1.5), SMALL_MOVES, sensor=EXACT).reps
    assert [rep.hold_s for rep in reps] == pytest.approx([2 * MINIMUM_JERK_END * 1.5] * 4, abs=0.04)


def test_raise_hold_and_lower_follow_each_other() -> None:
    for rep in leg_of(repeated(40.0, 1.5, 1.0, 2.0)).reps:
        ways_s = known(rep.raise_s) + known(rep.hold_s) + known(rep.lower_s)
        assert ways_s == pytest.approx(known(rep.end_s) - known(rep.start_s))
        assert rep.raise_s == pytest.approx(1.5 * (1 - 2 * MINIMUM_JERK_END), abs=0.04)
        assert rep.lower_s == pytest.approx(2.0 * (1 - 2 * MINIMUM_JERK_END), abs=0.04)


@pytest.mark.parametrize("range_deg", [4.0, 8.0, 20.0, 30.0])
@pytest.mark.parametrize("duration_s", [0.8, 1.2, 2.0])
def test_the_range_is_that_commanded(range_deg: float, duration_s: float) -> None:
    limb = repeated(range_deg, duration_s, 1.0, duration_s)
    reps = leg_of(limb, SMALL_MOVES, sensor=EXACT).reps
    assert [rep.rom_deg for rep in reps] == pytest.approx([range_deg] * 4, abs=0.5)


@pytest.mark.parametrize("range_deg", [45.0, 90.0])
def test_a_large_range_is_that_commanded(range_deg: float) -> None:
    reps = leg_of(repeated(range_deg, 1.2, 1.0, 1.2), SMALL_MOVES, sensor=EXACT).reps
    assert [rep.rom_deg for rep in reps] == pytest.approx([range_deg] * 4, abs=0.5)


@pytest.mark.parametrize("strap_deg", [(0.0, 0.0, 170.0), (90.0, 40.0, -20.0), (-30.0, 75.0, 60.0)])
def test_how_the_sensor_is_strapped_on_does_not_matter(
    strap_deg: tuple[float, float, float],
) -> None:
    limb = repeated(40.0, 1.2, 1.0, 1.2)
    reps = leg_of(limb, SMALL_MOVES, sensor=EXACT).reps
    turned = leg_of(limb, SMALL_MOVES, sensor=replace(EXACT, strap_deg=strap_deg)).reps
    np.testing.assert_allclose(times_of(turned), times_of(reps), atol=1e-4)
    assert [rep.rom_deg for rep in turned] == pytest.approx([rep.rom_deg for rep in reps], abs=1e-3)
    for name in ("tremor_deg", "sag_deg"):
        expected = [getattr(rep, name) for rep in reps]
        assert [getattr(rep, name) for rep in turned] == pytest.approx(expected, abs=1e-3)


def test_the_peak_speed_is_that_commanded() -> None:
    reps = leg_of(repeated(40.0, 1.2, 1.0, 2.0), SMALL_MOVES, sensor=EXACT).reps
    assert [rep.peak_speed_deg_s for rep in reps] == pytest.approx([1.875 * 40 / 1.2] * 4, rel=0.02)


def test_a_rep_that_is_done_in_goes_is_less_smooth() -> None:
    smooth = leg_of(repeated(40.0, 2.0, 1.0, 2.0)).reps
    limb = Limb().wait(3.0)
    for _ in range(4):
        for part in (14.0, 13.0, 13.0):
            limb.turn(part, 0.667)
        limb.wait(1.0)
        for part in (14.0, 13.0, 13.0):
            limb.turn(-part, 0.667)
        limb.wait(1.0)
    jerky = leg_of(limb.wait(2.0)).reps
    assert len(jerky) == 4
    for rep, other in zip(smooth, jerky, strict=True):
        assert rep.smoothness is not None
        assert other.smoothness is not None
        assert other.smoothness < rep.smoothness - 0.2


def test_a_sag_at_the_top_belongs_to_the_hold() -> None:
    limb = Limb().wait(3.0)
    for _ in range(4):
        limb.turn(40.0, 1.2).wait(0.3).turn(-5.0, 1.5).wait(0.3).turn(-35.0, 1.2).wait(1.0)
    reps = leg_of(limb.wait(2.0), sensor=EXACT).reps
    expected_s = 2.1 + 2 * MINIMUM_JERK_END * 1.2
    np.testing.assert_allclose([known(rep.hold_s) for rep in reps], [expected_s] * 4, atol=0.1)


def test_the_way_out_of_a_stop_halfway_is_one_way() -> None:
    limb = Limb().wait(3.0)
    for _ in range(4):
        limb.turn(20.0, 0.8).wait(0.25).turn(20.0, 0.8).wait(1.5).turn(-40.0, 1.2).wait(1.0)
    reps = leg_of(limb.wait(2.0), sensor=EXACT).reps
    first_s = [limb.steps[3 * n].start_s + MINIMUM_JERK_END * 0.8 for n in range(4)]
    np.testing.assert_allclose([known(rep.start_s) for rep in reps], first_s, atol=0.04)
    np.testing.assert_allclose([known(rep.rom_deg) for rep in reps], [40.0] * 4, atol=1.0)


@pytest.mark.parametrize(("hold_s", "duration_s"), [(0.0, 1.5), (0.5, 0.8), (0.5, 2.5), (5.0, 1.5)])
def test_neither_the_hold_nor_the_tempo_makes_a_rep_smoother_or_rougher(
    hold_s: float, duration_s: float
) -> None:
    reps = leg_of(repeated(40.0, duration_s, hold_s, duration_s), SMALL_MOVES).reps
    # The published value of a minimum-jerk movement, which each way is by itself.
    assert [rep.smoothness for rep in reps] == pytest.approx([-1.406] * 4, abs=0.02)


def test_a_limb_that_sinks_in_its_hold_sags_and_one_that_rises_does_the_opposite() -> None:
    for sag in (6.0, -4.0, 0.0):
        limb = Limb().wait(3.0)
        for _ in range(3):
            limb.turn(40.0, 1.2).wait(0.5).turn(-sag, 1.0).wait(0.5).turn(sag - 40.0, 1.2).wait(1.0)
        reps = leg_of(limb.wait(2.0)).reps
        assert [rep.sag_deg for rep in reps] == pytest.approx([sag] * 3, abs=0.3)


@pytest.mark.parametrize("shake_deg", [0.03, 0.2])
def test_a_tremor_in_the_hold_is_measured_in_degrees(shake_deg: float) -> None:
    limb = repeated(40.0, 1.2, 2.0, 1.2)
    limb.shake_deg = shake_deg
    # Three sines, one about each axis; the ticks take 4 % of 8 Hz.
    expected_deg = 0.96 * shake_deg * np.sqrt(1.5)
    reps = leg_of(limb).reps
    assert [rep.tremor_deg for rep in reps] == pytest.approx([expected_deg] * 4, rel=0.08)


def test_a_still_hold_has_no_tremor_whatever_the_limb_did_before_and_after() -> None:
    limb = Limb().wait(3.0)
    for _ in range(3):
        limb.turn(60.0, 0.6).wait(0.2).turn(-4.0, 1.2).wait(0.2).turn(-56.0, 0.6).wait(1.0)
    for rep in leg_of(limb.wait(2.0)).reps:
        assert rep.tremor_deg is not None
        assert rep.tremor_deg < 0.02


def test_a_hold_that_is_too_short_says_nothing_of_steadiness() -> None:
    for rep in leg_of(repeated(40.0, 1.2, 0.5, 1.2)).reps:
        assert (rep.tremor_deg, rep.sag_deg) == (None, None)


def test_without_a_gyroscope_there_is_a_sag_but_no_tremor_and_no_tilt() -> None:
    limb = repeated(40.0, 1.5, 2.0, 1.5)
    sensor = replace(QUIET, has_gyro=False)
    reps = leg_of(limb, replace(SMALL_MOVES, thigh_at_rest=ThighAtRest.LYING), sensor).reps
    assert [rep.sag_deg for rep in reps] == pytest.approx([0.0] * 4, abs=0.3)
    assert [(rep.tremor_deg, rep.tilt_deg, rep.roll_deg) for rep in reps] == [(None,) * 3] * 4


def dips(
    *, side: float = 0.0, roll: float = 0.0, slant: float = 0.0, pitch_deg: float = -88.0
) -> Limb:
    """Dips by 40°: straight ahead to 10°, and to a side and about the limb from there on.

    ``slant`` is how far to the side the movement's plane takes the limb from the beginning.
    """
    limb = Limb(pitch_deg=pitch_deg).wait(3.0)
    for _ in range(3):
        limb.steps.append(Step(limb.now_s, 0.6, (10.0, slant / 4, 0.0)))
        limb.steps.append(Step(limb.now_s + 0.5, 1.0, (30.0, side + 0.75 * slant, roll)))
        limb.wait(2.5).turn(-40.0, 1.2, side=-side - slant, roll=-roll).wait(1.0)
    return limb.wait(2.0)


def tilts(limb: Limb, leg: Leg = Leg.RIGHT, sensor: SensorModel = EXACT) -> FloatArray:
    """Return lean and inward roll of each dip."""
    samples = in_step([limb.samples(leg, sensor)])
    _, summary = analyzed(samples, "single-leg-dip", rate_hz=sensor.rate_hz)
    reps = summary.legs[leg].reps
    assert len(reps) == 3
    return np.array([(rep.tilt_deg, rep.roll_deg) for rep in reps], dtype=np.float64)


@pytest.mark.parametrize("slant", [0.0, 15.0])
def test_a_movement_in_a_plane_does_not_tilt_even_if_the_plane_slants(slant: float) -> None:
    np.testing.assert_allclose(tilts(dips(slant=slant)), [[0.0, 0.0]] * 3, atol=0.3)


def test_a_lean_at_20_degrees_is_measured_and_is_no_roll() -> None:
    # To the left, which is inwards on the right leg: from (10°, 0°) towards (40°, 15°) the limb
    # is at (19.44°, 4.72°) when it is 20° deep, 13.65° round: asin(sin 20° sin 13.65°) = 4.63°.
    np.testing.assert_allclose(tilts(dips(side=15.0)), [[4.63, 0.0]] * 3, atol=0.3)
    np.testing.assert_allclose(tilts(dips(side=-15.0)), [[-4.63, 0.0]] * 3, atol=0.3)


def test_a_roll_at_20_degrees_is_measured_and_is_no_lean() -> None:
    # A third of the roll from 10° to 40° is done; turning left about the downward limb is outwards.
    np.testing.assert_allclose(tilts(dips(roll=12.0)), [[0.0, -4.0]] * 3, atol=0.3)


def test_a_dip_from_a_bent_knee_leans_by_nearly_as_much() -> None:
    # The limb is taken to hang along the vertical; 12° beside it, a roll looks a little like a
    # lean (and a lean like a roll).
    bent = tilts(dips(side=15.0, roll=12.0, pitch_deg=-78.0))
    np.testing.assert_allclose(bent[:, 0], tilts(dips(side=15.0, roll=12.0))[:, 0], atol=1.0)


def test_the_mirror_image_on_the_other_leg_tilts_alike() -> None:
    right = tilts(dips(side=15.0, roll=12.0))
    left = tilts(dips(side=-15.0, roll=-12.0), Leg.LEFT)
    np.testing.assert_allclose(left, right, atol=0.01)


@pytest.mark.parametrize("strap_deg", [(0.0, 0.0, 170.0), (90.0, 40.0, -20.0)])
def test_how_the_sensor_is_strapped_on_does_not_tilt(
    strap_deg: tuple[float, float, float],
) -> None:
    limb = dips(side=15.0, roll=12.0)
    turned = tilts(limb, sensor=replace(EXACT, strap_deg=strap_deg))
    np.testing.assert_allclose(turned, tilts(limb), atol=0.01)


def test_a_cheap_sensor_tells_a_tilt_to_half_a_degree() -> None:
    sensor = SensorModel(rate_hz=50.0, gyr_bias_deg_s=(1.0, -0.8, 0.6), gyr_noise_deg_s=0.03)
    found = tilts(dips(side=15.0).until(30.0), sensor=sensor)
    np.testing.assert_allclose(found[:, 0], [4.63] * 3, atol=0.5)


def test_a_lying_leg_that_is_raised_to_a_side_leans_but_is_not_said_to_roll() -> None:
    limb = dips(side=15.0, pitch_deg=2.0)
    for rep in leg_of(limb, replace(SMALL_MOVES, thigh_at_rest=ThighAtRest.LYING), EXACT).reps:
        assert rep.tilt_deg == pytest.approx(4.63, abs=0.3)
        assert rep.roll_deg is None


def test_what_does_not_go_to_20_degrees_has_no_tilt() -> None:
    limb = Limb(pitch_deg=-88.0).wait(3.0).reps(3, 18.0, raise_s=1.2).wait(2.0)
    standing = replace(find("single-leg-dip"), sensor_moves=SensorMoves.ANY)
    reps = leg_of(limb, standing).reps
    assert [(rep.tilt_deg, rep.roll_deg) for rep in reps] == [(None, None)] * 3


def lossy(limb: Limb, sensor: SensorModel, from_s: float, to_s: float) -> LegSummary:
    samples = limb.samples(sensor=sensor)
    kept = rows(samples, np.flatnonzero((samples.t_s < from_s) | (samples.t_s > to_s)))
    _, summary = analyzed(in_step([kept]))
    return summary.legs[Leg.RIGHT]


def test_a_rep_that_touches_a_hole_is_flagged_and_no_other() -> None:
    limb = repeated(40.0, 1.2, 1.5, 1.2)
    at_top_s = limb.steps[2].end_s + 0.5
    reps = lossy(limb, QUIET, at_top_s, at_top_s + 0.5).reps
    assert [Flag.SIGNAL_GAP in rep.flags for rep in reps] == [False, True, False, False]
    np.testing.assert_allclose(times_of(reps), commanded(limb), atol=0.03)


@pytest.mark.parametrize(("hole_s", "is_known"), [(1.2, True), (6.2, False)])
def test_a_hold_with_a_hole_in_which_a_rep_may_lie_is_not_known(
    hole_s: float, is_known: bool
) -> None:
    limb = repeated(40.0, 1.2, 1.5, 1.2)
    at_top_s = limb.steps[2].end_s + 0.2
    reps = lossy(limb, QUIET, at_top_s, at_top_s + hole_s).reps
    assert len(reps) == 4  # in the long one it came down and rose again
    cut = [rep for rep in reps if Flag.SIGNAL_GAP in rep.flags]
    assert [rep.hold_s is not None for rep in cut] == ([True] if is_known else [False, False])


def test_without_a_gyroscope_it_says_so_and_is_a_little_less_exact() -> None:
    limb = repeated(40.0, 1.5, 1.5, 1.5)
    sensor = replace(QUIET, has_gyro=False, position_m=(0.25, 0.0, 0.0))
    reps = leg_of(limb, SMALL_MOVES, sensor=sensor).reps
    assert [rep.flags for rep in reps] == [(Flag.NO_GYRO,)] * 4
    np.testing.assert_allclose(times_of(reps), commanded(limb), atol=0.12)
    assert [rep.rom_deg for rep in reps] == pytest.approx([40.0] * 4, abs=1.5)


def test_turning_the_sensor_turns_nothing_of_the_measures() -> None:
    limb = repeated(40.0, 1.2, 1.0, 1.2)
    samples = limb.samples()
    _, plain = analyzed(in_step([samples]))
    _, turned = analyzed(in_step([rotated(samples, Rotation.random(rng=np.random.default_rng(4)))]))
    assert len(plain.legs[Leg.RIGHT].reps) == 4
    np.testing.assert_allclose(
        times_of(turned.legs[Leg.RIGHT].reps), times_of(plain.legs[Leg.RIGHT].reps), atol=1e-7
    )
