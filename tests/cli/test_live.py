"""``live`` from the radio to standard output: real command, simulated sensors, simulated time."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from evenstride.history import History
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.samples import Leg, Note, Placement
from evenstride.terminal.streams import OutputError
from tests.cli.helpers import (
    JSON,
    LEAD_S,
    LEFT_ID,
    RIGHT_ID,
    Session,
    analyzed,
    at,
    json_lines,
    live,
    of_sample,
    one_sentence,
    run,
    wearer,
    worn,
)
from tests.fakes.disk import Disk
from tests.radio.peripheral import Motion, at_rest
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.real_recordings import DATA

EXERCISE = "straight-leg-raise"
SAMPLE = samples.path(EXERCISE)
REAL = DATA / "yurtman-barshan" / "s1-straight-leg-raise.csv"

over_the_radio = pytest.mark.xdist_group("a session over the radio")  # it is done once


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A person with two sensors does the first leg of the sample session."""
    args = ["--left", LEFT_ID, "--right", RIGHT_ID, "--exercise", EXERCISE, "--duration", "32"]
    return live(tmp_path_factory.mktemp("live"), *args, sensors=wearer(SAMPLE))


@over_the_radio
def test_a_session_over_the_radio_ends_well(session: Session) -> None:
    assert session.result.exit_code == 0, session.result.stderr
    assert f"will be recorded to {session.path} …" in session.result.stderr
    assert session.result.stderr.endswith(f"Saved {session.path}\n")
    assert "left sensor: battery 75 %" in session.result.stderr


@over_the_radio
def test_the_recording_analyzes_to_what_the_session_showed(session: Session) -> None:
    assert session.summary == analyzed(session.path)
    assert session.summary["file"] == str(session.path)
    assert session.summary["exercise"] == EXERCISE


@over_the_radio
def test_reps_are_announced_as_they_are_in_the_summary(session: Session) -> None:
    told = {leg: [e["rep"] for e in session.named("rep") if e["leg"] == leg] for leg in Leg}
    assert len(told[Leg.LEFT]) >= 3
    assert told == {leg: session.summary["legs"][leg]["reps"] for leg in Leg}


@over_the_radio
def test_as_many_reps_are_counted_over_the_radio_as_in_the_sample(session: Session) -> None:
    for leg in Leg:
        # The session began some seconds before the sample did.
        until_s = 32.0 - LEAD_S
        reps = [r for r in of_sample(SAMPLE)["legs"][leg]["reps"] if r["end_s"] < until_s]
        assert len(session.summary["legs"][leg]["reps"]) == len(reps)


@over_the_radio
def test_the_recording_says_what_it_is_of(session: Session) -> None:
    header = read(session.path).header
    assert header.exercise == EXERCISE
    assert not header.synthetic
    assert header.started_utc is not None
    assert header.sensors[Leg.LEFT].device == f"WT901BLE67 ({LEFT_ID})"
    assert header.sensors[Leg.RIGHT].rate_hz == 100.0


@over_the_radio
def test_a_replay_of_the_recording_tells_the_same(session: Session) -> None:
    again = json_lines(run("replay", "--headless", "--json", "--speed", "1000", session.path))
    assert again == session.events


@pytest.mark.skipif(not REAL.exists(), reason="the real recordings are not at hand")
def test_a_real_person_over_the_radio_is_counted_as_from_the_file(tmp_path: Path) -> None:
    args = ["--left", LEFT_ID, "--right", RIGHT_ID, "--exercise", EXERCISE, "--duration", "50"]
    session = live(tmp_path, *args, sensors=wearer(REAL))
    assert session.result.exit_code == 0
    assert session.summary == analyzed(session.path)
    reps = [r for r in analyzed(REAL)["legs"]["right"]["reps"] if r["end_s"] < 50.0 - LEAD_S]
    assert session.summary["legs"]["right"]["count"] == len(reps) >= 5
    assert session.summary["legs"]["left"]["count"] == 0


def test_a_sensor_that_hangs_up_in_mid_set_is_told_and_the_count_goes_on(tmp_path: Path) -> None:
    sensors: list[VirtualWitMotion] = []

    def hang_up() -> None:
        sensors[0].hang_up()

    # Between the second and the third rep.
    motion = at(LEAD_S + 19.0, worn(SAMPLE, Leg.LEFT), hang_up)
    sensors.append(VirtualWitMotion("WT901BLE67", LEFT_ID, motion))
    session = live(
        tmp_path, "--exercise", EXERCISE, "--duration", "42", "--left", LEFT_ID, sensors=(*sensors,)
    )
    assert session.result.exit_code == 0
    lost, back = session.named("lost", "back")
    assert (lost["event"], back["event"]) == ("lost", "back")
    assert lost["leg"] == back["leg"] == "left"
    assert lost["text"] == "the connection broke"
    assert 0.0 < back["at_s"] - lost["at_s"] < 5.0
    counted = [event["at_s"] for event in session.named("rep")]
    assert min(counted) < lost["at_s"] < back["at_s"] < max(counted)
    assert session.summary["legs"]["left"]["data"]["gaps"]
    assert session.summary == analyzed(session.path)
    assert "right" not in session.summary["legs"]


def test_a_low_battery_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    often = replace(LIMITS, battery_every_s=2.0)
    monkeypatch.setattr("evenstride.sensors.bluetooth.keeper.LIMITS", often)
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, centivolts=369)
    session = live(tmp_path, "--duration", "6", sensors=(sensor,))
    assert session.result.stderr.count("battery is at 15 %. Charge it") == 1
    assert session.result.stderr.count("left sensor: battery 15 %") == 1


def test_a_bad_radio_on_one_leg_and_a_dead_sensor_on_the_other_change_no_count(
    tmp_path: Path,
) -> None:
    sensors: list[VirtualWitMotion] = []

    def twice(address: str, data: bytes, deliver: Callable[[bytes], None]) -> None:
        deliver(data)
        if address == LEFT_ID:
            deliver(data)

    def go_bad() -> None:
        radio.central.way = twice
        sensors[1].go_out_of_range()

    left = at(LEAD_S + 6.0, worn(SAMPLE, Leg.LEFT), go_bad)
    sensors.append(VirtualWitMotion("WT901BLE67", LEFT_ID, left))
    sensors.append(VirtualWitMotion("WT901BLE68", RIGHT_ID, worn(SAMPLE, Leg.RIGHT)))
    path = tmp_path / "session.csv"
    ids = ("--left", LEFT_ID, "--right", RIGHT_ID)
    radio = VirtualRadio(*sensors)
    with radio.for_programs():
        result = run(*JSON, *ids, "--exercise", EXERCISE, "--duration", "27", "--record", path)
    session = Session(result, path)
    assert session.result.exit_code == 0
    (lost,) = session.named("lost", "back")
    assert lost["leg"] == "right"
    done = [r for r in of_sample(SAMPLE)["legs"]["left"]["reps"] if r["end_s"] < 27.0 - LEAD_S]
    left_leg, right_leg = (session.summary["legs"][leg] for leg in Leg)
    assert left_leg["count"] == len(done) == 2
    assert left_leg["data"]["lost_fraction"] == 0.0
    assert right_leg["count"] == 0
    # The right leg's last sample says when it was lost; the loss was told within two seconds.
    until_s = right_leg["data"]["duration_s"]
    assert until_s < lost["at_s"] < until_s + 2.5
    assert session.summary == analyzed(path)


def test_one_sensor_that_is_moved_from_leg_to_leg_counts_both_in_one_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter: list[Callable[[], None]] = []

    @contextmanager
    def on_enter(act: Callable[[], None]) -> Iterator[None]:
        enter.append(act)
        yield

    monkeypatch.setattr("evenstride.cli.headless.on_enter", on_enter)
    # Three reps of the left leg, and at once the right one, which in the sample begins at 49 s.
    moved_s, later_s = LEAD_S + 25.0, 21.0
    left, right = (worn(SAMPLE, leg) for leg in Leg)

    def press_enter() -> None:
        enter[0]()

    motion = at(
        moved_s,
        lambda now_s: left(now_s) if now_s < moved_s else right(now_s + later_s),
        press_enter,
    )
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, motion)
    args = ("--one", "--exercise", EXERCISE, "--duration", "42")
    session = live(tmp_path, *args, sensors=(sensor,))
    assert session.result.exit_code == 0, session.result.stderr
    assert "The right leg wears the sensor." in session.result.stderr
    assert session.summary == analyzed(session.path)
    legs = session.summary["legs"]
    counted = {leg: [r["end_s"] for r in legs[leg]["reps"]] for leg in Leg}
    done = of_sample(SAMPLE)["legs"]
    # The session began a second or two before the sample did.
    for leg, until_s in ((Leg.LEFT, 25.0), (Leg.RIGHT, later_s + 42.0 - 3.0)):
        of_leg = [r for r in done[leg]["reps"] if r["end_s"] < until_s]
        assert len(counted[leg]) == len(of_leg) >= 2
    assert max(counted[Leg.LEFT]) < min(counted[Leg.RIGHT])
    assert all(legs[leg]["data"]["lost_fraction"] == 0.0 for leg in Leg)
    recording = list(read(session.path))
    said = [i.data["leg"] for i in recording if isinstance(i, Note) and i.event == "worn"]
    assert said == ["left", "right"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--headless", "--left", "a", "--right", "b"], "--one is for one leg"),
    ],
)
def test_one_sensor_is_one_and_needs_a_key(args: list[str], says: str) -> None:
    result = run("live", "--one", *args)
    assert result.exit_code == 2
    assert says in result.stderr


def test_events_are_words_without_json(tmp_path: Path) -> None:
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, worn(SAMPLE, Leg.LEFT))
    path = tmp_path / "session.csv"
    args = "--exercise", "straight-leg-raise", "--duration", "16"
    with VirtualRadio(sensor).for_programs():
        result = run("live", "--headless", *args, "--record", path)
    assert result.exit_code == 0
    assert "left   rep 1: range " in result.stdout
    events, table = result.stdout.split("\n\n", 1)
    assert events.splitlines()[-1].endswith("left   set 1 ends with 1 rep")
    assert table.splitlines()[1].split() == ["Reps", "1"]


def test_without_a_path_the_session_is_kept_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID)
    with VirtualRadio(sensor).for_programs():
        result = run(*JSON, "--duration", "1")
    (path,) = (tmp_path / "recordings").glob("20??-??-??-??????.csv")
    assert result.stderr.endswith(f"Saved {path}\n")
    assert json_lines(result)[-1]["summary"]["file"] == str(path)
    assert read(path).header.exercise is None


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


def test_scan_lists_what_is_in_range() -> None:
    sensors = (
        VirtualWitMotion("WT901\x1b[31mBLE67", LEFT_ID),
        VirtualWitMotion("Headphones", "C4:00:00:00:00:09"),
    )
    with VirtualRadio(*sensors).for_programs():
        result = run("scan", "--json", "--timeout", "2")
    assert result.exit_code == 0
    assert json_lines(result) == [
        {
            "id": LEFT_ID,
            "name": "WT901 [31mBLE67",
            "model": "WT901",
            "rssi": -50,
            "driver": "WitMotion",
        }
    ]
    with VirtualRadio(*sensors).for_programs():
        result = run("scan", "--timeout", "2")
    assert result.exit_code == 0
    head, row = result.stdout.splitlines()
    assert head.split() == ["ID", "NAME", "MODEL", "RSSI", "DRIVER"]
    assert row.startswith(f"{LEFT_ID}   WT901 [31mBLE67   ")
    assert row.endswith("-50 dBm   WitMotion")
    with VirtualRadio(*sensors).for_programs():
        result = run("scan", "--timeout", "2", "--all")
    other = result.stdout.splitlines()[2]
    assert other.split() == ["C4:00:00:00:00:09", "Headphones", "not", "supported"]


def test_scan_finds_out_which_leg_is_which(tmp_path: Path) -> None:
    moving = VirtualWitMotion("WT901BLE68", RIGHT_ID, lifting_after(12.0))
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID), moving).for_programs():
        result = run("scan", "--legs", "--timeout", "2")
    assert result.exit_code == 0, result.stderr
    assert "Now lift your left leg." in result.stderr
    assert result.stdout.splitlines() == [
        f"left   WT901BLE68 ({RIGHT_ID})",
        f"right  WT901BLE67 ({LEFT_ID})",
    ]


def lifting_after(at_s: float) -> Motion:
    """A leg that is lifted upright at once."""
    return lambda now_s: ((0.0, 0.0, 9.8) if now_s < at_s else (9.8, 0.0, 0.0), (0.0, 0.0, 0.0))


def test_scan_with_nothing_in_range_says_what_to_do() -> None:
    with VirtualRadio(VirtualWitMotion("Headphones", LEFT_ID, at_rest)).for_programs():
        result = run("scan", "--timeout", "1.5")
    assert result.exit_code == 1
    assert "Switch the sensor on" in one_sentence(result)


@pytest.mark.parametrize(("wanted", "used"), [("20", 20.0), ("60", 100.0), ("101", 200.0)])
def test_the_next_higher_rate_of_the_sensor_is_used(
    tmp_path: Path, wanted: str, used: float
) -> None:
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID)
    session = live(tmp_path, "--rate", wanted, "--duration", "1", sensors=(sensor,))
    assert session.result.exit_code == 0
    recording = read(session.path)
    assert recording.header.sensors[Leg.LEFT].rate_hz == used


@pytest.mark.parametrize("wanted", ["0", "9", "1000", "nan", "fast"])
def test_a_rate_that_is_none_is_refused(wanted: str) -> None:
    result = run("live", "--rate", wanted)
    assert result.exit_code == 2
    assert "--rate" in result.stderr


def test_the_recording_says_where_the_sensors_were_strapped(tmp_path: Path) -> None:
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID)
    args = ("--placement", "shank", "--duration", "1")
    session = live(tmp_path, *args, sensors=(sensor,))
    assert session.result.exit_code == 0
    assert read(session.path).header.sensors[Leg.LEFT].placement is Placement.SHANK


def test_a_session_without_ids_has_the_sensors_of_the_last_one_and_says_so(tmp_path: Path) -> None:
    sensors = (
        VirtualWitMotion("WT901BLE67", LEFT_ID),
        VirtualWitMotion("WT901BLE68", RIGHT_ID),
    )
    swapped = ("--left", RIGHT_ID, "--right", LEFT_ID, "--duration", "1")
    for folder, args in (("first", swapped), ("second", ("--duration", "1"))):
        (tmp_path / folder).mkdir()
        last = live(tmp_path / folder, *args, sensors=sensors)
        assert last.result.exit_code == 0
    assert read(last.path).header.sensors[Leg.LEFT].device == f"WT901BLE68 ({RIGHT_ID})"
    assert f"WT901BLE68 ({RIGHT_ID}), as last time" in last.result.stderr
