"""Tests ``analyze --output --resume``: finished rows stay, torn or old ones are made again."""

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from evenstride.cli.analyzing.kept_lines import KeptLines
from evenstride.cli.analyzing.line_forms import CsvLines
from tests.cli.helpers import one_sentence, run
from tests.cli.studies import resumed, rows_of, short, two_exercises


@pytest.mark.parametrize("lost", ["nothing", "a part of a row", "a row"])
def test_a_file_whose_rows_are_torn_is_analyzed_again_as_a_whole(tmp_path: Path, lost: str) -> None:
    out = tmp_path / "out.csv"
    with KeptLines(out, CsvLines(), resume=False) as lines:
        lines.add(two_exercises("a.csv"))
        whole = out.stat().st_size
        lines.add(two_exercises("b.csv"))
    second = len(CsvLines().line(two_exercises("b.csv")).splitlines(keepends=True)[1])
    cut = {"nothing": 0, "a part of a row": 5, "a row": second}[lost]
    with out.open("rb+") as file:
        file.truncate(out.stat().st_size - cut)
    with KeptLines(out, CsvLines(), resume=True) as lines:
        assert [one.file for one in lines.kept] == (["a.csv"] if cut else ["a.csv", "b.csv"])
        assert (out.stat().st_size == whole) is bool(cut)
        lines.forget({"a.csv": replace(lines.kept[0].mark, size_bytes=2)})
    rows = rows_of(out)
    assert [row["file"] for row in rows] == ([] if cut else ["b.csv", "b.csv"])


# -- going on --------------------------------------------------------------------------------------


@pytest.fixture(params=["jsonl", "csv"])
def kept(request: pytest.FixtureRequest, study: Path) -> Path:
    """An output that has a row for each file of the study."""
    out = study / f"out.{request.param}"
    run("analyze", study, "--output", out)
    return out


def test_what_is_there_is_passed_over_with_its_errors(study: Path, kept: Path) -> None:
    before = kept.read_bytes()
    result = resumed(study, kept)
    assert kept.read_bytes() == before
    assert result.exit_code == 1  # for the error that is there
    assert "4 files of 4 are there already" in result.stderr
    (study / "b" / "notes.csv").unlink()
    assert resumed(study, kept).exit_code == 0


@pytest.mark.parametrize("torn", [1, 30, 200])
def test_a_torn_last_line_is_dropped_and_its_file_analyzed_again(
    study: Path, kept: Path, torn: int
) -> None:
    whole = rows_of(kept)
    kept.write_bytes(kept.read_bytes()[:-torn])
    resumed(study, kept)
    assert rows_of(kept) == whole


def test_a_line_of_garbage_at_the_end_is_dropped_too(study: Path, kept: Path) -> None:
    whole = rows_of(kept)
    kept.write_bytes(kept.read_bytes() + b"\0" * 80 + b"\n")
    resumed(study, kept)
    assert rows_of(kept) == whole


def test_an_output_torn_in_its_first_line_is_begun_anew(study: Path, kept: Path) -> None:
    whole = rows_of(kept)
    kept.write_bytes(kept.read_bytes()[:9])
    resumed(study, kept)
    assert rows_of(kept) == whole


def test_a_file_that_changed_has_one_row_and_that_is_the_new_one(study: Path, kept: Path) -> None:
    file = str(short(study / "a" / "three.csv", lines=600))
    result = resumed(study, kept)
    assert "1 file changed since" in result.stderr
    rows = rows_of(kept)
    assert len(rows) == 4
    (row,) = [row for row in rows if row["file"] == file]
    assert int(row["size_bytes"]) == (study / "a" / "three.csv").stat().st_size


def test_a_file_that_was_touched_is_analyzed_anew(study: Path, kept: Path) -> None:
    os.utime(study / "a" / "three.csv", ns=(1, 1))
    resumed(study, kept)
    (row,) = [row for row in rows_of(kept) if row["file"].endswith("three.csv")]
    assert row["modified_utc"] == "1970-01-01T00:00:00.000000001Z"


def test_rows_of_an_older_analysis_are_made_anew(
    study: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows_of(kept)
    monkeypatch.setattr("evenstride.cli.analyzing.rows.analysis_version", lambda: "9.9.9+9")
    resumed(study, kept, "--jobs", "1")
    rows = rows_of(kept)
    assert {row["analysis_version"] for row in rows} == {"9.9.9+9"}
    assert {row["file"] for row in rows} == {row["file"] for row in whole}
    assert len(rows) == len(whole)


def test_rows_that_were_made_in_another_way_are_not_mixed_with(study: Path, kept: Path) -> None:
    before = kept.read_bytes()
    result = resumed(study, kept, "--exercise", "bridge")
    assert result.exit_code == 1
    assert "without --exercise" in one_sentence(result)
    assert kept.read_bytes() == before


def test_rows_of_other_files_stay(study: Path, kept: Path) -> None:
    before = rows_of(kept)
    short(study / "c.csv")
    resumed(study / "c.csv", kept)
    assert rows_of(kept)[:4] == before
    assert len(rows_of(kept)) == 5


def test_a_table_that_is_made_in_the_end_is_made_of_old_rows_and_new(study: Path) -> None:
    out = study / "out.parquet"
    run("analyze", study, "--output", out)
    short(study / "c.csv")
    assert resumed(study, out).exit_code == 1
    assert len(pd.read_parquet(out)) == 5


def test_names_that_are_no_text_or_hold_an_end_of_line_are_kept(tmp_path: Path) -> None:
    names = [b"new\nline.csv", b'quo"te,d.csv', b"\xff\xfe.csv", "knie-ü.csv".encode()]
    for name in names:
        short(tmp_path / "in" / os.fsdecode(name))
    for form in ("jsonl", "csv", "parquet"):
        out = tmp_path / f"out.{form}"
        assert run("analyze", tmp_path / "in", "--output", out).exit_code == 0
        result = run("analyze", tmp_path / "in", "--output", out, "--resume")
        assert "4 files of 4 are there already" in result.stderr
