"""What is to be heard: the right cue at the right moment."""

from dataclasses import replace

from evenstride.analysis.model.events import Event, HoldReached, LegState, Progress, RepCounted
from evenstride.sensors.samples import Leg, Link, LinkState
from evenstride.session.cues import Cue, CueKind, cues_of
from evenstride.session.view import SessionView
from tests.fakes.session import STRAIGHT_LEG_RAISE, block, mid_session, rep


def test_a_rep_a_hold_and_the_last_rep_of_a_side_have_cues_of_their_own() -> None:
    events: list[Event] = [
        HoldReached(leg=Leg.RIGHT, at_s=1.0, hold_s=2.0),
        RepCounted(leg=Leg.RIGHT, at_s=2.0, rep=rep(10)),
        RepCounted(leg=Leg.LEFT, at_s=2.0, rep=rep(12)),
    ]
    assert [(cue.kind, cue.words) for cue in cues_of(events, mid_session())] == [
        (CueKind.HOLD_REACHED, ""),
        (CueKind.REP, "9"),
        (CueKind.SIDE_DONE, "12. Side done."),
    ]


def test_a_session_tells_its_cues_when_they_happen_and_a_loss_once() -> None:
    heard: list[Cue] = []
    view = SessionView(STRAIGHT_LEG_RAISE, "Live", on_cue=heard.append)
    view.on_item(block(Leg.LEFT), 0.1)
    counted = RepCounted(leg=Leg.LEFT, at_s=1.0, rep=rep(1))
    view.on_progress(
        Progress(events=(counted,), legs={Leg.LEFT: LegState(set_number=1, set_count=1)})
    )
    for at_s in (2.0, 3.0):
        view.on_item(Link(Leg.LEFT, LinkState.LOST, 0), at_s)
    assert [(cue.kind, cue.count) for cue in heard] == [(CueKind.REP, 1), (CueKind.SIGNAL_LOST, 0)]
    assert heard[1].words == "left signal lost"


def test_a_leg_without_a_target_is_never_done() -> None:
    state = replace(mid_session(), planned=None)
    counted = RepCounted(leg=Leg.LEFT, at_s=2.0, rep=rep(12))
    (cue,) = cues_of([counted], state)
    assert cue.kind is CueKind.REP
