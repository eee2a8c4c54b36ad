"""Scenarios of whole programs: bleak alone as a control, and the ``evenstride`` command."""

import asyncio
import json
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Leg
from tests.bluez.bench import RATE_AS_IT_CAME, Bench
from tests.radio.witmotion import TRUE_RATE_HZ

_EVENSTRIDE = (sys.executable, "-c", "from evenstride.cli.main import main; main()")
_EXERCISE = "straight-leg-raise"
_REPS = 6
# So far the count of samples, lost ones included, may be off: a fifth of what starts lose.
_NUMBERS_WRONG_S = 0.4
_CODE_100_HZ = 0x09
# BlueZ disconnects after two seconds, and first ends what it was about.
_LET_GO_S = 2.5


async def bleak_alone_delivers_twice(bench: Bench) -> None:
    """Negative control: bleak alone after a hang-up, without and with disconnecting first."""
    await bench.room("only", sensors=["left"])
    await bench.room("tick", sensors=["left"])
    for how, wanted in (("keep", [2]), ("disconnect", [1])):
        command = (sys.executable, "-m", "tests.bluez.plain_bleak", how)
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        out, _ = await process.communicate()
        copies = json.loads(out)
        bench.check(
            copies == {"before": [1], "after": wanted},
            f"dropped client {'kept' if how == 'keep' else 'disconnected'}: copies of each "
            f"notification {copies['before']} before, {copies['after']} after",
        )


@asynccontextmanager
async def _live(bench: Bench, folder: str, *args: str) -> AsyncIterator[Process]:
    """``evenstride live`` without a screen, with the two WitMotion sensors in the room."""
    process = await asyncio.create_subprocess_exec(
        *_EVENSTRIDE,
        *("live", "--headless", "--json", "--exercise", _EXERCISE),
        *("--left", await bench.address("left"), "--right", await bench.address("right")),
        *("--record", f"{folder}/session.csv", *args),
        stdout=PIPE,
        stderr=PIPE,
        env={
            "HOME": folder,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONFAULTHANDLER": "1",
        },
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _until_streaming(process: Process, legs: int) -> None:
    """Read what the command says until this many sensors are connected."""
    assert process.stderr is not None
    said = b""
    while said.count(b" connected\n") < legs:
        line = await process.stderr.readline()
        if not line:
            raise RuntimeError(f"the command ended: {said.decode()}")
        said += line


async def _end(bench: Bench, process: Process, number: signal.Signals) -> str:
    """Send a signal; the program ends within 3 s, without a traceback. Returns its output."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    process.send_signal(number)
    out, err = await process.communicate()
    took_s = loop.time() - began_s
    last = (err.decode().splitlines() or [""])[-1]
    told = f"{number.name}: ended after {took_s:.2f} s with exit code {process.returncode}: {last}"
    bench.check(b"Traceback" not in err, told)
    bench.check_time(took_s < 3.0, f"{number.name}: within 3 s")
    return out.decode()


async def _until_left(bench: Bench, *names: str) -> float:
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    async with asyncio.timeout(5.0):
        for name in names:
            await bench.until_connected(name, connected=False)
    return loop.time() - began_s


async def _are_left(bench: Bench, *names: str) -> None:
    """The sensors are let go, which BlueZ does in its own time, and are as they came."""
    took_s = await _until_left(bench, *names)
    rates = [(await bench.room("state", name))["rate_code"] for name in names]
    bench.check(set(rates) == {RATE_AS_IT_CAME}, "the sensors' rates are as they came")
    bench.check_time(took_s < _LET_GO_S, f"{took_s:.2f} s later the sensors are disconnected")


def _is_closed(bench: Bench, path: Path) -> None:
    recording = read(path)
    n = sum(len(item) for item in recording if isinstance(item, Block))
    bench.check(
        n > 100 and not recording.report.sentences() and path.read_bytes().endswith(b"\n"),
        f"the recording is whole: {n} samples, problems: {recording.report.sentences() or 'none'}",
    )


async def a_signal_while_streaming(bench: Bench) -> None:
    """Ctrl-C and SIGTERM while two sensors stream."""
    for number in (signal.SIGINT, signal.SIGTERM):
        await bench.room("only", sensors=["left", "right"])
        with tempfile.TemporaryDirectory() as folder:
            async with _live(bench, folder) as process:
                await _until_streaming(process, legs=2)
                await asyncio.sleep(3.0)
                out = await _end(bench, process, number)
            bench.check(_events(out)[-1]["event"] == "end", "the summary was printed")
            _is_closed(bench, Path(folder, "session.csv"))
        await _are_left(bench, "left", "right")


async def a_signal_while_connecting(bench: Bench) -> None:
    """Ctrl-C as soon as a sensor is connected, and while one that never answers is waited for."""
    for deaf, after_s in ((False, 0.0), (False, 0.4), (False, 0.8), (True, 0.5), (True, 4.0)):
        await bench.room("only", sensors=["left", "right"])
        if deaf:
            await bench.room("stop_answering", "left")
        bench.tell(f"{'a deaf' if deaf else 'a'} sensor, {after_s:.1f} s after it was connected")
        with tempfile.TemporaryDirectory() as folder:
            async with _live(bench, folder) as process:
                await bench.until_connected("left")
                await asyncio.sleep(after_s)
                await _end(bench, process, signal.SIGINT)
        await bench.room("answer_again", "left")
        await _are_left(bench, "left", "right")


async def a_killed_program_leaves_no_trouble(bench: Bench) -> None:
    """A program is killed while it streams: the next one finds both sensors and streams."""
    await bench.room("only", sensors=["left", "right"])
    with tempfile.TemporaryDirectory() as folder:
        async with _live(bench, folder) as process:
            await _until_streaming(process, legs=2)
            await asyncio.sleep(2.0)
            process.kill()
            await process.wait()
        states = [await bench.room("state", name) for name in ("left", "right")]
        bench.tell(f"still connected after it was killed: {[s['is_connected'] for s in states]}")
        kept = read(Path(folder, "session.csv"))
        n = sum(len(item) for item in kept if isinstance(item, Block))
        bench.check(n > 100, f"its recording can be read: {n} samples")
    with tempfile.TemporaryDirectory() as folder:
        async with _live(bench, folder) as process:
            await _until_streaming(process, legs=2)
            await asyncio.sleep(2.0)
            await _end(bench, process, signal.SIGINT)
        _is_closed(bench, Path(folder, "session.csv"))
    # They have the rate of the killed program, which nobody knows to undo.
    await _until_left(bench, "left", "right")


async def a_whole_session(bench: Bench) -> None:
    """``live --headless --json`` while both legs wear recorded raises: six on each."""
    await bench.room("only", sensors=["left", "right"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.csv")
        async with _live(bench, folder, "--duration", "105") as process:
            await _until_streaming(process, legs=2)
            await bench.room("raise")
            raw, err = await process.communicate()
        bench.keep_file(path)
        last = err.decode().splitlines()[-1]
        bench.check(process.returncode == 0, f"exit code {process.returncode}: {last}")
        events = _events(raw.decode())
        summary = events[-1]["summary"]
        for leg in ("left", "right"):
            data = summary["legs"][leg]["data"]
            reps = [e for e in events if e["event"] == "rep" and e["leg"] == leg]
            # A rep that a stall of the machine cut through has no end.
            ends_s = [(e["at_s"], e["rep"]["end_s"]) for e in reps]
            waits_s = [at_s - end_s for at_s, end_s in ends_s if end_s is not None]
            bench.check_time(
                summary["legs"][leg]["count"] == _REPS,
                f"{leg}: {summary['legs'][leg]['count']} reps of {_REPS}, said at most "
                f"{max(waits_s, default=0.0):.2f} s after their end, {data['rate_hz']:.2f} Hz, "
                f"{100 * data['lost_fraction']:.1f} % lost",
            )
        bench.tell(f"weaker leg: {summary['comparison']['weaker_leg']}")
        _is_closed(bench, path)
        # What comes in a hurry while both connect may truly be lost; but what is said lost has to
        # make up for it, as the sensors' rate is known.
        for leg in Leg:
            behind_s = _behind_s(path, leg)
            bench.check_time(
                abs(behind_s) < _NUMBERS_WRONG_S,
                f"{leg}: by their numbers samples took {behind_s:+.2f} s to arrive",
            )
        analyze = await asyncio.create_subprocess_exec(
            *_EVENSTRIDE, "analyze", "--json", str(path), stdout=PIPE, stderr=PIPE
        )
        analyzed = json.loads((await analyze.communicate())[0])
        bench.check(analyzed == summary, "analyze gives the same result from the recording")
    await _are_left(bench, "left", "right")


def _behind_s(path: Path, leg: Leg) -> float:
    """Return how much longer a leg's samples took to arrive than they were apart, seconds.

    That is by the promptest of the first half and of the second, as a program that analyzes hands
    over late for seconds on end.
    """
    blocks = [item for item in read(path) if isinstance(item, Block) and item.leg is leg]
    host_s = np.concatenate([block.host_us for block in blocks]) / 1e6
    seq = np.concatenate([block.seq for block in blocks])
    late_s = host_s - seq / TRUE_RATE_HZ[_CODE_100_HZ]
    half = len(late_s) // 2
    return float(late_s[half:].min() - late_s[:half].min())


def _events(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]
