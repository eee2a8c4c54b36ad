"""Tests writing and reading recordings of a leg that wears two sensors."""

from pathlib import Path

import numpy as np

from evenstride.recordings.format import Header, format_block, format_event, format_header
from evenstride.recordings.reader import read
from evenstride.sensors.samples import (
    Block,
    Leg,
    Link,
    LinkState,
    Placement,
    SensorInfo,
    Site,
    by_leg,
    by_site,
)

THIGH = SensorInfo("one", 50.0)
SHANK = SensorInfo("two", 25.0, Placement.SHANK)
BOTH = by_leg({Site.LEFT: THIGH, Site.LEFT_SHANK: SHANK, Site.RIGHT: THIGH})


def block(leg: Leg, first: int, count: int, period_us: int, *, second: bool = False) -> Block:
    seq = np.arange(first, first + count)
    t_us = seq * period_us
    acc = np.tile([0.1, 9.8, float(second)], (count, 1))
    return Block(leg, seq, t_us, t_us + 5_000, acc, np.zeros((count, 3)), second=second)


def written(path: Path, header: Header) -> Path:
    lines = [
        format_block(block(Leg.LEFT, 0, 50, 20_000)),
        format_block(block(Leg.LEFT, 0, 25, 40_000, second=True)),
        format_event(Link(Leg.LEFT, LinkState.LOST, 1_000_000, second=True)),
        format_block(block(Leg.RIGHT, 0, 50, 20_000)),
    ]
    path.write_text(format_header(header) + "".join(lines), encoding="ascii")
    return path


def samples_of(path: Path) -> dict[Site, int]:
    found: dict[Site, int] = {}
    for item in read(path):
        if isinstance(item, Block):
            found[item.site] = found.get(item.site, 0) + len(item)
    return found


def test_both_sensors_of_a_leg_are_read_as_they_were_written(tmp_path: Path) -> None:
    recording = read(written(tmp_path / "two.csv", Header(sensors=BOTH)))
    assert recording.sensors == BOTH
    assert by_site(recording.sensors)[Site.LEFT_SHANK] == SHANK
    items = list(recording)
    links = [item for item in items if isinstance(item, Link)]
    assert [(link.leg, link.second) for link in links] == [(Leg.LEFT, True)]
    assert samples_of(recording.path) == {Site.LEFT: 50, Site.LEFT_SHANK: 25, Site.RIGHT: 50}
    assert not recording.report.sentences()
    for item in items:
        if isinstance(item, Block):
            assert (item.acc_m_s2[:, 2] == float(item.second)).all()


def test_a_sensor_on_a_shank_that_the_header_does_not_name_is_passed_over_and_said(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "two.csv", Header(sensors={Leg.LEFT: THIGH, Leg.RIGHT: THIGH}))
    recording = read(path)
    assert samples_of(path) == {Site.LEFT: 50, Site.RIGHT: 50}
    list(recording)
    (said,) = recording.report.sentences()
    assert "25 samples of left-shank" in said


def test_a_sensor_on_a_shank_alone_is_the_only_one_of_its_leg(tmp_path: Path) -> None:
    header = format_header(Header(sensors=BOTH)).replace('"left": {', '"nobody": {')
    path = tmp_path / "one.csv"
    path.write_text(
        header + format_block(block(Leg.LEFT, 0, 25, 40_000, second=True)), encoding="ascii"
    )
    recording = read(path)
    assert recording.sensors[Leg.LEFT] == SHANK
    assert samples_of(path) == {Site.LEFT: 25}


def test_a_line_of_a_shank_names_no_leg_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    header = format_header(Header(sensors={Leg.RIGHT: THIGH}))
    lines = format_block(block(Leg.RIGHT, 0, 50, 20_000))
    lines += format_block(block(Leg.LEFT, 0, 25, 40_000, second=True))
    path.write_text(header + lines, encoding="ascii")
    assert list(read(path).sensors) == [Leg.RIGHT]
