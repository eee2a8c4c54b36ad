"""Tests that movements are seen the right way up, wherever the leg was held around the set."""

import csv
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.which_end.set_lever import Worn, lever_odds, way_out_carries
from evenstride.analysis.counting.which_end.stood_pose import begins_upright
from evenstride.analysis.counting.which_end.turning_over import turned_over
from evenstride.analysis.counting.which_end.which_way_up import Rest, rest_of_set, unsure_sets
from evenstride.analysis.model.events import Recounted
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import find
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Placement
from tests.analysis.levers import raised
from tests.analysis.moving import (
    QUIET,
    SAMPLES,
    Limb,
    analyzed,
    analyzed_file,
    announced,
    in_step,
)

_SLOW = replace(QUIET, rate_hz=50.0)
_FIRST = Excursion((0.0, 1.0, 0.0), 58.0, 100, 140, 190, 230)
_SECOND = Excursion((0.0, 1.0, 0.0), 42.0, 240, 280, 300, 340)


def test_dips_of_a_leg_that_was_lifted_before_them_begin_where_it_stands() -> None:
    with (SAMPLES / "single-leg-dip.truth.csv").open() as file:
        truth = [row for row in csv.DictReader(file) if row["leg"] == "left"]
    _, summary = analyzed_file(SAMPLES / "single-leg-dip.csv", only=Leg.LEFT)
    reps = summary.legs[Leg.LEFT].reps
    assert [rep.start_s for rep in reps] == [
        pytest.approx(float(row["start_s"]), abs=0.21) for row in truth
    ]
    assert [rep.hold_s for rep in reps] == [
        pytest.approx(float(row["hold_s"]), abs=0.15) for row in truth
    ]
    assert all(one.last_s <= following.first_s for one, following in pairwise(reps))


def test_a_leg_that_stood_for_long_after_it_was_put_down_leaves_that_by_its_first_dip() -> None:
    limb = Limb(pitch_deg=-55.0, now_s=5.0).turn(-35.0, 0.8).wait(25.0)
    limb.reps(5, 30.0, raise_s=1.2, lower_s=1.2).wait(4.0)
    _, summary = analyzed([limb.samples()], "single-leg-dip")
    starts_s = [rep.start_s for rep in summary.legs[Leg.RIGHT].reps]
    assert starts_s == pytest.approx([30.9, 34.6, 38.3, 42.0, 45.7], abs=0.2)


def test_a_set_that_is_turned_over_pairs_each_way_back_with_the_next_way_out() -> None:
    assert turned_over([_FIRST, _SECOND]) == [Excursion((0.0, -1.0, 0.0), 42.0, 190, 230, 240, 280)]


def test_the_last_way_back_is_paired_with_the_way_into_the_rest_after_the_set() -> None:
    *_, last = turned_over([_FIRST, _SECOND], last_way=Move((0.0, 41.0, 0.0), 350, 390))
    assert last == Excursion((0.0, -1.0, 0.0), 41.0, 300, 340, 350, 390)


@pytest.mark.parametrize(
    ("turn_deg", "start", "is_taken"),
    [
        pytest.param(-57.0, 50, True, id="the way out of the first rep"),
        pytest.param(57.0, 50, False, id="the wrong way"),
        pytest.param(-20.0, 50, False, id="a fidget"),
        pytest.param(-57.0, -90, False, id="long before"),
    ],
)
def test_a_way_before_the_set_is_the_first_way_out_if_it_is_like_the_others(
    turn_deg: float, start: int, *, is_taken: bool
) -> None:
    before = Move((0.0, turn_deg, 0.0), start, start + 30)
    first = Excursion((0.0, -1.0, 0.0), 58.0, start, start + 30, 100, 140)
    found = turned_over([_FIRST, _SECOND], before=before)
    assert (found[0] == first) is is_taken
    assert len(found) == 1 + is_taken


@pytest.mark.parametrize(
    ("exercise", "placement", "carries"),
    [
        ("straight-leg-raise", Placement.THIGH, SensorMoves.UP),
        ("seated-knee-extension", Placement.THIGH, SensorMoves.UP),
        ("single-leg-dip", Placement.THIGH, SensorMoves.DOWN),
        ("single-leg-dip", Placement.SHANK, SensorMoves.DOWN),
        ("superman", Placement.SHANK, SensorMoves.UP),
        ("bridge", Placement.THIGH, SensorMoves.UP),
        ("any", Placement.THIGH, SensorMoves.ANY),
    ],
)
def test_where_a_way_out_leads_follows_from_the_pose_that_it_begins_in(
    exercise: str, placement: Placement, carries: SensorMoves
) -> None:
    asked = find(exercise)
    seen = asked.seen_from_shank() if placement is Placement.SHANK else asked
    assert way_out_carries(asked, seen) is carries


@pytest.mark.parametrize("has_gyro", [True, False])
@pytest.mark.parametrize("carries", [SensorMoves.UP, SensorMoves.DOWN, SensorMoves.ANY])
def test_reps_that_carry_the_sensor_the_other_way_are_seen_upside_down(
    carries: SensorMoves, *, has_gyro: bool
) -> None:
    level_m = {SensorMoves.UP: -0.2, SensorMoves.DOWN: 0.098, SensorMoves.ANY: -0.2}[carries]
    recent, rep = raised((level_m, 0.0))
    worn = Worn(carries, Placement.THIGH, has_gyro)
    odds = lever_odds(recent, [rep, rep], rep.end + 8, worn)
    assert (odds <= -1.0) is (carries is not SensorMoves.ANY)
    assert lever_odds(recent, [rep], rep.end + 8, worn) == 0.0
    right, rep = raised((-level_m, 0.0))
    assert lever_odds(right, [rep, rep], rep.end + 8, worn) >= 0.0


def test_a_sensor_that_rises_as_a_raised_leg_does_is_left_as_it_was_seen() -> None:
    recent, rep = raised((0.25, 0.0))
    worn = Worn(SensorMoves.DOWN, Placement.THIGH, has_gyro=True)
    assert lever_odds(recent, [rep, rep], rep.end + 8, worn) == 0.0


def test_the_lever_of_shallow_dips_says_nothing() -> None:
    recent, rep = raised((0.08, 0.0))
    worn = Worn(SensorMoves.DOWN, Placement.THIGH, has_gyro=True)
    shallow = replace(rep, range_deg=22.0)
    assert lever_odds(recent, [rep, rep], rep.end + 8, worn) <= -1.0
    assert lever_odds(recent, [shallow, shallow], rep.end + 8, worn) == 0.0


@pytest.mark.parametrize(("rest_deg", "odds"), [(0.0, 2.0), (30.0, -2.0), (15.0, 0.0)])
def test_a_leg_that_walked_rests_where_it_stands_whatever_its_lever(
    rest_deg: float, odds: float
) -> None:
    recent, rep = raised((0.02, 0.0))
    turned = np.radians(rest_deg)
    upright = np.array((0.0, np.sin(turned), np.cos(turned)))
    worn = Worn(SensorMoves.DOWN, Placement.THIGH, has_gyro=True, upright=upright)
    told = lever_odds(recent, [rep, rep], rep.end + 8, worn)
    assert told == odds if odds else abs(told) < 1.0
    assert begins_upright(recent, rep, upright) is {2.0: True, -2.0: False, 0.0: None}[odds]


@pytest.mark.parametrize(("first_s", "rest"), [(8.0, Rest.AT_TOP), (0.5, Rest.UNSURE)])
def test_a_limb_that_stood_long_before_the_first_way_back_rests_at_the_tops(
    first_s: float, rest: Rest
) -> None:
    recent, rep = raised((0.08, 0.0), way_s=8.0)
    reps, at = [], rep.leave  # where it has been for as long as it stays in the end
    for stay in (round(first_s / TICK_S), 25, 25):
        ends = at + 50, at + 50 + stay, at + 100 + stay
        reps.append(Excursion(rep.axis, 30.0, at, *ends))
        at = ends[-1] + 25
    # The motion was made for its stays alone: its gravity does not turn with the reps.
    worn = Worn(SensorMoves.ANY, Placement.THIGH, has_gyro=False)
    x, y, z = rep.axis
    last_way = Move((30.0 * x, 30.0 * y, 30.0 * z), at, at + 50)
    assert rest_of_set(recent, reps, (None, last_way), at + 450, worn) is rest


def test_a_set_that_is_seen_upside_down_is_turned_over_before_its_first_rep_ends() -> None:
    limb = Limb(pitch_deg=40.0).wait(3.0).turn(-40.0, 1.0).wait(1.5)
    limb.reps(3, hold_s=2.0, pause_s=1.5).wait(3.0)
    sensor = replace(_SLOW, has_gyro=False)
    events, summary = analyzed(
        in_step([limb.samples(sensor=sensor)]), "straight-leg-raise", rate_hz=sensor.rate_hz
    )
    whys = [event.why for event in events if isinstance(event, Recounted)]
    assert whys == ["the set was seen upside down"]
    _, *told = announced(events)
    assert [rep for _, rep in told] == list(summary.legs[Leg.RIGHT].reps)
    assert [rep.hold_s for _, rep in told] == [pytest.approx(2.2, abs=0.3)] * 3
    assert all(at_s - (rep.end_s or 0.0) <= 0.3 for at_s, rep in told)


def test_a_session_begun_with_the_leg_up_is_turned_over_by_its_rest_after_the_set() -> None:
    limb = Limb(pitch_deg=40.0).wait(3.0).turn(-40.0, 1.0).wait(1.5)
    limb.reps(3, hold_s=2.5, pause_s=1.5).wait(20.0)
    events, summary = analyzed(in_step([limb.samples(sensor=_SLOW)]), None, rate_hz=_SLOW.rate_hz)
    reps = summary.legs[Leg.RIGHT].reps
    assert [rep.hold_s for rep in reps] == [pytest.approx(2.67, abs=0.15)] * 3
    whys = [event.why for event in events if isinstance(event, Recounted)]
    assert whys == ["the set was seen upside down"]
    assert not any("one pose" in text for text in summary.legs[Leg.RIGHT].data.warnings)


def test_where_nothing_tells_which_end_is_the_rest_that_is_said_and_no_rep_is_sure() -> None:
    limb = Limb(pitch_deg=40.0).wait(3.0).turn(-40.0, 1.0).wait(1.5)
    limb.reps(3, hold_s=2.5, pause_s=1.5).wait(1.0)
    _, summary = analyzed(in_step([limb.samples(sensor=_SLOW)]), None, rate_hz=_SLOW.rate_hz)
    assert next(iter(unsure_sets(1))) in summary.legs[Leg.RIGHT].data.warnings
    assert [rep.confidence for rep in summary.legs[Leg.RIGHT].reps] == [0.5, 0.5, 0.5]


def test_a_recording_that_ends_at_the_top_of_a_rep_is_left_as_it_was_seen() -> None:
    limb = Limb().wait(8.0).reps(3, hold_s=1.0, pause_s=1.5).turn(40.0, 1.0).wait(2.0)
    _, summary = analyzed(in_step([limb.samples(sensor=_SLOW)]), None, rate_hz=_SLOW.rate_hz)
    reps, warnings = summary.legs[Leg.RIGHT].reps, summary.legs[Leg.RIGHT].data.warnings
    assert [rep.hold_s for rep in reps] == [pytest.approx(1.17, abs=0.15)] * 3
    assert not any("one pose" in text for text in warnings)
