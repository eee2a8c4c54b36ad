"""Which product wrote a file, told by its content."""

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
"""Every product, and what reads one of its files; None is some other product's."""


Others: TypeAlias = Callable[[Part, Sequence[Source]], Part]

WITH_OTHERS: Final[dict[str, Others]] = {
    phyphox.PRODUCT: phyphox.with_pauses,
    sensor_logger.PRODUCT: sensor_logger.with_metadata,
}
"""What a product tells of a file in others of the same folder or archive."""


def parts_of(source: Source) -> list[Part]:
    """What a file holds; nothing where no product is known that wrote it.

    Raises:
        RecordingError: The product is known, and nothing can be made of this file.
    """
    for _, read in READERS:
        parts = read(source)
        if parts is not None:
            return parts
    return []


def product_at(path: Path, start: bytes) -> str | None:
    """The product that wrote the file at a path; None where it is unknown.

    Args:
        path: The file.
        start: Its first bytes.
    """
    try:
        if start.startswith(b"PK\x03\x04") or start.lstrip()[:1] == b"{":
            return next(filter(None, map(product_of, opened(path))), None)
    except RecordingError:
        return None
    whole = start[: start.rfind(b"\n") + 1]  # not the line that was cut
    return product_of(Source(str(path), "", whole or start))


def product_of(source: Source) -> str | None:
    """The product that wrote a file; None where it is unknown."""
    try:
        _ = source.table
    except RecordingError:
        return None  # a torn table is no product's sign
    for product, read in READERS:
        try:
            if read(source) is not None:
                return product
        except RecordingError:
            return product
    return None
