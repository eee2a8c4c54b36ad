"""Tests small reps without a rest, with a stop on the way, and beside another moving leg."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.small.goes_along import GoesAlong
from evenstride.analysis.counting.small.lifting import Lifting
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.tuning.small import SMALL
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S
from tests.analysis.levers import raised
from tests.analysis.tilts import reps, tilted, told


def starts_s(*steps: tuple[float, float, float]) -> list[int]:
    """When the told reps of such steps begin, seconds."""
    sway = 0.05 * np.sin(np.arange(2000) * TICK_S * 2.0)
    tilt = tilted(*steps, end_s=40.0)
    return [round(one.move.start * TICK_S) for one, _ in told(tilt + sway)]


def test_a_rep_that_comes_halfway_back_and_goes_out_again_is_one() -> None:
    first, later = reps(3, 4.0), reps(2, 4.0, 24.0)
    dips = [(20.0, 0.8, 4.0), (21.6, 0.5, -2.1), (22.1, 0.5, 2.1), (23.0, 0.8, -4.0)]
    assert starts_s(*first, *dips, *later) == [5, 10, 15, 20, 24, 29]


def test_a_rep_that_stops_on_its_way_out_is_counted() -> None:
    first, later = reps(3, 4.0), reps(2, 4.0, 25.0)
    stops = [(20.0, 0.5, 1.7), (21.4, 0.6, 2.3), (23.4, 0.8, -4.0)]
    assert starts_s(*first, *stops, *later) == [5, 10, 15, 20, 25, 30]


def test_reps_without_a_rest_between_them_are_counted() -> None:
    ways = [(4.0 + 4.0 * number, 0.6, 4.0) for number in range(6)]
    backs = [(7.4 + 4.0 * number, 0.6, -4.0) for number in range(6)]
    assert starts_s(*ways, *backs) == [4, 8, 12, 16, 20, 24]


class Resting:
    """Another leg, of which only its motion is known."""

    in_set_until = 0

    def __init__(self, recent: RecentMotion, set_range_deg: float) -> None:
        self.recent = recent
        self._set_range_deg = set_range_deg

    def range_in_set_deg(self, tick: int) -> float:
        """The same at every tick."""
        assert tick >= 0
        return self._set_range_deg


@pytest.mark.parametrize(("set_range_deg", "turned"), [(0.0, False), (8.0, True)])
def test_what_the_other_leg_fidgets_during_a_first_rep_is_not_shared(
    set_range_deg: float, *, turned: bool
) -> None:
    recent, along = raised((0.3, 0.1), range_deg=6.0)
    other = Resting(recent, set_range_deg)
    shared = GoesAlong(SMALL.usual_reps).seen(other, along, along.end + 5, far_deg=20.0)
    assert shared is not None
    assert shared.shared_deg == pytest.approx(6.0, abs=1.0)
    # The same, of a rep that began just before it and lasts for longer.
    rep = replace(along, start=along.start - 20, top=along.start + 20, leave=along.end, end=160)
    seen = GoesAlong(SMALL.usual_reps).seen(other, rep, 165, far_deg=20.0)
    assert seen is not None
    assert seen.shared_deg < 1.0
    assert (seen.turned_deg > 1.0) is turned
    # A leg that turns further than the exercise allows does not fidget, whatever its ways.
    seen = GoesAlong(SMALL.usual_reps).seen(other, rep, 165, far_deg=5.0)
    assert seen is not None
    assert seen.shared_deg == pytest.approx(6.0, abs=1.0)


@pytest.mark.parametrize(("level_m", "sign"), [(0.3, 1.0), (-0.3, -1.0), (0.02, 0.0)])
def test_ways_out_that_carry_the_sensor_up_tell_which_way_up_a_set_is(
    level_m: float, sign: float
) -> None:
    recent, found = raised((level_m, 0.1), range_deg=4.0)
    parts = dict.fromkeys(("wander", "missed", "rested_s", "rest_wander", "sag"), 0.0)
    ends = (float(at) for at in (found.start, found.top, found.leave, found.end))
    start, top, leave, end = ends
    move = SmallMove(
        start=start, top=top, leave=leave, end=end, range_deg=4.0, way_deg=np.ones(2), **parts
    )
    votes = Lifting(recent).votes([move], np.array(found.axis), found.end + 10)
    assert votes == sign * SMALL.lift_votes
