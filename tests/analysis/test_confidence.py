"""Tests the confidence of reps: large ones are certain, small ones need stillness and a return."""

import pytest

from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.events import RepCounted
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.sensors.samples import Leg, Placement
from tests.analysis.moving import Limb, analyzed, in_step, leg_of

QUADS = "inner-range-quads"
SMALL = "hip-extension"
"""An exercise of small reps that are looked at one by one."""


def on_roller() -> Limb:
    return Limb(pitch_deg=23.0).wait(3.0)


def reps_of(limb: Limb, exercise: str = SMALL) -> tuple[Rep, ...]:
    found = leg_of(limb.wait(2.0), exercise)
    assert [one.count for one in found.sets] == [3]
    return found.reps


def test_a_raise_is_unmistakable_even_if_it_sags_and_does_not_come_back() -> None:
    limb = Limb().wait(3.0)
    for _ in range(3):
        limb.turn(45.0, 1.2).turn(-9.0, 2.0).turn(-25.0, 1.2).wait(1.0)
    assert all(rep.confidence > 0.95 for rep in reps_of(limb, "straight-leg-raise"))


def test_a_thigh_that_turns_six_degrees_and_stands_still_at_the_top_is_sure() -> None:
    for exercise in (QUADS, SMALL):
        limb = on_roller().reps(3, 6.0, raise_s=0.8, hold_s=5.0, lower_s=0.8)
        for rep in reps_of(limb, exercise):
            assert rep.confidence > 0.85
            assert rep.flags == ()


def test_two_degrees_might_be_a_fidget_unless_they_come_again() -> None:
    once = on_roller().reps(1, 2.0, raise_s=0.6, hold_s=3.0, lower_s=0.6)
    assert leg_of(once.wait(3.0), QUADS).count == 0
    again = on_roller().reps(4, 2.0, raise_s=0.6, hold_s=3.0, lower_s=0.6)
    assert leg_of(again.wait(3.0), QUADS).count == 4


def test_a_small_turn_that_wanders_at_its_top_is_doubtful() -> None:
    limb = on_roller()
    for _ in range(3):
        limb.turn(6.0, 0.8).turn(-1.5, 1.0).turn(1.5, 1.0).turn(-6.0, 0.8).wait(1.0)
    assert all(rep.confidence < 0.5 for rep in reps_of(limb))


def test_without_a_hold_a_small_turn_is_an_even_chance_at_best() -> None:
    reps = reps_of(on_roller().reps(3, 6.0, raise_s=0.8, hold_s=0.0, lower_s=0.8))
    assert all(rep.confidence <= 0.51 for rep in reps)


def test_a_shallow_dip_of_one_sensor_may_be_the_leg_held_up_and_two_sensors_tell() -> None:
    dips = Limb(pitch_deg=-90.0).wait(4.0).reps(4, 14.0, raise_s=1.2, lower_s=1.2).wait(3.0)
    other = Limb(pitch_deg=-60.0).wait(dips.now_s)
    samples = dips.samples(), other.samples(Leg.LEFT)
    for worn, least, most in ((samples[:1], 0.5, 0.8), (samples, 0.8, 1.0)):
        _, summary = analyzed(in_step(worn), "single-leg-dip")
        sure = [rep.confidence for rep in summary.legs[Leg.RIGHT].reps[1:]]
        assert sure
        assert all(least < one <= most for one in sure)


def test_a_small_turn_that_does_not_come_back_is_less_sure() -> None:
    reps = reps_of(on_roller().reps(3, 6.0, raise_s=0.8, hold_s=2.5, lower_s=0.8, back=0.6))
    assert all(rep.confidence < 0.75 for rep in reps)


@pytest.mark.parametrize(("sway_deg", "sure"), [(0.0, True), (6.0, False)])
def test_a_turn_as_large_as_the_sway_before_it_is_doubtful(sway_deg: float, sure: bool) -> None:
    limb = Limb(pitch_deg=23.0).wait(2.0)
    for _ in range(4):
        limb.turn(0.5 * sway_deg, 0.5, side=sway_deg).turn(-0.5 * sway_deg, 0.5, side=-sway_deg)
    limb.wait(0.2).rep(5.0, raise_s=0.8, hold_s=5.0, lower_s=0.8)
    rep = leg_of(limb.wait(2.0), SMALL).reps[-1]
    assert (rep.confidence > 0.8) is sure
    assert (Flag.LOW_CONFIDENCE in rep.flags) is not sure


@pytest.mark.parametrize("times", [1, 2])
def test_a_first_movement_that_is_hardly_a_rep_waits_for_another_one_like_it(times: int) -> None:
    limb = Limb().wait(3.0)
    for sway_deg in (3.4, -3.4, 3.4, -3.4):
        limb.turn(sway_deg, 0.8)
    for _ in range(times):
        limb.turn(6.0, 0.9).turn(-3.2, 0.9).wait(1.5)
    events, summary = analyzed(in_step([limb.wait(20.0).samples()]), "hip-abduction")
    told = [event.rep for event in events if isinstance(event, RepCounted)]
    assert len(told) == summary.legs[Leg.RIGHT].count == (0 if times == 1 else times)
    assert not told or told[0].confidence < COUNTING.hardly_a_rep


@pytest.mark.parametrize(
    ("exercise", "range_deg", "placement", "advised"),
    [
        (QUADS, 2.0, Placement.THIGH, True),
        (QUADS, 6.0, Placement.THIGH, False),
        (QUADS, 8.0, Placement.SHANK, False),
        ("hip-extension", 3.0, Placement.THIGH, False),
    ],
)
def test_the_shank_is_advised_where_the_thigh_shows_inner_range_quads_too_little(
    exercise: str, range_deg: float, placement: Placement, advised: bool
) -> None:
    limb = on_roller().reps(4, range_deg, raise_s=0.7, hold_s=2.2, lower_s=0.7)
    found = leg_of(limb.wait(2.0), exercise, placement=placement)
    assert found.count == 4
    assert found.better_on_shank is advised


def test_one_rep_without_a_hold_is_no_reason_to_move_the_sensor() -> None:
    limb = on_roller().reps(3, 6.0, hold_s=2.2).rep(6.0, hold_s=0.0).reps(2, 6.0, hold_s=2.2)
    found = leg_of(limb.wait(2.0), QUADS)
    assert found.count == 6
    assert not found.better_on_shank
