"""Tests that passing over quiet ticks gives the same as analyzing each of them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.model.events import Event, LegState, Progress
from evenstride.analysis.model.rest_pose import RestPose
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import TICK_DTYPE, Tick
from evenstride.recordings.reader import read
from evenstride.session.whole_recording import analyze_items
from tests.analysis.moving import SAMPLES, exercise_of
from tests.real_recordings import DATA

REAL = (
    DATA / "cmu-mbl" / "SqHalfSL.csv",  # both legs, holes in the data
    DATA / "mex" / "15-clam.csv",  # one sensor without a gyroscope
    DATA / "one-sensor" / "sit-stand-walk-sit-01.csv",  # walking
)
FILES = [
    SAMPLES / "straight-leg-raise.csv",
    SAMPLES / "inner-range-quads.csv",
    *(path for path in REAL if path.is_file()),
]


def analyzed(path: Path) -> tuple[list[Event | LegState | RestPose | None], Summary]:
    """Return the events, each leg's state and rest after each second, and the result."""
    recording = read(path)
    events: list[Event | LegState | RestPose | None] = []

    def keep(progress: Progress) -> None:
        events.extend(progress.events)
        for leg in progress.legs.values():
            events.extend((leg, leg.rest_pose))

    exercise = exercise_of(recording.header.exercise)
    summary = analyze_items(
        recording.seconds(), recording.sensors, exercise, follow_notes=True, on_progress=keep
    )
    return events, summary


def next_tick(_: LegAnalyzer, ahead: TicksAhead, *__: object) -> int:
    return ahead.first


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_passed_over_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = {"passing over": 0, "each": 0}
    kind = "passing over"
    step = LegAnalyzer.step

    def counted(leg: LegAnalyzer, tick: Tick, *args: object, **kwargs: object) -> Iterator[Event]:
        looked_at[kind] += 1
        yield from step(leg, tick, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(LegAnalyzer, "step", counted)
    passing_over = analyzed(path)
    kind = "each"

    monkeypatch.setattr(LegAnalyzer, "quiet_until", next_tick)
    assert analyzed(path) == passing_over
    assert looked_at["passing over"] < looked_at["each"] / 2


def test_many_ticks_are_remembered_as_one_by_one() -> None:
    rng = np.random.default_rng(3)
    together, one_by_one = RecentMotion(1.0), RecentMotion(1.0)
    rows = np.zeros(300, TICK_DTYPE)
    rows["index"] = np.arange(-20, 280)
    rows["rate_deg_s"] = rng.normal(0.0, 20.0, (300, 3))
    start = 0
    while start < len(rows):
        end = start + int(rng.integers(1, 70))
        together.extend(rows[start:end])
        for row in rows[start:end]:
            one_by_one.extend(row.reshape(1))
        start = end
        last = int(rows["index"][min(end, len(rows)) - 1])
        for kept in (0, last - 60, last - 30, last):
            assert together.span_deg(kept, last) == one_by_one.span_deg(kept, last)
            assert together.reaches(kept) == one_by_one.reaches(kept)
