"""Tests events and links as lines of text."""

from dataclasses import replace

import pytest

from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    GapSeen,
    HoldReached,
    HoldStarted,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Flag
from evenstride.sensors.samples import Leg, Link, LinkState
from evenstride.session.result.event_text import event_line, link_line
from tests.analysis.made import rep

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            RepCounted(leg=LEFT, at_s=75.04, rep=replace(rep(3), flags=(Flag.SHORT_HOLD,))),
            "  1:15.0  left   rep 3: range 40°, hold 2.2 s, short hold",
        ),
        (HoldStarted(leg=RIGHT, at_s=0.0, since_s=0.0), "  0:00.0  right  holding"),
        (
            HoldReached(leg=LEFT, at_s=59.97, hold_s=2.0),
            "  1:00.0  left   held 2.0 s, as long as asked for",
        ),
        (SetStarted(leg=LEFT, at_s=5.0, number=2, start_s=3.0), "  0:05.0  left   set 2 begins"),
        (
            SetEnded(leg=LEFT, at_s=9.0, number=2, end_s=8.0, count=1),
            "  0:09.0  left   set 2 ends with 1 rep",
        ),
        (
            AttemptSeen(
                leg=LEFT,
                at_s=9.0,
                attempt=Attempt(start_s=1, end_s=2, rom_deg=11.6, why=AttemptWhy.TOO_SMALL),
            ),
            "  0:09.0  left   attempt, not counted: range 12°",
        ),
        (
            GapSeen(leg=LEFT, at_s=9.0, from_s=7.0, to_s=8.5),
            "  0:09.0  left   no samples for 1.5 s",
        ),
        (
            Recounted(leg=LEFT, at_s=9.0, count=4, why="the first was an attempt"),
            "  0:09.0  left   count is now 4: the first was an attempt",
        ),
    ],
)
def test_every_event_is_one_line(event: Event, line: str) -> None:
    assert event_line(event) == line


def test_what_a_sensor_says_can_not_paint_the_terminal() -> None:
    link = Link(LEFT, LinkState.LOST, 0, "gone\x1b[2J\nfor good")
    assert link_line(link, 3.21) == "  0:03.2  left   sensor lost: gone [2J for good"


def test_a_sentence_with_two_ids_of_a_mac_keeps_its_remedy() -> None:
    uuid = "3F2504E0-4F89-11D3-9A0C-0305E82C3301"
    text = f"{'x' * 32} ({uuid}): not in range, unlike {'y' * 32} ({uuid}). Switch it on."
    assert link_line(Link(LEFT, LinkState.LOST, 0, text), 1.0).endswith("Switch it on.")
