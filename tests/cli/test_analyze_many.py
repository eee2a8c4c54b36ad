"""Tests ``analyze`` with folders and many files, from outside."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.cli.analyzing.outcome import Job
from evenstride.cli.analyzing.run import Asked, analyze_all
from evenstride.user.exercises import Choice
from tests.cli.helpers import Terminal, analyzed, json_lines, one_sentence, run
from tests.cli.studies import DIP, RAISE, in_order, rows_of, short
from tests.fakes.disk import until

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
