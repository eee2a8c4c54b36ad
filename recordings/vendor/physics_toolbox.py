"""Physics Toolbox Sensor Suite (Vieyra): g-force and gyroscope in one table."""

from typing import Final

import numpy as np

from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.witmotion import clock_times

PRODUCT: Final = "Physics Toolbox"

_FORCE: Final = ("gFx", "gFy", "gFz")
_RATE: Final = ("wx", "wy", "wz")


def read(source: Source) -> Part | None:
    """Read a table of Physics Toolbox; None if it is not one.

    Raises:
        RecordingError: Its times are neither seconds nor clock times.
    """
    table = source.table
    if table is None or not table.has("time", *_FORCE):
        return None
    t_us, is_common = clock_times(table, "time")
    # Rows repeat the last value of a slower sensor; only a new time is a new reading.
    new = np.flatnonzero(np.diff(t_us, prepend=t_us[:1] - 1) > 0)
    repeated = len(t_us) - len(new)
    has_gyro = table.has(*_RATE)
    part = Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device="phone (Physics Toolbox)",
        t_us=t_us,
        is_common=is_common,
        force=table.vectors(_FORCE),
        force_unit="g",
        rate=table.vectors(_RATE) if has_gyro else None,
        rate_unit="rad/s" if has_gyro else "",
        remarks=(f"{repeated} rows that repeat a time were left out",) if repeated else (),
    )
    return part.only(new)
