"""One Parquet file of flat rows, written at the end, because Parquet cannot be appended to."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from evenstride.cli.analyzing.rows import COLUMNS, TEXT, WHOLE, Row, flat
from evenstride.exporting import table_files
from evenstride.exporting.table import Batch, Kind, Table
from evenstride.user.files.whole_file import whole_file

_FILES: Final = 1000
"""How many files' rows are taken at a time, so that 100,000 of them need little memory."""


def write_parquet(path: Path, rows: Iterable[Row]) -> None:
    """Write the results of files; the previous file stays until all are written.

    Raises:
        JobError: It cannot be written.
    """
    with whole_file(path, replace=True) as file:
        table = Table({name: _kind(name) for name in COLUMNS}, _batches(iter(rows)))
        table_files.write_parquet(file, table)


def _batches(rows: Iterator[Row]) -> Iterator[Batch]:
    while taken := list(islice(rows, _FILES)):
        flat_rows = [one for row in taken for one in flat(row)]
        yield {name: [one[name] for one in flat_rows] for name in COLUMNS}


def _kind(name: str) -> Kind:
    if name in TEXT:
        return Kind.TEXT
    return Kind.WHOLE if name in WHOLE else Kind.NUMBER
