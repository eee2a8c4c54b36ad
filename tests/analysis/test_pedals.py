"""Tests that pedalling, at one pace without a rest, gives no reps."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.everyday.pedals import goes_on, turns_on
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.verdict.evidence import Evidence
from evenstride.analysis.counting.verdict.verdict import judge
from evenstride.analysis.counting.verdict.verdict_types import AsRep, Refused, SoFar, Why
from evenstride.analysis.model.events import NO_TRACE, Recounted
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg
from tests.analysis.made import rep

RAISE = find("straight-leg-raise")
FITTING = np.array([[1.0, 0.0, 0.0]])


def turn(start_s: float, lasts_s: float = 1.0, stays_s: float = 0.0) -> Excursion:
    """A turn of pedals, or a quick rep; ``lasts_s`` is without the time that it stays."""
    start, half, stays = (round(one / TICK_S) for one in (start_s, 0.5 * lasts_s, stays_s))
    top, leave = start + half, start + half + stays
    return Excursion((1.0, 0.0, 0.0), 45.0, start, top, leave, leave + half)


@pytest.mark.parametrize(
    ("after", "turns"),
    [
        (turn(11.0), True),
        (turn(11.1, 0.9), True),
        (turn(11.0, 0.7), False),  # another pace
        (turn(11.4), False),  # a rest
        (turn(11.0, 0.8, stays_s=0.4), False),  # a hold
    ],
)
def test_a_turn_follows_on_a_turn_at_its_pace_without_a_rest(
    after: Excursion, *, turns: bool
) -> None:
    assert turns_on(turn(10.0), after) is turns


def test_slow_reps_are_no_turns_however_they_follow_each_other() -> None:
    assert not turns_on(turn(10.0, 1.6), turn(11.6, 1.6))


@pytest.mark.parametrize(
    ("found", "goes"),
    [
        (turn(11.0), True),
        (turn(11.0, stays_s=5.0), True),  # the pedals stood
        (turn(20.0, 0.6), True),  # rolled, and now faster
        (turn(30.0), False),
        (turn(12.0, 3.0), False),
    ],
)
def test_pedalling_goes_on_after_rolling(found: Excursion, *, goes: bool) -> None:
    assert goes_on(turn(10.0), found) is goes
    verdict = judge(Evidence(found=found), SoFar(pedal=turn(10.0)), RAISE)
    assert (verdict == Refused(Why.PEDALS)) is goes


def counted(many: int, *, pause_s: float = 0.0, reps: int = 12) -> tuple[Tally, list[Recounted]]:
    """Return the tally and the recounts after quick movements that were taken for reps."""
    tally = Tally(Leg.LEFT, replace(RAISE, reps=reps))
    told = []
    for at in range(many):
        found = turn(10.0 + at * (1.0 + pause_s))
        start_s = found.start * TICK_S
        measured = rep(start_s=start_s, raise_s=0.5, hold_s=0.0, lower_s=0.5)
        of = Movement(found=found, measured=measured, curve=NO_TRACE, poses=FITTING)
        told += [
            event
            for event in tally.count(AsRep(), of, start_s + 1.1)
            if isinstance(event, Recounted)
        ]
    return tally, told


def test_what_goes_on_and_on_as_pedals_do_is_taken_back_as_a_bout() -> None:
    tally, (told,) = counted(42)
    assert (told.count, told.why) == (0, RecountWhy.PEDALLED.value)
    assert tally.so_far.pedal == turn(51.0)
    list(tally.refuse(Refused(Why.PEDALS), turn(52.0), 53.0))
    list(tally.listing.add_bout(80.0, 80.0))
    (bout,) = tally.attempts
    assert (bout.start_s, bout.end_s, bout.why) == (10.0, 53.0, AttemptWhy.WALKING)


@pytest.mark.parametrize(("many", "pause_s", "reps"), [(40, 0.0, 12), (45, 0.3, 12), (50, 0.0, 25)])
def test_a_set_that_is_no_longer_than_twice_what_is_prescribed_or_rests_is_one(
    many: int, pause_s: float, reps: int
) -> None:
    tally, told = counted(many, pause_s=pause_s, reps=reps)
    assert (len(tally.reps), told) == (many, [])
