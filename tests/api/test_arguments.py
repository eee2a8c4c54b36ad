"""Tests that unusable arguments cause an error that names them, before anything is analyzed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import evenstride as es
from evenstride.recordings import samples
from evenstride.sensors.arguments import ArgumentError
from evenstride.sensors.samples import Leg, Samples
from tests.api.arrays import tables_of

DIP = samples.path("single-leg-dip")

T = np.arange(4.0)
V = np.zeros((4, 3))

Anything = Any


def left(t_s: Anything, acc: Anything, gyr: Anything) -> Callable[[], object]:
    return lambda: es.recording({"left": (t_s, acc, gyr)})


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (left(T, V[:3], V), "acc_m_s2 has the shape (3, 3), and is to have (4, 3)"),
        (left(T, V[:, :2], V), "acc_m_s2 has the shape (4, 2)"),
        (left(T, V.T, V), "acc_m_s2 has the shape (3, 4)"),
        (left(T, V.ravel(), V), "acc_m_s2 has the shape (12,)"),
        (left(T, V, V[:2]), "gyr_rad_s has the shape (2, 3)"),
        (left(T[:, None], V, V), "t_s has the shape (4, 1)"),
        (left(3.0, V, V), "t_s has the shape ()"),
        (left(["now"], V, V), "t_s is no array of numbers"),
        (left(T, V + 0j, V), "acc_m_s2 is no array of numbers (complex numbers)"),
        (left(T, None, None), "acc_m_s2 has the shape ()"),
        (left([0.0, 1.0, 0.5, 2.0], V, V), "t_s goes back"),
        (left([0.0, np.nan, 0.5, 2.0], V, V), "t_s[1] is nan"),
        (left([], np.empty((0, 3)), None), 'legs["left"] holds no samples'),
        (lambda: es.recording({}), "legs is empty"),
        (lambda: es.recording([T, V, V]), "legs is list"),  # type: ignore[arg-type]
        (lambda: es.recording({"middle": (T, V, V)}), "legs is 'middle'"),
        (lambda: es.recording({"left": (T, V)}), 'legs["left"] is to be a table, or a tuple'),
        (lambda: es.recording({"left": T}), 'legs["left"] is to be a table, or a tuple'),
        (lambda: es.recording({"left": (T, V, V)}, placement="hip"), "placement is 'hip'"),
        (lambda: es.analyze(DIP, placement="hip"), "placement is 'hip'"),
        (lambda: es.analyze(DIP, exercise=3), "exercise is int"),  # type: ignore[arg-type]
        (lambda: es.analyze(None), "rec is NoneType"),  # type: ignore[arg-type]
        (lambda: es.read(3), "path is int"),  # type: ignore[arg-type]
        (lambda: es.Analyzer("bridge", legs="left"), "legs is str"),
        (lambda: es.Analyzer("bridge", legs=()), "legs is ()"),
        (lambda: es.Analyzer("bridge", legs=("left", "left")), "name each leg"),
        (lambda: es.Analyzer("bridge", legs=("arm",)), "legs is 'arm'"),
        (lambda: Samples(Leg.LEFT, None, T, V, V), "seq is to be an array"),  # type: ignore[arg-type]
        (lambda: Samples(Leg.LEFT, np.arange(3), T, V, V), "seq has the shape (3,)"),
    ],
)
def test_the_argument_is_named_with_what_is_wrong(call: Callable[[], object], names: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        call()
    assert names in str(raised.value)
    assert isinstance(raised.value, es.EvenstrideError)
    assert raised.value.argument in str(raised.value)


def test_what_is_masked_or_not_available_is_missing_and_what_lies_below_is_not_read() -> None:
    t_s = np.arange(100) / 100.0
    acc = np.tile([0.0, 0.0, 9.81], (100, 1))
    masked = np.ma.masked_greater(np.where(np.arange(100)[:, None] < 50, acc, 99.0), 50.0)
    frame = pd.DataFrame(masked.filled(-1.0), dtype="Float64").mask(masked.mask)
    for half in (masked, frame):
        result = es.analyze(es.recording({"left": (t_s, half, None)}), "bridge")
        assert result.legs["left"].data.skipped == {"not-a-number": 50}


def test_an_exercise_that_is_unknown_is_named_with_those_that_are_known() -> None:
    with pytest.raises(es.EvenstrideError, match=r'no exercise "leg-day".*straight-leg-raise'):
        es.analyze(DIP, exercise="leg-day")


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    for call in (es.read, es.analyze):
        with pytest.raises(es.EvenstrideError, match=r"none\.csv does not exist"):
            call(tmp_path / "none.csv")


def rows() -> "pd.DataFrame":
    return tables_of(DIP)["left"]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (lambda: rows().drop(columns="acc_y"), "has no column acc_y; it has leg, seq, t_us"),
        (lambda: rows().drop(columns="gyr_z"), "has no column gyr_z"),
        (lambda: rows().drop(columns="t_us"), "has no column t_s (or t_us)"),
        (lambda: rows().assign(acc_x="near"), "does not hold numbers in acc_x"),
        (lambda: rows().assign(host_us=np.nan), "t_us, host_us or seq is not known"),
        (lambda: pd.read_csv(DIP, comment="#"), "holds rows of another leg, right"),
        (lambda: rows().iloc[::-1], "t_s goes back"),
        (dict, "has no column acc_x"),
    ],
)
def test_a_table_that_is_no_legs_is_refused(table: Callable[[], object], names: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        es.recording({"left": table()})
    assert names in str(raised.value)
    assert 'legs["left"]' in str(raised.value)


@pytest.mark.parametrize("form", [dict, pd.DataFrame])
def test_a_table_may_have_seconds_and_units_in_its_names(form: Callable[[Any], object]) -> None:
    found = rows()
    named = {"t_s": found["t_us"].to_numpy() / 1e6}
    named |= {f"acc_{axis}_m_s2": found[f"acc_{axis}"].to_numpy() for axis in "xyz"}
    named |= {f"gyr_{axis}_rad_s": found[f"gyr_{axis}"].to_numpy() for axis in "xyz"}
    short = found[["t_us", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]]
    by_units = es.analyze(es.recording({"left": form(named)}), "single-leg-dip")
    assert (
        by_units.to_dict() == es.analyze(es.recording({"left": short}), "single-leg-dip").to_dict()
    )
    assert by_units.legs["left"].count > 0


def test_a_table_without_gyroscope_columns_is_of_an_accelerometer() -> None:
    bare = rows().drop(columns=["gyr_x", "gyr_y", "gyr_z"])
    empty = rows().assign(gyr_x=np.nan, gyr_y=np.nan, gyr_z=np.nan)
    first, second = (
        es.analyze(es.recording({"left": one}), "single-leg-dip") for one in (bare, empty)
    )
    assert first.to_dict() == second.to_dict()
    assert "no gyroscope" in first.legs["left"].data.warnings[0]


def test_numbers_that_a_table_has_of_its_samples_tell_what_was_lost() -> None:
    table = rows()
    lossy = table[table["seq"] % 10 != 0]
    res = es.analyze(es.recording({"left": lossy}), "single-leg-dip")
    assert res.legs["left"].data.lost_fraction == pytest.approx(0.1, abs=0.01)
