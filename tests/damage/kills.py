"""Kills a program at a random moment of its session, and examines what is left."""

import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read
from tests.recordings.helpers import samples

_PROGRAM: Final = """
import itertools, sys, time
from pathlib import Path
from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.format import Header
from tests.recordings.helpers import block
path, at_once = Path(sys.argv[1]), int(sys.argv[2])
def on_disk(count):
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1000))
        return f"left,{count - 1},".encode() in file.read()
with BackgroundWriter(path, Header(sensors={})) as writer:
    for first in range(0, at_once, 60):
        writer.write(block(first=first, n=60))
    while at_once and not on_disk(at_once):
        time.sleep(0.01)
    for first in itertools.count(at_once, 3):
        writer.write(block(first=first))
        print(first + 3, time.monotonic(), flush=True)
        time.sleep(0.003)
"""

_LONGEST_S: Final = 0.5
_SAMPLES_A_SECOND: Final = 100


@dataclass(frozen=True, slots=True)
class Killed:
    """The cost of a kill.

    Attributes:
        session_s: How much of a session had been recorded, seconds.
        handed: Samples that had been handed to the recorder.
        missing: Those of them that are not in the file.
        oldest_s: How long before the kill the first of them was handed over, seconds.
        torn: Lines that could not be read.
    """

    session_s: float
    handed: int
    missing: int
    oldest_s: float
    torn: int


def kill_one(seed: int, path: Path, longest_s: float = 600.0) -> Killed:
    """Kill a program that records, some time into its session; the seed says when.

    What was before the last moments of the session is recorded as fast as it goes, and its last
    moments at ten times the pace of a sensor.

    Args:
        seed: The number of the kill.
        path: The recording.
        longest_s: How long the session is at most, in its own time, seconds.
    """
    rng = random.Random(seed)
    at_once = int(rng.uniform(0.0, longest_s) * _SAMPLES_A_SECOND) // 60 * 60
    command = [sys.executable, "-c", _PROGRAM, str(path), str(at_once)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = [program.stdout.readline()]
        time.sleep(rng.uniform(0.0, _LONGEST_S))
        program.kill()
        said += [line for line in program.stdout if line.endswith("\n")]
    handed = [(int(count), float(at_s)) for count, at_s in (line.split() for line in said)]
    torn, found = 0, list[int]()
    with suppress(RecordingError):  # killed before the first line was whole
        recording = read(path)
        found = [sample[1] for sample in samples(recording)]
        torn = sum(recording.report.skipped.values())
    if found != list(range(len(found))):
        raise AssertionError(f"{path}: samples are missing in between")
    lost_s = [at_s for count, at_s in handed if count > len(found)]
    return Killed(
        session_s=handed[-1][0] / _SAMPLES_A_SECOND,
        handed=handed[-1][0],
        missing=max(0, handed[-1][0] - len(found)),
        oldest_s=handed[-1][1] - lost_s[0] if lost_s else 0.0,
        torn=torn,
    )
