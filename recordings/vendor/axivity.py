"""Axivity: tables that OMGUI writes of the binary files of AX3 and AX6."""

from typing import Final

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.part import Part, unit_of_force, unit_of_rate
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import refused
from evenstride.recordings.vendor.witmotion import clock_times

PRODUCT: Final = "Axivity"


def read(source: Source) -> Part | None:
    """A table of OMGUI; None where it is none.

    Raises:
        RecordingError: It is a binary file.
    """
    if source.raw.startswith(b"MD\xfc\x03"):
        raise _binary(source.name)
    table = source.table
    if table is None:
        return None
    force = [_named(table.names, f"accel-{axis}") for axis in "xyz"]
    rate = [_named(table.names, f"gyro-{axis}") for axis in "xyz"]
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


def _binary(name: str) -> RecordingError:
    return refused(
        name,
        "a table",
        "the binary file of an Axivity; write it as CSV with OMGUI (Export, raw CSV) first",
    )


def _named(names: tuple[str, ...], start: str) -> str:
    return next((name for name in names if name.lower().startswith(start)), "")
