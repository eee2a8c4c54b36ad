"""Tests the evidence from the lever: movements that fit, that contradict, and faulty sensors."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.everyday.gait import GaitWatch
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.signs.plausibility import (
    came_back,
    ends_apart_deg,
    weight_wanders,
)
from evenstride.analysis.counting.small.small_leg import SmallReps
from evenstride.analysis.counting.verdict.evidence import Evidence, evidence_of
from evenstride.analysis.model.exercises import find
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S
from tests.analysis.levers import raised, shaken
from tests.analysis.strides import Leg


def seen_as(
    exercise: str,
    recent: RecentMotion,
    excursion: Excursion,
    gait: GaitWatch | None = None,
    *,
    has_gyro: bool = True,
) -> Evidence:
    seen = Sighting(
        recent=recent,
        found=excursion,
        now=excursion.end + 10,
        exercise=find(exercise),
        has_gyro=has_gyro,
    )
    return evidence_of(seen, None, stepped=False, gait=gait or GaitWatch())


def seen_as_a_raise(recent: RecentMotion, excursion: Excursion) -> bool | None:
    return seen_as("straight-leg-raise", recent, excursion).fits


@pytest.mark.parametrize(
    ("exercise", "level_m", "range_deg", "unproven"),
    [
        ("straight-leg-raise", 0.0, 40.0, True),
        ("straight-leg-raise", 0.3, 40.0, False),
        ("hamstring-curl", 0.3, 75.0, True),  # a knee that bends lifts no thigh so far
        ("hamstring-curl", 0.3, 60.0, False),
    ],
)
def test_what_should_have_told_or_goes_hardly_so_far_needs_one_like_it(
    exercise: str, level_m: float, range_deg: float, *, unproven: bool
) -> None:
    moved = raised((level_m, 0.0), range_deg=range_deg)
    assert seen_as(exercise, *moved).is_unproven is unproven


@pytest.mark.parametrize(
    ("exercise", "stays_s", "unproven"),
    [("single-leg-dip", 8.0, True), ("single-leg-dip", 3.0, False), ("squat", 8.0, False)],
)
def test_who_stays_down_on_one_leg_for_long_needs_another_one_like_it(
    exercise: str, stays_s: float, *, unproven: bool
) -> None:
    recent, found = raised((-0.3, 0.0), range_deg=20.0)
    stays = replace(found, leave=found.top + round(stays_s / TICK_S))
    assert seen_as(exercise, recent, stays).is_unproven is unproven


@pytest.mark.parametrize(
    ("level_m", "range_deg", "stood", "fits"),
    [
        pytest.param(0.07, 16.0, False, None, id="a sensor in front of the bone"),
        pytest.param(0.05, 12.0, False, False, id="a thigh that is pressed into a seat"),
        pytest.param(0.05, 12.0, True, None, id="there is no seat under one that stands"),
        pytest.param(0.25, 16.0, True, False, id="a leg that is raised"),
    ],
)
def test_a_shallow_dip_need_not_sink(
    level_m: float, range_deg: float, *, stood: bool, fits: bool | None
) -> None:
    recent, found = raised((level_m, 0.0), range_deg=range_deg)
    gait = Leg().walks().watch if stood else GaitWatch()
    assert seen_as("single-leg-dip", recent, found, gait).fits is fits


@pytest.mark.parametrize(
    ("exercise", "level_m", "range_deg", "bare"),
    [
        ("single-leg-dip", 0.0, 55.0, True),  # kneeling down, a foot in front
        ("single-leg-dip", 0.0, 45.0, False),
        ("single-leg-dip", -0.3, 55.0, False),
        ("squat", 0.0, 55.0, False),  # on a chair, both legs may be trained
        ("straight-leg-raise", 0.0, 55.0, False),
    ],
)
def test_one_leg_that_dips_deep_should_have_been_seen_to_sink(
    exercise: str, level_m: float, range_deg: float, *, bare: bool
) -> None:
    moved = raised((level_m, 0.0), range_deg=range_deg)
    assert seen_as(exercise, *moved).is_bare is bare


@pytest.mark.parametrize(
    ("range_deg", "has_gyro", "bare"),
    [(12.0, False, True), (18.0, False, False), (12.0, True, False)],
)
def test_a_shallow_dip_without_a_gyroscope_may_be_a_bending_trunk(
    range_deg: float, *, has_gyro: bool, bare: bool
) -> None:
    moved = raised((0.0, 0.0), range_deg=range_deg)
    assert seen_as("single-leg-dip", *moved, has_gyro=has_gyro).is_bare is bare


def test_a_limb_whose_weight_wanders_with_its_pose_has_a_faulty_sensor() -> None:
    recent, excursion = raised((0.3, 0.1))
    faulty = RecentMotion(60.0)
    for tick in recent.stretch(0, 10_000).ticks():
        x, y, z = tick.force_m_s2
        faulty.append(replace(tick, force_m_s2=(x, 1.6 * y, z)))
    assert weight_wanders(faulty, excursion)
    assert not weight_wanders(shaken(recent, 0.5), excursion)


@pytest.mark.parametrize(("faulty", "carried"), [((), True), ((0, 1), False)])
def test_a_series_of_a_faulty_sensor_takes_no_rep_away_that_looks_sound(
    faulty: tuple[int, ...], carried: bool
) -> None:
    one, found = raised((0.0, 0.1), range_deg=10.0)
    rows = list(shaken(one, 0.5).stretch(0, 10_000).ticks())
    recent = RecentMotion(60.0)
    reps = SmallReps(recent, find("seated-knee-extension"))
    for number in range(3):
        first = number * len(rows)
        for row in rows:
            x, y, z = row.force_m_s2
            heavier = 1.0 + (0.6 * row.up[1] if number in faulty else 0.0)
            force = (x * heavier, y * heavier, z * heavier)
            sways = 15.0 * float(np.sin(9.0 * row.index * TICK_S))  # under a trunk, about itself
            index = first + row.index
            recent.append(replace(row, index=index, force_m_s2=force, spin_deg_s=sways))
        ends = {name: first + getattr(found, name) for name in ("start", "top", "leave", "end")}
        rep = replace(found, **ends)
        assert weight_wanders(recent, rep) == (number in faulty)
        last = reps.is_carried(rep, first + len(rows) - 1, has_gyro=True)
    assert last is carried


def test_a_thigh_that_turns_far_on_a_moving_body_without_a_hinge_is_not_raised() -> None:
    recent, excursion = raised((0.0, 0.0), range_deg=70.0)
    assert seen_as_a_raise(shaken(recent, 2.0), excursion) is False
    assert seen_as_a_raise(recent, excursion) is not False
    small, moved = raised((0.0, 0.0), range_deg=30.0)
    assert seen_as_a_raise(shaken(small, 2.0), moved) is not False


def test_a_raised_leg_that_is_shaken_shows_its_hinge_all_the_same() -> None:
    recent, excursion = raised((0.3, 0.0), range_deg=70.0)
    assert seen_as_a_raise(shaken(recent, 2.0), excursion) is not False


def test_a_limb_that_stays_where_it_went_is_felt_not_to_come_back() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=4.0)
    assert came_back(recent, rep, rep.end + 20, least_part=0.3)
    # The gyroscope's bias makes it seem to drift back while it stays.
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    assert not came_back(recent, stays, rep.leave, least_part=0.3)
    # An accelerometer that did not feel the way out either tells nothing.
    assert came_back(recent, replace(stays, range_deg=40.0), rep.leave, least_part=0.3)


def test_how_far_a_movement_ends_from_where_it_began_is_told_where_it_was_felt() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=40.0)
    assert ends_apart_deg(recent, rep) < 1.0
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    assert ends_apart_deg(recent, stays) == pytest.approx(40.0, abs=2.0)
    # An accelerometer that did not feel the way out, or a begin before all data, tell nothing.
    assert ends_apart_deg(recent, replace(stays, range_deg=100.0)) == 0.0
    assert ends_apart_deg(recent, replace(stays, start=2)) == 0.0


def test_poses_tell_nothing_where_the_gyroscope_felt_another_way_out() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=40.0)
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    rows = recent.stretch(0, rep.end).rows.copy()
    rows["force_m_s2"] *= (1.0, 1.0, 0.33)
    faulty = RecentMotion(60.0)
    faulty.extend(rows)
    assert ends_apart_deg(faulty, stays) == 0.0


def test_a_way_out_that_also_turns_about_the_vertical_tells_its_poses() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=40.0, spin_deg_s=60.0)
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    assert ends_apart_deg(recent, stays) == pytest.approx(40.0, abs=2.0)
