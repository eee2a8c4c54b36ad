"""Tests that a recording saved again by another program is read, or the remedy is named."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.format import COLUMNS
from evenstride.recordings.reader import read
from evenstride.recordings.report import Skip
from evenstride.recordings.resaved import plain_comment, plain_row
from evenstride.sensors.samples import Block, Item
from tests.analysis.moving import SAMPLES
from tests.tables import is_number

LINES = (
    "# evenstride-recording 1\n"
    '# {"started_utc": "2026-11-22T06:40:00Z", "exercise": "straight-leg-raise", "synthetic": true,'
    ' "sensors": {"left": {"device": "a, b; c", "rate_hz": 50.0, "placement": "thigh"}, "right":'
    ' {"device": "c", "rate_hz": 50.0, "placement": "shank"}}, "units": {"t": "us", "acc": "m/s2",'
    ' "gyr": "rad/s"}}\n'
    "leg,seq,t_us,host_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n"
    "left,18231,3790664254,1712000,0.1210,9.7902,0.3100,0.02443,0.00100,0.00002\n"
    "right,0,99,1712000,-0.1210,9.7902,0.3100,,,\n"
    '#event {"host_us": 1713000, "event": "set", "leg": "left", "exercise": "clam", "number": 1}\n'
    "left,18232,3790684254,1742000,0.1000,-9.0000,12.0000,0.02443,0.00100,0.00002\n"
    "right,1,20099,1742000,-0.1210,9.7902,0.3100,,,\n"
)


def written(rows: Sequence[Sequence[str]], **how: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n", **how).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def spreadsheet(
    separator: str, decimal: str, *, quotes_text: bool, digits: int = 11
) -> Callable[[str], str]:
    """A program that shows numbers with some digits at most, and saves what it shows."""

    def save(text: str) -> str:
        rows = cells(text)
        width = max(map(len, rows))
        lines = []
        for row in rows:
            shown = []
            for cell in row + [""] * (width - len(row)):
                if is_number(cell):
                    number = float(cell)
                    large = abs(number) >= 10.0**digits
                    general = f"{number:.5E}" if large else f"{number:.{digits}g}"
                    shown.append(general.replace(".", decimal))
                elif quotes_text or any(sign in cell for sign in ('"', separator)):
                    escaped = cell.replace('"', '""')
                    shown.append(f'"{escaped}"' if cell else "")
                else:
                    shown.append(cell)
            lines.append(separator.join(shown))
        return "".join(f"{line}\r\n" for line in lines)

    return save


def one_cell_a_line(text: str) -> str:
    """A spreadsheet that separates by semicolons opens a comma file as one column of texts."""
    return written([[line] for line in text.splitlines()], delimiter=";", quoting=csv.QUOTE_ALL)


def numbers_with_points(text: str) -> str:
    """A library of tables in which a hole anywhere makes floats of whole numbers."""
    lines = []
    for line in text.splitlines():
        if line.startswith(("#", "leg")):
            lines.append(line)
        else:
            leg, seq, t_us, host_us, *values = line.split(",")
            host = f"{float(host_us):.9E}"
            lines.append(",".join((leg, f"{seq}.0", repr(float(t_us)), host, *values)))
    return "".join(f"{line}\n" for line in lines)


def index_in_front(text: str) -> str:
    rows = [row for row in cells(text) if not row[0].startswith("#")]
    numbered = [["", *rows[0]], *([str(at), *row] for at, row in enumerate(rows[1:]))]
    return "".join(text.splitlines(keepends=True)[:2]) + written(numbered)


SAVED = {
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "everything in quotes": lambda text: written(cells(text), quoting=csv.QUOTE_ALL),
    "tabs": lambda text: written(cells(text), delimiter="\t"),
    "English spreadsheet": spreadsheet(",", ".", quotes_text=False),
    "German spreadsheet": spreadsheet(";", ",", quotes_text=False),
    "free spreadsheet, text in quotes": spreadsheet(",", ".", quotes_text=True, digits=15),
    "free spreadsheet, German": spreadsheet(";", ",", quotes_text=True, digits=15),
    "tabs and decimal commas": spreadsheet("\t", ",", quotes_text=False),
    "one cell a line": one_cell_a_line,
    "separator said above": lambda text: (
        "sep=;\r\n" + spreadsheet(";", ",", quotes_text=False)(text)
    ),
    "numbers with points": numbers_with_points,
}


def same(items: Sequence[Item], others: Sequence[Item]) -> bool:
    if len(items) != len(others):
        return False
    for one, other in zip(items, others, strict=True):
        if isinstance(one, Block) and isinstance(other, Block):
            pairs = (
                (one.seq, other.seq),
                (one.t_us, other.t_us),
                (one.host_us, other.host_us),
                (one.acc_m_s2, other.acc_m_s2),
                (one.gyr_rad_s, other.gyr_rad_s),
            )
            if one.leg is not other.leg:
                return False
            if not all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs):
                return False
        elif one != other:
            return False
    return True


@pytest.mark.parametrize("how", SAVED)
@pytest.mark.parametrize("original", ["short", "sample"])
def test_a_recording_that_was_saved_again_reads_as_before(
    tmp_path: Path, how: str, original: str
) -> None:
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    text = LINES
    if original == "sample":
        path = next(iter(sorted(SAMPLES.glob("*.csv"))))
        text = "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:600])
    before.write_text(text, encoding="utf-8")
    after.write_bytes(SAVED[how](text).encode())
    one, other = read(before), read(after)
    assert other.header == one.header
    assert same(list(one), list(other))
    assert not other.report.sentences()


@pytest.mark.parametrize("save", [written, index_in_front])
def test_columns_without_anything_above_them_are_read_and_that_is_said(
    tmp_path: Path, save: Callable[..., str]
) -> None:
    path = tmp_path / "table.csv"
    rows = [row for row in cells(LINES) if not row[0].startswith("#")]
    text = (
        written(rows)
        if save is written
        else "".join(index_in_front(LINES).splitlines(keepends=True)[2:])
    )
    path.write_text(text, encoding="utf-8")
    recording = read(path)
    assert sum(len(item) for item in recording if isinstance(item, Block)) == 4
    assert any("lines above the columns are missing" in one for one in recording.report.sentences())


def test_an_index_in_front_is_a_column_like_others(tmp_path: Path) -> None:
    path = tmp_path / "index.csv"
    path.write_text(index_in_front(LINES), encoding="utf-8")
    recording = read(path)
    assert sum(len(item) for item in recording if isinstance(item, Block)) == 4
    assert not recording.report.sentences()


def test_a_table_with_a_column_for_each_leg_is_told_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    head, columns, rows = LINES.splitlines()[:2], COLUMNS, "left,0,20000,20000,0,0,9.8,0,0,0"
    wide = ",".join(f"{name}_{leg}" for leg in ("left", "right") for name in columns)
    path.write_text("\n".join((*head, wide, f"{rows},{rows.replace('left', 'right')}")) + "\n")
    with pytest.raises(RecordingError, match="it has no column leg"):
        read(path)


def test_times_that_were_rounded_are_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "rounded.csv"
    text = LINES.replace(",1712000,", ",171200012345,").replace(",1742000,", ",171230012345,")
    path.write_text(spreadsheet(",", ".", quotes_text=False)(text), encoding="utf-8")
    with pytest.raises(RecordingError, match="rounded its times"):
        read(path)


def test_utf_16_is_told_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "unicode.txt"
    path.write_text(LINES, encoding="utf-16")
    with pytest.raises(RecordingError, match="save it as CSV in UTF-8"):
        read(path)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('"left";"1";2,0;3;"0,5"', "left,1,2,3,0.5"),
        ("left;1;2.5;3;0,5", Skip.UNREADABLE),
        ("left;1;2E+05;3;0,5", Skip.ROUNDED),
        ("left;1;2;3;0,5;;;", "left,1,2,3,0.5"),
        ("left;1;2;3;0,5;right", Skip.UNREADABLE),
        ("left;1;2;3", Skip.UNREADABLE),
        ('left;"1;2;3;0,5', Skip.UNREADABLE),
        ("left;1_0;2;3;0,5", Skip.UNREADABLE),
        ("left;NaN;2;3;0,5", Skip.UNREADABLE),
    ],
)
def test_rows_are_read_as_they_were_meant_or_not_at_all(row: str, expected: str | Skip) -> None:
    assert plain_row(row, ";", (0, 1, 2, 3, 4), 5) == expected


def test_a_comment_that_can_not_be_mended_stays_as_it_is() -> None:
    assert plain_comment('# {"a": ') == '# {"a": '
    assert plain_comment("# said, by hand") == "# said, by hand"
