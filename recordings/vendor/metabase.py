"""MbientLab MetaBase: a file each for accelerometer and gyroscope, at rates of their own.

The time zone is part of a column's name, and older versions write ``epoc``; address, sensor, rate
and version are in the file's name.
"""

import re
from pathlib import PurePath
from typing import Final

from evenstride.recordings.vendor.part import (
    Part,
    exact_microseconds,
    no_acceleration,
    unit_of_force,
    unit_of_rate,
)
from evenstride.recordings.vendor.source import Source

PRODUCT: Final = "MbientLab MetaBase"

_SENSOR: Final = re.compile(r"(.*?)_(Accelerometer|Gyroscope)(?:_|\.)")

_CLOCKS: Final = ("timestamp (", "elapsed (s)")


def read(source: Source) -> Part | None:
    """Read one of MetaBase's files; None if it is not one.

    Raises:
        RecordingError: It is from another sensor than accelerometer or gyroscope.
    """
    table = source.table
    if table is None or not table.names[0].lower().startswith(("epoch (ms)", "epoc (ms)")):
        return None
    if not any(name.lower().startswith(_CLOCKS) for name in table.names[1:]):
        return None
    axes = [name for name in table.names if name.lower()[:6] in ("x-axis", "y-axis", "z-axis")]
    force_unit = unit_of_force(axes[0]) if axes else ""
    rate_unit = unit_of_rate(axes[0]) if axes else ""
    if len(axes) != 3 or not (force_unit or rate_unit):
        raise no_acceleration(PRODUCT, table)
    name = _SENSOR.match(PurePath(source.name).name)
    values = table.vectors(axes)
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=name[1] if name else source.group,
        device=PRODUCT,
        t_us=1000 * exact_microseconds(table, table.names[0], 1),
        is_common=True,
        force=values if force_unit else None,
        force_unit=force_unit,
        rate=values if rate_unit and not force_unit else None,
        rate_unit="" if force_unit else rate_unit,
    )
