"""Tests that the right cue sounds at the right moment."""

from dataclasses import replace

import numpy as np

from evenstride.analysis.model.events import Event, HoldReached, LegState, Progress, RepCounted
from evenstride.sensors.samples import Block, Leg, Link, LinkState
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


def in_batches(late_s: float) -> list[CueKind]:
    """Return the cues of a rep and a loss if samples come in batches of this many seconds."""
    heard: list[Cue] = []
    view = SessionView(STRAIGHT_LEG_RAISE, "Live", on_cue=heard.append)
    n = round(late_s * 100)
    for first in range(0, 600, n):
        seq = np.arange(first, first + n, dtype=np.int64)
        came_us = np.full(n, (first + n) * 10_000, np.int64)
        one = Block(Leg.LEFT, seq, seq * 10_000, came_us, np.ones((n, 3)), np.zeros((n, 3)))
        view.on_item(one, (first + n - 1) / 100)
    counted = RepCounted(leg=Leg.LEFT, at_s=1.0, rep=rep(1))
    legs = {Leg.LEFT: LegState(set_number=1, set_count=1)}
    for _ in range(2):
        view.on_progress(Progress(events=(counted,), legs=legs))
    view.on_item(Link(Leg.LEFT, LinkState.LOST, 0), 6.1)
    message = view.state.message
    assert (message is not None and "too late" in message.text) == (late_s > 0.3)
    return [cue.kind for cue in heard]


def test_what_is_known_too_late_is_not_heard_and_that_is_said() -> None:
    assert in_batches(0.2) == [CueKind.REP, CueKind.REP, CueKind.SIGNAL_LOST]
    assert in_batches(1.0) == [CueKind.SIGNAL_LOST]
