"""Tests that height over angle distinguishes a dip seen upside down from a raised leg."""

import pytest

from evenstride.analysis.counting.which_end.height_curve import lever_sums, together
from evenstride.analysis.counting.which_end.set_lever import Worn, lever_odds
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.sensors.samples import Placement
from tests.analysis.levers import raised

# Of a limb that turns by 60° about a hinge: from where it stands, to where it stands, from level.
_DIPS, _SINKS_FIRST, _RISES = (0.0, 0.4), (-0.35, -0.2), (0.25, 0.0)


@pytest.mark.parametrize("has_gyro", [True, False])
@pytest.mark.parametrize(
    ("lever_m", "begin_m", "top_m"), [(_DIPS, 0.0, -0.35), (_SINKS_FIRST, -0.35, 0.0)]
)
def test_the_levers_at_both_ends_of_a_way_are_found(
    lever_m: tuple[float, float], begin_m: float, top_m: float, *, has_gyro: bool
) -> None:
    recent, rep = raised(lever_m, range_deg=60.0)
    told = lever_sums(recent, rep, rep.end + 8, has_gyro=has_gyro)
    assert told is not None
    twice, over = together([told, told]), told.turned_over()
    begin, top, mean = twice.lever_m(1.0, 0.0), twice.lever_m(0.0, 1.0), twice.lever_m(0.5, 0.5)
    assert (begin[0], top[0]) == pytest.approx((begin_m, top_m), abs=0.04)
    assert mean[0] == pytest.approx(0.5 * (begin[0] + top[0]))
    assert (over.lever_m(1.0, 0.0)[0], over.lever_m(0.0, 1.0)[0]) == pytest.approx(
        (-top[0], -begin[0])
    )
    assert told.lever_m(0.5, 0.5)[1] == pytest.approx(mean[1] * 2**0.5)


@pytest.mark.parametrize(
    ("lever_m", "says"),
    [
        pytest.param(_DIPS, 1, id="a dip"),
        pytest.param((0.35, 0.2), -1, id="one that is seen from its depth"),
        pytest.param(_RISES, 0, id="a leg raised from level"),
        pytest.param((0.0, -0.4), 0, id="a leg raised from where it hung"),
    ],
)
def test_a_limb_that_stands_has_its_lever_where_it_leans(
    lever_m: tuple[float, float], says: int
) -> None:
    recent, rep = raised(lever_m, range_deg=60.0)
    worn = Worn(SensorMoves.DOWN, Placement.THIGH, has_gyro=True)
    odds = lever_odds(recent, [rep, rep], rep.end + 8, worn)
    assert (odds >= 1.0, odds <= -1.0, odds == 0.0) == (says > 0, says < 0, says == 0)
