"""Tests splitting a movement at a hole in which the limb turned round, and only there."""

from collections.abc import Sequence

import pytest

from evenstride.analysis.counting.moves.hole_split import split_at_hole
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S

UP, DOWN, STILL = 40.0, -40.0, 0.0


def moved(parts: Sequence[tuple[float, int] | int]) -> tuple[RecentMotion, Excursion]:
    """A limb that turns at some speed for some ticks, part by part; a number alone is a hole."""
    recent = RecentMotion(60.0)
    speeds: list[tuple[float, bool]] = [(STILL, False)] * 10
    for part in parts:
        speeds += [(STILL, True)] * part if isinstance(part, int) else [(part[0], False)] * part[1]
    for index, (speed_deg_s, lost) in enumerate(speeds):
        rate = (speed_deg_s, 0.0, 0.0)
        up = (0.0, 0.0, 1.0)
        recent.append(Tick(index, up, rate, rate, 0.0, lost, (0.0, 0.0, 9.81), lost=lost))
    return recent, Excursion((1.0, 0.0, 0.0), 40.0, 10, 60, len(speeds) - 50, len(speeds))


def test_one_that_was_on_its_way_back_and_comes_again_on_its_way_out_is_two() -> None:
    recent, found = moved(
        [(UP, 50), (STILL, 20), (DOWN, 30), 60, (UP, 30), (STILL, 10), (DOWN, 50)]
    )
    first, second = split_at_hole(recent, found)
    assert (first.start, first.top, first.range_deg) == (10, 60, 40.0)
    assert (first.leave, first.end) == (80, 110)  # it ends in the hole, at its begin
    assert (second.start, second.top, second.leave, second.end) == (169, 200, 210, 260)
    # Its way out was seen in part only: it went as far as it came back.
    assert second.range_deg == pytest.approx(50 * 40.0 * TICK_S)


@pytest.mark.parametrize(
    "parts",
    [
        [(UP, 50), (STILL, 60), (DOWN, 50)],
        [(UP, 50), 60, (DOWN, 50)],  # over the top
        [(UP, 25), 25, (UP, 25), (STILL, 20), (DOWN, 50)],  # on the way out
        [(UP, 50), (STILL, 20), (DOWN, 20), 25, (DOWN, 20)],  # on the way back
        [(UP, 50), (STILL, 20), (DOWN, 50), (STILL, 10), 30, (UP, 50), (DOWN, 50)],  # at rest
        [(UP, 50), (STILL, 20), (DOWN, 50), 30, (UP, 2)],  # next to nothing after it
    ],
    ids=["none", "over the top", "out", "back", "at rest", "nothing after"],
)
def test_any_other_hole_leaves_a_movement_whole(parts: list[tuple[float, int] | int]) -> None:
    recent, found = moved(parts)
    assert split_at_hole(recent, found) == (found,)
