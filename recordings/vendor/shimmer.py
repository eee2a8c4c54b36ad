"""Shimmer Consensys: column names with the device in front, a row of units, two accelerometers."""

import re
from typing import Final

from evenstride.recordings.vendor.part import (
    Part,
    microseconds,
    no_acceleration,
    unit_of_force,
    unit_of_rate,
)
from evenstride.recordings.vendor.source import Source

PRODUCT: Final = "Shimmer Consensys"

_CLOCK: Final = re.compile(r"(.*)_Timestamp(Sync)?_(FormattedUnix|Unix)_CAL", re.IGNORECASE)


def read(source: Source) -> Part | None:
    """Read a Shimmer's export; None if it is not one.

    Raises:
        RecordingError: It has no acceleration.
    """
    table = source.table
    if table is None:
        return None
    clocks = [(name, found[1]) for name in table.names if (found := _CLOCK.fullmatch(name))]
    if not clocks:
        return None
    clock, device = next(((n, d) for n, d in clocks if "Formatted" not in n), clocks[0])

    def axes(kind: str) -> list[str]:
        names = [f"{device}_{kind}_{axis}_CAL" for axis in "XYZ"]
        return names if table.has(*names) else []

    low_noise, wide = axes("Accel_LN"), axes("Accel_WR")
    force, rate = low_noise or wide, axes("Gyro")
    if not force:
        raise no_acceleration(PRODUCT, table)
    has_two = bool(low_noise and wide)
    remarks = ("Of its two accelerometers the low-noise one is taken",) if has_two else ()
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device=device,
        t_us=microseconds(table.numbers(clock), 1e3),
        is_common=True,
        force=table.vectors(force),
        force_unit=unit_of_force(table.unit_of(force[0])),
        rate=table.vectors(rate) if rate else None,
        rate_unit=unit_of_rate(table.unit_of(rate[0])) if rate else "",
        remarks=remarks,
    )
