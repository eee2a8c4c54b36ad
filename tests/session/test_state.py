"""Tests the steps from one state of the dashboard to the next, without a screen."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.model.events import (
    Directions,
    HoldReached,
    HoldStarted,
    LegState,
    Phase,
    Progress,
    Recounted,
    RepCounted,
)
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric, Summary
from evenstride.sensors.samples import Leg, Note, SensorInfo
from evenstride.session.result.comparison_rows import comparison_rows
from evenstride.session.state.announced import scale_top_for, with_progress
from evenstride.session.state.arrivals import with_item, with_sensors
from evenstride.session.state.dashboard import DashboardState, failed, finished
from evenstride.session.state.so_far import with_comparison
from tests.analysis.made import known
from tests.fakes.session import STRAIGHT_LEG_RAISE, block, mid_session, rep, tilted
from tests.session.states import fresh, in_phase


def test_a_name_that_talks_to_the_terminal_is_made_harmless() -> None:
    sensors = {Leg.LEFT: SensorInfo("[red]\x1b]0;owned\x07\nWT", 60.0)}
    state = with_sensors(DashboardState(exercise="Squat", source="Live"), sensors)
    assert state.left.device == "[red] ]0;owned WT"


def test_the_clock_never_goes_back() -> None:
    state = with_item(with_item(fresh(), block(Leg.LEFT), 5.0), block(Leg.RIGHT), 4.9)
    assert state.clock_s == 5.0


def test_a_rep_brings_its_flags_in_words() -> None:
    counted = rep(1, hold_s=1.24, rom_deg=21.0, flags=(Flag.SHORT_HOLD, Flag.SMALL_RANGE))
    event = RepCounted(leg=Leg.RIGHT, at_s=9.0, rep=counted)
    state = with_progress(fresh(), Progress(events=(event,)))
    assert state.right.news == ("short hold", "small range")
    assert state.right.reps == (counted,)
    assert state.left.reps == ()


def test_every_flag_has_words() -> None:
    event = RepCounted(leg=Leg.LEFT, at_s=9.0, rep=rep(1, flags=tuple(Flag)))
    state = with_progress(fresh(), Progress(events=(event,)))
    assert len(set(state.left.news)) == len(Flag)


def test_a_recount_says_why() -> None:
    event = Recounted(leg=Leg.LEFT, at_s=9.0, count=3, why="the first movement was an attempt")
    state = with_progress(fresh(), Progress(events=(event,), legs={Leg.LEFT: LegState(count=3)}))
    assert state.left.news == ("recounted: the first movement was an attempt",)
    assert state.left.now.count == 3


def test_a_hold_is_reached_until_the_leg_goes_down() -> None:
    holding = {Leg.LEFT: LegState(phase=Phase.HOLD, hold_s=2.0, hold_target_s=2.0)}
    started = HoldStarted(leg=Leg.LEFT, at_s=5.0, since_s=4.8)
    reached = HoldReached(leg=Leg.LEFT, at_s=6.8, hold_s=2.0)
    state = with_progress(fresh(), Progress(events=(started,), legs=holding))
    assert not state.left.hold_reached
    state = with_progress(state, Progress(events=(reached,), legs=holding))
    assert state.left.hold_reached
    state = with_progress(state, in_phase(Phase.LOWER, Phase.REST))
    assert not state.left.hold_reached


def test_the_moving_leg_is_bright_and_stays_so_at_rest_until_the_other_moves() -> None:
    state = with_progress(fresh(), in_phase(Phase.REST, Phase.REST))
    assert state.left.working
    assert state.right.working
    state = with_progress(state, in_phase(Phase.LIFT, Phase.REST))
    assert (state.left.working, state.right.working) == (True, False)
    state = with_progress(state, in_phase(Phase.REST, Phase.REST))
    assert (state.left.working, state.right.working) == (True, False)
    state = with_progress(state, in_phase(Phase.REST, Phase.LIFT))
    assert (state.left.working, state.right.working) == (False, True)


def with_usual_ranges(state: DashboardState, left: float, right: float) -> DashboardState:
    legs = {
        Leg.LEFT: LegState(usual_range_deg=left),
        Leg.RIGHT: LegState(usual_range_deg=right),
    }
    return with_progress(state, Progress(legs=legs))


def test_both_traces_share_the_scale_of_the_leg_that_goes_further() -> None:
    assert with_usual_ranges(fresh(), 8.0, 52.0).scale_deg == (-12.0, 60.0)


def test_getting_into_position_does_not_change_the_scale() -> None:
    turn = Progress(traces={Leg.LEFT: Directions(np.arange(2.0), tilted(np.array([0.0, 170.0])))})
    assert with_progress(fresh(), turn).scale_deg == fresh().scale_deg


@pytest.mark.parametrize(
    ("top_deg", "usual", "expected"),
    [
        (45.0, [], 45.0),
        (45.0, [40.0], 45.0),
        (45.0, [42.0], 60.0),
        (45.0, [25.0], 45.0),
        (45.0, [18.0, 5.0], 20.0),
        (45.0, [6.0], 10.0),
        (20.0, [18.1], 20.0),
        (20.0, [18.2], 30.0),
        (180.0, [40.0], 45.0),
        (45.0, [500.0], 180.0),
    ],
)
def test_the_scale_suits_the_usual_range_and_seldom_changes(
    top_deg: float, usual: list[float], expected: float
) -> None:
    assert scale_top_for(top_deg, usual) == expected


def test_other_notes_change_only_the_clock() -> None:
    assert with_item(fresh(), Note(0, "marker", {"exercise": "x"}), 1.0) == replace(
        fresh(), clock_s=1.0
    )


def test_the_comparison_has_means_and_waits_for_enough_reps() -> None:
    state = fresh()
    for leg, count, hold_s in ((Leg.LEFT, 2, 2.0), (Leg.RIGHT, 1, 1.0)):
        events = tuple(
            RepCounted(leg=leg, at_s=0.0, rep=rep(n, hold_s)) for n in range(1, count + 1)
        )
        now = LegState(count=count, hold_target_s=2.0)
        state = with_progress(state, Progress(events=events, legs={leg: now}))
    state = with_comparison(state, STRAIGHT_LEG_RAISE)
    reps, hold, rom, ways = comparison_rows(state)
    assert (reps.left, reps.right, reps.verdict) == (2.0, 1.0, "")
    assert hold.left == pytest.approx(2.0)
    assert hold.right == pytest.approx(1.0)
    assert hold.verdict == "too few reps"
    assert rom.left == pytest.approx(42.0)
    assert ways.left == pytest.approx(2.0)
    assert ways.verdict == "too few reps"


def test_a_clear_difference_names_the_leg_and_the_rest_is_no_clear_difference() -> None:
    _, hold, rom, ways = comparison_rows(mid_session())
    assert hold.verdict == "right is shorter"
    assert rom.verdict == ways.verdict == "no clear difference"


def test_a_slower_leg_is_named_and_an_exercise_without_a_hold_has_no_row_for_it() -> None:
    state = mid_session(Phase.REST)
    slow = tuple(
        replace(
            one,
            top_s=known(one.top_s) + 1.0,
            leave_s=known(one.leave_s) + 1.0,
            end_s=known(one.end_s) + 1.0,
        )
        for one in state.left.reps
    )
    left, right = (
        replace(view, now=replace(view.now, hold_target_s=None))
        for view in (state.left, state.right)
    )
    state = replace(state, left=replace(left, reps=slow), right=right)
    rows = comparison_rows(with_comparison(state, find("single-leg-dip")))
    assert [row.label for row in rows] == ["Reps", "Range", "Up and down"]
    assert rows[2].verdict == "left is slower"


def test_without_reps_there_is_nothing_to_compare() -> None:
    state = with_comparison(fresh(), STRAIGHT_LEG_RAISE)
    assert state.comparison is None
    assert comparison_rows(state) == ()


def test_the_end_shows_the_summary_and_says_that_it_is_the_end() -> None:
    metric = Metric(
        metric="hold_s",
        left=1.0,
        right=2.0,
        difference=-1.0,
        ci95=(-1.2, -0.8),
        lsi_pct=50.0,
        weaker=Leg.LEFT,
    )
    comparison = Comparison(weaker_leg=Leg.LEFT, why="The left leg is weaker.", metrics=(metric,))
    legs = {Leg.LEFT: LegSummary(reps=(rep(1, 1.0),))}
    state = finished(
        mid_session(), Summary(exercise=None, legs=legs, comparison=comparison), "Finished."
    )
    assert state.message is not None
    assert state.message.text == "Finished.\nThe left leg is weaker."
    assert not state.message.problem
    assert comparison_rows(state)[1].left == pytest.approx(1.0)
    assert comparison_rows(state)[1].verdict == "left is shorter"


def test_a_failure_is_a_problem_without_control_characters() -> None:
    state = failed(fresh(), "Bluetooth is off.\x1b[2J")
    assert state.message is not None
    assert state.message.problem
    assert state.message.text == "Bluetooth is off. [2J"


def test_the_end_still_recommends_the_shank() -> None:
    legs = {Leg.LEFT: LegSummary(reps=(rep(1),), better_on_shank=True)}
    comparison = Comparison(weaker_leg=None, why="Only one leg.", metrics=())
    state = finished(fresh(), Summary(exercise=None, legs=legs, comparison=comparison), "Over.")
    assert state.message is not None
    first, second, advice = state.message.text.splitlines()
    assert (first, second) == ("Over.", "Only one leg.")
    assert "--placement shank" in advice
