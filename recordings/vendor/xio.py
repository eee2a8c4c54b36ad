"""x-io Technologies: tables of x-IMU3, NGIMU and the Fusion library."""

from typing import Final

from evenstride.recordings.vendor.part import Part, microseconds, unit_of_force, unit_of_rate
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import column_beginning

PRODUCT: Final = "x-io"


def read(source: Source) -> Part | None:
    """Read one of x-io's tables; None if it is not one."""
    table = source.table
    if table is None:
        return None
    time = next((name for name in table.names if name.lower().startswith("time")), "")
    force = [column_beginning(table.names, f"accelerometer {axis} (") for axis in "xyz"]
    rate = [column_beginning(table.names, f"gyroscope {axis} (") for axis in "xyz"]
    if not time or not all(force):
        return None
    has_gyro = all(rate)
    per_second = 1e6 if "(us)" in time.lower() or "(µs)" in time.lower() else 1.0
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device=PRODUCT,
        t_us=microseconds(table.numbers(time), per_second),
        force=table.vectors(force),
        force_unit=unit_of_force(force[0]),
        rate=table.vectors(rate) if has_gyro else None,
        rate_unit=unit_of_rate(rate[0]) if has_gyro else "",
    )
