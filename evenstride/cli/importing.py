"""Reading exports of other products, and writing them as one recording."""

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
        out: Its file, which must not exist.
        sources: Exports whose names may tell the leg.
        sides: Exports by the leg that the user named.
        columns: The meaning of the columns of any table; None for the products' own forms.
        exercise: Id of the exercise; None if unknown.
        placement: Where the sensors sat.
        shanks: Exports of a leg's second sensor, on its shank.

    Returns:
        What was inferred, joined, derived or left out, as sentences without a full stop.

    Raises:
        RecordingError: An export is not understood, or the file cannot be written.
        JobError: The output's folder does not exist.
    """
    check_parent(out)
    found = as_remark(imported(sources, sides, columns, shanks))
    products = ", ".join(dict.fromkeys(part.product for part in found.sites.values()))
    header = header_of(found, exercise, placement, f"imported from {products}")
    with RecordingWriter(out, header) as writer:
        for block in blocks_of(found):
            writer.write(block)
    return found.remarks
