"""Tests ``live`` from the simulated radio to standard output, in simulated time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from evenstride.recordings.reader import read
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.samples import Leg, Note, Placement
from tests.cli.helpers import (
    EXERCISE,
    JSON,
    LEAD_S,
    LEFT_ID,
    RIGHT_ID,
    SAMPLE,
    Session,
    analyzed,
    at,
    json_lines,
    live,
    of_sample,
    run,
    wearer,
    worn,
)
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

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
