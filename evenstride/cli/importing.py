"""Read exports of other products, and write them as one recording."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from evenstride.recordings.vendor.importing import (
    as_remark,
    blocks_of,
    header_of,
    imported,
)
from evenstride.recordings.vendor.mapped import ColumnMap
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import Leg, Placement
from evenstride.user.files.whole_file import check_parent


def write_import(
    out: Path,
    sources: Sequence[Path],
    sides: Mapping[Leg, Sequence[Path]],
    columns: ColumnMap | None,
    *,
    exercise: str | None,
    placement: Placement,
    shanks: Mapping[Leg, Sequence[Path]],
) -> Sequence[str]:
    """Make a recording.

    Args:
        out: Its file, which must not be there yet.
        sources: Exports of which the names may tell the leg.
        sides: Those of which the user told it.
        columns: How the columns of any table are to be taken; None for the products' own.
        exercise: Id of what was trained; None if it is not known.
        placement: Where the sensors sat.
        shanks: Exports of a leg's second sensor, on its shank.

    Returns:
        What was inferred, joined, derived or left out, in sentences without a point.

    Raises:
        RecordingError: Something is not understood, or the file cannot be written.
        JobError: The folder that it is to be in is not there.
    """
    check_parent(out)
    found = as_remark(imported(sources, sides, columns, shanks))
    products = ", ".join(dict.fromkeys(part.product for part in found.sites.values()))
    header = header_of(found, exercise, placement, f"imported from {products}")
    with RecordingWriter(out, header) as writer:
        for block in blocks_of(found):
            writer.write(block)
    return found.remarks
