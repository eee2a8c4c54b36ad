"""Tests that a copy of a session goes on independently and equally, to the last bit."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.exercises import any_exercise, find
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import samples
from evenstride.recordings.reader import Recording, read
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Link, Note
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.stream import SessionStream
from evenstride.session.view import SessionView
from tests.real_recordings import DATA

REAL = (
    DATA / "mex" / "15-clam.csv",  # one sensor without a gyroscope
    DATA / "one-sensor" / "sit-stand-walk-sit-01.csv",  # walking
)
FILES = [
    samples.path("single-leg-dip"),
    samples.path("inner-range-quads"),
    samples.knee_path(),
    *(path for path in REAL if path.is_file()),
]

Part = Stretch | Note | Link


Outcome = tuple[list[Event], DashboardState, list[bytes], Summary]


class Going:
    """A session that goes on, and what it told from some moment on."""

    def __init__(self, view: SessionView, stream: SessionStream) -> None:
        self.events: list[Event] = []
        self._view = view.copied()
        self._stream = stream.copied(on_progress=self._keep, on_item=self._view.on_item)

    def copied(self) -> "Going":
        return Going(self._view, self._stream)

    def take(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self._stream.take(part)

    def ended(self) -> Outcome:
        progress, summary = self._stream.finish()
        self._keep(progress)
        drawn = [values.tobytes() for trace in self._view.traces().values() for values in trace]
        return self.events, self._view.state, drawn, summary

    def _keep(self, progress: Progress) -> None:
        self._view.on_progress(progress)
        self.events.extend(progress.events)


def begun(recording: Recording) -> Going:
    asked = recording.header.exercise
    exercise = find(asked) if asked else any_exercise()
    view = SessionView(exercise, "Replay")
    view.on_sensors(recording.sensors)
    analyzer = SessionAnalyzer(exercise, recording.sensors)
    return Going(view, SessionStream(analyzer, on_progress=lambda _: None))


def parts_of(recording: Recording) -> list[Part]:
    given: list[Part] = []
    for item in recording.stretches():
        given.extend(item.in_seconds(2048) if isinstance(item, Stretch) else [item])
    return given


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_copy_goes_on_as_the_session_does(path: Path) -> None:
    parts = parts_of(read(path))[:34]
    rng = np.random.default_rng(len(parts))
    at = int(rng.integers(len(parts) // 4, 3 * len(parts) // 4))
    session = begun(read(path))
    session.take(parts[:at])
    kept, another = session.copied(), session.copied()
    outcomes = []
    for one in (kept, session):
        one.events.clear()
        one.take(parts[at : at + 4])
        # One goes another way: what it shares with the others, it must not change.
        another.copied().take(otherwise(part) for part in parts[at : at + 6])
        one.take(parts[at + 4 :])
        outcomes.append(one.ended())
    # The long way of showing where they differ takes minutes.
    is_same = outcomes[0] == outcomes[1]
    assert is_same
    assert session.events


def otherwise(part: Part) -> Part:
    if not isinstance(part, Stretch):
        return part
    return Stretch(part.sites, part.counts, np.roll(part.values, 1, axis=1))
