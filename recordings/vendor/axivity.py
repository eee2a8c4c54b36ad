"""Axivity: the binary files of AX3 and AX6, and the tables that OMGUI makes from them."""

from typing import Final

from evenstride.recordings.vendor.axivity_cwa import MAGIC, read_cwa
from evenstride.recordings.vendor.part import Part, unit_of_force, unit_of_rate
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import column_beginning
from evenstride.recordings.vendor.witmotion import clock_times

PRODUCT: Final = "Axivity"


def read(source: Source) -> Part | None:
    """Read a binary file, or a table of OMGUI; None if it is neither.

    Raises:
        RecordingError: A binary file has no intact block.
    """
    if source.raw.startswith(MAGIC):
        return read_cwa(PRODUCT, source.name, source.raw)
    table = source.table
    if table is None:
        return None
    force = [column_beginning(table.names, f"accel-{axis}") for axis in "xyz"]
    rate = [column_beginning(table.names, f"gyro-{axis}") for axis in "xyz"]
    if not all(force) or not table.has("Time"):
        return None
    t_us, is_common = clock_times(table, "Time")
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device=PRODUCT,
        t_us=t_us,
        is_common=is_common,
        force=table.vectors(force),
        force_unit=unit_of_force(force[0]),
        rate=table.vectors(rate) if all(rate) else None,
        rate_unit=unit_of_rate(rate[0]) if all(rate) else "",
    )
