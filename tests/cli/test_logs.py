"""Tests that the log has the events of sensors and files, and nothing about the person."""

import json
import logging
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.cli.logs import escaped, logged
from evenstride.places import log_path
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Note
from evenstride.terminal.faults import logged_sentence
from tests.cli.helpers import LEFT_ID, RIGHT_ID, live, run, wearer
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

SAMPLE = samples.path("straight-leg-raise")


def lines() -> list[str]:
    return log_path().read_text(encoding="utf-8").splitlines()


def fault(message: str) -> ValueError:
    """A fault of ours, as it is caught: with its traceback."""
    try:
        raise ValueError(message)  # noqa: TRY301
    except ValueError as error:
        return error


def test_a_session_is_told_from_the_scan_to_the_end_of_the_recording(tmp_path: Path) -> None:
    wanted = ["--left", LEFT_ID, "--right", RIGHT_ID, "--duration", "3"]
    session = live(tmp_path, *wanted, sensors=wearer(SAMPLE))
    told = "\n".join(lines())
    for words in (
        "command live",
        f"found WT901BLE67 ({LEFT_ID})",
        f"left leg: WT901BLE67 ({LEFT_ID}), as the user said",
        "left leg: connecting",
        "left leg: connected",
        f"recording to {session.path}",
        f"closing {session.path}",
    ):
        assert words in told
    assert "Traceback" not in told


def test_nothing_that_was_measured_or_counted_is_logged(tmp_path: Path) -> None:
    wanted = ["--left", LEFT_ID, "--right", RIGHT_ID, "--duration", "24"]
    with VirtualRadio(*wearer(SAMPLE)).for_programs():
        run("--debug", "live", "--headless", *wanted, "--record", tmp_path / "session.csv")
    run("--debug", "analyze", tmp_path / "session.csv")
    run("--debug", "replay", "--headless", "--speed", "max", tmp_path / "session.csv")
    said = "\n".join(line.split(": ", 1)[1] for line in lines())
    result = json.loads(run("analyze", "--json", tmp_path / "session.csv").stdout)
    reps = [rep for leg in result["legs"].values() for rep in leg["reps"]]
    assert reps
    for rep in reps:
        for value in (rep["start_s"], rep["hold_s"], rep["rom_deg"], rep["peak_speed_deg_s"]):
            assert str(value) not in said
    assert not re.search(r"\breps?\b|\bcount|\brange\b|\bhold", said)
    notes = [item for item in read(tmp_path / "session.csv") if isinstance(item, Note)]
    assert all(note.event in ("set", "battery") for note in notes)


def test_only_its_owner_reads_it_and_it_does_not_grow_for_ever() -> None:
    with logged(debug=False):
        for n in range(3_000):
            logging.getLogger("evenstride.test").info("%1100d", n)
    files = sorted(log_path().parent.glob(f"{log_path().name}*"))
    assert len(files) == 3
    assert sum(file.stat().st_size for file in files) < 3_100_000
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert stat.S_IMODE(log_path().parent.stat().st_mode) == 0o700


def test_what_is_said_again_and_again_does_not_push_out_the_rest() -> None:
    with logged(debug=False):
        for _ in range(3_000):
            logging.getLogger("evenstride.test").info("scanning can not begin")
    assert sum("scanning can not begin" in line for line in lines()) == 4 + 9


def test_nothing_from_outside_paints_the_terminal_or_forges_a_line() -> None:
    evil = "WT\x1b[2J\n2026-01-01 INFO evenstride: all is well\u202e"
    with logged(debug=False):
        logging.getLogger("evenstride.test").info("found %s", evil)
        logged_sentence(fault(evil))
    text = "\n".join(lines())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [line for line in lines() if line.startswith("2026-01-01")]
    assert escaped(evil) in text


def test_a_fault_of_ours_is_logged_with_its_traceback_and_without_its_figures() -> None:
    with logged(debug=False):
        error = fault("could not convert string to float: '9.7902 m'")
        said = logged_sentence(error, "session.csv")
    assert said.startswith("session.csv: A fault in evenstride (ValueError: could not convert")
    assert str(log_path()) in said
    text = "\n".join(lines())
    assert "ValueError: could not convert string to float: '# m'" in text
    assert re.search(r'File ".*test_logs\.py", line \d+, in fault', text)
    assert "9.7902" not in text


def test_debug_shows_it_and_without_it_standard_error_is_for_the_user() -> None:
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID)).for_programs():
        debugged = run("--debug", "scan", "--timeout", "1")
        usual = run("scan", "--timeout", "1")
    assert "evenstride.sensors.bluetooth.scanning: found WT901BLE67" in debugged.stderr
    assert debugged.stdout == usual.stdout
    assert "found WT901BLE67" not in usual.stderr


def test_a_log_that_can_not_be_written_keeps_nobody_from_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: in_the_way / "state")
    done = run("analyze", SAMPLE)
    assert done.exit_code == 0
    assert done.stderr == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_in_the_logs_place_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path)
    os.mkfifo(log_path())
    assert run("exercises").exit_code == 0


def test_help_says_where_it_is() -> None:
    said = run("--help").stdout
    assert str(log_path()) in said.replace("\n", "")
    assert not log_path().exists()


def test_a_program_that_uses_the_library_hears_nothing_of_it() -> None:
    code = "import logging, evenstride; logging.getLogger('evenstride.sensors').warning('lost')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_a_disk_that_takes_no_log_ends_no_command() -> None:
    log_path().symlink_to("/dev/full")
    assert run("history").exit_code == 0
