"""Tests results as tables."""

import sys

import numpy as np
import pandas as pd
import pytest

import evenstride as es
from evenstride.api.result import Table
from evenstride.recordings import samples
from tests.api.arrays import still

LEG_RAISE = samples.path("straight-leg-raise")
TABLES = ("reps", "sets", "comparison", "angle")


def test_each_rep_has_a_row_with_the_values_of_the_result() -> None:
    res = es.analyze(LEG_RAISE)
    reps = res.frame("reps")
    assert len(reps) == sum(leg.count for leg in res.legs.values())
    for leg, found in res.legs.items():
        of_leg = reps[reps["leg"] == leg]
        assert of_leg["number"].tolist() == [rep.number for rep in found.reps]
        assert of_leg["hold_s"].tolist() == pytest.approx([r.hold_s for r in found.reps], abs=1e-3)
        assert of_leg["rom_deg"].tolist() == pytest.approx(
            [r.rom_deg for r in found.reps], abs=0.01
        )
    assert set(reps["exercise"]) == {"straight-leg-raise"}


def test_each_set_has_a_row_with_means() -> None:
    res = es.analyze(LEG_RAISE)
    sets, reps = res.frame("sets"), res.frame("reps")
    assert sets["count"].sum() == len(reps)
    means = reps.groupby("leg")["hold_s"].mean()
    assert sets.set_index("leg")["hold_s_mean"].to_dict() == pytest.approx(
        means.to_dict(), abs=2e-3
    )


def test_each_metric_has_a_row() -> None:
    res = es.analyze(LEG_RAISE)
    comparison = res.frame("comparison").set_index("metric")
    for metric in res.comparison.metrics:
        row = comparison.loc[metric.metric]
        assert row["difference"] == pytest.approx(metric.difference, abs=1e-3)
        if metric.ci95:
            assert [row["ci95_low"], row["ci95_high"]] == pytest.approx(metric.ci95, abs=1e-3)
    assert len(comparison) == len(res.comparison.metrics)


def test_the_angle_rises_in_each_rep_as_far_as_it_says() -> None:
    res = es.analyze(LEG_RAISE)
    angle = res.frame("angle")
    for leg, found in res.legs.items():
        of_leg = angle[angle["leg"] == leg]
        assert (np.diff(of_leg["t_s"]) > 0).all()
        for rep in found.reps:
            assert rep.start_s is not None
            assert rep.end_s is not None
            assert rep.rom_deg is not None
            now = of_leg[(of_leg["t_s"] >= rep.start_s) & (of_leg["t_s"] <= rep.end_s)]
            assert now["angle_deg"].max() == pytest.approx(rep.rom_deg, rel=0.15)
        begin_s, end_s = found.reps[0].first_s, found.reps[-1].last_s
        trained = of_leg[(of_leg["t_s"] >= begin_s) & (of_leg["t_s"] <= end_s)]
        steepest_deg_s = (trained["angle_deg"].diff() / trained["t_s"].diff()).abs().max()
        speeds_deg_s = [rep.peak_speed_deg_s for rep in found.reps if rep.peak_speed_deg_s]
        assert steepest_deg_s < 1.5 * max(speeds_deg_s)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_the_same_columns(name: Table) -> None:
    full = es.analyze(LEG_RAISE).frame(name)
    empty = es.analyze(es.recording({"left": still()})).frame(name)
    assert list(empty.columns) == list(full.columns)
    assert not full.empty


@pytest.mark.parametrize("name", TABLES)
def test_quantities_have_their_units_in_their_names(name: Table) -> None:
    units = ("_s", "_deg", "_deg_s", "_pct", "_mean", "_sd", "_per_rep")
    plain = {
        "leg", "number", "set", "exercise", "flags", "smoothness", "confidence", "count", "kg",
        "metric", "left", "right", "difference", "ci95_low", "ci95_high", "weaker",
    }  # fmt: skip
    for column in es.analyze(LEG_RAISE).frame(name).columns:
        assert column in plain or column.endswith(units), column


def test_a_table_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(es.EvenstrideError, match=r"table is 'rep'.*reps, sets, comparison, angle"):
        es.analyze(LEG_RAISE).frame("rep")  # type: ignore[arg-type]


def test_without_pandas_the_command_that_installs_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    res = es.analyze(LEG_RAISE)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(es.EvenstrideError) as raised:
        res.frame("reps")
    assert 'pip install ".[studies]"' in str(raised.value)
    assert res.to_dict()


def test_flags_are_words_that_other_programs_read() -> None:
    reps = es.analyze(LEG_RAISE).frame("reps")
    assert isinstance(reps, pd.DataFrame)
    assert reps["flags"].map(type).eq(str).all()
