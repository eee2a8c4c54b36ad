"""Tests that a hold is announced once, even if the limb sways or pulses in it."""

import pytest

from evenstride.analysis.counting.leg.hold import HoldFollower
from evenstride.analysis.counting.moves.movements import Move
from evenstride.analysis.model.events import HoldReached, HoldStarted
from evenstride.sensors.samples import Leg

UP = Move((40.0, 0.0, 0.0), 50, 100)
TARGET_S = 2.0


class Watched:
    """A follower, and when what it announced began or was announced."""

    def __init__(self) -> None:
        self.follower = HoldFollower(Leg.LEFT, TARGET_S)
        self.since_s: list[float] = []
        self.reached_s: list[float] = []

    def step(self, tick: int, way_out: Move | None, *, moving: bool = False) -> None:
        events = self.follower.step(tick, way_out, moving=moving, lowering=False, at_s=tick * 0.02)
        for event in events:
            if isinstance(event, HoldStarted):
                self.since_s.append(event.since_s)
            elif isinstance(event, HoldReached):
                self.reached_s.append(event.at_s)


def test_a_limb_that_sways_at_the_top_goes_on_with_the_hold_that_was_announced() -> None:
    watched = Watched()
    watched.step(110, UP)
    watched.step(130, None)
    assert watched.follower.seconds(130) is None
    watched.step(150, Move(UP.turn_deg, UP.start, 145, reach_deg=40.0))
    assert watched.follower.seconds(150) == 1.0
    watched.step(200, UP)
    assert (watched.since_s, watched.reached_s) == ([2.0], [4.0])


def test_who_goes_on_or_out_again_holds_anew() -> None:
    watched = Watched()
    watched.step(110, UP)
    watched.step(150, Move((60.0, 0.0, 0.0), UP.start, 140))
    watched.step(260, Move((0.0, 35.0, 0.0), 180, 250))
    assert watched.since_s == pytest.approx([2.0, 2.8, 5.0])


def test_part_of_the_way_back_is_no_hold() -> None:
    watched = Watched()
    watched.step(110, UP)
    watched.step(150, Move((-20.0, 0.0, 0.0), 120, 140))
    assert watched.since_s == [2.0]
