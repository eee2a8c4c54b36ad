"""Tests tables of reps, sets and samples: their contents, and other programs reading them."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import evenstride as es
from evenstride.exporting.table import Of, Table, results_table, samples_table
from evenstride.exporting.table_files import write_csv, write_parquet
from evenstride.recordings.reader import read
from tests.exporting.sessions import session, short_recording
from tests.recordings.helpers import HEAD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return short_recording(tmp_path)


def as_csv(table: Table) -> str:
    file = io.BytesIO()
    write_csv(file, table)
    return file.getvalue().decode()


@pytest.mark.parametrize("of", [Of.REPS, Of.SETS])
def test_a_table_has_a_row_for_each_with_the_values_of_the_result(path: Path, of: Of) -> None:
    one = session(path)
    rows = list(csv.DictReader(io.StringIO(as_csv(results_table(of, [one])))))
    told = [
        (leg, found) for leg, of_leg in one.result["legs"].items() for found in of_leg[of.value]
    ]
    assert [row["leg"] for row in rows] == [leg for leg, _ in told]
    assert {row["file"] for row in rows} == {str(path)}
    assert {row["exercise"] for row in rows} == {"straight-leg-raise"}
    for row, (_, found) in zip(rows, told, strict=True):
        assert int(row["number"]) == found["number"]
        assert float(row["end_s"]) == found["end_s"]
        if of is Of.SETS:
            assert float(row["hold_s_mean"]) == found["means"]["hold_s"]
        else:
            assert float(row["hold_s"]) == found["hold_s"]
            assert row["flags"] == ";".join(found["flags"])


def test_a_column_that_one_session_alone_has_is_empty_in_the_others(path: Path) -> None:
    plain, with_knee = session(path), session(path)
    for rep in with_knee.result["legs"]["left"]["reps"]:
        rep["knee_rom_deg"] = 12.0
    rows = list(csv.DictReader(io.StringIO(as_csv(results_table(Of.REPS, [plain, with_knee])))))
    assert [row["knee_rom_deg"] for row in rows if row["leg"] == "left"] == [""] * 6 + ["12.0"] * 6


def test_samples_are_those_of_the_recording_on_one_timeline(path: Path) -> None:
    text = as_csv(samples_table([(str(path), read(path))]))
    assert text.startswith("file,leg,seq,t_s,acc_x_m_s2,")
    table, raw = pd.read_csv(io.StringIO(text)), pd.read_csv(path, comment="#")
    for leg in ("left", "right"):
        mine, measured = table[table["leg"] == leg], raw[raw["leg"] == leg]
        assert mine["seq"].tolist() == measured["seq"].tolist()
        for name, unit in (("acc", "m_s2"), ("gyr", "rad_s")):
            for axis in "xyz":
                expected = measured[f"{name}_{axis}"].tolist()
                assert mine[f"{name}_{axis}_{unit}"].tolist() == expected
    assert table["t_s"].min() == 0.0
    # What was exported can be taken in again, as it is.
    legs = {str(leg): rows for leg, rows in table.drop(columns="file").groupby("leg")}
    assert set(es.recording(legs).sensors) == {"left", "right"}


def test_without_a_gyroscope_its_fields_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "acc.csv"
    rows = [f"left,{n},{n * 20_000},{n * 20_000},0,0,9.81,,,\n" for n in range(10)]
    path.write_text(HEAD + "".join(rows))
    text = as_csv(samples_table([("acc.csv", read(path))]))
    assert text.splitlines()[1].endswith(",0.0,0.0,9.81,,,")


@pytest.mark.parametrize("of", list(Of))
def test_parquet_has_the_same_with_types_and_versions(path: Path, of: Of) -> None:
    def table() -> Table:
        if of is Of.SAMPLES:
            return samples_table([(str(path), read(path))])
        return results_table(of, [session(path)])

    file = io.BytesIO()
    write_parquet(file, table())
    found = pq.read_table(io.BytesIO(file.getvalue()))
    metadata = found.schema.metadata
    assert metadata[b"evenstride_schema"] == b"evenstride-analysis/1"
    assert metadata[b"evenstride_analysis_version"]
    frame = pd.read_csv(io.StringIO(as_csv(table())))
    assert found.column_names == list(frame.columns)
    for name in frame.columns:
        values = found[name].to_pandas()
        if frame[name].dtype.kind in "fi":
            np.testing.assert_array_equal(values.astype(float), frame[name].astype(float))
    assert found.schema.field("leg").type == "string"
