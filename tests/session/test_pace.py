"""Tests the pacing guide: it begins with a lift, and follows the clock."""

from dataclasses import replace

from evenstride.analysis.model.events import LegState, Phase, Progress
from evenstride.sensors.samples import Leg
from evenstride.session.cues import Cue, CueKind
from evenstride.session.state.announced import with_pace
from evenstride.session.state.pace import Pace, Tempo
from evenstride.session.view import SessionView
from tests.fakes.session import STRAIGHT_LEG_RAISE, block, mid_session

LIFTS, RESTS = frozenset({Phase.LIFT, Phase.REST}), frozenset({Phase.REST})


HOLD_2_S = Tempo(2.0)


def test_a_rep_goes_up_holds_comes_down_and_rests() -> None:
    pace = Pace(HOLD_2_S, since_s=10.0)
    steps = [pace.step(10.0 + at_s) for at_s in (0.0, 1.9, 2.0, 4.5, 6.2, 7.0)]
    assert [(step.phase, round(step.left_s, 1)) for step in steps if step] == [
        (Phase.LIFT, 2.0),
        (Phase.LIFT, 0.1),
        (Phase.HOLD, 2.0),
        (Phase.LOWER, 1.5),
        (Phase.REST, 0.8),
        (Phase.LIFT, 2.0),
    ]
    assert [HOLD_2_S.height(at_s) for at_s in (0.0, 1.0, 3.0, 5.0, 6.5)] == [
        0.0,
        0.5,
        1.0,
        0.5,
        0.0,
    ]


def test_without_a_hold_it_turns_round_at_the_top() -> None:
    pace = Pace(Tempo(), since_s=0.0)
    step = pace.step(2.0)
    assert step is not None
    assert step.phase is Phase.LOWER
    assert pace.tempo.rep_s == 5.0


def follow(pace: Pace, seen: list[tuple[float, frozenset[Phase]]], *, in_set: bool) -> Pace:
    for at_s, phases in seen:
        pace = pace.follow(phases, HOLD_2_S, at_s, in_set=in_set)
    return pace


def test_it_waits_for_a_lift_and_again_when_nothing_has_moved_for_a_rep() -> None:
    pace = follow(Pace(), [(3.0, RESTS)], in_set=False)
    assert pace.step(3.0) is None
    pace = follow(pace, [(5.0, LIFTS)], in_set=False)
    assert (pace.since_s, pace.tempo) == (5.0, HOLD_2_S)
    pace = follow(pace, [(6.0, LIFTS), (9.0, RESTS), (10.0, LIFTS), (17.0, RESTS)], in_set=True)
    assert pace.since_s == 5.0
    assert follow(pace, [(17.1, RESTS)], in_set=True).step(17.1) is None


def test_until_the_first_rep_counts_each_lift_may_be_its_beginning() -> None:
    arranging = [(1.0, LIFTS), (1.2, LIFTS), (2.0, RESTS), (4.0, LIFTS), (4.5, LIFTS)]
    assert follow(Pace(), arranging, in_set=False).since_s == 4.0


def test_its_hold_is_the_working_legs_and_a_pause_stops_it() -> None:
    state = replace(mid_session(Phase.LIFT), pace=Pace())
    now = replace(state.left.now, hold_target_s=7.0)
    state = with_pace(replace(state, left=replace(state.left, now=now)))
    assert state.pace is not None
    assert state.pace.tempo == HOLD_2_S
    paused = with_pace(replace(state, right=replace(state.right, paused=True)))
    assert paused.pace == Pace(HOLD_2_S)


def test_what_it_asks_for_is_heard_once_each_and_rest_is_not() -> None:
    heard: list[Cue] = []
    view = SessionView(STRAIGHT_LEG_RAISE, "Live", on_cue=heard.append)
    view.show_pace(True)
    lifts = Progress(legs={Leg.LEFT: LegState(phase=Phase.LIFT, hold_target_s=2.0)})
    for tenth in range(130):
        view.on_item(block(Leg.LEFT), tenth / 10)
        view.on_progress(lifts)
    kinds = [CueKind.PACE_LIFT, CueKind.PACE_HOLD, CueKind.PACE_LOWER]
    assert [cue.kind for cue in heard] == kinds * 2
    assert [cue.words for cue in heard[:3]] == ["up", "hold", "down"]
    view.show_pace(False)
    view.on_item(block(Leg.LEFT), 14.0)
    view.on_progress(lifts)
    assert len(heard) == 6
