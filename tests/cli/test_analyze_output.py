"""Tests ``analyze --output``: the contents of lines and tables, and where they may be written."""

import os
import shutil
import stat
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from evenstride.cli.analyzing.kept_lines import KeptLines
from evenstride.cli.analyzing.line_forms import CsvLines
from evenstride.cli.analyzing.rows import flat
from evenstride.errors import JobError
from tests.cli.helpers import analyzed, json_lines, one_sentence, run
from tests.cli.studies import RAISE, in_order, resumed, rows_of, short, two_exercises

MARK = ("size_bytes", "modified_utc", "analysis_version", "asked_exercise", "asked_placement")


# -- an output -----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_lines_hold_what_is_printed_and_the_mark_of_the_file(study: Path, jobs: str) -> None:
    out = study / "out.jsonl"
    result = run("analyze", study, "--output", out, "--jobs", jobs)
    assert result.exit_code == 1
    assert result.stdout == ""
    rows = {row["file"]: row for row in rows_of(out)}
    assert sorted(rows, key=lambda name: Path(name).parts) == in_order(study)
    for file, row in rows.items():
        status = Path(file).stat()
        assert row["size_bytes"] == status.st_size
        assert row["modified_utc"].endswith(f".{status.st_mtime_ns % 10**9:09d}Z")
        if "error" not in row:
            assert {key: value for key, value in row.items() if key not in MARK} == analyzed(file)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_has_a_row_a_file_that_other_programs_read(study: Path, form: str) -> None:
    shutil.copy(RAISE, study / "whole.csv")
    out = study / f"out.{form}"
    assert run("analyze", study, "--output", out).exit_code == 1
    table = pd.read_csv(out) if form == "csv" else pd.read_parquet(out)
    assert sorted(table["file"]) == sorted([*in_order(study), str(study / "whole.csv")])
    row = table.set_index("file").loc[str(study / "whole.csv")]
    result = analyzed(study / "whole.csv")
    assert row["left_count"] == result["legs"]["left"]["count"]
    assert row["right_duration_s"] == result["legs"]["right"]["data"]["duration_s"]
    weaker = None if pd.isna(row["weaker_leg"]) else row["weaker_leg"]
    assert weaker == result["comparison"]["weaker_leg"]
    (hold,) = [one for one in result["comparison"]["metrics"] if one["metric"] == "hold_s"]
    assert row["hold_s_left"] == hold["left"]
    assert row["hold_s_ci95_low"] == hold["ci95"][0]
    assert table["error"].notna().sum() == 1
    assert table["left_count"].notna().sum() == 4


def test_a_table_has_a_row_for_each_exercise_of_a_file() -> None:
    found = two_exercises("a.csv")
    curl, dip = flat(found)
    assert (curl["exercise"], dip["exercise"]) == ("hamstring-curl", "single-leg-dip")
    assert {row["exercises"] for row in (curl, dip)} == {"hamstring-curl;single-leg-dip"}
    for row, part in zip((curl, dip), found["exercises"], strict=True):
        (rom,) = [one for one in part["comparison"]["metrics"] if one["metric"] == "rom_deg"]
        assert row["rom_deg_left"] == rom["left"]
        assert row["rom_deg_ci95_low"] == rom["ci95"][0]
        assert row["weaker_leg"] == part["comparison"]["weaker_leg"]
        assert row["left_sets"] == 1
    assert curl["rom_deg_left"] != dip["rom_deg_left"]
    assert curl["knee_rom_deg_left"] is None
    attempts = len(found["legs"]["left"]["attempts"])
    assert curl["left_attempts"] + dip["left_attempts"] == attempts
    assert curl["left_duration_s"] == dip["left_duration_s"]


def test_a_table_tells_of_the_knee_where_a_leg_wore_two_sensors() -> None:
    found = two_exercises("a.csv")
    metrics = found["exercises"][0]["comparison"]["metrics"]
    rom = next(one for one in metrics if one["metric"] == "rom_deg")
    metrics.append({**rom, "metric": "knee_rom_deg", "left": 61.0})
    assert [row["knee_rom_deg_left"] for row in flat(found)] == [61.0, None]


def test_a_table_that_lacks_an_exercise_of_a_file_is_not_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    head, first, *_ = [
        CsvLines.head,
        *CsvLines().line(two_exercises("a.csv")).splitlines(keepends=True),
    ]
    whole = CsvLines().line(two_exercises("b.csv"))
    out.write_bytes(head + first + whole + whole)
    with pytest.raises(JobError, match=r"can be gone on with \(line 3\)"):
        KeptLines(out, CsvLines(), resume=True)


def test_parquet_has_versions_in_its_metadata_and_its_lines_beside_it(study: Path) -> None:
    out = study / "out.parquet"
    run("analyze", study, "--output", out)
    metadata = pq.read_schema(out).metadata
    assert metadata[b"evenstride_schema"] == b"evenstride-analysis/1"
    assert b"evenstride_analysis_version" in metadata
    assert pq.read_schema(out).field("left_count").type == "int64"
    assert len(rows_of(study / "out.parquet.jsonl")) == pq.read_metadata(out).num_rows == 4


def test_without_pyarrow_nothing_is_begun_and_the_command_is_said(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    result = run("analyze", study, "--output", study / "out.parquet")
    assert result.exit_code == 1
    assert 'pip install ".[export]"' in result.stderr
    assert not (study / "out.parquet.jsonl").exists()


def test_with_json_rows_are_printed_too(study: Path) -> None:
    result = run("analyze", study, "--json", "--output", study / "out.jsonl")
    assert [one["file"] for one in json_lines(result)] == in_order(study)


def test_an_output_that_has_rows_is_not_written_over(study: Path) -> None:
    out = study / "out.csv"
    run("analyze", study / "a", "--output", out)
    before = out.read_bytes()
    result = run("analyze", study / "b", "--output", out)
    assert result.exit_code == 1
    assert "--resume" in one_sentence(result)
    assert out.read_bytes() == before


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("more", [[], ["--resume"]])
def test_a_file_that_is_something_else_is_left_alone(
    study: Path, form: str, more: list[str]
) -> None:
    out = study / f"letter.{form}"
    lines = out if form != "parquet" else study / f"letter.{form}.jsonl"
    for text in ("Dear all,", "Dear all,\n", "Dear all,\nbye\n"):
        lines.write_text(text)
        result = run("analyze", study / "a", "--output", out, *more)
        assert result.exit_code == 1
        assert str(lines) in one_sentence(result)
        assert lines.read_text() == text


def test_an_output_that_can_not_be_written_is_said_before_anything_is_analyzed(
    study: Path,
) -> None:
    for out in (study / "none" / "out.csv", study / "b" / "readme.txt" / "out.csv"):
        result = run("analyze", study, "--output", out)
        assert result.exit_code == 1
        assert f"The folder {out.parent} does not exist" in one_sentence(result)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files")
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet"])
def test_no_device_no_pipe_no_link_and_no_recording_is_written_to(study: Path, name: str) -> None:
    out, target = study / name, study / "mine.txt"
    os.mkfifo(out)
    assert "is a device or a pipe" in one_sentence(resumed(study, out))
    out.unlink()
    target.write_text("")
    out.symlink_to(target)
    assert "is a link to another file" in one_sentence(resumed(study, out))
    out.unlink()
    short(out)
    assert "is a recording, and stays" in one_sentence(resumed(study, out))
    assert target.read_text() == ""


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_rows_are_for_the_user_only_unless_the_user_shares_them(study: Path) -> None:
    out, mine = study / "out.jsonl", study / "out.jsonl.new"
    mine.write_text("mine")
    run("analyze", study / "a", "--output", out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    out.chmod(0o664)
    os.utime(study / "a" / "three.csv", ns=(1, 1))
    assert run("analyze", study / "a", "--output", out, "--resume").exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o664
    assert mine.read_text() == "mine"
    assert {one.name for one in study.iterdir() if one.name.startswith(".")} == set()


def test_two_at_a_time_do_not_write_one_output(study: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    out = study / "out.jsonl"
    with out.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = run("analyze", study, "--output", out)
    assert result.exit_code == 1
    assert "written by another evenstride" in one_sentence(result)
