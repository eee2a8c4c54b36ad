"""Tests exports that are workbooks of a spreadsheet."""

import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.importing import blocks_of, imported
from evenstride.sensors.samples import Leg

HEADS = ("Time (s)", "Acceleration x (m/s^2)", "Acceleration y (m/s^2)", "Acceleration z (m/s^2)")
PAUSED = (
    ("event", "experiment time", "system time", "system time text"),
    ("START", 0, 1.7e9, "then"),
    ("PAUSE", 0.5, 1.7e9 + 0.5, "then"),
    ("START", 0.5, 1.7e9 + 7.5, "then"),
    ("PAUSE", 1.0, 1.7e9 + 8.0, "then"),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return a workbook of phyphox: readings, phone, and pauses."""
    book = openpyxl.Workbook()
    readings = book.active
    readings.title = "Raw Data"
    readings.append(HEADS)
    for n in range(100):
        readings.append((n / 100, 0.5, 0, 9.8 + n / 1000))
    book.create_sheet("Metadata Device").append(("property", "value"))
    pauses = book.create_sheet("Metadata Time")
    for row in PAUSED:
        pauses.append(row)
    path = tmp_path / "links.xlsx"
    book.save(path)
    return path


def test_a_workbook_of_phyphox_is_read_with_its_pauses(workbook: Path) -> None:
    found = imported([workbook], {})
    assert list(found.legs) == [Leg.LEFT]  # by its name
    part = found.legs[Leg.LEFT]
    assert part.product == "phyphox"
    assert part.force is not None
    np.testing.assert_allclose(part.force[:, 2], 9.8 + np.arange(100) / 1000)
    assert np.diff(part.t_us).max() == pytest.approx(7_010_000, abs=2)
    assert any("pauses are holes" in remark for remark in found.remarks)
    assert sum(len(block) for block in blocks_of(found)) == 100


def test_without_openpyxl_the_command_is_said_and_what_else_to_do(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(RecordingError) as caught:
        imported([workbook], {})
    assert 'pip install ".[studies]"' in str(caught.value)
    assert "export CSV instead" in str(caught.value)


def test_a_damaged_workbook_is_refused(workbook: Path) -> None:
    import zipfile

    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<none")
    with pytest.raises(RecordingError, match="can not be read"):
        imported([workbook], {})


def test_an_old_workbook_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(RecordingError, match=r"before \.xlsx; export the measurement as CSV"):
        imported([path], {})
