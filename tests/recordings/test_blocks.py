"""Tests that reading plain lines many at a time gives the same as reading them one by one."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.blocks import parse
from evenstride.recordings.reader import read
from evenstride.recordings.rows import Columns, row_parser
from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import Block, Item
from tests.recordings.helpers import HEAD, ROW, row, save


def one_by_one(text: str) -> Stretch:
    """The samples of lines that are all sound."""
    read_row = row_parser(Columns())
    rows = [found for line in text.splitlines() if isinstance(found := read_row(line), tuple)]
    return Stretch(
        np.array([SITES.index(leg) for leg, _, _ in rows], np.uint8),
        np.array([counts for _, counts, _ in rows], np.int64),
        np.array([values for _, _, values in rows], np.float64),
    )


def bits(stretch: Stretch | None) -> tuple[bytes, bytes, bytes]:
    """All of it, to the last bit: -0.0 is not 0.0."""
    assert stretch is not None
    values = np.where(np.isnan(stretch.values), np.nan, stretch.values)
    return stretch.sites.tobytes(), stretch.counts.tobytes(), values.tobytes()


@pytest.mark.parametrize("has_gyro", [True, False])
def test_numbers_of_any_length_are_read_to_the_last_bit(has_gyro: bool) -> None:
    rng = np.random.default_rng(15)

    def count() -> str:
        return str(rng.integers(-(10 ** rng.integers(1, 17)), 10 ** rng.integers(1, 17)))

    def value() -> str:
        size = 10.0 ** rng.integers(-8, 5)
        return f"{rng.uniform(-size, size):.{rng.integers(1, 9)}f}"

    text = ""
    for _ in range(300):
        gyr = [value() for _ in range(3)] if has_gyro else ["", "", ""]
        fields = [
            str(rng.choice(SITES)),
            *(count() for _ in range(3)),
            *(value() for _ in range(3)),
        ]
        text += ",".join([*fields, *gyr]) + "\n"
    assert bits(parse(text.encode())) == bits(one_by_one(text))


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "left",
        "#event {}",
        ROW[:-1] + "x",
        ROW + ",",
        ROW + ",1.0",
        ROW.replace("left", "Left"),
        ROW.replace("left", "middle"),
        ROW.replace("left", " left"),
        ROW.replace("18231", ""),
        ROW.replace("18231", "-"),
        ROW.replace("18231", "1_8231"),
        ROW.replace("18231", "18231.0"),
        ROW.replace("18231", "1.8231"),
        ROW.replace("18231", "12345678901234567"),
        ROW.replace("9.7902", "9.79e0"),
        ROW.replace("9.7902", "97902"),
        ROW.replace("9.7902", ".7902"),
        ROW.replace("9.7902", "9."),
        ROW.replace("9.7902", "9.7.902"),
        ROW.replace("9.7902", "9-7902"),
        ROW.replace("9.7902", "+9.7902"),
        ROW.replace("9.7902", "nan"),
        ROW.replace("9.7902", "9.790212345"),
        ROW.replace("9.7902", "100000.0"),
        ROW.replace("0.02443", ""),
        ROW.replace("0.02443,0.00100,0.00200", ",,"),
        ROW.replace(",", ";"),
        f'"{ROW}"',
        ROW,
    ],
    ids=lambda line: ascii(line)[:50],
)
def test_what_is_not_plain_is_left_alone(line: str) -> None:
    text = f"{ROW}\n{line}\n{ROW}\n"
    found = parse(text.encode())
    assert found is None or bits(found) == bits(one_by_one(text))
    assert (found is None) == (line != ROW)


def test_nothing_is_no_sample() -> None:
    assert parse(b"") is None
    assert parse(b"\n") is None


def everything(path: Path) -> tuple[list[object], object]:
    """Return everything that a file gives when read, in a comparable form."""

    def plain(item: Item) -> object:
        if not isinstance(item, Block):
            return item
        arrays = (item.seq, item.t_us, item.host_us, item.acc_m_s2, item.gyr_rad_s)
        return item.leg, [array.tobytes() for array in arrays]

    recording = read(path)
    # One by one: the places where blocks are cut may differ.
    items = [plain(item) for item in read(path, block_lines=1)]
    list(recording)
    return items, recording.report


@pytest.mark.parametrize("seed", range(12))
def test_damage_leaves_what_reading_line_by_line_leaves(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    lines = [row(("left", "right")[n % 2], n // 2) for n in range(2000)]
    for at in rng.integers(0, len(lines), 6).tolist():
        lines.insert(
            at,
            [
                '#event {"host_us": 7, "event": "marker"}',
                "# a remark\n#event {",
                "?",
                "",
                f"left,1,2,3,{'9' * 300_000},0.0,0.0,0.0,0.0,0.0",
                "left,5,50000,50000,1.0,2.0,3.0,,,",
                '"left","6","60000","60000","1.0","2.0","3.0","0.1","0.2","0.3"',
                "left,9,90000,90000,1e1,2.0,3.0,0.1,0.2,0.3",
            ][rng.integers(8)],
        )
    end = ["\n", "\r\n"][seed % 2]
    torn = ["", "left,1,", "9" * 300_000][seed % 3]
    path = save(tmp_path, HEAD + end.join(lines) + end + torn)
    fast = everything(path)
    monkeypatch.setattr("evenstride.recordings.reading.parse", lambda _: None)
    assert fast == everything(path)


@pytest.mark.parametrize("size", [1, 2, 7, 100, 1 << 14])
def test_how_much_is_read_at_a_time_changes_nothing(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{row(seq=n)}\r\n" for n in range(20))
    long = "9" * 400
    path = save(tmp_path, f"\ufeff{HEAD}{rows}{long}\n{rows}{long}")
    monkeypatch.setattr("evenstride.recordings.lines.MAX_LINE_BYTES", 350)
    usual = everything(path)
    monkeypatch.setattr("evenstride.recordings.lines._FIRST_TEXT_BYTES", size)
    monkeypatch.setattr("evenstride.recordings.lines.TEXT_BYTES", size)
    assert everything(path) == usual
