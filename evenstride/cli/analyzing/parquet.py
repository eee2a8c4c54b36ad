"""One Parquet file of flat rows, made in the end: Parquet can not be added to line by line."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from evenstride.analysis.results.layout import SCHEMA
from evenstride.cli.analyzing.rows import COLUMNS, TEXT, WHOLE, Row, flat
from evenstride.extras import missing
from evenstride.version import analysis_version

_ROWS: Final = 10_000
"""Rows that are written at a time, so that a hundred thousand need no memory."""


def check_parquet() -> None:
    """Refuse what can not be written in the end, before anything is analyzed.

    Raises:
        JobError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise missing("export", "Parquet takes pyarrow") from error


def write_parquet(path: Path, rows: Iterable[Row]) -> None:
    """Write rows; what was there before stays until all are written.

    Raises:
        OSError: It can not be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _type(name, pa)) for name in COLUMNS]).with_metadata(
        {"evenstride_schema": SCHEMA, "evenstride_analysis_version": analysis_version()}
    )
    beside = path.with_name(f"{path.name}.new")
    waiting = (_readable(flat(row)) for row in rows)
    try:
        with pq.ParquetWriter(beside, schema) as writer:
            while batch := list(islice(waiting, _ROWS)):
                writer.write_table(pa.Table.from_pylist(batch, schema))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _type(name: str, pa: Any) -> Any:
    if name in TEXT:
        return pa.string()
    return pa.int64() if name in WHOLE else pa.float64()


def _readable(row: Row) -> Row:
    """A name may hold bytes that are no text, which Parquet does not take."""
    name = row["file"].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return {**row, "file": name}
