"""Recognizing the product that wrote a file by the file's content."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor import (
    axivity,
    metabase,
    movella_dot,
    movesense,
    not_read,
    phyphox,
    physics_toolbox,
    polar,
    sensor_logger,
    shimmer,
    studies,
    witmotion,
    xio,
    xsens_mt,
)
from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.source import Source, opened

Reader: TypeAlias = Callable[[Source], list[Part] | None]


def _one(read: Callable[[Source], Part | None]) -> Reader:
    def read_all(source: Source) -> list[Part] | None:
        part = read(source)
        return None if part is None else [part]

    return read_all


READERS: Final[Sequence[tuple[str, Reader]]] = (
    (not_read.PRODUCT, _one(not_read.read)),
    (movella_dot.PRODUCT, _one(movella_dot.read)),
    (xsens_mt.PRODUCT, _one(xsens_mt.read)),
    (metabase.PRODUCT, _one(metabase.read)),
    (sensor_logger.PRODUCT, _one(sensor_logger.read)),
    (xio.PRODUCT, _one(xio.read)),
    (phyphox.PRODUCT, _one(phyphox.read)),
    (shimmer.PRODUCT, _one(shimmer.read)),
    (polar.PRODUCT, _one(polar.read)),
    (movesense.PRODUCT, _one(movesense.read)),
    (physics_toolbox.PRODUCT, _one(physics_toolbox.read)),
    (axivity.PRODUCT, _one(axivity.read)),
    (witmotion.PRODUCT, witmotion.read_all),
    (studies.UCI, studies.read_uci),
    (studies.MEX, _one(studies.read_mex)),
)
"""Every product and the reader of its files, which returns None for another product's file."""


Others: TypeAlias = Callable[[Part, Sequence[Source]], Part]

WITH_OTHERS: Final[dict[str, Others]] = {
    phyphox.PRODUCT: phyphox.with_pauses,
    sensor_logger.PRODUCT: sensor_logger.with_metadata,
}
"""What a product's other files of the same folder or archive add to a part."""


def parts_of(source: Source) -> list[Part]:
    """Return the parts in a file; empty if no known product wrote it.

    Raises:
        RecordingError: The product is known, but this file cannot be used.
    """
    for _, read in READERS:
        parts = read(source)
        if parts is not None:
            return parts
    return []


def product_at(path: Path, start: bytes) -> str | None:
    """Return the product that wrote the file at a path; None if unknown.

    Args:
        start: Its first bytes.
    """
    try:
        if start.startswith(b"PK\x03\x04") or start.lstrip()[:1] == b"{":
            return next(filter(None, map(product_of, opened(path))), None)
    except RecordingError:
        return None
    whole = start[: start.rfind(b"\n") + 1]  # without the line that was cut
    return product_of(Source(str(path), "", whole or start))


def product_of(source: Source) -> str | None:
    """Return the product that wrote a file; None if unknown."""
    try:
        _ = source.table
    except RecordingError:
        return None  # a torn table does not tell the product
    for product, read in READERS:
        try:
            if read(source) is not None:
                return product
        except RecordingError:
            return product
    return None
