"""Tests the drawings of the exercises: correct, complete, and equal on paper and screen."""

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.model.exercises import Exercise, builtin
from evenstride.poses.body import LENGTHS, Vector, direction
from evenstride.poses.exercise_poses import CYCLE_S, HOLD_S, OUT_S, part_at, poses_of
from evenstride.poses.picture import box_of, still_parts
from evenstride.poses.raster import Paint, raster
from evenstride.tui.widgets.pose_view import letters_of
from tests.poses.make import make

EXERCISES = list(builtin().values())
PAGES = Path(__file__).parents[2] / "docs" / "pictures" / "exercises"


def between_deg(one: Vector, other: Vector) -> float:
    return math.degrees(math.acos(min(sum(a * b for a, b in zip(one, other, strict=True)), 1.0)))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_the_drawn_thigh_rests_and_turns_as_the_exercise_says(exercise: Exercise) -> None:
    poses = poses_of(exercise.id)
    assert poses is not None
    start, end = poses.start.segments["thigh"], poses.end.segments["thigh"]
    up_deg = math.degrees(math.asin(start[2]))
    at_rest = {"lying": (-20, 25), "level": (-20, 20), "upright": (-90, -60), "any": (-90, 90)}
    low, high = at_rest[str(exercise.thigh_at_rest)]
    assert low <= up_deg <= high
    assert exercise.min_range_deg <= between_deg(start, end) <= exercise.max_range_deg
    others = ("other-thigh", "other-shank")
    moved = any(poses.start.segments[name] != poses.end.segments[name] for name in others)
    assert moved == (poses.both or exercise.id == "single-leg-dip")


def test_what_stays_on_the_ground_stays_there() -> None:
    for exercise_id, limb in (("hamstring-curl", "shank"), ("bridge", "shank"), ("squat", "shank")):
        poses = poses_of(exercise_id)
        assert poses is not None
        heights = [poses.figure(step / 8).limb(limb).end[1] for step in range(9)]
        assert np.ptp(heights) < 0.04


def test_every_segment_keeps_its_length_on_the_way() -> None:
    poses = poses_of("single-leg-dip")
    assert poses is not None
    for part in (0.0, 0.3, 1.0):
        thigh = poses.figure(part).limb("thigh")
        assert math.dist(thigh.start, thigh.end) == pytest.approx(LENGTHS["thigh"], rel=0.01)


def test_a_rep_goes_out_stays_comes_back_and_rests() -> None:
    assert part_at(0.0) == part_at(CYCLE_S) == part_at(CYCLE_S - 0.1) == 0.0
    assert part_at(OUT_S / 2) == pytest.approx(0.5)
    assert part_at(OUT_S + HOLD_S / 2) == 1.0
    assert direction(90.0) == pytest.approx((0.0, 0.0, 1.0))


def test_the_pictures_of_the_pages_are_those_that_the_program_makes() -> None:
    made = make()
    assert sorted(path.name for path in PAGES.iterdir()) == sorted(made)
    for name, picture in made.items():
        assert (PAGES / name).read_text(encoding="utf-8") == picture, (
            "python -m tests.poses.make docs/pictures/exercises makes them anew"
        )


def test_a_picture_is_whole_and_moves_without_a_script() -> None:
    root = ET.fromstring(make()["straight-leg-raise.svg"])
    moving = root.findall(".//{*}animate")
    assert len(moving) >= 5  # thigh, shank, foot, and the sensor by two of its attributes
    assert not root.findall(".//{*}script")
    poses = poses_of("clam")
    assert poses is not None
    parts, _ = still_parts(poses)
    assert [name for name, _ in parts].count("circle") == 2  # a head in each pose


def test_on_a_screen_the_leg_moves_and_the_sensor_is_seen() -> None:
    poses = poses_of("straight-leg-raise")
    assert poses is not None
    box = box_of(poses)
    start, end = (raster(poses.figure(part), box, 40, 16) for part in (0.0, 1.0))
    assert (start[-1] == Paint.GROUND).any()
    for dots in (start, end):
        assert (dots == Paint.SENSOR).sum() == 2
    assert (start[:8] == Paint.WORKS).sum() == 0 < (end[:8] == Paint.WORKS).sum()
    assert raster(poses.figure(0.0), box, 0, 0).size == 0
    rows = letters_of(end, {}).plain.split("\n")
    assert [len(row) for row in rows] == 8 * [40]
    assert "@@" in "".join(rows)


def test_of_an_exercise_of_ones_own_there_is_no_drawing() -> None:
    assert poses_of("my-step-up") is None
