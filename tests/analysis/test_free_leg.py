"""Tests that the height of a sensor tells a leg that is stood on from one that is free."""

import pytest

from evenstride.analysis.counting.measuring.bend import Bend, bend_of, together
from tests.analysis.levers import raised


def bend(level_m: float, upright_m: float) -> Bend:
    recent, found = raised((level_m, upright_m))
    told = bend_of(recent, found, found.end + 8)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("hinge_m", "stands", "swings", "rides"),
    [
        pytest.param((0.0, 0.3), True, False, False, id="it stands, and its hinge is below"),
        pytest.param((-0.3, 0.3), True, False, False, id="its foot is far ahead"),
        pytest.param((0.0, -0.3), False, True, False, id="it is lifted from where it hung"),
        pytest.param((-0.2, -0.25), False, True, False, id="it is put down from where it was held"),
        pytest.param((0.0, 2.0), False, False, True, id="the other leg lets it down"),
    ],
)
def test_a_leg_is_free_whose_hinge_is_above_it_or_that_sinks_more_than_a_leg_can(
    hinge_m: tuple[float, float], *, stands: bool, swings: bool, rides: bool
) -> None:
    told = bend(*hinge_m)
    assert (told.stands, told.swings, told.rides) == (stands, swings, rides)


def test_several_movements_tell_more_than_one() -> None:
    vague = Bend(0.2, 0.2)
    assert not vague.swings
    four = together([vague] * 4)
    assert (four.mean_m, four.error_m) == pytest.approx((0.2, 0.1))
    assert vague.with_like([vague] * 3).swings


def test_a_movement_that_is_unlike_the_others_is_judged_alone() -> None:
    dips = [Bend(-0.25, 0.05)] * 5
    assert Bend(0.3, 0.1).with_like(dips) == Bend(0.3, 0.1)
