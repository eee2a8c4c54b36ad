"""Tests how large a movement has to be to count in its set, and that it is an attempt otherwise."""

import pytest

from evenstride.analysis.model.events import Recounted
from evenstride.analysis.model.reps import AttemptWhy, Flag
from evenstride.sensors.samples import Leg
from tests.analysis.limbs import CURL, lying, set_counts
from tests.analysis.made import known
from tests.analysis.moving import SMALL_MOVES, analyzed, announced, in_step, leg_of


@pytest.mark.parametrize("before", [1, 2, 5])
def test_one_rep_at_under_half_of_the_range_is_an_attempt(before: int) -> None:
    limb = lying().reps(before, 40.0).rep(16.0).reps(5, 40.0)
    found = leg_of(limb.wait(2.0), CURL)
    assert found.count == before + 5
    assert [round(known(attempt.rom_deg)) for attempt in found.attempts] == [16]
    assert found.attempts[0].why is AttemptWhy.TOO_SMALL


def test_a_first_movement_that_was_an_attempt_is_settled_when_more_is_known() -> None:
    events, summary = analyzed(in_step([lying().rep(15.0).reps(5, 40.0).wait(2.0).samples()]), CURL)
    assert summary.legs[Leg.RIGHT].count == 5
    recounts = [event for event in events if isinstance(event, Recounted)]
    assert [event.count for event in recounts] == [0]
    assert [rep.number for _, rep in announced(events)] == [1, 1, 2, 3, 4, 5]


def test_a_rep_at_six_tenths_of_the_range_counts_and_is_flagged() -> None:
    found = leg_of(lying().reps(4, 40.0).rep(24.0).reps(2, 40.0).wait(2.0), CURL)
    assert [Flag.SMALL_RANGE in rep.flags for rep in found.reps] == [False] * 4 + [True] + [
        False
    ] * 2


@pytest.mark.parametrize("small_deg", [10.0, 14.0])
def test_a_whole_set_at_small_range_counts(small_deg: float) -> None:
    limb = lying().reps(10, 40.0).wait(20.0).reps(10, small_deg)
    assert set_counts(limb, CURL) == [10, 10]


def test_small_reps_from_the_start_are_reps() -> None:
    assert set_counts(lying().reps(10, 10.0), CURL) == [10]


def test_full_reps_after_a_set_at_small_range_count() -> None:
    assert set_counts(lying().reps(10, 14.0).wait(20.0).reps(10, 40.0), CURL) == [10, 10]


def test_small_reps_that_follow_full_ones_without_a_rest_are_listed_one_way_or_the_other() -> None:
    found = leg_of(lying().reps(5, 40.0).reps(5, 14.0).wait(2.0), CURL)
    assert found.count + len(found.attempts) == 10
    assert found.count in (5, 10)


@pytest.mark.parametrize("pause_s", [0.3, 20.0])
def test_fast_reps_after_slow_ones_count(pause_s: float) -> None:
    limb = lying().reps(10, 40.0, raise_s=2.0, hold_s=1.0, lower_s=2.0).wait(pause_s)
    limb.reps(10, 40.0, raise_s=0.6, hold_s=0.1, lower_s=0.6, pause_s=0.2)
    assert sum(set_counts(limb, CURL)) == 20


def test_people_who_tire_are_followed_down_to_a_third_of_their_range() -> None:
    limb = lying()
    for number in range(15):
        limb.rep(40.0 * 0.93**number, raise_s=1.0 + 0.05 * number)
    assert set_counts(limb, CURL) == [15]


def test_a_movement_under_the_smallest_range_of_the_exercise_is_nothing() -> None:
    assert leg_of(lying().reps(6, 0.8 * 8.0).wait(2.0), CURL).reps == ()
    assert leg_of(lying().reps(6, 0.8 * 8.0).wait(2.0), SMALL_MOVES).count == 6


def test_a_movement_under_the_shortest_time_of_the_exercise_is_nothing() -> None:
    limb = lying().reps(6, 20.0, raise_s=0.2, hold_s=0.0, lower_s=0.2, pause_s=1.0)
    assert leg_of(limb.wait(2.0), CURL).reps == ()


def test_fast_reps_count_once_the_exercise_is_known() -> None:
    limb = lying().reps(2, 30.0, raise_s=0.8, hold_s=0.0, lower_s=0.8, pause_s=1.0)
    limb.reps(6, 30.0, raise_s=0.45, hold_s=0.0, lower_s=0.45, pause_s=1.0)
    assert len(leg_of(limb.wait(2.0), CURL).reps) == 8
