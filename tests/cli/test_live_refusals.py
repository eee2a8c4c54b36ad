"""Tests ``live`` if something is missing: sensors, Bluetooth, a folder, space on the disk."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from evenstride.history import History
from evenstride.sensors.samples import Leg
from evenstride.terminal.streams import OutputError
from tests.cli.helpers import (
    EXERCISE,
    JSON,
    LEAD_S,
    LEFT_ID,
    SAMPLE,
    analyzed,
    at,
    live,
    one_sentence,
    run,
    worn,
)
from tests.fakes.disk import Disk
from tests.radio.peripheral import at_rest
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion


def test_a_recording_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    path.write_text("dear to somebody")
    result = run(*JSON, "--record", path)
    assert result.exit_code == 1
    assert "exists already" in one_sentence(result)
    assert path.read_text() == "dear to somebody"


def test_a_folder_is_no_place_to_record_to(tmp_path: Path) -> None:
    with VirtualRadio(VirtualWitMotion()).for_programs():
        result = run(*JSON, "--record", tmp_path)
    assert result.exit_code == 1
    assert "is a folder" in one_sentence(result)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "No Bluetooth device answers at all"),
        (["--left", "WT901BLE99"], "left leg, WT901BLE99, is not in range"),
    ],
)
def test_no_sensor_in_range_leaves_nothing_behind(
    tmp_path: Path, args: list[str], says: str
) -> None:
    session = live(tmp_path, *args, sensors=())
    assert session.result.exit_code == 1
    assert session.result.stdout == ""
    assert says in one_sentence(session.result)
    assert list(tmp_path.iterdir()) == []


def test_a_sensor_that_never_sends_leaves_nothing_behind(tmp_path: Path) -> None:
    sensor = VirtualWitMotion()
    sensor.is_mute = True
    session = live(tmp_path, sensors=(sensor,))
    assert session.result.exit_code == 1
    assert session.result.stdout == ""
    assert "no data arrives" in one_sentence(session.result)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_for_a_while_costs_no_rep_and_no_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)

    def fill() -> None:
        disk.fault = errno.ENOSPC

    def make_room() -> None:
        disk.refused.wait()
        disk.fault = None

    motion = at(LEAD_S + 4.0, worn(SAMPLE, Leg.LEFT), fill)
    motion = at(LEAD_S + 20.0, motion, make_room)
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, motion)
    session = live(tmp_path, "--exercise", EXERCISE, "--duration", "32", sensors=(sensor,))
    assert session.result.exit_code == 0, session.result.stderr
    assert session.summary["legs"]["left"]["count"] == 4
    assert session.summary == analyzed(session.path)
    assert session.result.stderr.endswith(f"Saved {session.path}\n")


def test_a_full_disk_under_what_is_printed_ends_no_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OutputError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("evenstride.cli.headless.print_json", full)
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, at_rest)
    session = live(tmp_path, "--duration", "2", sensors=(sensor,))
    assert session.result.exit_code == 1
    assert "evenstride replay --headless" in one_sentence(session.result)
    assert session.result.stderr.count("the session goes on") == 1
    assert analyzed(session.path)["legs"]["left"]["data"]["duration_s"] >= 1.9


def test_a_disk_that_stays_full_is_said_and_the_result_is_printed_and_kept(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)

    def fill() -> None:
        disk.fault = errno.ENOSPC

    def hang_up() -> None:
        disk.refused.wait()
        sensor.is_mute = True

    motion = at(LEAD_S + 4.0, worn(SAMPLE, Leg.LEFT), fill)
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, at(LEAD_S + 28.0, motion, hang_up))
    session = live(tmp_path, "--exercise", EXERCISE, "--duration", "32", sensors=(sensor,))
    assert session.result.exit_code == 1
    assert "Not all of the session is saved" in one_sentence(session.result)
    assert "Saving stopped. Cannot write" in session.result.stderr
    assert "samples are missing in it" in session.result.stderr
    assert session.summary["legs"]["left"]["count"] == 3
    with History(data / "history.sqlite3") as history:
        (kept,) = history.sessions()
    assert kept.exercises[0].legs[Leg.LEFT].reps == 3


WHY = BleakBluetoothNotAvailableReason


@pytest.mark.parametrize("command", [["scan"], ["scan", "--json"], JSON])
@pytest.mark.parametrize(
    ("why", "says"),
    [(WHY.NO_BLUETOOTH, "no Bluetooth adapter"), (WHY.POWERED_OFF, "Bluetooth is switched off")],
)
def test_bluetooth_that_can_not_be_used_is_one_sentence(
    tmp_path: Path, command: list[str], why: BleakBluetoothNotAvailableReason, says: str
) -> None:
    radio = VirtualRadio()
    with radio.for_programs(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
        patch.setattr(
            "tests.radio.backend.BumbleScanner.start",
            failing(BleakBluetoothNotAvailableError("", why)),
        )
        result = run(*command)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert says in one_sentence(result)
    assert list(tmp_path.iterdir()) == []


def failing(error: Exception) -> Callable[[Any], Any]:
    async def fail(_: Any) -> None:
        raise error

    return fail
