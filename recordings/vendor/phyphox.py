"""phyphox: a table for each experiment, in a zip or a folder, with phone and pauses next to it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

import numpy as np

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.part import Part, microseconds, unit_of_force, unit_of_rate
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import Table, column_beginning, refused

PRODUCT: Final = "phyphox"

_PAUSES: Final = ("time.csv", "Metadata Time")
"""The source of pauses: a file of an archive, a sheet of a workbook."""


def read(source: Source) -> Part | None:
    """Read one of phyphox's tables; None if it is not one.

    Raises:
        RecordingError: Gravity was removed from its acceleration.
    """
    table = source.table
    if table is None or table.names[0].lower() != "time (s)":
        return None
    found = {}
    for kind in ("acceleration", "linear acceleration", "gyroscope"):
        axes = [column_beginning(table.names, f"{kind} {axis} (") for axis in "xyz"]
        if all(axes):
            found[kind] = axes
    if not found:
        return None
    if "acceleration" not in found and "gyroscope" not in found:
        raise _without_gravity(table)
    force, rate = found.get("acceleration"), found.get("gyroscope")
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.group,
        device="phone (phyphox)",
        t_us=microseconds(table.numbers(table.names[0])),
        force=table.vectors(force) if force else None,
        force_unit=unit_of_force(force[0]) if force else "",
        rate=table.vectors(rate) if rate else None,
        rate_unit=unit_of_rate(rate[0]) if rate else "",
    )


def with_pauses(part: Part, sources: Sequence[Source]) -> Part:
    """Return a part on the clock of the day, with its pauses as holes, if they are known.

    The experiment's own time stands still during a pause.
    """
    table = next((s.table for s in sources if PurePath(s.name).name in _PAUSES), None)
    if table is None or not table.has("event", "experiment time", "system time"):
        return part
    is_start = np.array([event == "START" for event in table.texts("event")])
    own = microseconds(table.numbers("experiment time"))[is_start]
    system = microseconds(table.numbers("system time"))[is_start]
    if not len(own):
        return part
    # Each reading's time counts from the last start before it.
    run = np.maximum(np.searchsorted(own, part.t_us, side="right") - 1, 0)
    pauses = len(own) - 1
    remarks = (f"Its {pauses} pauses are holes",) if pauses else ()
    return replace(
        part,
        t_us=part.t_us - own[run] + system[run],
        is_common=True,
        remarks=(*part.remarks, *remarks),
    )


def _without_gravity(table: Table) -> RecordingError:
    """Return the error about an acceleration from which gravity was removed."""
    return refused(
        table.name,
        "acceleration with gravity",
        f'the "Linear Acceleration" in line {table.names_line}, out of which gravity was taken'
        ' (it is an export of phyphox); record "Acceleration (with g)" instead',
    )
