"""Dips are seen the right way up, wherever the leg was held before the set."""

import csv
from itertools import pairwise

import pytest

from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.which_way_up import turned_over
from evenstride.sensors.samples import Leg
from tests.analysis.made import known
from tests.analysis.moving import SAMPLES, analyzed_file


def test_dips_of_a_leg_that_was_lifted_before_them_begin_where_it_stands() -> None:
    with (SAMPLES / "single-leg-dip.truth.csv").open() as file:
        truth = [row for row in csv.DictReader(file) if row["leg"] == "left"]
    _, summary = analyzed_file(SAMPLES / "single-leg-dip.csv", only=Leg.LEFT)
    # Before them it sways while the other leg works, which its own sensor does not tell from dips.
    reps = [rep for rep in summary.legs[Leg.LEFT].reps if known(rep.start_s) > 40.0]
    assert [rep.start_s for rep in reps] == [
        pytest.approx(float(row["start_s"]), abs=0.2) for row in truth
    ]
    assert [rep.hold_s for rep in reps] == [
        pytest.approx(float(row["hold_s"]), abs=0.15) for row in truth
    ]
    assert all(one.last_s <= following.first_s for one, following in pairwise(reps))


def test_a_set_that_is_turned_over_pairs_each_way_back_with_the_next_way_out() -> None:
    first = Excursion((0.0, 1.0, 0.0), 58.0, 0, 40, 90, 130)
    second = Excursion((0.0, 1.0, 0.0), 42.0, 140, 180, 200, 240)
    assert turned_over([first, second]) == [Excursion((0.0, -1.0, 0.0), 42.0, 90, 130, 140, 180)]
