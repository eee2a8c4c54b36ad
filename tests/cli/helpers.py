"""Runs commands in this process, and reads what they printed."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner, Result

from evenstride.cli.main import cli
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Leg
from evenstride.sensors.timeline import Timeline
from tests.radio.peripheral import Motion, VirtualPeripheral, recorded
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

LEFT_ID = "C4:00:00:00:00:01"
RIGHT_ID = "C4:00:00:00:00:02"
EXERCISE = "straight-leg-raise"
SAMPLE = samples.path(EXERCISE)

# Finding and connecting two sensors takes a few seconds; whoever wears them waits so long.
LEAD_S = 8.0

JSON = ["live", "--headless", "--json"]


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


def run(*args: str | Path) -> Result:
    """Run ``evenstride`` with these arguments; a fault of ours is raised."""
    result = CliRunner().invoke(cli, [str(arg) for arg in args], env={"EVENSTRIDE_DEBUG": None})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def json_lines(result: Result) -> list[dict[str, Any]]:
    """Every line of standard output, which has to be a JSON object."""
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(isinstance(one, dict) for one in found)
    return found


def analyzed(path: str | Path) -> dict[str, Any]:
    """Return what ``analyze --json`` prints for one file."""
    result = run("analyze", "--json", path)
    assert result.exit_code == 0, result.stderr
    (found,) = json_lines(result)
    return found


def of_sample(path: Path) -> dict[str, Any]:
    """The same for a sample session, which is analyzed once for all tests that ask for it."""
    found: dict[str, Any] = json.loads(_of_sample(path))
    return found


@cache
def _of_sample(path: Path) -> str:
    assert path in map(samples.path, samples.names()), "any other file may change"
    return json.dumps(analyzed(path))


def one_sentence(result: Result) -> str:
    """The message of a command that failed: one line, and no traceback."""
    lines = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert lines[0].endswith((".", "?"))
    return lines[0].removeprefix("Error: ")


def worn(path: Path, leg: Leg) -> Motion:
    """Return a leg's motion in a recording, after standing still for a while."""
    timeline = Timeline()
    parts = [timeline.update(item) for item in read(path) if isinstance(item, Block)]
    of_leg = [part for part in parts if part.leg is leg]
    t_s = np.concatenate([part.t_s for part in of_leg]) + LEAD_S
    acc = np.concatenate([part.acc_m_s2 for part in of_leg])
    gyr = np.concatenate([part.gyr_rad_s for part in of_leg])
    return recorded(
        np.concatenate([t_s[:1] - 0.02, t_s]),
        np.concatenate([acc[:1], acc]),
        np.concatenate([np.zeros((1, 3)), gyr]),
    )


def wearer(path: Path) -> tuple[VirtualWitMotion, VirtualWitMotion]:
    """Two virtual sensors on the legs of whoever made a recording."""
    return (
        VirtualWitMotion("WT901BLE67", LEFT_ID, worn(path, Leg.LEFT)),
        VirtualWitMotion("WT901BLE68", RIGHT_ID, worn(path, Leg.RIGHT)),
    )


@dataclass
class Session:
    """The output of a command, and its recording."""

    result: Result
    path: Path

    @property
    def events(self) -> list[dict[str, Any]]:
        return json_lines(self.result)

    @property
    def summary(self) -> dict[str, Any]:
        last = self.events[-1]
        assert last["event"] == "end"
        summary: dict[str, Any] = last["summary"]
        return summary

    def named(self, *names: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] in names]


def live(folder: Path, *args: str, sensors: tuple[VirtualPeripheral, ...]) -> Session:
    """Run ``live`` without a screen over the simulated radio."""
    path = folder / "session.csv"
    with VirtualRadio(*sensors).for_programs():
        result = run(*JSON, "--record", path, *args)
    return Session(result, path)


def at(at_s: float, motion: Motion, act: Callable[[], object]) -> Motion:
    """The same motion, with something that happens once, so long after the sensor's start."""
    waiting = [act]

    def moved(now_s: float) -> Any:
        if now_s >= at_s and waiting:
            waiting.pop()()
        return motion(now_s)

    return moved
