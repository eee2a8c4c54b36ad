"""Spreadsheet workbooks, .xlsx: each sheet as a text with columns, like its export."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.sensors.extras import not_installed

OLD_MAGIC: Final = b"\xd0\xcf\x11\xe0"
"""The first bytes of a workbook from before 2007, and of other office documents of that time."""

MOST_CELLS: Final = 16 * 2**20
"""As many as sixteen columns in the longest possible sheet. A single cell far to the right and
below makes all rows before it as long as itself, which is a thousand times as many."""


def sheets(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each sheet, and its rows separated by commas.

    Raises:
        RecordingError: openpyxl is not installed, or the workbook cannot be read.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        what = f"{path} is a workbook; export CSV instead. To read a workbook takes openpyxl"
        raise RecordingError(not_installed("studies", what), RecordingReason.UNREADABLE) from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        # The library may raise any error.
        message = f"{path} is a workbook that can not be read ({error}); export CSV instead."
        raise RecordingError(message, RecordingReason.UNREADABLE) from error
    try:
        for sheet in book.worksheets:
            text = io.StringIO()
            rows = csv.writer(text, lineterminator="\n")
            cells = 0
            for row in sheet.iter_rows(values_only=True):
                cells += len(row)
                if cells > MOST_CELLS:
                    message = f"{path} has a sheet with too many cells; export CSV instead."
                    raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
                rows.writerow(row)
            yield sheet.title, text.getvalue().encode("utf-8")
    finally:
        book.close()


def old_workbook(path: Path) -> RecordingError:
    """Return the error about a workbook from before 2007."""
    return RecordingError(
        f"{path} is an office document of the time before .xlsx; export the measurement as CSV, or"
        " save the sheet as CSV or .xlsx.",
        RecordingReason.NOT_A_RECORDING,
    )
