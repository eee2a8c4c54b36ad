"""Tests ``replay``: the same events at any speed, and at the end the result of ``analyze``."""

import asyncio
import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Self

import pytest

from evenstride.analysis.model.exercises import any_exercise, find
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.cli.headless import HeadlessSession, JsonPrinter
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Item, Leg, SensorInfo
from tests.cli.helpers import analyzed, json_lines, of_sample, one_sentence, run
from tests.cli.studies import short
from tests.real_recordings import DATA

SAMPLES = [samples.path(name) for name in samples.names()]
REAL = [
    (DATA / name, speed)
    for name, speed in (
        ("cmu-mbl/SqHalfSL.csv", "1000"),
        ("mex/01-bridge.csv", "max"),
    )
    if (DATA / name).exists()
]


def replayed(path: Path, speed: str = "max") -> list[dict[str, Any]]:
    result = run("replay", "--headless", "--json", "--speed", speed, path)
    assert result.exit_code == 0, result.stderr
    return json_lines(result)


def test_what_was_said_of_a_sensor_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "slow-clock.csv"
    head = {"started_utc": "2026-11-22T06:40:00Z", "sensors": {"left": {"rate_hz": 50}}}
    rows = [f"left,{at},{at * 2000},{at * 20000},0,9.81,0,0,0,0" for at in range(300)]
    columns = "leg,seq,t_us,host_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"
    lines = ["# evenstride-recording 1", f"# {json.dumps(head)}", columns, *rows]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    said = run("replay", "--headless", "--json", "--speed", "max", path).stderr
    assert said.count("too slow by a factor of 10") == 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_end_of_a_replay_is_what_analyze_prints(path: Path) -> None:
    check_replayed(path, "max", of_sample(path))


def test_the_same_in_blocks_as_they_arrived_and_not_of_a_second(tmp_path: Path) -> None:
    path = short(tmp_path / "short.csv", 2500)
    whole = analyzed(path)
    assert whole["legs"]["left"]["count"] > 0
    check_replayed(path, "1000", whole)


@pytest.mark.skipif(not REAL, reason="the real recordings are not at hand")
@pytest.mark.parametrize(("path", "speed"), REAL)
def test_the_same_with_real_people(path: Path, speed: str) -> None:
    check_replayed(path, speed, analyzed(path))


def check_replayed(path: Path, speed: str, whole: dict[str, Any]) -> None:
    events = replayed(path, speed)
    assert events[-1]["event"] == "end"
    assert events[-1]["summary"] == whole
    for leg, of_leg in whole["legs"].items():
        told = [e for e in events[:-1] if e["leg"] == leg and e["event"] in ("rep", "recount")]
        if all(event["event"] == "rep" for event in told):
            assert [event["rep"] for event in told] == of_leg["reps"]
        counts = [e["rep"]["number"] if e["event"] == "rep" else e["count"] for e in told]
        assert (counts or [0])[-1] == of_leg["count"]


def test_events_come_in_the_order_in_which_they_were_announced() -> None:
    events = replayed(SAMPLES[-1])
    assert [event["at_s"] for event in events[:-1] if event["leg"] == "left"] == sorted(
        event["at_s"] for event in events[:-1] if event["leg"] == "left"
    )
    assert all(event["at_s"] - event["rep"]["end_s"] >= 0 for event in named(events, "rep"))


def named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == name]


class InBlocks:
    """A recording as a source that cuts it into blocks of this many lines."""

    def __init__(self, path: Path, lines: int) -> None:
        self._recording = read(path, block_lines=lines)

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        return self._recording.sensors

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def __aiter__(self) -> AsyncIterator[Item]:
        for item in self._recording:
            yield item


@pytest.mark.parametrize("lines", [1, 60])
def test_blocks_of_any_size_give_the_same_events(
    lines: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "beginning.csv"
    rows = samples.path("straight-leg-raise").read_text().splitlines(keepends=True)
    path.write_text("".join(rows[:2400]))
    exercise = find("straight-leg-raise")
    session = HeadlessSession(
        InBlocks(path, lines),
        lambda sensors: SessionAnalyzer(exercise, sensors),
        JsonPrinter(),
        file=lambda: str(path),
    )
    asyncio.run(session.run())
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events == replayed(path)
    assert named(events, "rep")


def test_a_session_without_any_movement_ends_with_nothing_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "still.csv"
    rows = "".join(f"left,{n},{n * 10_000},{n * 10_000},0,0,9.8066,0,0,0\n" for n in range(1000))
    path.write_text(f"# evenstride-recording 1\n{rows}")
    session = HeadlessSession(
        Replay(path, speed=math.inf),
        lambda sensors: SessionAnalyzer(any_exercise(), sensors),
        JsonPrinter(),
        file=lambda: str(path),
    )
    asyncio.run(session.run())
    (end,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert end["event"] == "end"
    assert end["at_s"] == 9.99
    assert end["summary"]["legs"]["left"]["count"] == 0


def test_lost_and_found_sensors_are_events_of_the_replay(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    lines = samples.path("straight-leg-raise").read_text().splitlines(keepends=True)
    host_us = int(lines[2000].split(",")[3])
    for at, state in ((2000, "lost"), (2100, "back")):
        event = {"host_us": host_us, "event": state, "leg": "right", "text": "it \x1b[31mbroke"}
        lines.insert(at, f"#event {json.dumps(event)}\n")
    end_us = int(lines[-1].split(",")[3])
    event = {"host_us": end_us + 2_000_000, "event": "lost", "leg": "left", "text": "asleep"}
    path.write_text(f"{''.join(lines)}#event {json.dumps(event)}\n")
    events = replayed(path)
    lost, back, late = (event for event in events if event["event"] in ("lost", "back"))
    # What was lost after the last sample was announced before the end.
    assert late["at_s"] <= events[-1]["at_s"]
    assert lost["leg"] == back["leg"] == "right"
    assert lost["at_s"] == back["at_s"] > 0
    text = run("replay", "--headless", "--speed", "max", path).stdout
    assert "right  sensor lost: it [31mbroke" in text
    assert "\x1b" not in text


def test_a_replay_in_words_ends_with_the_table_of_analyze() -> None:
    path = samples.path("straight-leg-raise")
    told = run("replay", "--headless", "--speed", "max", path)
    assert told.exit_code == 0
    events, table = told.stdout.split("\n\n", 1)
    assert len(events.splitlines()) == len(replayed(path)) - 1
    assert table == run("analyze", path).stdout.split("\n", 1)[1]


def test_a_replay_that_is_stopped_before_it_began_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class StoppedAtOnce(HeadlessSession):
        async def run(self) -> Summary | None:
            asyncio.get_running_loop().call_soon(self.stop)
            return await super().run()

    monkeypatch.setattr("evenstride.cli.headless.HeadlessSession", StoppedAtOnce)
    result = run("replay", "--headless", "--json", samples.path("straight-leg-raise"))
    assert result.exit_code == 1
    assert one_sentence(result).startswith("Stopped before the recording was open")
    assert not result.stdout


# It stands still after its first line, so that it does not matter how soon the signal comes.
STANDS_STILL = """
import sys
from evenstride.cli import headless
from evenstride.cli.main import main

def print_and_stand_still(event, print_json=headless.print_json):
    print_json(event)
    headless.print_json = print_json
    sys.stdin.readline()

headless.print_json = print_and_stand_still
sys.argv[0] = "evenstride"
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_replay_with_its_end_event(number: signal.Signals) -> None:
    path = samples.path("straight-leg-raise")
    args = ["replay", "--headless", "--json", "--speed", "max", str(path)]
    with subprocess.Popen(
        [sys.executable, "-c", STANDS_STILL, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"EVENSTRIDE_DEBUG": ""},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        # Each line comes when it is announced, so the first is there long before the end.
        first = json.loads(process.stdout.readline())
        process.send_signal(number)
        process.stdin.write("\n")
        process.stdin.flush()
        rest = [json.loads(line) for line in process.stdout]
        assert process.wait() == 0, process.stderr.read()
    assert first == replayed(path)[0]
    assert rest[-1]["event"] == "end"
    assert rest[-1]["at_s"] < 40.0
