"""Tests that a time in a recording is found without reading what comes before it."""

from pathlib import Path

import pytest

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.recordings.stretch import Stretch

SAMPLE = samples.path("straight-leg-raise")


def arrivals_s(path: Path) -> tuple[float, list[float]]:
    """When the first sample arrived, and then all of them, seconds."""
    arrived = [item.host_us for item in read(path).stretches() if isinstance(item, Stretch)]
    all_us = [one for part in arrived for one in part.tolist()]
    return all_us[0] / 1e6, [one / 1e6 for one in all_us]


@pytest.mark.parametrize("at_s", [-5.0, 0.0, 31.4, 70.0, 1e6])
def test_a_walk_begins_a_moment_before_a_time(at_s: float) -> None:
    first_s, all_s = arrivals_s(SAMPLE)
    with read(SAMPLE).walk_near(at_s) as walk:
        found = walk.take()
        assert isinstance(found, Stretch)
        assert walk.first_s == first_s
        begin_s = found.host_us[0] / 1e6
    assert begin_s in all_s
    sought_s = first_s + min(max(at_s, 0.0), all_s[-1] - first_s)
    assert 0.0 <= sought_s - begin_s < 6.0


def test_it_finds_its_way_between_damaged_lines_and_many_events(tmp_path: Path) -> None:
    first_s, _ = arrivals_s(SAMPLE)
    path = tmp_path / "damaged.csv"
    rows = SAMPLE.read_text().splitlines(keepends=True)
    event = '#event {"host_us": 1, "event": "marker"}\n'
    damage = [*500 * [event], *rows[900:1200], *900 * ["?\n"]]
    path.write_text("".join([*rows[:900], *damage, *rows[1200:]]))
    with read(path).walk_near(31.4) as walk:
        found = next(item for item in iter(walk.take, None) if isinstance(item, Stretch))
    assert -6.0 < found.host_us[0] / 1e6 - first_s - 31.4 <= 0.1
