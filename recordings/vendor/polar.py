"""Polar Sensor Logger: a text file for each of a Polar's sensors, separated by semicolons."""

import re
from pathlib import PurePath
from typing import Final

from evenstride.recordings.vendor.part import Part, exact_microseconds, unit_of_force, unit_of_rate
from evenstride.recordings.vendor.source import Source

PRODUCT: Final = "Polar Sensor Logger"

_KIND: Final = re.compile(r"_(ACC|GYRO|MAGN).*$", re.IGNORECASE)


def read(source: Source) -> Part | None:
    """Read one of the logger's files of acceleration or angular rate; None if it is not one."""
    table = source.table
    if table is None or not table.has("Phone timestamp", "sensor timestamp [ns]"):
        return None
    axes = [
        next((name for name in table.names if name.lower().startswith(f"{axis} [")), "")
        for axis in "xyz"
    ]
    if not all(axes):
        return None
    force_unit, rate_unit = unit_of_force(axes[0]), unit_of_rate(axes[0])
    if not force_unit and not rate_unit:
        return None
    values = table.vectors(axes)
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=_KIND.sub("", PurePath(source.name).stem),
        device="Polar",
        t_us=exact_microseconds(table, "sensor timestamp [ns]", 1000),
        is_common=True,  # nanoseconds since 2000 on all of them
        force=values if force_unit else None,
        force_unit=force_unit,
        rate=None if force_unit else values,
        rate_unit="" if force_unit else rate_unit,
    )
