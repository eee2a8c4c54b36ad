"""Tests that the list of quantities contains everything measured, each readable by its name."""

import re
from dataclasses import fields, replace

import pytest

from evenstride.analysis.model.quantities import (
    BY_NAME,
    COMPARED,
    COUNT,
    HOLD,
    KEPT,
    OF_A_KNEE,
    OF_A_REP,
    RANGE,
    SMOOTHNESS,
    TOLD,
    Consequence,
)
from evenstride.analysis.model.reps import Measured
from evenstride.history.schema import MIGRATIONS
from tests.analysis.made import rep

NOT_QUANTITIES = {"start_s", "top_s", "leave_s", "end_s", "confidence", "flags"}


def test_everything_that_is_measured_is_in_the_list() -> None:
    measured = {one.name for one in fields(Measured)} - NOT_QUANTITIES
    durations = {"raise_s", "hold_s", "lower_s"}
    assert {one.name for one in (*OF_A_REP, *OF_A_KNEE)} == measured | durations


def test_a_quantity_is_read_by_its_name() -> None:
    one = rep(rom_deg=41.5, hold_s=2.25)
    assert [RANGE.of(one), HOLD.of(one)] == pytest.approx([41.5, 2.25])
    assert RANGE.of(replace(one, rom_deg=float("nan"))) is None


def test_the_count_is_no_quantity_of_a_single_rep() -> None:
    assert COUNT not in OF_A_REP
    assert BY_NAME["reps"] is COUNT


def test_what_makes_a_leg_weaker_has_words_for_it() -> None:
    for one in COMPARED:
        judged = one.consequence in (Consequence.VERDICT, Consequence.LESS)
        assert bool(one.less) == judged, one.name
        assert bool(one.lack) == (one.consequence is Consequence.VERDICT), one.name


def test_what_is_told_is_compared_and_kept() -> None:
    assert set(TOLD) <= set(COMPARED)
    assert set(TOLD) <= set(KEPT)


def test_the_history_has_a_column_for_every_mean_that_is_kept() -> None:
    tables = " ".join(statement for step in MIGRATIONS for statement in step)
    of_sets = re.search(r"CREATE TABLE leg_set \((.*?)PRIMARY KEY", tables, re.DOTALL)
    assert of_sets is not None
    columns = [line.split()[0] for line in of_sets[1].split(",") if line.strip()]
    columns += re.findall(r"ALTER TABLE leg_set ADD COLUMN (\w+)", tables)
    assert columns[-len(KEPT) :] == [one.name for one in KEPT]


def test_small_ranges_are_told_with_a_decimal() -> None:
    assert RANGE.decimals_for(9.4, 8.6) == 1
    assert RANGE.decimals_for(9.4, 40.0) == 0
    assert RANGE.decimals_for(None, None) == 0
    assert HOLD.decimals_for(2.0, 3.0) == 1


def test_a_unit_follows_its_number_as_it_is_written() -> None:
    assert (HOLD.suffix, RANGE.suffix, SMOOTHNESS.suffix) == (" s", "°", "")
