"""Tests that the reader reads what the writer writes, to the last bit."""

import csv
import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evenstride.recordings.format import (
    COLUMNS,
    MAX_COUNT,
    MAX_VALUE,
    Header,
    format_block,
    format_event,
    format_header,
    parse_header,
    quantize,
)
from evenstride.recordings.reader import read
from evenstride.recordings.rows import Columns, parse_event, row_parser
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import (
    Block,
    FloatArray,
    Leg,
    Link,
    LinkState,
    Note,
    Placement,
    SensorInfo,
)
from tests.recordings.helpers import ROW, block, samples

_edges = [edge + near for edge in (MAX_COUNT, -MAX_COUNT) for near in (-1, 0, 1)]
_counts = st.integers(0, 10**12) | st.sampled_from(_edges) | st.integers(-(2**63), 2**63 - 1)
_odd = [math.nan, math.inf, -0.00001, MAX_VALUE, MAX_VALUE + 0.00004, -MAX_VALUE - 0.00006]
_values = st.floats(-200.0, 200.0) | st.sampled_from(_odd) | st.floats(width=64)
_plain_rows = st.tuples(*[st.integers(0, 10**12)] * 3, *[st.floats(-99.0, 99.0)] * 6, st.booleans())
_any_rows = st.tuples(_counts, _counts, _counts, *[_values] * 6, st.booleans())


@st.composite
def _odd_rows(draw: st.DrawFn) -> tuple[object, ...]:
    """A sound sample with one odd value in it."""
    found = list(draw(_plain_rows))
    at = draw(st.integers(0, 8))
    found[at] = draw(_counts if at < 3 else _values)
    return tuple(found)


_rows = st.lists(_plain_rows | _odd_rows() | _any_rows, max_size=8)
_names = st.text(max_size=12)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=6,
)


def _as_block(rows: list[tuple[object, ...]]) -> Block:
    counts = np.array([r[:3] for r in rows], np.int64).reshape(-1, 3)
    values: FloatArray = np.array([r[3:9] for r in rows], np.float64).reshape(-1, 6)
    values[[bool(r[9]) for r in rows], 3:] = np.nan
    seq, t_us, host_us = counts.T.copy()
    return Block(Leg.RIGHT, seq, t_us, host_us, values[:, :3], values[:, 3:])


def _parsed(text: str) -> list[object]:
    parse = row_parser(Columns())
    return [found for line in text.splitlines() if isinstance(found := parse(line), tuple)]


@given(_rows)
def test_a_block_reads_back_as_quantize_says_bit_for_bit(rows: list[tuple[object, ...]]) -> None:
    given_block = _as_block(rows)
    expected = quantize(given_block)
    found = _parsed(format_block(given_block))
    again = [
        (expected.site, (seq, t_us, host_us), (*acc, *gyr))
        for seq, t_us, host_us, acc, gyr in zip(
            expected.seq.tolist(),
            expected.t_us.tolist(),
            expected.host_us.tolist(),
            expected.acc_m_s2.tolist(),
            expected.gyr_rad_s.tolist(),
            strict=True,
        )
    ]
    # The text of a float tells all of its bits, also the sign of zero, and NaN equals itself.
    assert repr(found) == repr(again)


@given(_rows)
def test_quantizing_twice_changes_nothing_more(rows: list[tuple[object, ...]]) -> None:
    once = quantize(_as_block(rows))
    assert format_block(quantize(once)) == format_block(once)
    assert samples([quantize(once)]) == samples([once])


def test_quantize_moves_no_value_by_more_than_half_a_unit() -> None:
    given_block = block(n=100)
    rounded = quantize(given_block)
    assert len(rounded) == 100
    assert np.abs(rounded.acc_m_s2 - given_block.acc_m_s2).max() <= 0.5001e-4
    assert np.abs(rounded.gyr_rad_s - given_block.gyr_rad_s).max() <= 0.5001e-5


def test_a_sample_is_written_as_the_readme_shows() -> None:
    one = Block(
        Leg.LEFT,
        np.array([18231]),
        np.array([303850000]),
        np.array([1712000]),
        np.array([[0.121, 9.79021, 0.31]]),
        np.array([[0.024434, 0.001, 0.002]]),
    )
    assert format_block(one) == ROW + "\n"


def test_a_sensor_without_gyroscope_leaves_three_fields_empty() -> None:
    one = block(n=1)
    one.gyr_rad_s[:] = math.nan
    assert format_block(one).endswith(",,,\n")
    assert format_block(one).count(",") == len(COLUMNS) - 1


def test_negative_zero_is_written_as_zero() -> None:
    one = block(n=1)
    one.acc_m_s2[:] = -0.00001
    one.gyr_rad_s[:] = -0.0
    assert "-0.0" not in format_block(one)


@given(
    st.builds(
        Header,
        sensors=st.dictionaries(
            st.sampled_from(Leg),
            st.builds(
                SensorInfo,
                device=_names,
                rate_hz=st.floats(1.0, 1000.0),
                placement=st.sampled_from(Placement),
            ),
        ),
        started_utc=st.none() | st.datetimes(timezones=st.just(UTC)),
        exercise=st.none() | _names,
        synthetic=st.booleans(),
        note=_names,
        extra=st.dictionaries(st.sampled_from(["person", "strap", "größe"]), _json, max_size=3),
    )
)
def test_a_header_reads_back_as_it_was(header: Header) -> None:
    lines = format_header(header).splitlines()
    assert len(lines) == 3
    assert parse_header(lines[1][1:]) == (header, [])


def test_the_start_is_written_in_utc() -> None:
    start = datetime(2026, 11, 22, 7, 40, tzinfo=timezone(timedelta(hours=1)))
    text = format_header(Header(sensors={}, started_utc=start))
    assert '"started_utc": "2026-11-22T06:40:00Z"' in text


@given(
    st.builds(
        Note,
        host_us=st.integers(-(2**61), 2**61),
        event=st.text(min_size=1, max_size=12).filter(lambda name: name not in list(LinkState)),
        data=st.dictionaries(
            _names.filter(lambda n: n not in ("event", "host_us")), _json, max_size=3
        ),
    )
)
def test_a_note_reads_back_as_it_was(note: Note) -> None:
    line = format_event(note)
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert parse_event(line.rstrip("\n"), 0) == note


@given(
    st.builds(
        Link,
        leg=st.sampled_from(Leg),
        state=st.sampled_from(LinkState),
        host_us=st.integers(-(2**61), 2**61),
        text=_names,
    )
)
def test_a_change_of_a_connection_reads_back_as_it_was(link: Link) -> None:
    assert parse_event(format_event(link).rstrip("\n"), 0) == link


def test_what_json_cannot_hold_does_not_stop_a_note() -> None:
    data = {"bad": math.nan, "count": np.int64(3), "path": Path("x"), "legs": (Leg.LEFT,)}
    found = parse_event(format_event(Note(5, "marker", data)).rstrip("\n"), 0)
    assert found == Note(5, "marker", {"bad": None, "count": 3, "path": "x", "legs": ["left"]})


def test_other_programs_read_it_as_csv_with_comments(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    accelerometer_only = block(Leg.RIGHT)
    accelerometer_only.gyr_rad_s[:] = math.nan
    with RecordingWriter(path, Header(sensors={}, note="a # b")) as writer:
        writer.write(block())
        writer.write(Note(5, "marker", {"text": "left,1 # 2"}))
        writer.write(accelerometer_only)
    text = path.read_text()
    assert all("#" not in line for line in text.splitlines() if not line.startswith("#"))
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    table = list(csv.DictReader(lines))
    assert [r["leg"] for r in table] == ["left"] * 3 + ["right"] * 3
    found = samples(read(path))
    for r, sample in zip(table, found, strict=True):
        assert [float(r[name] or -1e9) for name in COLUMNS[1:]] == list(sample[1:])
