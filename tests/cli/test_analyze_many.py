"""``analyze`` of folders and of many files: each line of what it promises, seen from outside."""

import csv
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from evenstride.cli.analyzing.kept_lines import KeptLines
from evenstride.cli.analyzing.line_forms import CsvLines
from evenstride.cli.analyzing.outcome import Job
from evenstride.cli.analyzing.rows import Row, flat
from evenstride.cli.analyzing.run import Asked, analyze_all
from evenstride.errors import JobError
from evenstride.recordings import samples
from evenstride.recordings.truth_names import COUNTS_NAME
from evenstride.user.exercises import Choice
from tests.cli.helpers import Terminal, analyzed, json_lines, one_sentence, run
from tests.fakes.disk import until
from tests.history.histories import result as result_of

DIP, RAISE = samples.path("single-leg-dip"), samples.path("straight-leg-raise")
MARK = ("size_bytes", "modified_utc", "analysis_version", "asked_exercise", "asked_placement")


def short(path: Path, lines: int = 400) -> Path:
    """A recording of a few seconds, which is soon analyzed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = RAISE.read_bytes().splitlines(keepends=True)[:lines]
    path.write_bytes(b"".join(head))
    return path


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with three recordings, one file that is none, and tables of truth."""
    folder = tmp_path / "study"
    for name in ("b/two.csv", "a/three.csv", "a-1/one.csv"):
        short(folder / name)
    (folder / "b" / "notes.csv").write_text("name,age\n")
    (folder / "b" / "readme.txt").write_text("no table")
    (folder / COUNTS_NAME).write_text("file,leg,reps\n")
    (folder / "b" / "two.truth.csv").write_text("leg,rep,start_s,end_s\n")
    return folder


def in_order(folder: Path) -> list[str]:
    return [
        str(folder / name) for name in ("a/three.csv", "a-1/one.csv", "b/notes.csv", "b/two.csv")
    ]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of an output, each whole."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(text.splitlines()))


# -- folders and what is printed ---------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_stands_for_its_recordings_in_the_order_of_their_names(
    study: Path, jobs: str
) -> None:
    result = run("analyze", "--json", "--jobs", jobs, study)
    found = json_lines(result)
    assert [one["file"] for one in found] == in_order(study)
    assert result.exit_code == 1
    (bad,) = [one for one in found if "error" in one]
    assert set(bad) == {"file", "error"}
    assert "notes.csv is a table of another program" in bad["error"]
    assert [one for one in found if "error" not in one] == [
        analyzed(one["file"]) for one in found if "error" not in one
    ]


def test_processes_print_the_same_tables_in_the_same_order(study: Path) -> None:
    here, there = (run("analyze", "--jobs", jobs, study, DIP) for jobs in ("1", "2"))
    assert here.stdout == there.stdout
    assert here.stdout.count("\n\n") >= 3
    assert one_sentence(here) == one_sentence(there)


def test_files_and_folders_may_be_mixed_and_a_file_be_named_twice(study: Path) -> None:
    result = run("analyze", "--json", DIP, study / "a", DIP)
    assert [one["file"] for one in json_lines(result)] == [
        str(DIP),
        str(study / "a" / "three.csv"),
        str(DIP),
    ]
    assert result.exit_code == 0


def test_a_folder_of_the_working_folder_is_named_as_it_was_given(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(study)
    assert json_lines(run("analyze", "--json", "a"))[0]["file"] == str(Path("a", "three.csv"))
    assert json_lines(run("analyze", "--json", "."))[0]["file"] == str(Path("a", "three.csv"))


def test_a_folder_without_a_recording_is_an_error(tmp_path: Path) -> None:
    result = run("analyze", "--json", tmp_path)
    assert result.exit_code == 1
    assert "is a folder without a recording" in json_lines(result)[0]["error"]
    assert str(tmp_path) in one_sentence(result)


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may all")
def test_what_may_not_be_read_is_a_row_and_no_wrong_usage(study: Path) -> None:
    (study / "a" / "three.csv").chmod(0)
    (study / "b").chmod(0)
    try:
        result = run("analyze", "--json", study)
    finally:
        (study / "b").chmod(0o700)
    assert result.exit_code == 1
    errors = {one["file"]: one["error"] for one in json_lines(result) if "error" in one}
    assert set(errors) == {str(study / "a" / "three.csv"), str(study / "b")}


@pytest.mark.parametrize("name", ["none.csv", "no/where.csv", "a\0b.csv", "x" * 400, ""])
def test_whatever_keeps_a_file_from_being_read_is_a_row(tmp_path: Path, name: str) -> None:
    file = f"{tmp_path}/{name}"
    result = run("analyze", "--json", DIP, file)
    assert result.exit_code == 1
    good, bad = json_lines(result)
    assert good["file"] == str(DIP)
    assert bad["file"] == file or name == ""
    assert bad["error"].endswith((".", '"'))


def test_a_pipe_and_a_link_to_nowhere_in_a_folder_are_rows(tmp_path: Path) -> None:
    short(tmp_path / "good.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "gone.csv")
    (tmp_path / "folder.csv").mkdir()
    result = run("analyze", "--json", tmp_path)
    assert [(Path(one["file"]).name, "error" in one) for one in json_lines(result)] == [
        ("good.csv", False),
        ("link.csv", True),
        ("pipe.csv", True),
    ]


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


def two_exercises(file: str) -> Row:
    """A result of two exercises, with its mark."""
    mark: Row = {"size_bytes": 1, "modified_utc": "then", "analysis_version": "1"}
    found = {**result_of("hamstring-curl", "single-leg-dip"), **mark, "file": file}
    return {**found, "asked_exercise": None, "asked_placement": None}


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


def test_who_looks_sees_how_far_it_is_and_messages_stand_on_lines_of_their_own(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "400")
    asked = Asked(named=[str(study)], job=Job(Choice()), output=study / "out.csv", jobs=1)
    assert not analyze_all(asked)
    shown = terminal.getvalue()
    assert "4/4" in shown
    assert "left" in shown
    lines = [line.rsplit("\x1b[2K", 1)[-1].lstrip("\r") for line in shown.split("\n")]
    assert any(line.startswith("Error: ") and line.endswith('1".') for line in lines)


# -- going on --------------------------------------------------------------------------------------


@pytest.fixture(params=["jsonl", "csv"])
def kept(request: pytest.FixtureRequest, study: Path) -> Path:
    """An output that has a row for each file of the study."""
    out = study / f"out.{request.param}"
    run("analyze", study, "--output", out)
    return out


def resumed(study: Path, out: Path, *more: str) -> Any:
    return run("analyze", study, "--output", out, "--resume", *more)


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


# -- parts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [1, 2, 3, 7])
def test_all_parts_together_are_the_whole_each_file_once(study: Path, of: int) -> None:
    parts: list[str] = []
    for number in range(1, of + 1):
        out = study.parent / f"part-{of}-{number}.jsonl"
        run("analyze", study, "--shard", f"{number}/{of}", "--output", out)
        parts += [row["file"] for row in rows_of(out)] if out.stat().st_size else []
    assert sorted(parts, key=lambda name: Path(name).parts) == in_order(study)


@pytest.mark.parametrize(
    "args",
    [
        ["--shard", "0/3"],
        ["--shard", "4/3"],
        ["--shard", "1"],
        ["--shard", "1/0"],
        ["--shard", "one/3"],
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--output", "out.xlsx"],
        ["--output", "out"],
        ["--resume"],
    ],
)
def test_wrong_usage_is_told_as_such(study: Path, args: list[str]) -> None:
    result = run("analyze", study, *args)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


# -- processes that die ----------------------------------------------------------------------------

DYING = """
import os, sys
import evenstride.cli.analyzing.workers as workers
from evenstride.cli.analyzing.outcome import outcome_of
from evenstride.cli.main import main

def dies(file, job, first=os.environ["FIRST"]):
    if "poison" in file:
        os._exit(9)
    if "once" in file and not os.path.exists(first):
        open(first, "w").close()
        os.kill(os.getpid(), 9)
    return outcome_of(file, job)

workers.outcome_of = dies
if __name__ == "__main__":
    main()
"""


@pytest.fixture
def deadly(study: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """A run in which one file kills its process always, and another the first time."""
    short(study / "a" / "poison.csv")
    short(study / "a" / "once.csv")
    program = tmp_path / "dying.py"
    program.write_text(DYING)
    return subprocess.run(
        [sys.executable, program, "analyze", study, "--output", study / "out.jsonl", "--jobs", "2"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "FIRST": str(tmp_path / "first")},
    )


def test_a_process_that_dies_takes_one_file_with_it_and_that_is_tried_again(
    deadly: subprocess.CompletedProcess[str], study: Path
) -> None:
    rows = {Path(row["file"]).name: row for row in rows_of(study / "out.jsonl")}
    assert set(rows) == {"poison.csv", "once.csv", "three.csv", "one.csv", "two.csv", "notes.csv"}
    assert {name for name, row in rows.items() if "error" in row} == {"poison.csv", "notes.csv"}
    assert "its process ended with code 9" in rows["poison.csv"]["error"]
    assert deadly.returncode == 1
    assert "Traceback" not in deadly.stderr


def test_who_is_interrupted_keeps_what_is_done_and_leaves_no_process(study: Path) -> None:
    for number in range(40):
        shutil.copy(RAISE, study / f"more-{number}.csv")
    out = study / "out.jsonl"
    with subprocess.Popen(
        [sys.executable, "-m", "evenstride", "analyze", study, "--output", out, "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        until(lambda: (out.exists() and out.stat().st_size) or program.poll() is not None)
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does
        _, said = program.communicate()  # ends when no process is left that could say anything
    assert program.returncode == 1
    assert "Stopped; --resume goes on" in said
    assert "Traceback" not in said
    assert 0 < len(rows_of(out)) < 44
