"""Tests the evidence from the other leg's simultaneous movement."""

import math
from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.other_leg import (
    OtherLegSeen,
    StepMemory,
    is_step,
    lets_turn,
    other_leg_seen,
    passes_time,
    shares,
    way_begins,
)
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import any_exercise
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S

FOUND = Excursion((1.0, 0.0, 0.0), 10.0, start=50, top=100, leave=150, end=200)

LYING = replace(any_exercise(), thigh_at_rest=ThighAtRest.LYING)
STANDING = replace(any_exercise(), thigh_at_rest=ThighAtRest.UPRIGHT)
TOGETHER = replace(LYING, both_legs=True)


class Other:
    """A leg that turns on this one's way out, and on its way back."""

    def __init__(
        self,
        out_deg: float,
        back_deg: float,
        *,
        set_range_deg: float = 0.0,
        noise_deg_s: float = 0.0,
    ) -> None:
        self.recent = RecentMotion(10.0)
        self._set_range_deg = set_range_deg
        angle, random = 0.0, np.random.default_rng(1)
        for index in range(250):
            speed_deg_s = 0.0
            if FOUND.start <= index < FOUND.top:
                speed_deg_s = out_deg / ((FOUND.top - FOUND.start) * TICK_S)
            elif FOUND.leave <= index < FOUND.end:
                speed_deg_s = back_deg / ((FOUND.end - FOUND.leave) * TICK_S)
            angle += math.radians(speed_deg_s) * TICK_S
            x, y, z = random.normal(0.0, noise_deg_s, 3).tolist()
            rate: Vector = (x, speed_deg_s + y, z)
            up = (-math.sin(angle), 0.0, math.cos(angle))
            force = (9.81 * up[0], 0.0, 9.81 * up[2])
            self.recent.append(Tick(index, up, rate, rate, 0.0, False, force))

    def range_in_set_deg(self, tick: int) -> float:
        return self._set_range_deg if tick == FOUND.start else 0.0

    @property
    def in_set_until(self) -> int:
        return 0


def seen(out_deg: float, back_deg: float) -> OtherLegSeen:
    found = other_leg_seen(Other(out_deg, back_deg), FOUND, 249, stepped=False, begun=FOUND.start)
    assert found is not None
    return found


def test_it_is_seen_how_far_the_other_leg_turned_and_what_set_it_is_in() -> None:
    found = other_leg_seen(
        Other(4.0, 3.0, set_range_deg=31.0), FOUND, 249, stepped=True, begun=FOUND.start
    )
    assert found is not None
    assert found.turned_deg == pytest.approx(7.0)
    assert found.set_range_deg == 31.0
    assert found.stepped


def test_what_came_while_this_leg_only_swayed_before_its_way_out_is_not_held_against_it() -> None:
    swayed_before = replace(FOUND, axis=(0.0, 1.0, 0.0), start=0, top=FOUND.end, leave=240, end=249)
    late = Other(0.0, 10.0).recent  # goes out between the ticks 150 and 200
    begun = way_begins(late, swayed_before)
    assert begun == pytest.approx(FOUND.leave, abs=2)
    put_down = Other(12.0, 0.0)  # between the ticks 50 and 100
    found = other_leg_seen(put_down, swayed_before, 249, stepped=False, begun=begun)
    assert found is not None
    assert found.turned_deg == pytest.approx(0.0, abs=0.5)


def test_nothing_is_seen_that_came_after_the_movement_was_found() -> None:
    found = other_leg_seen(Other(4.0, 9.0), FOUND, 120, stepped=False, begun=FOUND.start)
    assert found is not None
    assert found.turned_deg == pytest.approx(4.0)


def test_a_leg_that_goes_out_and_back_with_the_other_shares_its_movement() -> None:
    assert shares(10.0, seen(4.5, -4.5), LYING, should_tell=False)


def test_a_leg_that_fidgets_meanwhile_does_not() -> None:
    assert not shares(10.0, seen(8.0, 0.0), LYING, should_tell=True)
    assert not shares(10.0, seen(8.0, 8.0), LYING, should_tell=True)


def test_a_leg_that_goes_along_a_little_does_not() -> None:
    assert not shares(10.0, seen(1.5, -1.5), LYING, should_tell=True)


def test_it_may_go_along_by_more_where_the_sensor_never_tells() -> None:
    assert shares(10.0, seen(3.0, -3.0), LYING, should_tell=True)
    assert not shares(10.0, seen(3.0, -3.0), LYING, should_tell=False)


def test_no_trunk_turns_a_thigh_so_far() -> None:
    assert not shares(COUNTING.trunk_deg + 5.0, seen(20.0, -20.0), LYING, should_tell=True)


def test_legs_that_stand_or_train_together_may_share() -> None:
    for exercise in (TOGETHER, STANDING):
        assert not shares(10.0, seen(4.0, -4.0), exercise, should_tell=True)


@pytest.mark.parametrize(
    ("fits", "own_deg", "part"),
    [(True, 30.0, 0.7), (None, 30.0, 0.7), (False, 30.0, 0.55), (None, 75.0, 0.55)],
)
def test_a_free_leg_may_turn_by_more_where_nothing_tells_that_this_is_no_dip(
    fits: bool | None, own_deg: float, part: float
) -> None:
    assert lets_turn(own_deg, OtherLegSeen(), STANDING, in_set=False, fits=fits) == part


def test_a_leg_passes_the_time_while_the_other_is_in_a_set_of_larger_reps() -> None:
    training = OtherLegSeen(set_range_deg=40.0)
    assert passes_time(15.0, training, LYING)
    assert not passes_time(30.0, training, LYING)
    assert not passes_time(15.0, training, TOGETHER)


def test_a_step_turns_both_legs_far_and_about_alike() -> None:
    assert is_step(40.0, 38.0)
    assert not is_step(12.0, 12.0)


def test_what_the_stricter_limit_after_a_step_refuses_is_no_step() -> None:
    walks = OtherLegSeen(stepped=True)
    part = lets_turn(40.0, walks, STANDING, in_set=False, fits=None)
    assert part * 40.0 < 20.0
    assert not is_step(40.0, 20.0)


def test_a_step_is_remembered_for_the_time_of_a_slow_step() -> None:
    memory = StepMemory()
    assert not memory.stepped(100)
    memory.step(100)
    ticks = round(COUNTING.other_leg.walking_s / TICK_S)
    assert memory.stepped(100 + ticks - 1)
    assert not memory.stepped(100 + ticks)


def test_a_leg_whose_sensor_is_noisy_is_not_looked_at() -> None:
    noisy = Other(12.0, -12.0, set_range_deg=20.0, noise_deg_s=40.0)
    assert other_leg_seen(noisy, FOUND, 249, stepped=True, begun=FOUND.start) is None
    quiet = other_leg_seen(
        Other(12.0, -12.0, noise_deg_s=1.0), FOUND, 249, stepped=True, begun=FOUND.start
    )
    assert quiet is not None
    assert quiet.turned_deg == pytest.approx(12.0, abs=1)
