"""Tests that everything intact in a damaged recording is read, and the rest is reported."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read
from evenstride.recordings.report import MAX_LISTED, Skip
from evenstride.sensors.samples import Block, Leg, Link, LinkState, Note
from tests.recordings.helpers import (
    HEAD,
    NAMES,
    ROW,
    events,
    read_lines_of,
    row,
    samples,
    save,
    short,
)

SESSION = HEAD + "".join(
    f"{row('left', n)}\n{row('right', n)}\n"
    + (f'#event {{"host_us": {n}, "event": "marker", "n": {n}}}\n' if n % 4 == 3 else "")
    for n in range(20)
)


def test_the_sample_in_the_readme_is_read(tmp_path: Path) -> None:
    recording, items = read_lines_of(tmp_path, [ROW])
    (one,) = items
    assert isinstance(one, Block)
    assert samples([one]) == [
        ("left", 18231, 303850000, 1712000, 0.121, 9.7902, 0.31, 0.02443, 0.001, 0.002)
    ]
    assert (str(one.seq.dtype), str(one.acc_m_s2.dtype)) == ("int64", "float64")
    assert (one.seq.shape, one.acc_m_s2.shape, one.gyr_rad_s.shape) == ((1,), (1, 3), (1, 3))
    assert not recording.report.sentences()
    assert recording.report.samples == 1


def test_a_second_recording_in_the_file_is_told(tmp_path: Path) -> None:
    recording, items = read_lines_of(tmp_path, [row("left", 0), HEAD + row("left", 1)])
    assert len(samples(items)) == 2
    (told,) = [one for one in recording.report.sentences() if one.startswith("Line")]
    assert "begins a second recording in this file" in told


def test_events_keep_their_place_among_the_samples(tmp_path: Path) -> None:
    _, items = read_lines_of(
        tmp_path,
        [
            '#event {"host_us": 1, "event": "set", "leg": "left", "number": 1}',
            row("left", 0),
            row("left", 1),
            '#event {"host_us": 2, "event": "lost", "leg": "right", "text": "why"}',
            row("left", 2),
            '#event {"host_us": 3, "event": "nobody-knows-this", "deep": {"a": [1]}}',
        ],
    )
    assert [len(item) if isinstance(item, Block) else item for item in items] == [
        Note(1, "set", {"leg": "left", "number": 1}),
        2,
        Link(Leg.RIGHT, LinkState.LOST, 2, "why"),
        1,
        Note(3, "nobody-knows-this", {"deep": {"a": [1]}}),
    ]


def test_an_empty_gyroscope_is_not_a_number_for_the_analysis(tmp_path: Path) -> None:
    recording, items = read_lines_of(tmp_path, ["left,0,0,0,1.0,2.0,3.0,,,"])
    (one,) = items
    assert isinstance(one, Block)
    assert np.isnan(one.gyr_rad_s).all()
    assert not recording.report.sentences()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("left,0,0,0,1.0,2.0", Skip.UNREADABLE),
        ("left,0,0,0,1.0,2.0,3.0,0.1,0.2,0.3,0.4", Skip.UNREADABLE),
        ("left,0,0,0,1.0,2.0,3.left,1,10000,10000,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,0,0,0,1.0,,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,0,0,0,1.0,2.0,3.0,0.1,,0.3", Skip.UNREADABLE),
        ("left,,0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,0.5,0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,1_0,0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,0,0,0,1_0.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,٣,0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,0,0,0,0x1p3,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("left,0,0,0,1.0\0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        ("\0\0\0\0\0\0", Skip.UNREADABLE),
        (",,,,,,,,,", Skip.UNREADABLE),
        ("what is this", Skip.UNREADABLE),
        (NAMES, Skip.UNREADABLE),
        ("middle,0,0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNKNOWN_LEG),
        ("Links,0,0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNKNOWN_LEG),
        ("left,0,0,0,nan,2.0,3.0,0.1,0.2,0.3", Skip.NOT_A_NUMBER),
        ("left,0,0,0,1.0,inf,3.0,0.1,0.2,0.3", Skip.NOT_A_NUMBER),
        ("left,0,0,0,1.0,2.0,-Infinity,0.1,0.2,0.3", Skip.NOT_A_NUMBER),
        ("left,0,0,0,1.0,2.0,3.0,nan,0.2,0.3", Skip.NOT_A_NUMBER),
        ("left,0,0,0,1.0,2.0,1e999,0.1,0.2,0.3", Skip.NOT_A_NUMBER),
        ("left,0,0,0,1.0,2.0,1e200,0.1,0.2,0.3", Skip.OUT_OF_RANGE),
        ("left,0,0,0,1.0,2.0,3.0,0.1,-1e7,0.3", Skip.OUT_OF_RANGE),
        (f"left,{2**63},0,0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.OUT_OF_RANGE),
        (f"left,0,{-(2**62)},0,1.0,2.0,3.0,0.1,0.2,0.3", Skip.OUT_OF_RANGE),
        (f"left,0,0,{'9' * 5000},1.0,2.0,3.0,0.1,0.2,0.3", Skip.UNREADABLE),
        (f"left,0,0,0,{'9' * 300_000},2.0,3.0,0.1,0.2,0.3", Skip.TOO_LONG),
        ("#event", None),
        ("#eventually", None),
        ("# a comment", None),
        ("", None),
        ("   ", None),
        ("#event {", Skip.BAD_EVENT),
        ("#event [1]", Skip.BAD_EVENT),
        ('#event {"host_us": 1}', Skip.BAD_EVENT),
        ('#event {"event": 5, "host_us": 1}', Skip.BAD_EVENT),
        ('#event {"event": "", "host_us": 1}', Skip.BAD_EVENT),
        (f"#event {'[' * 100_000}", Skip.BAD_EVENT),
        (f'#event {{"event": "a", "host_us": {"9" * 5000}}}', Skip.BAD_EVENT),
    ],
    ids=short,
)
def test_a_damaged_line_costs_that_line_only(
    tmp_path: Path, line: str, reason: Skip | None
) -> None:
    recording, items = read_lines_of(tmp_path, [row(seq=1), line, row(seq=2)])
    assert [sample[1] for sample in samples(items)] == [1, 2]
    assert not events(items)
    assert recording.report.lines == ([] if reason is None else [(5, reason)])
    assert bool(recording.report.sentences()) is (reason is not None)


@pytest.mark.parametrize("broken", ['"soon"', "null", "true", "1.5", "[]", "1e300", str(2**62)])
def test_an_event_without_a_usable_time_gets_that_of_the_sample_above(
    tmp_path: Path, broken: str
) -> None:
    line = f'#event {{"event": "marker", "host_us": {broken}}}'
    _, items = read_lines_of(tmp_path, [row(host_us=77), line])
    assert events(items) == [Note(77, "marker", {})]


def test_a_connection_of_an_unknown_leg_stays_a_note(tmp_path: Path) -> None:
    line = '#event {"event": "lost", "host_us": 1, "leg": ["left"]}'
    _, items = read_lines_of(tmp_path, [row(), line])
    assert events(items) == [Note(1, "lost", {"leg": ["left"]})]


def test_a_torn_last_line_is_dropped_and_reported_wherever_it_is_torn(tmp_path: Path) -> None:
    whole = (HEAD + row(seq=0) + "\n" + row(seq=1) + "\n").encode()
    last = len(row(seq=1)) + 1
    for cut in range(1, last):
        recording = read(save(tmp_path, whole[:-cut]))
        assert [sample[1] for sample in samples(recording)] == [0]
        assert recording.report.lines == [(5, Skip.TORN)]
    assert len(samples(read(save(tmp_path, whole)))) == 2


def test_a_tail_of_zero_bytes_as_after_a_power_cut_is_a_torn_line(tmp_path: Path) -> None:
    for zeros in (1, 4096, 1_000_000):
        recording = read(save(tmp_path, (HEAD + row() + "\n").encode() + bytes(zeros)))
        assert len(samples(recording)) == 1
        assert recording.report.lines == [(5, Skip.TORN)]


def test_other_line_ends_a_byte_order_mark_and_spaces_are_taken(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + (HEAD + " left , 1, 2,3 ,0.1,0.2, 0.3,1,2,3\n").encode()
    content = content.replace(b"\n", b"\r\n")
    recording = read(save(tmp_path, content))
    assert samples(recording) == [("left", 1, 2, 3, 0.1, 0.2, 0.3, 1.0, 2.0, 3.0)]
    assert not recording.report.sentences()
    assert recording.header.exercise == "straight-leg-raise"


def test_double_lines_and_time_running_backwards_are_left_to_those_who_come_after(
    tmp_path: Path,
) -> None:
    numbers = [5, 5, 4, 3, 900, -7, 5]
    recording, items = read_lines_of(tmp_path, [row(seq=n) for n in numbers])
    assert [sample[1] for sample in samples(items)] == numbers
    assert not recording.report.sentences()


def test_the_report_counts_all_and_lists_the_first(tmp_path: Path) -> None:
    rows = [row(), *["?"] * 100, "left,0,0,0,nan,2.0,3.0,0.1,0.2,0.3", row()]
    recording, _ = read_lines_of(tmp_path, rows)
    report = recording.report
    assert report.skipped == {Skip.UNREADABLE: 100, Skip.NOT_A_NUMBER: 1}
    assert report.lines == [(5 + n, Skip.UNREADABLE) for n in range(MAX_LISTED)]
    assert report.samples == 2
    first, second = report.sentences()
    assert first.startswith("Skipped 100 lines that could not be read (lines 5, 6, ")
    assert first.endswith("24, …).")
    assert second == "Skipped 1 line with a value that is not a number."


def test_reading_again_gives_the_same_and_reports_anew(tmp_path: Path) -> None:
    recording, items = read_lines_of(tmp_path, [row(seq=1), "?", row(seq=2)])
    report = recording.report
    assert samples(recording) == samples(items)
    assert recording.report == report
    assert recording.report is not report


@pytest.mark.parametrize("block_lines", [1, 2, 3, 7, 20, 1000])
def test_how_it_is_cut_into_blocks_does_not_change_the_samples(
    tmp_path: Path, block_lines: int
) -> None:
    path = save(tmp_path, SESSION)
    items = list(read(path, block_lines=block_lines))
    sizes = [len(item) for item in items if isinstance(item, Block)]
    assert max(sizes) <= block_lines
    for leg in Leg:
        assert [sample[1] for sample in samples(items, leg)] == list(range(20))
    # Each event comes after exactly the samples that stand above it.
    seen = 0
    for item in items:
        if isinstance(item, Block):
            seen += len(item)
        elif isinstance(item, Note):
            assert seen == 2 * (int(str(item.data["n"])) + 1)


def test_block_by_block_the_order_of_the_legs_is_that_of_the_file(tmp_path: Path) -> None:
    text = SESSION.replace("left", "?").replace("right", "left").replace("?", "right")
    items = list(read(save(tmp_path, text), block_lines=1))
    assert [s[0] for s in samples(items)] == ["right", "left"] * 20
    first = next(iter(read(save(tmp_path, text))))
    assert isinstance(first, Block)
    assert first.leg is Leg.RIGHT


def test_arrivals_are_what_a_notification_brought(tmp_path: Path) -> None:
    rows = [
        row("left", 1, 100),
        row("left", 2, 100),
        row("right", 1, 100),
        row("left", 3, 100),
        row("right", 2, 140),
        row("left", 4, 150),
        row("left", 5, 150),
    ]
    recording, _ = read_lines_of(tmp_path, rows)
    blocks = [item for item in recording.arrivals() if isinstance(item, Block)]
    assert [(str(b.leg), b.seq.tolist()) for b in blocks] == [
        ("left", [1, 2, 3]),
        ("right", [1]),
        ("right", [2]),
        ("left", [4, 5]),
    ]


def test_arrivals_are_cut_too_where_all_came_at_the_same_time(tmp_path: Path) -> None:
    recording, _ = read_lines_of(tmp_path, [row(seq=n, host_us=0) for n in range(2000)])
    sizes = [len(item) for item in recording.arrivals() if isinstance(item, Block)]
    assert sum(sizes) == 2000
    assert max(sizes) < 1000


@settings(max_examples=100)
@given(st.data())
def test_no_damage_gives_any_other_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(SESSION.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        kind = data.draw(st.sampled_from(["cut", "insert", "overwrite", "remove"]))
        some = data.draw(
            st.binary(max_size=12)
            | st.sampled_from(
                [b"\n", b"\r", b",", b"#", b'"', b"nan", b"-", b"e9", b"#event {", bytes(9)]
            )
        )
        if kind == "cut":
            del content[at:]
        elif kind == "insert":
            content[at:at] = some
        elif kind == "overwrite":
            content[at : at + len(some)] = some
        else:
            del content[at : at + data.draw(st.integers(1, 300))]
    path = save(tmp_path_factory.getbasetemp(), bytes(content), "damaged.csv")
    try:
        recording = read(path)
    except RecordingError:
        return
    together = list(recording)
    report = recording.report
    one_by_one = list(read(path, block_lines=1))
    assert [samples(together, leg) for leg in Leg] == [samples(one_by_one, leg) for leg in Leg]
    assert events(together) == events(one_by_one)
    assert {item.leg for item in together if isinstance(item, Block)} <= recording.sensors.keys()
    assert report.samples == len(samples(together))
    for item in together:
        if isinstance(item, Block):
            assert np.isfinite(item.acc_m_s2).all()
            gyr = item.gyr_rad_s
            assert (np.isnan(gyr).all(axis=1) | np.isfinite(gyr).all(axis=1)).all()


@given(st.binary(max_size=300))
def test_any_bytes_below_a_sound_head_give_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes
) -> None:
    content = (HEAD + row(seq=1) + "\n").encode() + tail
    recording = read(save(tmp_path_factory.getbasetemp(), content, "tail.csv"))
    assert samples(recording)[0][1] == 1


def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.recordings.lines.TEXT_BYTES", 1 << 15)
    path = tmp_path / "session.csv"
    with path.open("w") as file:
        file.write(HEAD)
        for n in range(0, 20_000, 10):
            file.write("".join(f"{row(seq=n + i)}\n?\n" for i in range(10)))
        file.write("9" * 3_000_000 + "\n" + row(seq=20_000) + "\n")
    tracemalloc.start()
    total = sum(len(item) for item in read(path) if isinstance(item, Block))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 20_001
    # The file has 4 MB. The longest line that is held has a quarter of one, and samples that are
    # read line by line wait in half of one.
    assert peak < 2_500_000
    assert path.stat().st_size > 4_000_000
