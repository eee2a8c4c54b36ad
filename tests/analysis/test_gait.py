"""Tests that one sensor distinguishes strides from reps, and that a walk shows how a limb hangs."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.tuning import TICK_S
from tests.analysis.strides import GAIT, HANGING, LYING, Leg, movement, of, sighting, stride


def test_a_stride_is_told_by_its_signs() -> None:
    seen = of(stride())
    assert seen.octaves > GAIT.sure_octaves
    assert seen.repeats is not None
    assert seen.repeats > 0.9
    assert seen.yaw_deg_s == pytest.approx(50.0 / np.sqrt(2.0), rel=0.02)


@pytest.mark.parametrize(
    "rep",
    [
        movement(4.0),
        movement(2.0, range_deg=60.0),
        movement(1.2, range_deg=30.0),  # as fast as anybody
        movement(1.6, from_deg=HANGING, range_deg=50.0, bounces=1, bounce_m_s2=1.3),  # a dip
    ],
)
def test_a_rep_is_none(rep: Motion) -> None:
    assert of(rep).octaves < 0.0


def test_each_sign_speaks_for_itself() -> None:
    whole = of(stride()).octaves
    assert of(stride(2.4)).octaves < whole - 1.0
    assert of(stride(yaw_deg_s=5.0)).octaves < whole - 1.0
    assert of(stride(bounce_m_s2=0.5)).octaves < whole - 0.5


def test_a_second_half_that_mirrors_the_first_is_hardly_a_strides() -> None:
    facts = {"from_deg": HANGING, "yaw_deg_s": 40.0, "bounce_m_s2": 2.0}
    squat, stepped = (of(movement(1.2, bounces=times, **facts)) for times in (1, 2))  # type: ignore[arg-type]
    assert squat.repeats is not None
    assert squat.repeats < -0.9
    assert stepped.octaves - squat.octaves > GAIT.mirror_octaves


def test_who_walks_slowly_on_soft_soles_is_told() -> None:
    # Little is felt, but no hinge explains it, and the second half repeats the first.
    soft = of(stride(1.7, yaw_deg_s=25.0, bounce_m_s2=0.5, range_deg=30.0))
    assert soft.felt_m_s2 < GAIT.jolt_m_s2
    assert soft.octaves > GAIT.sure_octaves


def test_without_a_gyroscope_two_signs_are_not_there() -> None:
    seen = of(stride(), has_gyro=False)
    assert seen.yaw_deg_s is None
    assert seen.jolt_m_s2 is None
    assert not seen.turns


def test_the_strap_may_sit_any_way_round() -> None:
    for seed in range(5):
        strap = Rotation.random(rng=np.random.default_rng(seed))
        turned = movement(1.3, bounces=2, bounce_m_s2=2.0, yaw_deg_s=40.0, strap=strap)
        straight = movement(1.3, bounces=2, bounce_m_s2=2.0, yaw_deg_s=40.0)
        assert of(turned).octaves == pytest.approx(of(straight).octaves, abs=1e-6)


@pytest.mark.parametrize(
    ("motion", "turns"),
    [
        (movement(4.0), False),
        (movement(4.0, turn_deg=20.0), False),
        (movement(4.0, turn_deg=8.0, range_deg=5.0), False),  # a gyroscope's bias
        (movement(4.0, turn_deg=60.0), True),
        (movement(2.0, range_deg=12.0, yaw_deg_s=60.0), True),
        (movement(4.0, range_deg=12.0, yaw_deg_s=25.0, to_and_fros=6), False),  # balance
    ],
)
def test_who_turns_round_is_seen(motion: Motion, turns: bool) -> None:
    assert of(motion).turns is turns


def test_single_wild_readings_make_no_stride() -> None:
    motion = movement(3.0)
    seen = of(motion)
    motion.rows["spin_deg_s"][50] = -900.0
    motion.rows["raw_rate_deg_s"][70] = 900.0
    motion.rows["force_m_s2"][90:92] = 80.0
    assert of(motion).octaves == pytest.approx(seen.octaves, abs=0.2)
    assert not of(motion).turns


def test_strides_speak_for_each_other_and_reps_against() -> None:
    walks, rests = Leg().walks(3), Leg()
    for _ in range(3):
        rests.does(movement(3.0), wait_s=0.5)
    assert walks.does(stride()).octaves > of(stride()).octaves
    assert rests.does(stride()).octaves < of(stride()).octaves


def test_a_slow_last_step_goes_on_from_a_stride() -> None:
    # Its way out is the last stride's way back; a rep begins where the leg has stood.
    slow = movement(3.5, from_deg=HANGING)
    walk = Leg().walks(4)
    assert walk.does(slow, begun_s=0.4).octaves > 0.0
    assert walk.does(slow, begun_s=0.4).octaves < 0.0  # too late to be one more step
    assert Leg().walks(4).does(slow).octaves < 0.0
    stands = Leg().walks(4).does(movement(12.0), begun_s=0.4)  # no step is so long
    assert stands.octaves < 0.0
    # Where it seemed to stay out it stood: the way back may be the way out of the first rep.
    assert stands.has_strides
    assert not Leg().walks(4).does(movement(12.0)).has_strides


def test_strides_long_ago_say_nothing() -> None:
    leg = Leg().walks(3)
    leg.does(movement(3.0), wait_s=10.0)
    assert leg.does(stride()).octaves == pytest.approx(of(stride()).octaves)


def test_without_a_gyroscope_who_walks_for_sure_is_believed_to_go_on() -> None:
    alone = of(stride(), has_gyro=False).octaves
    walks, rested = Leg().walks(3), Leg()
    assert walks.does(stride(), has_gyro=False).octaves > alone
    assert rested.does(stride(), has_gyro=False).octaves == pytest.approx(
        alone - GAIT.no_gyro_octaves
    )


@pytest.mark.parametrize(("range_deg", "walks"), [(5.0, False), (40.0, True)])
def test_without_a_gyroscope_a_limb_that_trembles_does_not_walk(
    range_deg: float, *, walks: bool
) -> None:
    leg = Leg()
    for _ in range(3):
        leg.does(stride(), has_gyro=False, range_deg=range_deg)
    whole = Excursion((1.0, 0.0, 0.0), 80.0, 0, 100, 150, round(leg.now_s / TICK_S))
    seen = leg.watch.look(sighting(leg.recent, whole, ThighAtRest.ANY, has_gyro=False))
    assert seen.has_strides is walks
    assert leg.watch.walks(leg.now_s) is walks


def test_a_bout_begins_with_its_first_stride() -> None:
    leg = Leg()
    leg.does(movement(3.0), wait_s=10.0)
    began_s = leg.now_s
    seen = [leg.does(stride()) for _ in range(4)]
    assert [one.bout_start_s for one in seen] == [pytest.approx(began_s)] * 4
    assert leg.watch.walks(leg.now_s)
    assert not leg.watch.walks(leg.now_s + GAIT.bout_pause_s + 0.1)


def test_who_gets_up_walks_and_sits_down_has_walked() -> None:
    leg = Leg()
    for _ in range(3):
        leg.does(stride())
    whole = Excursion((1.0, 0.0, 0.0), 80.0, 0, 100, 150, round(leg.now_s / TICK_S))
    seen = leg.watch.look(sighting(leg.recent, whole, ThighAtRest.ANY, has_gyro=True))
    assert seen.has_strides


@pytest.mark.parametrize(
    ("motion", "at_rest", "posture"),
    [
        (movement(4.0, from_deg=LYING), ThighAtRest.LYING, Posture.FITS),  # a leg is raised
        (movement(4.0, from_deg=LYING, range_deg=-80.0), ThighAtRest.LYING, Posture.CHAIR),
        (movement(4.0, from_deg=LYING, range_deg=-80.0), ThighAtRest.LEVEL, Posture.CHAIR),
        (movement(4.0, from_deg=HANGING), ThighAtRest.UPRIGHT, Posture.FITS),  # a dip
        (movement(4.0, from_deg=LYING), ThighAtRest.UPRIGHT, Posture.OTHER),
        (movement(4.0, from_deg=HANGING), ThighAtRest.ANY, Posture.FITS),
    ],
)
def test_a_walk_teaches_which_posture_a_movement_is_done_in(
    motion: Motion, at_rest: ThighAtRest, posture: Posture
) -> None:
    assert Leg().does(motion, at_rest).posture is Posture.FITS
    assert Leg().walks().does(motion, at_rest).posture is posture


def test_what_was_learnt_outlives_a_gap() -> None:
    leg = Leg().walks()
    leg.watch.forget()
    dip = leg.does(movement(4.0, from_deg=HANGING), ThighAtRest.LYING)
    assert dip.posture is Posture.OTHER


def test_a_posture_can_be_forgotten() -> None:
    leg = Leg().walks()
    leg.watch.unlearn()
    dip = leg.does(movement(4.0, from_deg=HANGING), ThighAtRest.LYING)
    assert dip.posture is Posture.FITS


def test_a_limb_that_weighs_more_and_less_is_felt_by_more_than_gravity() -> None:
    chair, made_up = Leg(), Leg()
    chair.does(movement(4.0, bounces=1, bounce_m_s2=0.2))
    made_up.does(movement(4.0))
    assert chair.watch.feels
    assert not made_up.watch.feels


def test_soon_after_strides_nobody_can_have_turned_the_strap() -> None:
    leg = Leg().walks()
    assert leg.does(movement(3.0), wait_s=4.0).strode
    assert not leg.does(movement(3.0)).strode
    assert not Leg().does(movement(3.0)).strode


@pytest.mark.parametrize(
    ("turn_deg", "turns"), [(38.0, False), (-38.0, False), (72.0, True), (-72.0, True)]
)
def test_what_a_bias_may_read_in_the_time_is_taken_off_a_turn(turn_deg: float, turns: bool) -> None:
    # In 20 s a bias of 2 degrees per second is 40, and who turns round does so by more than 30.
    assert of(movement(20.0, turn_deg=turn_deg)).turns is turns
