"""Tests a sensor on the shank, which turns more, less, or the other way than the thigh."""

import pytest

from evenstride.analysis.model.events import HoldStarted
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import builtin, find
from evenstride.sensors.samples import Leg, Placement
from tests.analysis.moving import Limb, analyzed, in_step, leg_of

# Exercise, the shank's pitch between reps, and by how much it turns: negative is downwards. In a
# curl it turns about its heel, which is on the floor, and the knee rises.
MOVES = [
    ("hamstring-curl", 2.0, 40.0),
    ("hamstring-curl", 2.0, 13.0),
    ("inner-range-quads", -35.0, 30.0),
    ("inner-range-quads", -20.0, 8.0),
    ("straight-leg-raise", 1.0, 40.0),
    ("single-leg-dip", -88.0, 22.0),
    ("single-leg-dip", -88.0, 8.0),
    ("seated-knee-extension", -88.0, 85.0),
    ("seated-knee-extension", -100.0, 100.0),
    ("hip-extension", 2.0, 12.0),
    ("squat", -88.0, 25.0),
    ("clam", 2.0, 20.0),
]


@pytest.mark.parametrize(("exercise", "pitch_deg", "turn_deg"), MOVES)
def test_reps_are_counted_on_the_shank(exercise: str, pitch_deg: float, turn_deg: float) -> None:
    hold_s = find(exercise).hold_target_s or 0.2
    limb = Limb(pitch_deg=pitch_deg).wait(3.0)
    limb.reps(4, turn_deg, raise_s=1.2, lower_s=1.2, hold_s=hold_s)
    found = leg_of(limb.wait(2.0), exercise, placement=Placement.SHANK)
    assert [one.count for one in found.sets] == [4]
    assert [rep.rom_deg for rep in found.reps] == pytest.approx([abs(turn_deg)] * 4, abs=0.5)
    assert not any(rep.flags for rep in found.reps)


def test_the_first_hold_of_inner_range_quads_is_announced_on_the_shank() -> None:
    limb = Limb(pitch_deg=-35.0).wait(3.0).reps(2, 30.0, hold_s=3.0).wait(2.0)
    events, _ = analyzed(
        in_step([limb.samples(Leg.LEFT)]), "inner-range-quads", placement=Placement.SHANK
    )
    assert sum(isinstance(event, HoldStarted) for event in events) == 2


def test_the_shank_hardly_moving_is_no_inner_range_quads() -> None:
    limb = Limb(pitch_deg=-35.0).wait(3.0).reps(4, 3.0, hold_s=2.0).wait(2.0)
    assert leg_of(limb, "inner-range-quads", placement=Placement.SHANK).count == 0
    assert leg_of(limb, "inner-range-quads").count == 4


def test_where_nothing_is_said_of_the_shank_it_is_as_the_thigh() -> None:
    raised = find("straight-leg-raise")
    assert raised.seen_from_shank() == raised


def test_the_shank_has_a_posture_and_ranges_of_its_own() -> None:
    seated = find("seated-knee-extension").seen_from_shank()
    assert seated.thigh_at_rest is ThighAtRest.UPRIGHT
    assert (seated.min_range_deg, seated.max_range_deg) == (10.0, 130.0)
    for exercise in builtin().values():
        shank = exercise.seen_from_shank()
        assert shank.min_range_deg < shank.max_range_deg
