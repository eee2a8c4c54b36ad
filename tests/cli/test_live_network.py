"""Tests ``live --listen`` over the network, and that nothing listens without it."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
import segno

from evenstride.cli.door import TerminalDoor
from evenstride.qr import QUIET, qr_lines
from evenstride.sensors.bluetooth import Heard
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.network import Listener
from evenstride.sensors.network.device import Device
from evenstride.sensors.samples import Leg, Site
from evenstride.terminal.typed_lines import TypedLines
from tests.cli.helpers import (
    EXERCISE,
    JSON,
    LEFT_ID,
    SAMPLE,
    Session,
    analyzed,
    json_lines,
    of_sample,
    one_sentence,
    run,
    worn,
)
from tests.fakes.session import BOTH, ScriptedSource, block
from tests.network.legs import exercising
from tests.network.phone import VirtualPhone
from tests.network.tracker import NAME, VirtualTracker
from tests.radio.simulated_time import programs_in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.tui.home import found

Act = Callable[[Listener], Coroutine[Any, Any, None]]


@contextmanager
def network(*acts: Act) -> Iterator[None]:
    """The loopback is the local network, and these happen once somebody listens."""
    running: list[asyncio.Task[None]] = []
    opened = TerminalDoor.opened

    def begin(door: TerminalDoor, listener: Listener) -> None:
        opened(door, listener)
        running.extend(asyncio.ensure_future(act(listener)) for act in acts)

    async def nothing() -> None:
        pass

    with (
        patch("evenstride.sensors.network.listener.own_addresses", lambda: ("127.0.0.1",)),
        patch("evenstride.sensors.network.push.PORT", 0),
        patch("evenstride.sensors.network.slimevr_packets.PORT", 0),
        patch.object(TerminalDoor, "opened", begin),
        patch("evenstride.cli.door.TypedLines.take", lambda _: []),
        programs_in_simulated_time(nothing),
    ):
        yield


def pushes(leg: Leg, *, is_iphone: bool = False, **changed: Any) -> Act:
    """A phone in the strap of a leg."""

    async def act(listener: Listener) -> None:
        loop = asyncio.get_running_loop()
        kinds = ("accelerometeruncalibrated" if is_iphone else "totalacceleration", "gyroscope")
        phone = VirtualPhone(
            listener.url(Site.of(leg)),
            motion=exercising(leg, loop.time() + 2.0),
            is_iphone=is_iphone,
            kinds=kinds,
            device=f"{leg}-phone",
            **changed,
        )
        with pytest.raises((ExceptionGroup, asyncio.CancelledError)):  # when nobody listens more
            await phone.record(100.0)

    return act


def live(folder: Path, *args: str, acts: tuple[Act, ...]) -> Session:
    path = folder / "session.csv"
    with network(*acts):
        result = run(*JSON, "--listen", "--exercise", EXERCISE, "--record", path, *args)
    return Session(result, path)


def test_two_phones_count_what_the_sample_holds(tmp_path: Path) -> None:
    session = live(
        tmp_path,
        "--duration",
        "24",
        acts=(pushes(Leg.LEFT), pushes(Leg.RIGHT, is_iphone=True)),
    )
    assert session.result.exit_code == 0, session.result.stderr
    said = session.result.stderr
    assert "only programs on this computer are heard, at http://127.0.0.1:" in said
    assert "right sensor: Taken for an iPhone" in said
    assert said.count("after they were measured") == 2
    reps = [r for r in of_sample(SAMPLE)["legs"]["left"]["reps"] if r["end_s"] < 21.0]
    left, right = (session.summary["legs"][leg] for leg in Leg)
    assert left["count"] == len(reps) >= 2
    assert right["count"] == 0
    for ours, true in zip(left["reps"], reps, strict=True):
        assert ours["rom_deg"] == pytest.approx(true["rom_deg"], abs=1.0)
        assert ours["hold_s"] == pytest.approx(true["hold_s"], abs=0.1)
    assert session.summary == analyzed(session.path)


def test_a_tracker_that_was_named_is_let_in_and_counts(tmp_path: Path) -> None:
    async def tracks(listener: Listener) -> None:
        motion = exercising(Leg.LEFT, asyncio.get_running_loop().time() + 2.0)
        await VirtualTracker(listener.tracker_port or 0, motion=motion).run(60.0)

    session = live(tmp_path, "--left", NAME, "--duration", "15", acts=(tracks,))
    assert session.result.exit_code == 0, session.result.stderr
    assert "orientation" in session.result.stderr
    reps = [r for r in of_sample(SAMPLE)["legs"]["left"]["reps"] if r["end_s"] < 13.0]
    assert session.summary["legs"]["left"]["count"] == len(reps) >= 1
    assert session.summary == analyzed(session.path)


def test_a_tracker_that_asks_is_let_in_by_its_name_and_enter_begins(tmp_path: Path) -> None:
    async def tracks(listener: Listener) -> None:
        await VirtualTracker(listener.tracker_port or 0).run(30.0)

    typed = iter([["n"], ["y 99:99"], [], [], [], [], ["y 01:02"], *[[]] * 12, [""], *[[]] * 99])
    with network(tracks), patch("evenstride.cli.door.TypedLines.take", lambda _: next(typed)):
        path = tmp_path / "session.csv"
        result = run(*JSON, "--listen", "--duration", "1", "--record", path)
    assert result.exit_code == 0, result.stderr
    assert f"A tracker asks to connect: SlimeVR (0.5.4), {NAME}, at 127.0.0.1." in result.stderr
    assert "No tracker asks." in result.stderr
    assert f"{NAME} is let in." in result.stderr
    assert list(Session(result, path).summary["legs"]) == ["left"]


def test_what_keeps_a_phone_from_streaming_is_said_once_while_it_is_waited_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    door, device = TerminalDoor(reads=False), Device("1", "Phone 1", "phyphox")
    listener: Any = SimpleNamespace(
        devices={"1": device}, problems=[], left_out={"2": "Left out."}, tested=0, asking={}
    )
    silent = "phyphox does not answer."
    for hindrance in ("", silent, silent, "", "Lay it down."):
        device.hindrance = hindrance
        assert not door.look(listener, {})
    said = capsys.readouterr().err.splitlines()
    assert said == ["Left out.", f"Phone 1: {silent}", "Phone 1: Lay it down."]


@pytest.mark.parametrize("is_reachable", [True, False])
def test_an_address_is_to_be_entered_only_where_somebody_can_reach_it(
    capsys: pytest.CaptureFixture[str], *, is_reachable: bool
) -> None:
    problems = [] if is_reachable else ["No phone can reach this computer."]
    listener: Any = SimpleNamespace(
        devices={}, problems=problems, left_out={}, tested=0, asking={}, url=str
    )
    listener.is_reachable = is_reachable
    TerminalDoor(reads=False).opened(listener)
    said = capsys.readouterr().err
    assert said.startswith("Listening on" if is_reachable else "No phone can reach")
    assert ("Enter it in Sensor Logger" in said) is is_reachable


def test_lines_are_read_without_waiting_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        typed = TypedLines()
        assert typed.take() == []
        os.write(writing, b"y 01:02\n\nhal")
        assert typed.take() == ["y 01:02", ""]
        os.write(writing, b"f\n")
        assert typed.take() == ["half"]
        os.close(writing)
        assert typed.take() == typed.take() == []


def test_the_picture_of_an_address_holds_its_squares() -> None:
    lines = qr_lines("http://192.168.178.23:8377/k7w2mq9xh4ab/left")
    rows = []
    for line in lines:
        rows.append([one in " ▄" for one in line])  # dark above
        rows.append([one in " ▀" for one in line])  # dark below
    made = segno.make("http://192.168.178.23:8377/k7w2mq9xh4ab/left", micro=False, error="l")
    dark = [list(map(bool, row)) for row in made.matrix]
    side = len(dark)
    assert [row[QUIET : QUIET + side] for row in rows[QUIET : QUIET + side]] == dark
    assert not any(map(any, rows[:QUIET]))
    assert 2 * len(lines[0]) + 4 <= 80


def test_a_sensor_on_bluetooth_goes_with_a_phone(tmp_path: Path) -> None:
    bluetooth = ScriptedSource([block(Leg.RIGHT)], sensors={Leg.RIGHT: BOTH[Leg.RIGHT]}, hangs=True)

    async def listen(_: float, hears: Callable[[Heard], bool], **__: bool) -> Heard:
        heard = Heard({LEFT_ID: found(LEFT_ID)}, {})
        hears(heard)
        await asyncio.sleep(1.0)
        return heard

    args = ("--left", "left-phone", "--right", LEFT_ID, "--duration", "3")
    with (
        patch("evenstride.sensors.listening.listen", listen),
        patch("evenstride.cli.live.BluetoothSource", lambda *_, **__: bluetooth),
    ):
        session = live(tmp_path, *args, acts=(pushes(Leg.LEFT),))
    assert session.result.exit_code == 0, session.result.stderr
    assert bluetooth.entered
    assert bluetooth.left
    assert set(session.summary["legs"]) == {"left", "right"}


def test_one_phone_begins_alone_after_a_while(tmp_path: Path) -> None:
    session = live(tmp_path, "--duration", "3", acts=(pushes(Leg.RIGHT, batch_s=1.0),))
    assert session.result.exit_code == 0, session.result.stderr
    assert "begins with one sensor in 20 s" in session.result.stderr
    assert list(session.summary["legs"]) == ["right"]


def test_a_wrong_address_is_told_before_anybody_waits(tmp_path: Path) -> None:
    with network():
        result = run("live", "--headless", "--listen", "--left", "http://8.8.8.8")
    assert result.exit_code == 1
    assert "private network" in one_sentence(result)


def test_without_the_extra_it_says_how_to_install_it() -> None:
    loaded = ("evenstride.sensors.network", "evenstride.sensors.listening")
    with patch.dict(sys.modules, {"aiohttp": None}):
        for name in [name for name in sys.modules if name.startswith(loaded)]:
            del sys.modules[name]
        result = run("live", "--headless", "--listen")
    assert result.exit_code == 1
    assert '-m pip install ".[lan]"' in one_sentence(result)


def test_no_socket_is_opened_unless_somebody_asks(tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody listens")

    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, worn(SAMPLE, Leg.LEFT))
    loop = asyncio.BaseEventLoop
    with (
        patch.object(loop, "create_server", refuse),
        patch.object(loop, "create_datagram_endpoint", refuse),
        patch.object(loop, "create_connection", refuse),
        VirtualRadio(sensor).for_programs(),
    ):
        path = tmp_path / "session.csv"
        result = run("live", "--headless", "--duration", "3", "--record", path)
    assert result.exit_code == 0, result.stderr


def test_a_scan_lists_who_pushes_and_who_asks_also_without_bluetooth() -> None:
    async def no_bluetooth(_: float) -> None:
        raise SensorError("There is no adapter.", SensorReason.NO_ADAPTER)

    async def tracks(listener: Listener) -> None:
        await VirtualTracker(listener.tracker_port or 0).run(4.0)

    with (
        patch("evenstride.cli.scanning.scan", no_bluetooth),
        network(pushes(Leg.LEFT), tracks),
    ):
        result = run("scan", "--listen", "--json", "--timeout", "4")
    assert result.exit_code == 0, result.stderr
    seen = {one["id"]: one for one in json_lines(result)}
    assert set(seen) == {"left-phone", NAME}
    assert seen[NAME]["driver"] == "SlimeVR"
    assert "On the local network only: There is no adapter." in result.stderr


def test_the_browser_view_does_not_listen_where_nobody_sees_the_address() -> None:
    result = run("serve", "live", "--listen")
    assert result.exit_code == 2
    assert "press b and n" in result.stderr
