"""Tests that movements of a few degrees are found as series of steps of tilt, despite swaying."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.leg.passed_small import small_reps
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.small.carried import is_carried
from evenstride.analysis.counting.small.carried_signs import CarriedSigns
from evenstride.analysis.counting.small.finder import SmallFinder
from evenstride.analysis.counting.small.small_leg import told_time_s
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.small.tremor import tremor_votes
from evenstride.analysis.counting.small.unclaimed import Unclaimed
from evenstride.analysis.counting.small.way_back import slowed_down
from evenstride.analysis.counting.tuning.small import SMALL
from evenstride.analysis.model.events import Recounted, RepCounted
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import ANY_ID
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import TICK_DTYPE
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg
from tests.analysis.moving import SAMPLES, Limb, analyzed, analyzed_file, in_step
from tests.analysis.tilts import reps, tilted, told
from tests.simulator.noise import noise
from tests.simulator.small_moves import SmallSet, Thigh, random_thigh, small_set
from tests.simulator.truth import minimum_jerk

QUADS = "inner-range-quads"


@pytest.mark.parametrize("deg", [3.0, -3.0])
def test_each_rep_is_told_as_it_ends_whichever_way_it_goes(deg: float) -> None:
    found = told(tilted((1.0, 1.2, 14.0), *reps(6, deg), end_s=40.0))
    assert len(found) == 6
    for number, (one, at_s) in enumerate(found):
        assert one.move.start * TICK_S == pytest.approx(5.0 + 5.0 * number + 0.07, abs=0.1)
        assert one.move.net_deg == pytest.approx(3.0, abs=0.1)
        late_s = at_s - one.move.end * TICK_S
        assert late_s < 0.2


def test_a_set_goes_on_however_far_the_thigh_has_sunk_meanwhile() -> None:
    sinking = [(5.0 + 5.0 * number + 3.8, 1.0, 3.6) for number in range(7)]
    found = told(tilted(*reps(8, 4.0), *sinking, end_s=46.0))
    assert [round(one.move.start * TICK_S) for one, _ in found] == [5, 10, 15, 20, 25, 30, 35, 40]


def test_a_limb_that_has_moved_away_after_a_set_turns_no_set_over() -> None:
    found = told(tilted(*reps(5, 4.0), (31.0, 1.5, 10.0), end_s=45.0))
    assert [round(one.move.start * TICK_S) for one, _ in found] == [5, 10, 15, 20, 25]


def test_swaying_is_no_series() -> None:
    time_s = np.arange(0.0, 25.0, TICK_S)
    assert told(noise(time_s, np.random.default_rng(1), 0.1, 0.6, 12)) == []


def test_getting_into_position_is_no_rep_of_a_series() -> None:
    found = told(tilted((1.0, 1.2, 14.0), *reps(5, 4.0), end_s=35.0))
    assert [round(one.move.start * TICK_S) for one, _ in found] == [5, 10, 15, 20, 25]


def test_a_series_seen_upside_down_is_turned_over_when_the_limb_stays_up() -> None:
    # A fidget that is as large as the reps, the other way, looks like the first way out.
    found = told(tilted((2.0, 0.8, -4.0), *reps(5, 4.0), end_s=45.0))
    assert [round(one.move.start * TICK_S) for one, _ in found] == [5, 10, 15, 20, 25]


@pytest.mark.parametrize("seed", [4, 5])
def test_swaying_after_a_set_lists_nothing(seed: int) -> None:
    time_s = np.arange(0.0, 46.0, TICK_S)
    tilt = tilted(*reps(5, 9.0), end_s=46.0)
    sway = noise(time_s, np.random.default_rng(seed), 0.1, 0.6, 12)
    found = told(tilt + sway * minimum_jerk((time_s - 30.0) / 2.0))
    assert len(found) >= 5
    assert not any(one.is_under_half for one, _ in found)


def test_what_goes_under_half_as_far_as_a_set_is_none_of_it() -> None:
    half = [(33.0, 0.8, 1.8), (35.8, 0.8, -1.8)]
    found = told(tilted(*reps(5, 5.0), *half, *reps(1, 5.0, 38.0), end_s=50.0))
    assert sum(not one.is_under_half for one, _ in found) == 6
    assert [round(one.move.start) * TICK_S for one, _ in found if one.is_under_half] == (
        pytest.approx([33.1], abs=0.1)
    )


def test_a_weak_rep_after_a_long_rest_neither_counts_nor_begins_a_set() -> None:
    weak = [(35.0, 0.8, 2.0), (37.8, 0.8, -2.0)]
    found = told(tilted(*reps(5, 5.0), *weak, *reps(1, 5.0, 46.0), end_s=52.0))
    assert [round(one.move.start * TICK_S) for one, _ in found if one.is_under_half] == [35]
    assert [round(one.move.start * TICK_S) for one, _ in found if not one.is_under_half] == [
        *(5, 10, 15, 20, 25),
        46,
    ]


def test_a_weak_rep_just_before_the_data_end_is_told_with_them() -> None:
    angle = np.radians(tilted(*reps(3, 5.0), (20.0, 0.8, 2.0), (22.8, 0.8, -2.0), end_s=24.0))
    ups = np.stack((np.sin(angle), np.zeros(len(angle)), np.cos(angle)), axis=1)
    finder = SmallFinder(lambda first, last: ups[max(first, 0) : last + 1])
    for now in range(len(ups)):
        assert not any(one.is_under_half for one in finder.step(now).moves)
    (last,) = finder.finish().moves
    assert last.is_under_half


def test_what_a_series_told_of_before_speed_did_is_not_listed_beside_it() -> None:
    rep = Excursion((1.0, 0.0, 0.0), 4.0, 1000, 1040, 1200, 1240)
    upside_down = Excursion((-1.0, 0.0, 0.0), 4.0, 1195, 1245, 1400, 1440)
    unclaimed = Unclaimed()
    unclaimed.claim(rep)
    unclaimed.add(upside_down, AttemptWhy.UNLIKE)
    assert unclaimed.all() == []
    later = Excursion((1.0, 0.0, 0.0), 4.0, 1600, 1640, 1800, 1840)
    unclaimed.add(later, AttemptWhy.TOO_SMALL)
    assert [one.found for one in unclaimed.due(10_000, in_series=True)] == [later]
    assert unclaimed.was_given(later)
    assert not unclaimed.was_given(rep)


LIFTED = CarriedSigns(swing_part=0.3, left_per_deg=0.007, rise_m=0.04, error_m=0.015)
UNDER_TRUNK = CarriedSigns(swing_part=0.8, left_per_deg=0.03, rise_m=0.05, error_m=0.03)
PRESSED = CarriedSigns(swing_part=0.25, left_per_deg=0.007, rise_m=-0.045, error_m=0.015)


@pytest.mark.parametrize(
    ("signs", "count", "carried"),
    [
        (LIFTED, 1, False),
        (LIFTED, 5, False),
        (UNDER_TRUNK, 1, True),
        (UNDER_TRUNK, 5, True),
        (PRESSED, 1, False),
        (PRESSED, 3, True),
    ],
)
def test_a_thigh_that_swings_about_and_shakes_or_sinks_is_carried_by_the_body(
    signs: CarriedSigns, count: int, carried: bool
) -> None:
    assert is_carried([signs] * count) is carried


def test_one_movement_must_say_more_clearly_that_the_body_did_it() -> None:
    doubtful = CarriedSigns(swing_part=0.6, left_per_deg=0.012, rise_m=0.05, error_m=0.03)
    assert not is_carried([doubtful])
    assert is_carried([doubtful] * 3)


SHAKEN = CarriedSigns(swing_part=0.12, left_per_deg=0.024, rise_m=0.1, error_m=0.04)
RAISED = CarriedSigns(swing_part=0.3, left_per_deg=0.014, rise_m=0.2, error_m=0.03)


def test_a_resting_leg_is_shaken_by_more_than_it_rises() -> None:
    assert is_carried([SHAKEN] * 3, SensorMoves.UP)
    assert not is_carried([SHAKEN] * 2, SensorMoves.UP)
    assert not is_carried([SHAKEN] * 3)
    assert not is_carried([RAISED] * 3, SensorMoves.UP)


def test_a_thigh_that_rises_on_its_roller_may_swing_but_not_as_under_a_trunk() -> None:
    swings = CarriedSigns(swing_part=0.57, left_per_deg=0.014, rise_m=0.26, error_m=0.02)
    assert is_carried([swings] * 3)
    assert not is_carried([swings] * 3, finds=True)
    assert is_carried([replace(UNDER_TRUNK, rise_m=0.2)] * 3, finds=True)


def test_a_leg_that_stands_keeps_its_balance_which_shakes_it_as_well() -> None:
    balancing = CarriedSigns(swing_part=0.6, left_per_deg=0.014, rise_m=-0.04, error_m=0.02)
    assert is_carried([balancing] * 3)
    assert not is_carried([balancing] * 5, SensorMoves.DOWN)
    assert is_carried([UNDER_TRUNK] * 3, SensorMoves.DOWN)
    assert not is_carried([PRESSED] * 3, SensorMoves.DOWN)


def _analyzed(made: SmallSet, *, alone: bool) -> tuple[list[float], int, int, list[float]]:
    """Range errors of the working leg, its count less the truth, the other's, delays."""
    working = next(iter(made.samples))
    streams = [made.samples[working]] if alone else list(made.samples.values())
    events, summary = analyzed(in_step(streams), QUADS, rate_hz=made.rate_hz)
    found = summary.legs[working].reps
    off = [
        abs((rep.rom_deg or 0.0) - true.tilt_deg)
        for rep, true in zip(found, made.reps, strict=False)
    ]
    others = sum(one.count for leg, one in summary.legs.items() if leg is not working)
    assert not any(isinstance(event, Recounted) for event in events)
    late = [one.at_s - one.rep.last_s for one in events if isinstance(one, RepCounted)]
    return off, len(found) - len(made.reps), others, late


@pytest.mark.parametrize("alone", [False, True])
def test_inner_range_quads_of_a_thigh_that_rolls_and_sways_are_counted(alone: bool) -> None:
    thigh = Thigh(
        net_deg=4.0,
        roll_part=0.4,
        lean_part=0.3,
        sag_part=0.15,
        return_error=0.05,
        roll_sway_deg=0.4,
        breath_deg=0.1,
        bias_deg_s=2.0,
    )
    off, wrong, others, late = _analyzed(small_set(5, thigh, reps=7), alone=alone)
    assert (wrong, others) == (0, 0)
    assert max(off) < 1.0
    assert float(np.median(off)) < 0.4
    assert max(late) < 0.3


def test_a_weak_rep_of_a_set_is_listed_as_too_small_and_not_counted() -> None:
    made = small_set(5, Thigh(net_deg=6.0, roll_part=0.3, roll_sway_deg=0.3), reps=6, weak=4)
    working = next(iter(made.samples))
    _, summary = analyzed(in_step([made.samples[working]]), QUADS, rate_hz=made.rate_hz)
    found, weak = summary.legs[working], made.reps[4]
    assert len(found.reps) == 5
    (listed,) = (one for one in found.attempts if one.why is AttemptWhy.TOO_SMALL)
    assert listed.start_s == pytest.approx(weak.start_s, abs=0.3)
    assert listed.end_s == pytest.approx(weak.end_s, abs=0.3)
    assert listed.rom_deg == pytest.approx(weak.tilt_deg, abs=0.7)


@pytest.mark.parametrize("seed", [3])
def test_people_who_were_drawn_by_chance_are_counted(seed: int) -> None:
    thigh = random_thigh(np.random.default_rng(seed), (3.0, 8.0))
    _, wrong, _, _ = _analyzed(small_set(seed, thigh, reps=7), alone=True)
    assert wrong == 0


def test_where_a_hole_ends_a_session_no_small_reps_are_looked_for() -> None:
    recent = RecentMotion(10.0)
    assert small_reps(recent, 600, 8.0) == 0


@pytest.mark.parametrize("first", [0, 3000])
def test_what_lies_before_a_long_hole_is_not_taken_for_what_came_after_it(first: int) -> None:
    angle = np.radians(tilted(*reps(6, 4.0, first_s=1.0), end_s=40.0))
    rows = np.zeros(len(angle), TICK_DTYPE)
    rows["index"] = first + np.arange(len(rows))
    rows["up"] = np.stack((np.sin(angle), np.zeros(len(angle)), np.cos(angle)), axis=1)
    recent = RecentMotion(180.0)
    recent.extend(rows)
    assert small_reps(recent, first + len(rows) - 1, 8.0) == 6


@pytest.mark.parametrize(
    ("exercise", "where"),
    [
        (ANY_ID, "where no exercise is chosen, only those of 15°"),
        ("clam", "in this exercise, only"),
    ],
)
def test_small_reps_that_nobody_asked_for_are_told_of(exercise: str, where: str) -> None:
    _, summary = analyzed_file(SAMPLES / "inner-range-quads.csv", exercise=exercise, only=Leg.RIGHT)
    for leg in summary.legs.values():
        (said,) = leg.data.warnings
        assert said.startswith(
            f"6 movements of a few degrees followed each other and were passed over: {where}"
        )
        assert "choose what was trained, such as inner-range-quads" in said


def _move(start_s: float) -> SmallMove:
    """A movement of a hold of two seconds, of which only the times say something."""
    at = start_s / TICK_S
    parts = dict.fromkeys(("wander", "missed", "rested_s", "rest_wander", "sag"), 0.0)
    return SmallMove(
        start=at,
        top=at + 40,
        leave=at + 140,
        end=at + 180,
        range_deg=4.0,
        way_deg=np.ones(2),
        **parts,
    )


@pytest.mark.parametrize(("deviation", "votes"), [(3.0, 1.0), (0.3, -1.0), (1.4, 0.0)])
def test_a_limb_that_trembles_twice_as_much_at_its_tops_is_the_right_way_up(
    deviation: float, votes: float
) -> None:
    rng = np.random.default_rng(1)
    force = rng.normal(0.0, 0.05, (1200, 3))
    moves = [_move(start_s) for start_s in (4.0, 10.0, 16.0)]
    for move in moves:
        force[round(move.top) : round(move.leave)] *= deviation
    assert tremor_votes(lambda a, b: force[a : b + 1], moves) == votes * SMALL.tremor_votes
    # Getting into position stands before it.
    force[:200] *= 10.0
    assert tremor_votes(lambda a, b: force[a : b + 1], moves) == votes * SMALL.tremor_votes


def test_a_set_that_begins_upside_down_is_turned_over_by_its_third_rep() -> None:
    down = (3.2, 0.7, -4.0)  # into position, just before the first rep
    tilt = tilted((1.0, 1.2, 14.0), down, *reps(6, 4.0, 5.0), end_s=36.0)
    shaken = np.where(tilt > np.median(tilt[:250]) + 2.0, 0.3, 0.03)
    force = np.random.default_rng(2).normal(0.0, 1.0, (len(tilt), 3)) * shaken[:, None]
    found = told(tilt, lambda first, last: force[max(first, 0) : last + 1])
    assert [round(one.move.start * TICK_S) for one, _ in found] == [5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize("laid_deg", [5.0, 9.0])
def test_getting_onto_the_roller_turns_no_set_over(laid_deg: float) -> None:
    # The thigh is laid down, then put onto the roller, from which the reps go up.
    into_position = (1.0, 1.2, -laid_deg), (4.5, 1.2, 18.0)
    found = told(tilted(*into_position, *reps(5, 6.0, 7.7), end_s=35.0))
    starts_s = [one.move.start * TICK_S for one, _ in found]
    assert starts_s == pytest.approx([7.7, 12.7, 17.7, 22.7, 27.7], abs=0.4)


def test_a_clear_first_rep_counts_after_getting_ready_went_far_and_before_a_long_rest() -> None:
    into_position = (0.5, 1.2, -24.0), (2.2, 1.2, 16.0)
    others = reps(4, 6.0, 15.0)
    tilt = tilted(*into_position, *reps(1, 6.0, 6.0), *others, end_s=40.0)
    starts_s = [one.move.start * TICK_S for one, _ in told(tilt)]
    assert starts_s == pytest.approx([6.0, 15.0, 20.0, 25.0, 30.0], abs=0.4)


def test_a_first_movement_under_half_of_the_reps_after_it_is_taken_back() -> None:
    limb = Limb(pitch_deg=20.0, now_s=5.0).rep(2.6, 0.8, 1.0, 0.8, pause_s=3.0)
    limb.reps(3, 7.0, hold_s=2.0, pause_s=2.0)
    events, summary = analyzed(in_step([limb.samples()]), QUADS)
    assert [event.why for event in events if isinstance(event, Recounted)] == [
        "the first movement was under half of those that followed"
    ]
    found = summary.legs[Leg.RIGHT]
    assert found.count == 3
    assert [one.why for one in found.attempts] == [AttemptWhy.TOO_SMALL]


def test_a_set_goes_on_while_its_next_small_rep_has_not_yet_ended() -> None:
    limb = Limb(pitch_deg=20.0, now_s=5.0).rep(4.0, 1.0, 2.0, 1.0, pause_s=3.0)
    limb.rep(4.0, 1.0, 2.0, 1.0, pause_s=11.0).rep(4.0, 1.0, 4.0, 1.0, pause_s=3.0)
    events, summary = analyzed(in_step([limb.samples()]), QUADS)
    assert not any(isinstance(event, Recounted) for event in events)
    assert [one.count for one in summary.legs[Leg.RIGHT].sets] == [3]


def test_a_pose_that_is_noticed_late_loses_no_rep_that_was_done_in_it() -> None:
    found = told(tilted((1.0, 1.2, 22.0), *reps(4, 5.0, 4.5), end_s=26.0))
    assert [round(one.move.start * TICK_S, 1) for one, _ in found] == pytest.approx(
        [4.6, 9.6, 14.6, 19.6], abs=0.15
    )


def test_a_way_back_that_slows_down_for_long_ends_when_it_is_slow() -> None:
    time_s = np.arange(0.0, 30.0, TICK_S)
    tilt = np.zeros(len(time_s))
    for start_s in (5.0, 11.0, 17.0, 23.0):
        back = np.clip(time_s - start_s - 2.5, 0.0, None)
        tilt += 5.0 * (minimum_jerk((time_s - start_s) / 0.4) - (1.0 - np.exp(-back / 0.6)))
    for one, at_s in told(tilt)[-3:]:
        assert at_s - one.move.end * TICK_S < 0.25


def test_a_way_back_of_which_noise_leaves_only_a_rise_is_slow_at_once() -> None:
    assert slowed_down(np.linspace(0.0, 3.0, 20), SMALL) == 0.0


def test_a_thigh_that_neither_swings_nor_is_shaken_is_not_carried_by_the_body() -> None:
    rolls = CarriedSigns(swing_part=0.1, left_per_deg=0.002, rise_m=-0.045, error_m=0.008)
    assert not is_carried([rolls] * 5, finds=True)


@pytest.mark.parametrize(
    ("by_speed_s", "by_level_s", "told_s"),
    [(4.1, 4.0, 4.1), (3.5, 4.0, 4.0), (3.5, 5.0, None), (None, 4.0, None)],
)
def test_a_time_in_a_hole_is_not_told_whatever_tells_it(
    by_speed_s: float | None, by_level_s: float, told_s: float | None
) -> None:
    assert told_time_s(by_speed_s, by_level_s, lambda at_s: at_s < 4.5) == told_s
