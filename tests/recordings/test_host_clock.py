"""Tests that a recording in which clocks were set is read as if they had gone on."""

from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.host_clock import HostClock
from evenstride.recordings.reader import read
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Block, Leg, Note, Site
from tests.analysis.moving import SAMPLES, analyzed_file

DAY_US = 24 * 3600 * 10**6
YEARS_US = 31 * 365 * DAY_US
SAMPLE = SAMPLES / "straight-leg-raise.csv"


def with_clocks_set(path: Path, t_us: int, host_us: int) -> Path:
    """The sample, with its clocks moved by so much from the middle on."""
    lines = SAMPLE.read_text().splitlines()
    rows = [at for at, line in enumerate(lines) if line.startswith(tuple(Leg))]
    for at in rows[len(rows) // 2 :]:
        leg, seq, t, host, rest = lines[at].split(",", 4)
        lines[at] = f"{leg},{seq},{int(t) + t_us},{int(host) + host_us},{rest}"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("t_us", "host_us"),
    [
        (YEARS_US, YEARS_US),
        (0, YEARS_US),
        (-100_000_000, -100_000_000),
        (0, -3600 * 10**6),
        (YEARS_US, 0),
    ],
)
def test_every_rep_is_counted_where_clocks_were_set(
    tmp_path: Path, t_us: int, host_us: int
) -> None:
    _, summary = analyzed_file(with_clocks_set(tmp_path / "set.csv", t_us, host_us))
    assert [leg.count for leg in summary.legs.values()] == [6, 6]
    for leg in summary.legs.values():
        assert leg.data.duration_s == pytest.approx(85.0, abs=1.0)
        assert any("clock" in text for text in leg.data.warnings)


def test_a_clock_of_arrivals_that_goes_back_a_little_is_told(tmp_path: Path) -> None:
    _, summary = analyzed_file(with_clocks_set(tmp_path / "set.csv", 0, -5_000_000))
    for leg in summary.legs.values():
        assert any("clock" in text for text in leg.data.warnings)


def test_the_report_and_one_note_a_leg_say_that_the_clock_was_set(tmp_path: Path) -> None:
    recording = read(with_clocks_set(tmp_path / "set.csv", 0, -3600 * 10**6))
    notes = [item for item in recording if isinstance(item, Note) and item.event == "sensor"]
    assert [note.data["leg"] for note in notes] == list(Leg)
    assert recording.report.sentences()[0].startswith("The computer's clock was set once.")


def test_lines_that_were_sorted_by_leg_are_no_clock_that_was_set(tmp_path: Path) -> None:
    head, *lines = SAMPLE.read_text().partition("\nleg,")
    names, *rows = "".join(lines).splitlines()[1:]
    path = tmp_path / "sorted.csv"
    path.write_text(
        "\n".join([head, names, *sorted(rows, key=lambda row: row.split(",")[0])]) + "\n"
    )
    recording = read(path)
    starts = {
        item.leg: item.host_us[0] for item in reversed(list(recording)) if isinstance(item, Block)
    }
    assert abs(starts[Leg.LEFT] - starts[Leg.RIGHT]) < 1_000_000
    assert not any(recording.report.host_jumps.values())


@pytest.mark.parametrize("size", [1, 3, 100])
def test_both_legs_stay_together_however_they_are_cut(size: int) -> None:
    clock, host_us = HostClock(), np.arange(100, dtype=np.int64) * 10_000
    said = (
        host_us - np.where(host_us > 400_000, DAY_US, 0) + np.where(host_us > 700_000, YEARS_US, 0)
    )
    late_us = {Site.LEFT: 0, Site.RIGHT: 30_000}
    found: dict[Site, list[int]] = {site: [] for site in late_us}
    for at in range(0, 100, size):
        for site, behind_us in late_us.items():
            part = slice(at, at + size)
            arrived_us = said[part] + behind_us
            found[site] += clock.follow(site, host_us[part], arrived_us).tolist()
    assert found[Site.LEFT] == host_us.tolist()
    assert found[Site.RIGHT] == (host_us + 30_000).tolist()
    assert [clock.jumps[site] for site in late_us] == [2, 2]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_who_jumped_first_is_followed_however_a_stretch_is_cut(size: int) -> None:
    host_us = np.arange(100, dtype=np.int64) * 10_000
    arrived_us = host_us - np.where(host_us >= 500_000, DAY_US, 0)
    # The right sensor is heard of from the jump on, and only by its clock is it known how long
    # that lasted.
    sites = np.array([0, 0, 1, 1] * 12 + [0, 0] + [1, 0] * 25, np.uint8)
    t_us = host_us * (1 + sites)
    counts = np.stack([np.arange(100), t_us, arrived_us], axis=1)
    stretch, clock = Stretch(sites, counts, np.zeros((100, 6))), HostClock()
    found = [clock.arrivals(stretch.part(at, at + size)).tolist() for at in range(0, 100, size)]
    whole = HostClock()
    assert list(chain.from_iterable(found)) == whole.arrivals(stretch).tolist()
    assert clock.at(0) == whole.at(0)
    assert clock.jumps == whole.jumps
