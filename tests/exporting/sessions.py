"""A session for exports, made from a sample's result without analyzing, with few samples."""

from pathlib import Path

import numpy as np

from evenstride.analysis.model.events import Trace
from evenstride.exporting.session import Session
from evenstride.recordings import samples
from evenstride.recordings.reader import Recording, read
from evenstride.sensors.samples import Leg
from tests.golden.make import stored

SAMPLE = samples.path("straight-leg-raise")


def short_recording(folder: Path, name: str = "session.csv", lines: int = 400) -> Path:
    """The first seconds of a sample, both legs."""
    path = folder / name
    head = SAMPLE.read_bytes().splitlines(keepends=True)[:lines]
    path.write_bytes(b"".join(head))
    return path


def session(path: Path, exercise: str = "straight-leg-raise") -> Session:
    """A recording with the result of a whole sample, and an angle of three ticks."""
    recording: Recording = read(path)
    trace = Trace(np.array([0.0, 0.02, 0.04]), np.array([0.0, 1.0, 2.0]))
    result = {**stored(exercise), "file": str(path)}
    return Session(str(path), recording, result, {Leg.LEFT: trace}, ())
