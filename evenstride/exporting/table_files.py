"""Tables as files: CSV, and Parquet with the versions it was written by."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any, BinaryIO, Final

from evenstride.analysis.results.layout import SCHEMA
from evenstride.exporting.table import Batch, Kind, Table
from evenstride.extras import missing
from evenstride.terminal.outside import cell_text, visible
from evenstride.version import analysis_version

_GROUP_ROWS: Final = 100_000
"""Rows in a Parquet row group: readers take one group at a time, and many small ones are slow."""


def write_csv(file: BinaryIO, table: Table) -> None:
    """Write a table with its column names in the first line; unknown values are empty.

    Raises:
        OSError: It cannot be written.
    """
    text = io.TextIOWrapper(file, "utf-8", "surrogateescape", newline="", write_through=True)
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(table.columns)
    cell = cache(_cell)
    for batch in table.batches:
        columns = [
            map(cell, batch[name]) if kind is Kind.TEXT else batch[name]
            for name, kind in table.columns.items()
        ]
        rows.writerows(zip(*columns, strict=True))
    text.detach()  # the caller closes the file


def _cell(text: str | None) -> str | None:
    return None if text is None else cell_text(text)


def check_parquet() -> None:
    """Check that Parquet can be written, before anything is analyzed.

    Raises:
        JobError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise missing("export", "Parquet takes pyarrow") from error


def write_parquet(file: BinaryIO, table: Table) -> None:
    """Write a table; its metadata contain the versions of the result's layout and of the analysis.

    Raises:
        OSError: It cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {Kind.TEXT: pa.string(), Kind.WHOLE: pa.int64(), Kind.NUMBER: pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in table.columns.items()])
    schema = schema.with_metadata(
        {"evenstride_schema": SCHEMA, "evenstride_analysis_version": analysis_version()}
    )
    with pq.ParquetWriter(file, schema) as writer:
        waiting: list[Batch] = []
        count = 0
        for batch in table.batches:
            waiting.append(batch)
            count += len(next(iter(batch.values())))
            if count >= _GROUP_ROWS:
                writer.write_table(_arrow(pa, schema, table, waiting))
                waiting, count = [], 0
        writer.write_table(_arrow(pa, schema, table, waiting))


def _arrow(pa: Any, schema: Any, table: Table, batches: list[Batch]) -> Any:
    columns: Mapping[str, list[Any]] = {
        name: list(chain.from_iterable(map(_readable, batch[name]) for batch in batches))
        if kind is Kind.TEXT
        else list(chain.from_iterable(batch[name] for batch in batches))
        for name, kind in table.columns.items()
    }
    return pa.table(columns, schema)


def _readable(text: str | None) -> str | None:
    """Escape control characters and bytes that are not text, which Parquet does not take."""
    return text and visible(text)
