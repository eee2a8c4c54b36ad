"""Tests that analyzing samples in long stretches gives the same as analyzing them live."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import samples
from evenstride.recordings.reader import Recording, read
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Item, Leg, Link, LinkState, Note
from evenstride.session.stream import SessionStream
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


def with_notes(path: Path, seed: int) -> tuple[Recording, list[Item | Stretch]]:
    """A part of a sample session in which much is said at once, now and then."""
    rng = np.random.default_rng(seed)
    recording = read(path)
    said: list[tuple[str, dict[str, object]]] = [
        ("marker", {}),
        ("felt", {"pain": 3, "leg": "left"}),
        ("felt", {"pain": "much"}),
        ("correct", {"change": 1, "leg": "right"}),
        ("correct", {"change": -1}),
        ("undo", {"leg": "left"}),
        ("weight", {"kg": 2.5}),
        ("end-set", {"leg": "left"}),
        ("pause", {}),
        ("resume", {}),
        ("set", {"exercise": CURL}),
        ("set", {"exercise": "straight-leg-raise", "leg": "left"}),
        ("worn", {"leg": "left"}),
        ("nobody-knows", {}),
    ]
    items: list[Item | Stretch] = []
    whole = [one for one in recording.stretches() if isinstance(one, Stretch)][:2]
    for stretch in whole:
        places = [0, *sorted(rng.integers(1, len(stretch), 3).tolist()), len(stretch)]
        for start, end in pairwise(sorted(set(places))):
            items.append(stretch.part(start, end))
            host_us = int(stretch.host_us[end - 1])
            items += [Note(host_us, *said[at]) for at in rng.integers(0, len(said), 6).tolist()]
            items += [Link(Leg.LEFT, LinkState.LOST, host_us)] if rng.random() < 0.2 else []
    return recording, items


@pytest.mark.parametrize(
    ("path", "seed"), [(samples.path(CURL), 3), (samples.path(CURL), 4), (samples.knee_path(), 3)]
)
def test_notes_that_come_together_do_what_each_does_alone(path: Path, seed: int) -> None:
    recording, items = with_notes(path, seed)
    events: list[Event] = []
    stream = SessionStream(
        SessionAnalyzer(find(CURL), recording.sensors),
        on_progress=lambda progress: events.extend(progress.events),
    )
    for item in items:
        stream.take(item)
    progress, summary = stream.finish()
    assert analyzed(recording, items) == ([*events, *progress.events], summary)
    assert any(leg.by_hand for leg in summary.legs.values())


def test_samples_that_follow_after_all_sensors_were_lost_are_taken_as_any_others() -> None:
    recording = read(samples.path(CURL))
    whole = next(one for one in recording.stretches() if isinstance(one, Stretch))
    host_us = int(whole.host_us[400])
    lost = [Link(leg, LinkState.LOST, host_us) for leg in Leg]
    _, summary = analyzed(recording, [whole.part(0, 400), *lost, whole.part(400, len(whole))])
    assert all(leg.data.duration_s > 5.0 for leg in summary.legs.values())
