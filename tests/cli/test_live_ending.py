"""Tests ending ``live`` from outside at any moment: Ctrl-C, SIGTERM, a closed terminal."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from evenstride.recordings import samples
from evenstride.sensors.samples import Leg
from tests.cli.helpers import (
    JSON,
    LEAD_S,
    LEFT_ID,
    RIGHT_ID,
    analyzed,
    at,
    live,
    one_sentence,
    run,
    worn,
)
from tests.radio.peripheral import at_rest
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

EXERCISE = "straight-leg-raise"
SAMPLE = samples.path(EXERCISE)


def test_a_terminal_that_is_closed_ends_the_session_though_nothing_can_be_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up() -> None:
        def gone(_: str) -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("evenstride.cli.headless.say", gone)
        os.kill(os.getpid(), signal.SIGHUP)

    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, at(10.0, at_rest, hang_up))
    session = live(tmp_path, sensors=(sensor,))
    assert session.result.exit_code == 0
    assert session.summary == analyzed(session.path)
    assert not sensor.is_connected


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_mid_set_ends_the_session_with_everything_saved(
    tmp_path: Path, number: signal.Signals
) -> None:
    motion = worn(SAMPLE, Leg.LEFT)
    # More than once: people press Ctrl-C until something happens.
    for at_s in (LEAD_S + 13.0, LEAD_S + 13.1):
        motion = at(at_s, motion, lambda: os.kill(os.getpid(), number))
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, motion)
    before = signal.getsignal(number)
    session = live(tmp_path, "--exercise", EXERCISE, sensors=(sensor,))
    assert session.result.exit_code == 0
    assert signal.getsignal(number) == before
    assert session.summary["legs"]["left"]["count"] == 1
    assert session.summary == analyzed(session.path)
    assert session.result.stderr.endswith(f"Saved {session.path}\n")
    assert not sensor.is_connected
    assert sensor.registers[0x03] == 0x06  # the rate, as from the factory


def test_ctrl_c_while_it_looks_for_sensors_says_that_nothing_was_recorded(tmp_path: Path) -> None:
    async def interrupt(_: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with VirtualRadio().for_programs(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.radio.backend.BumbleScanner.start", interrupt)
        result = run(*JSON, "--record", tmp_path / "session.csv")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing was recorded" in one_sentence(result)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after_s", [0.05, 0.4, 1.0])
def test_a_signal_while_it_connects_frees_the_sensor_within_three_seconds(
    tmp_path: Path, number: signal.Signals, after_s: float
) -> None:
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID)
    times: list[float] = []

    async def prepare(radio: VirtualRadio) -> VirtualRadio:
        loop = asyncio.get_running_loop()

        def interrupt() -> None:
            times.append(loop.time())
            os.kill(os.getpid(), number)

        loop.call_later(after_s, interrupt)

        def close() -> None:
            times.append(loop.time())
            type(loop).close(loop)

        monkey.setattr(loop, "close", close)
        return await enter(radio)

    enter = VirtualRadio.__aenter__
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr(VirtualRadio, "__aenter__", prepare)
        session = live(tmp_path, "--left", LEFT_ID, sensors=(sensor,))
    assert session.result.exit_code in (0, 1)
    assert "Traceback" not in session.result.stderr
    began_s, ended_s = times
    assert ended_s - began_s < 3.0
    assert not sensor.is_connected
    assert not session.path.exists()


def test_a_stack_that_ignores_its_end_does_not_keep_the_program(tmp_path: Path) -> None:
    async def hang(*_: Any, **__: Any) -> None:
        while True:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)

    motion = at(9.0, at_rest, lambda: os.kill(os.getpid(), signal.SIGINT))
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, motion)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.radio.backend.BumbleClient.disconnect", hang)
        session = live(tmp_path, sensors=(sensor,))
    assert session.result.exit_code == 0
    assert session.summary == analyzed(session.path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_legs_are_looked_for_lets_go_of_the_sensors(number: signal.Signals) -> None:
    def interrupt() -> None:
        os.kill(os.getpid(), number)

    left = VirtualWitMotion("WT901BLE67", LEFT_ID, at(9.0, at_rest, interrupt))
    right = VirtualWitMotion("WT901BLE68", RIGHT_ID)
    with VirtualRadio(left, right).for_programs():
        result = run("scan", "--legs", "--timeout", "1")
    assert result.exit_code == 1
    assert one_sentence(result) == "Stopped."
    assert "Now lift" in result.stderr
    for sensor in (left, right):
        assert not sensor.is_connected
        assert sensor.registers[0x03] == 0x06
