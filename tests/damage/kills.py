"""A program that is killed at a random moment of its session, and what is left of that."""

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
import sys, time
from pathlib import Path
from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.format import Header
from tests.recordings.helpers import block
with BackgroundWriter(Path(sys.argv[1]), Header(sensors={})) as writer:
    for first in range(0, 10**9, 3):
        writer.write(block(first=first))
        print(first + 3, time.monotonic(), flush=True)
        time.sleep(0.003)
"""

_LONGEST_S: Final = 1.5


@dataclass(frozen=True, slots=True)
class Killed:
    """What a kill cost.

    Attributes:
        handed: Samples that had been handed to the recorder.
        missing: Those of them that are not in the file.
        oldest_s: How long before the kill the first of them was handed over, seconds.
        torn: Lines that could not be read.
    """

    handed: int
    missing: int
    oldest_s: float
    torn: int


def kill_one(seed: int, path: Path) -> Killed:
    """Kill a program that records a thousand samples a second, within its first seconds."""
    command = [sys.executable, "-c", _PROGRAM, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = [program.stdout.readline()]
        time.sleep(random.Random(seed).uniform(0.0, _LONGEST_S))
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
        handed=handed[-1][0],
        missing=max(0, handed[-1][0] - len(found)),
        oldest_s=handed[-1][1] - lost_s[0] if lost_s else 0.0,
        torn=torn,
    )
