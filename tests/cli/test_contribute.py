"""Tests ``history contribute`` and ``history accuracy``, and ``evaluate`` of a contribution."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.recordings import samples
from tests.cli.helpers import json_lines, one_sentence, run
from tests.exporting.sessions import short_recording
from tests.history.histories import MORNING, add, result

SAMPLE = samples.path("straight-leg-raise")


@pytest.fixture
def two(data: Path) -> Path:
    """The user's data folder after a session with a correction, and a simulated one."""
    folder = data / "recordings"
    folder.mkdir(parents=True)
    for name in ("a.csv", "b.csv"):
        path = short_recording(folder, name)
        real = path.read_text().replace('"synthetic": true', '"synthetic": false')
        correct = '#event {"host_us": 3000000, "event": "correct", "leg": "left", "change": 1}\n'
        path.write_text(real + correct)
    found = result()
    found["legs"]["left"]["by_hand"] = 1
    found["legs"]["left"]["count"] = 7
    with History(data / "history.sqlite3") as history:
        add(history, "a.csv", result=found)
        history.add(
            folder / "b.csv", started_utc=MORNING, synthetic=True, version="1", result=result()
        )
        history.write_note(1, "sore")
    return data


def test_everything_is_shown_and_nothing_written_before_somebody_says_yes(
    two: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    asked = run("history", "contribute", "-o", out)
    assert asked.exit_code == 1
    assert "add --yes" in one_sentence(asked)
    assert not out.exists()
    done = run("history", "contribute", "-o", out, "--yes", "--strap", "elastic")
    assert done.exit_code == 0
    assert "Wrote" in done.stderr
    with zipfile.ZipFile(out) as archive:
        shown = done.stdout
        assert archive.namelist() == ["README.txt", "counts.csv", "session-1.csv"]
        head = archive.read("session-1.csv").decode().splitlines()[:3]
    assert all(f"  {line}\n" in shown for line in head)
    assert "session-1.csv,left,7,6," in shown
    assert ",elastic" in shown
    assert "397 samples" in shown
    assert "CC0" in shown


def test_what_was_contributed_can_be_evaluated(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    run("history", "contribute", "1", "-o", out, "--yes")
    (found,) = json_lines(run("evaluate", "--json", out))
    assert found["dir"] == str(out)
    left = next(one for one in found["legs"] if one["leg"] == "left")
    assert (left["reps"], left["counted"]) == (7, 0)  # of its first seconds only


def test_a_history_that_was_tampered_with_packs_nothing_from_elsewhere(
    two: Path, tmp_path: Path
) -> None:
    other = short_recording(tmp_path, "mine.csv")
    with closing(sqlite3.connect(two / "history.sqlite3")) as kept, kept:
        kept.execute("UPDATE session SET file = ? WHERE number = 1", (str(other),))
    out = tmp_path / "out.zip"
    refused = run("history", "contribute", "1", "-o", out, "--yes")
    assert "is no recording in your data folder" in refused.stderr
    assert (refused.exit_code, out.exists()) == (1, False)


def test_what_can_not_be_packed_is_said(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    simulated = run("history", "contribute", "2", "-o", out, "--yes")
    assert simulated.exit_code == 1
    assert "Session 2 stays out: It was simulated" in simulated.stderr
    assert not out.exists()
    both = run("history", "contribute", "1", "2", "-o", out, "--yes")
    assert (both.exit_code, out.exists()) == (1, True)
    assert "exists already" in one_sentence(run("history", "contribute", "-o", out, "--yes"))
    assert run("history", "contribute", "7", "-o", out, "--yes", "--force").exit_code == 1
    (two / "recordings" / "a.csv").unlink()
    gone = run("history", "contribute", "1", "-o", tmp_path / "gone.zip", "--yes")
    assert "Session 1 stays out" in gone.stderr
    assert "does not exist" in gone.stderr
    run("history", "delete", "1", "--yes")
    none = one_sentence(run("history", "contribute", "-o", tmp_path / "none.zip", "--yes"))
    assert none == "There is no session to pack. All were simulated."


@pytest.mark.parametrize(
    "args", [("--age-group", "41"), ("--side", "up"), ("1", "-o"), ("one", "-o", "x.zip")]
)
def test_what_nobody_understands_is_wrong_usage(two: Path, args: tuple[str, ...]) -> None:
    assert run("history", "contribute", *args).exit_code == 2


@pytest.mark.parametrize("content", ["bad", "outside", "none"])
def test_an_archive_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    if content != "bad":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("../counts.csv" if content == "outside" else "notes.txt", "file,leg\n")
    refused = run("evaluate", path)
    assert refused.exit_code == 1
    assert one_sentence(refused)
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".csv"] == []


def test_how_well_it_counted_is_told_by_exercise(two: Path) -> None:
    lines = run("history", "accuracy").stdout.splitlines()
    assert lines[0].split()[:2] == ["EXERCISE", "SESSIONS"]
    assert lines[1].split("   ")[0] == "Straight leg raise"
    assert "92.3 %" in lines[1]
    assert "did not correct" in lines[-1]
    found = json.loads(run("history", "accuracy", "--json").stdout)
    (exercise,) = found["exercises"]
    assert (exercise["reps"], exercise["added"], exercise["sessions"]) == (13, 1, 1)


def test_without_a_session_nothing_is_told_of_accuracy(data: Path) -> None:
    assert "no session with a rep yet" in run("history", "accuracy").stdout


def test_a_session_whose_recording_is_gone_is_left_out_of_the_accuracy(two: Path) -> None:
    (two / "recordings" / "a.csv").unlink()
    told = run("history", "accuracy")
    assert told.exit_code == 0
    assert "Session 1 is left out" in told.stderr
