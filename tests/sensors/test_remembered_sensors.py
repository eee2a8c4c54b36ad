"""Tests remembering which sensor was on which leg: the file, and its use over the radio."""

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evenstride.sensors.bluetooth import BluetoothSource, RememberedSensors
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Leg, Link, LinkState, Note, NoteKind
from tests.radio.session import Session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

A, B, C = (f"C4:00:00:00:00:0{n}" for n in (1, 2, 3))


def sensor(address: str) -> VirtualWitMotion:
    return VirtualWitMotion("WT901BLE67", address)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "state" / "sensors.json"


def test_what_was_kept_is_there_the_next_time(path: Path) -> None:
    assert RememberedSensors(path).ids() == {}
    RememberedSensors(path).keep(Leg.LEFT, A)
    RememberedSensors(path).keep(Leg.RIGHT, B)
    assert RememberedSensors(path).ids() == {Leg.LEFT: A, Leg.RIGHT: B}
    assert [file.name for file in path.parent.iterdir()] == ["sensors.json"]


def test_a_sensor_that_changed_legs_is_forgotten_on_the_other(path: Path) -> None:
    remembered = RememberedSensors(path)
    remembered.keep(Leg.LEFT, A)
    remembered.keep(Leg.RIGHT, A)
    assert remembered.ids() == {Leg.RIGHT: A}


def test_a_sensor_keeps_its_name_as_long_as_it_is_worn(path: Path) -> None:
    remembered = RememberedSensors(path)
    remembered.keep(Leg.LEFT, A, "WT901BLE67")
    remembered.keep(Leg.RIGHT, B)
    remembered.keep(Leg.LEFT, A)  # by an id that was typed, and nobody heard its name
    assert (remembered.name(A), remembered.name(B)) == ("WT901BLE67", "")
    remembered.keep(Leg.LEFT, C, "x" * 1000)
    assert remembered.name(A) == ""
    assert remembered.name(C) == "x" * 100


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_only_the_user_can_read_it(path: Path) -> None:
    RememberedSensors(path).keep(Leg.LEFT, A)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_can_not_be_made_is_no_fault(path: Path) -> None:
    path.parent.parent.mkdir()
    path.parent.write_text("a file")
    RememberedSensors(path).keep(Leg.LEFT, A)
    assert RememberedSensors(path).ids() == {}


words = st.text(max_size=5) | st.sampled_from(["version", "legs", "left", "right"])
values = st.recursive(
    st.none() | st.integers(-2, 2) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
)


@example(b"[" * 100_000)
@given(st.binary(max_size=40) | values.map(lambda value: json.dumps(value).encode()))
def test_a_damaged_file_is_an_empty_one(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    path.write_bytes(content)
    assert all(isinstance(known, str) for known in RememberedSensors(path).ids().values())
    RememberedSensors(path).keep(Leg.LEFT, A)
    assert RememberedSensors(path).ids()[Leg.LEFT] == A


async def legs_of(path: Path, *sensors: VirtualWitMotion) -> dict[Leg, tuple[str, str]]:
    """For each leg the id of its sensor, and what is said of it."""
    async with (
        VirtualRadio(*sensors),
        BluetoothSource({}, remembered=RememberedSensors(path)) as source,
    ):
        running = Session(source)
        for leg in source.sensors:
            await running.until(leg, LinkState.CONNECTED)
        said = {i.leg: i.text for i in reversed(running.items) if isinstance(i, Link) and i.text}
        worn = {
            leg: (info.device.partition("(")[2].rstrip(")"), said[leg].partition(", ")[2])
            for leg, info in source.sensors.items()
        }
    await running.task
    return worn


@in_simulated_time
async def test_the_sensors_of_a_session_are_those_of_the_next(tmp_path: Path) -> None:
    path = tmp_path / "sensors.json"
    async with (
        VirtualRadio(sensor(A), sensor(B)),
        BluetoothSource({Leg.LEFT: B, Leg.RIGHT: A}, remembered=RememberedSensors(path)) as source,
    ):
        running = Session(source)
        for leg in Leg:
            await running.until(leg, LinkState.CONNECTED)
    await running.task
    last_time = {Leg.LEFT: (B, "as last time"), Leg.RIGHT: (A, "as last time")}
    assert await legs_of(path, sensor(A), sensor(B)) == last_time
    # A third one that happens to be in range changes nothing.
    assert await legs_of(path, sensor(A), sensor(B), sensor(C)) == last_time


@pytest.mark.parametrize(
    ("in_range", "legs"),
    [
        ([A], {Leg.RIGHT: (A, "as last time")}),
        (
            [A, C],
            {Leg.RIGHT: (A, "as last time"), Leg.LEFT: (C, "taken for the left leg for this")},
        ),
        ([C], {Leg.LEFT: (C, "taken for the left leg for this")}),
    ],
)
@in_simulated_time
async def test_without_those_of_last_time_the_ones_in_range_are_taken(
    tmp_path: Path, in_range: list[str], legs: dict[Leg, tuple[str, str]]
) -> None:
    path = tmp_path / "sensors.json"
    RememberedSensors(path).keep(Leg.LEFT, B)
    RememberedSensors(path).keep(Leg.RIGHT, A)
    worn = await legs_of(path, *map(sensor, in_range))
    assert {
        leg: (known, why.partition(" session")[0]) for leg, (known, why) in worn.items()
    } == legs
    # A guess replaces nothing.
    assert RememberedSensors(path).ids() == {Leg.LEFT: B, Leg.RIGHT: A}


@in_simulated_time
async def test_a_sensor_that_never_streamed_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "sensors.json"
    mute = sensor(A)
    mute.is_mute = True
    async with (
        VirtualRadio(mute),
        BluetoothSource({Leg.LEFT: A}, remembered=RememberedSensors(path)) as source,
    ):
        with pytest.raises(SensorError):
            async for _ in source:
                pass
    assert RememberedSensors(path).ids() == {}


@in_simulated_time
async def test_a_neighbours_sensor_is_taken_for_one_session_and_never_remembered(
    path: Path,
) -> None:
    RememberedSensors(path).keep(Leg.LEFT, A)
    worn = await legs_of(path, sensor(B))
    assert worn[Leg.LEFT][0] == B
    assert "this session only" in worn[Leg.LEFT][1]
    assert RememberedSensors(path).ids() == {Leg.LEFT: A}
    assert (await legs_of(path, sensor(A)))[Leg.LEFT] == (A, "as last time")


@in_simulated_time
async def test_a_sensor_beside_the_only_one_of_last_time_is_not_remembered_unless_it_is_chosen(
    path: Path,
) -> None:
    RememberedSensors(path).keep(Leg.LEFT, A)
    in_range = sensor(A), sensor(B)
    assert (await legs_of(path, *in_range))[Leg.RIGHT][0] == B
    assert RememberedSensors(path).ids() == {Leg.LEFT: A}
    async with (
        VirtualRadio(*map(sensor, (A, B))),
        BluetoothSource({Leg.RIGHT: B}, remembered=RememberedSensors(path)) as source,
    ):
        running = Session(source)
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
    await running.task
    assert RememberedSensors(path).ids() == {Leg.LEFT: A, Leg.RIGHT: B}


@pytest.mark.parametrize(("known", "says"), [(A, f"last time ({A}) is not"), (None, "No sensor")])
@in_simulated_time
async def test_a_guess_is_told_in_the_session_with_what_keeps_it(
    path: Path, known: str | None, says: str
) -> None:
    # Its row on the screen has no room for so much, and shows other things once it is connected.
    RememberedSensors(path).keep(Leg.RIGHT if known is None else Leg.LEFT, known or C)
    async with (
        VirtualRadio(sensor(B)),
        BluetoothSource({}, remembered=RememberedSensors(path)) as source,
    ):
        running = Session(source)
        await running.until(Leg.LEFT, LinkState.CONNECTED)
    await running.task
    (text,) = [
        str(item.data["text"])
        for item in running.items
        if isinstance(item, Note) and item.event == NoteKind.SENSOR
    ]
    assert says in text
    assert B in text
    assert "this session only" in text
    assert "--left or on the Sensors screen" in text


@in_simulated_time
async def test_a_sensor_that_a_screen_gave_by_guess_is_not_remembered_either(path: Path) -> None:
    RememberedSensors(path).keep(Leg.LEFT, A)
    async with (
        VirtualRadio(sensor(B)),
        BluetoothSource(
            {Leg.LEFT: B}, remembered=RememberedSensors(path), guessed=[Leg.LEFT]
        ) as source,
    ):
        running = Session(source)
        await running.until(Leg.LEFT, LinkState.CONNECTED)
    await running.task
    (connecting, *_) = [item for item in running.items if isinstance(item, Link)]
    assert "this session only" in connecting.text
    assert RememberedSensors(path).ids() == {Leg.LEFT: A}
