"""Tests reading columns, header and sensors above the samples, however damaged."""

from pathlib import Path

import pytest

from evenstride.recordings.blocks import parse
from evenstride.recordings.format import DEFAULT_RATE_HZ, Header
from evenstride.recordings.reader import read
from evenstride.recordings.report import Skip
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Leg, Placement, SensorInfo
from tests.recordings.helpers import (
    DESCRIBED,
    MAGIC,
    NAMES,
    ROW,
    read_lines_of,
    row,
    samples,
    save,
    short,
)


def test_the_header_in_the_readme_is_read(tmp_path: Path) -> None:
    recording, _ = read_lines_of(tmp_path, [ROW])
    assert recording.header.started_utc is not None
    assert recording.header.started_utc.isoformat() == "2026-11-22T06:40:00+00:00"
    assert recording.header.exercise == "straight-leg-raise"
    assert not recording.header.synthetic
    assert recording.sensors == {
        Leg.LEFT: SensorInfo("A", 60.0, Placement.THIGH),
        Leg.RIGHT: SensorInfo("B", 50.0, Placement.SHANK),
    }


def test_extra_columns_in_any_order_are_taken(tmp_path: Path) -> None:
    head = (
        f"{MAGIC}\n{DESCRIBED}\nmag_x,gyr_z,gyr_y,gyr_x,acc_z,acc_y,acc_x,seq,t_us,leg,host_us,\n"
    )
    recording, items = read_lines_of(tmp_path, ["kä_se,6,5,4,3,2,1,10,20,right,30,"], head)
    assert samples(items) == [("right", 10, 20, 30, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)]
    assert not recording.report.sentences()


def test_missing_gyroscope_columns_are_taken_and_said(tmp_path: Path) -> None:
    head = f"{MAGIC}\n{DESCRIBED}\nleg,seq,t_us,host_us,acc_x,acc_y,acc_z\n"
    recording, items = read_lines_of(tmp_path, ["left,1,2,3,4,5,6"], head)
    assert samples(items) == [("left", 1, 2, 3, 4.0, 5.0, 6.0, -1e9, -1e9, -1e9)]
    assert recording.report.sentences() == ["There are no gyroscope columns."]


@pytest.mark.parametrize(
    "names", ["", "leg,seq,t_us,ho\0st_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n"]
)
def test_missing_or_damaged_column_names_mean_the_usual_order(tmp_path: Path, names: str) -> None:
    head = f"{MAGIC}\n{DESCRIBED}\n{names}"
    recording, items = read_lines_of(tmp_path, [row(seq=1), row(seq=2)], head)
    assert [sample[1] for sample in samples(items)] == [1, 2]
    assert not recording.report.skipped
    assert "usual order was assumed" in recording.report.sentences()[0]


def test_garbage_in_the_place_of_the_column_names_is_skipped(tmp_path: Path) -> None:
    recording, items = read_lines_of(tmp_path, ["\0\0\0", row(seq=1)], f"{MAGIC}\n{DESCRIBED}\n")
    assert [sample[1] for sample in samples(items)] == [1]
    assert recording.report.lines == [(3, Skip.UNREADABLE)]


@pytest.mark.parametrize(
    "described",
    [
        "",
        "# {\n",
        '# {"a": \n',
        "# []\n",
        "# no header\n",
        "# 5\n",
        "# " + '{"a":' * 50_000 + "\n",
        "# {" + " " * 300_000 + "}\n",
    ],
    ids=short,
)
def test_a_missing_or_damaged_header_is_said_and_the_samples_tell_the_sensors(
    tmp_path: Path, described: str
) -> None:
    rows = [row("right", n) for n in range(5)]
    recording, items = read_lines_of(tmp_path, rows, f"{MAGIC}\n{described}{NAMES}\n")
    assert len(samples(items)) == 5
    assert recording.header == Header(sensors={Leg.RIGHT: SensorInfo("unknown", 100.0)})
    assert "what it said is unknown" in recording.report.sentences()[0]


@pytest.mark.parametrize(
    ("described", "header"),
    [
        ('{"exercise": 5}', Header(sensors={})),
        ('{"exercise": ["squat"]}', Header(sensors={})),
        ('{"synthetic": "no"}', Header(sensors={})),
        ('{"synthetic": null}', Header(sensors={})),
        ('{"note": {}}', Header(sensors={})),
        ('{"started_utc": "yesterday"}', Header(sensors={})),
        ('{"started_utc": 1700000000}', Header(sensors={})),
        ('{"started_utc": "0001-01-01T00:00:00+23:00"}', Header(sensors={})),
        ('{"sensors": []}', Header(sensors={})),
        ('{"sensors": null}', Header(sensors={})),
        ('{"sensors": {"middle": {"device": "A", "rate_hz": 60}}}', Header(sensors={})),
        ('{"sensors": {}, "units": "all"}', Header(sensors={})),
        ('{"sensors": {}, "units": {"acc": 5}}', Header(sensors={})),
        ('{"sensors": {}, "person": 7}', Header(sensors={}, extra={"person": 7})),
    ],
)
def test_wrong_types_in_the_header_give_defaults(
    tmp_path: Path, described: str, header: Header
) -> None:
    rows = [row("left", n) for n in range(5)]
    recording, items = read_lines_of(tmp_path, rows, f"{MAGIC}\n# {described}\n{NAMES}\n")
    assert len(samples(items)) == 5
    assert recording.sensors == {Leg.LEFT: SensorInfo("unknown", 100.0)}
    assert (recording.header.exercise, recording.header.started_utc) == (None, None)
    assert (recording.header.synthetic, recording.header.note) == (False, "")
    assert recording.header.extra == header.extra
    assert recording.report.problems


@pytest.mark.parametrize(
    ("sensor", "expected"),
    [
        ("5", SensorInfo("unknown", 100.0)),
        ('{"rate_hz": 60}', SensorInfo("unknown", 60.0)),
        ('{"device": 7, "rate_hz": 60}', SensorInfo("unknown", 60.0)),
        ('{"device": "A"}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": "60"}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": true}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": -5}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": NaN}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": 1e999}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": []}', SensorInfo("A", 100.0)),
        ('{"device": "A", "rate_hz": 60, "placement": "arm"}', SensorInfo("A", 60.0)),
        ('{"device": "A", "rate_hz": 60, "placement": []}', SensorInfo("A", 60.0)),
    ],
)
def test_a_damaged_sensor_is_completed_from_its_samples(
    tmp_path: Path, sensor: str, expected: SensorInfo
) -> None:
    rows = [row("left", n) for n in range(5)]
    head = f'{MAGIC}\n# {{"sensors": {{"left": {sensor}}}}}\n{NAMES}\n'
    recording, _ = read_lines_of(tmp_path, rows, head)
    assert recording.sensors == {Leg.LEFT: expected}
    assert recording.report.problems


def test_a_leg_that_only_its_samples_name_is_found_however_late_it_comes(tmp_path: Path) -> None:
    head = f'{MAGIC}\n# {{"sensors": {{"left": {{"device": "A", "rate_hz": 60}}}}}}\n{NAMES}\n'
    rows = [row("left", n) for n in range(3000)] + [row("right", 2 * n) for n in range(5)]
    recording, _ = read_lines_of(tmp_path, rows, head)
    assert recording.sensors[Leg.RIGHT] == SensorInfo("unknown", 50.0)
    assert recording.report.sentences() == [
        "The header does not name the right leg, which has samples."
    ]


def test_a_leg_that_only_the_words_of_an_event_name_is_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = f'{MAGIC}\n# {{"sensors": {{"left": {{"device": "A", "rate_hz": 60}}}}}}\n{NAMES}\n'
    words = '#event {"event": "connecting", "leg": "left", "text": "use --left and --right"}\n'
    path = save(tmp_path, head + words + "".join(f"{row('left', n)}\n" for n in range(6000)))
    sizes: list[int] = []

    def counting(text: bytes) -> Stretch | None:
        sizes.append(len(text))
        return parse(text)

    monkeypatch.setattr("evenstride.recordings.reading.parse", counting)
    assert set(read(path).sensors) == {Leg.LEFT}
    assert 0 < sum(sizes) < path.stat().st_size / 2


def test_double_times_do_not_spoil_the_rate(tmp_path: Path) -> None:
    rows = [row("left", n // 3) for n in range(30)]
    recording, _ = read_lines_of(tmp_path, rows, f"{MAGIC}\n{NAMES}\n")
    assert recording.sensors[Leg.LEFT].rate_hz == 100.0


def test_a_rate_that_nothing_tells_is_the_usual_one(tmp_path: Path) -> None:
    recording, _ = read_lines_of(tmp_path, [row("left", 0), row("right", 0)], f"{MAGIC}\n{NAMES}\n")
    assert {info.rate_hz for info in recording.sensors.values()} == {DEFAULT_RATE_HZ}


@pytest.mark.parametrize("in_a_block", [1, 4, 8])
def test_two_sensors_recorded_as_one_leg_are_told(tmp_path: Path, in_a_block: int) -> None:
    one, other = ([row(seq=first + n) for n in range(200)] for first in (0, 5000))
    blocks = [
        rows[at : at + in_a_block] for at in range(0, 200, in_a_block) for rows in (one, other)
    ]
    recording, items = read_lines_of(tmp_path, [line for block in blocks for line in block])
    assert len(samples(items)) == 400
    (said,) = recording.report.sentences()
    assert "two sensors seem to have been recorded as the left leg" in said


def test_two_sensors_that_the_header_puts_on_one_leg_are_told(tmp_path: Path) -> None:
    sensor = '"left": {"device": "A", "rate_hz": 60}'
    header = f'# {{"sensors": {{{sensor}, {sensor.replace("A", "B")}}}}}'
    content = "\n".join(["# evenstride-recording 1", header, NAMES, row(), ""])
    recording = read(save(tmp_path, content))
    assert recording.header.sensors[Leg.LEFT].device == "B"
    (said,) = recording.report.sentences()
    assert said.startswith("The header names two sensors on the left leg")
