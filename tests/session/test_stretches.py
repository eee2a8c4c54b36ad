"""Samples analyzed in long stretches give what they give as they arrived, whatever is missing."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.summary import Summary
from evenstride.recordings import samples
from evenstride.recordings.reader import Recording, read
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Item, Leg
from evenstride.session.whole_recording import analyze_items

CURL = "hamstring-curl"


def with_losses(folder: Path, seed: int) -> Recording:
    """A part of a sample session in which each leg is silent, or heard of late, at times."""
    rng = np.random.default_rng(seed)
    lines = samples.path(CURL).read_text().splitlines()
    head, rows = lines[:3], [line.split(",") for line in lines[3:2000]]
    first_us = int(rows[0][3])
    kept: list[tuple[float, list[str]]] = []
    silences = {leg: np.sort(rng.uniform(3.0, 18.0, 2)) for leg in Leg}
    lengths = {leg: rng.uniform(0.4, 4.0, 2) for leg in Leg}
    comes_late = {leg: rng.random(2) < 0.5 for leg in Leg}
    for row in rows:
        at_s = (int(row[3]) - first_us) / 1e6
        leg = Leg(row[0])
        silent = (silences[leg] < at_s) & (at_s < silences[leg] + lengths[leg])
        if not silent.any():
            kept.append((at_s, row))
        elif (silent & comes_late[leg]).any():
            late_s = float((silences[leg] + lengths[leg])[silent].max())
            kept.append((late_s, [*row[:3], str(first_us + round(late_s * 1e6)), *row[4:]]))
    kept.sort(key=lambda one: one[0])
    path = folder / "losses.csv"
    path.write_text("\n".join([*head, *(",".join(row) for _, row in kept), ""]))
    return read(path)


def analyzed(recording: Recording, items: Iterable[Item | Stretch]) -> tuple[list[Event], Summary]:
    events: list[Event] = []

    def keep(progress: Progress) -> None:
        events.extend(progress.events)

    summary = analyze_items(
        items, recording.sensors, find(CURL), follow_notes=True, on_progress=keep
    )
    return events, summary


@pytest.mark.parametrize("seed", [11, 14])
def test_long_stretches_give_what_arrivals_give(seed: int, tmp_path: Path) -> None:
    recording = with_losses(tmp_path, seed)
    stretches = list(recording.stretches())
    assert max(len(one) for one in stretches if isinstance(one, Stretch)) > 500
    as_they_came = analyzed(recording, recording.arrivals())
    assert analyzed(recording, stretches) == as_they_came
    assert any(leg.data.gaps for leg in as_they_came[1].legs.values())
