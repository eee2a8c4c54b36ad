"""Tests exports that were made to fill the memory, or to keep the program waiting."""

import os
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor import source, table, workbook
from evenstride.recordings.vendor.importing import imported


def refused(path: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        imported([path], {})
    return str(caught.value)


def zipped(path: Path, size: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Accelerometer.csv", b"0" * size)
    return path


def test_an_archive_that_unpacks_to_more_than_any_export_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_BYTES", 10**6)
    assert "unpacks to more than any export" in refused(zipped(tmp_path / "bomb.zip", 2 * 10**6))


def test_an_archive_that_says_less_than_it_unpacks_to_is_read_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "lying.zip", 10**7)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02") + 24  # the size in the list at its end
    data[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    unpacked: list[int] = []
    read = zipfile.ZipExtFile._read1  # type: ignore[attr-defined]

    def noted(self: zipfile.ZipExtFile, size: int) -> bytes:
        unpacked.append(size)
        found: bytes = read(self, size)
        return found

    monkeypatch.setattr(zipfile.ZipExtFile, "_read1", noted)
    assert "export it once more" in refused(path)
    assert max(unpacked) <= 2**20


@pytest.mark.parametrize("limit", ["MOST_LINES", "MOST_FIELDS"])
@pytest.mark.parametrize("end", ["\n", "\r", "\u2028"])
def test_a_table_of_endless_rows_is_refused_before_it_is_cut_into_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, end: str
) -> None:
    monkeypatch.setattr(table, limit, 300)
    path = tmp_path / "endless.csv"
    path.write_text(end.join(["time,seconds_elapsed,z,y,x", *["1,1,1,1,1"] * 301]))
    assert "is longer than any export" in refused(path)


@pytest.mark.parametrize("name", ["large.csv", "folder"])
def test_what_is_larger_than_any_export_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(source, "MOST_BYTES", 1000)
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
        for number in range(3):
            (path / f"{number}.csv").write_text("0" * 400)
    else:
        path.write_text("0" * 1001)
    assert "than any export" in refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_that_nobody_writes_to_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "a device or a pipe" in refused(tmp_path / "pipe.csv")


def test_a_cell_far_away_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.active.cell(1, 1, "Time (s)")
    book.active.cell(2000, 16384, 1)
    book.save(tmp_path / "sparse.xlsx")
    monkeypatch.setattr(workbook, "MOST_CELLS", 16384 * 100)
    assert "too many cells" in refused(tmp_path / "sparse.xlsx")


def test_a_workbook_of_endless_rows_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "large.xlsx")
    monkeypatch.setattr(source, "MOST_OF_A_WORKBOOK", 1000)
    assert "too large a workbook" in refused(tmp_path / "large.xlsx")
