"""Tests that input which is not a recording gives one sentence and exit code 1."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.recordings import samples
from tests.cli.helpers import json_lines, one_sentence, run

GOOD = samples.path("straight-leg-raise")


@pytest.fixture(params=["missing", "directory", "empty", "jpeg", "png", "version 2", "text"])
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A path that is no recording, and a word that has to be in the sentence about it."""
    path = tmp_path / "session.csv"
    contents = {
        "empty": b"",
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8,
        "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "version 2": GOOD.read_bytes().replace(b"recording 1", b"recording 2", 1),
        "text": b"Dear diary,\ntoday I did my exercises.\n",
    }
    if request.param == "directory":
        path.mkdir()
    elif request.param in contents:
        path.write_bytes(contents[request.param])
    words = {
        "missing": "does not exist",
        "directory": "is a folder",
        "empty": "is empty",
        "jpeg": "is a photo",
        "png": "is a picture",
        "version 2": "version 2",
        "text": "not an evenstride recording",
    }
    return path, words[request.param]


@pytest.mark.parametrize("command", [["analyze"], ["replay"], ["replay", "--headless"]])
def test_what_is_no_recording_is_said_in_one_sentence(
    bad: tuple[Path, str], command: list[str]
) -> None:
    path, word = bad
    result = run(*command, path)
    assert result.exit_code == 1
    assert result.stdout == ""
    sentence = one_sentence(result)
    assert word in sentence
    assert path.name in sentence


def test_one_bad_file_does_not_stop_the_others(bad: tuple[Path, str]) -> None:
    path, word = bad
    result = run("analyze", "--json", GOOD, path, GOOD)
    assert result.exit_code == 1
    first, failed, last = json_lines(result)
    assert first == last
    assert first["file"] == str(GOOD)
    assert failed.keys() == {"file", "error"}
    assert failed["file"] == str(path)
    assert word in failed["error"]
    assert word in one_sentence(result)


def test_the_truth_beside_a_sample_is_called_what_it_is() -> None:
    result = run("analyze", GOOD.with_suffix(".truth.csv"))
    assert result.exit_code == 1
    assert f"is the truth of {GOOD.name}" in one_sentence(result)


def test_an_exercise_in_the_header_that_is_unknown_is_said_and_any_movement_counted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "session.csv"
    path.write_bytes(GOOD.read_bytes().replace(b'"straight-leg-raise"', b'"moon\\u001bwalk"', 1))
    result = run("analyze", "--json", path)
    assert result.exit_code == 0
    (found,) = json_lines(result)
    assert found["exercise"] is None
    assert found["legs"]["left"]["count"] > 0
    assert '"moon walk", is unknown' in result.stderr


def test_the_exercise_that_the_user_names_comes_before_the_header(tmp_path: Path) -> None:
    (found,) = json_lines(run("analyze", "--json", "--exercise", "single-leg-dip", GOOD))
    assert found["exercise"] == "single-leg-dip"


def test_what_was_skipped_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    path.write_bytes(GOOD.read_bytes() + b"left,nonsense\nright,1")
    table, as_json = run("analyze", path), run("analyze", "--json", path)
    assert table.exit_code == as_json.exit_code == 0
    assert "Skipped 1 line that could not be read" in table.stdout
    assert "Skipped 1 line that could not be read" in as_json.stderr
    assert "torn off at the end" in as_json.stderr
    assert len(json_lines(as_json)) == 1


def test_a_name_can_not_paint_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\nname.csv"
    missing = run("analyze", path)
    assert missing.exit_code == 1
    assert "\x1b" not in one_sentence(missing)
    shutil.copy(GOOD, path)
    there = run("analyze", path)
    assert there.exit_code == 0
    assert "\x1b" not in there.stdout + there.stderr
    (found,) = json_lines(run("analyze", "--json", path))
    assert found["file"] == str(path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_printed_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.csv")
    shutil.copy(GOOD, path)
    assert "Straight leg raise" in evenstride("analyze", path).stdout
    assert json.loads(evenstride("analyze", "--json", path).stdout)["file"] == str(path)


def test_a_fault_of_ours_is_one_sentence_that_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("in a test")

    monkeypatch.setattr("evenstride.recordings.reader.read", fail)
    result = run("replay", "--headless", GOOD)
    assert result.exit_code == 1
    assert one_sentence(result).startswith("A fault in evenstride (ZeroDivisionError: in a test).")
    debugged = run("--debug", "replay", "--headless", GOOD)
    assert debugged.exit_code == 1
    assert "Traceback (most recent call last)" in debugged.stderr
    assert debugged.stderr.splitlines()[-1].startswith("Error: A fault in evenstride")


def evenstride(*args: str | Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.argv[0] = 'evenstride'; from evenstride.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True, check=False
    )


def test_the_entry_point_ends_with_the_exit_code_of_the_command(tmp_path: Path) -> None:
    done = evenstride("analyze", tmp_path / "none.csv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert evenstride("analyze").returncode == 2


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    code = "import sys; sys.argv[0] = 'evenstride'; from evenstride.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "replay", "--headless", "--speed", "max", str(GOOD)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""


def test_one_sensor_can_not_be_on_both_legs() -> None:
    result = run("live", "--left", "WT901", "--right", "WT901")
    assert result.exit_code == 2
    assert "same sensor" in result.stderr
