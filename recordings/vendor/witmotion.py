"""WitMotion's app and PC program: tables whose clock has a colon before its milliseconds.

The chip's own time is used if there is one, because the program's is that of the arrival. One file
may have several sensors, told apart by their names.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np

from evenstride.recordings.vendor.part import Part, unit_of_force, unit_of_rate
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import Table, refused
from evenstride.sensors.samples import IntArray

PRODUCT: Final = "WitMotion"

_CLOCK: Final = re.compile(
    r"(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T])?(\d{1,2}):(\d\d):(\d\d)(?:[:.,](\d{1,6}))?"
)
_FORCE: Final = ("acceleration x", "ax(")
_RATE: Final = ("angular velocity x", "wx(")


def read_all(source: Source) -> list[Part] | None:
    """Read each sensor of a WitMotion table; None if it is not one.

    Raises:
        RecordingError: Its times are not clock times.
    """
    table = source.table
    if table is None:
        return None
    force = _axes(table.names, _FORCE)
    rate = _axes(table.names, _RATE)
    clock = next((n for n in table.names if n.lower().startswith("chip time")), "")
    clock = clock or next((n for n in table.names if n.lower().startswith("time")), "")
    if not force or not clock:
        return None
    device = next((n for n in table.names if n.lower().startswith("device")), "")
    names = table.texts(device) if device else [PRODUCT] * len(table.rows)
    parts = []
    for name in dict.fromkeys(names):
        own = table.only(at for at, one in enumerate(names) if one == name)
        t_us, is_common = clock_times(own, clock)
        parts.append(
            Part(
                product=PRODUCT,
                source=f"{source.name} ({name})" if device else source.name,
                sensor=name,
                device=name,
                t_us=t_us,
                is_common=is_common,
                force=own.vectors(force),
                force_unit=unit_of_force(force[0]),
                rate=own.vectors(rate) if rate else None,
                rate_unit=unit_of_rate(rate[0]) if rate else "",
            )
        )
    return parts


def _axes(names: Sequence[str], starts: Sequence[str]) -> list[str]:
    for start in starts:
        axes = []
        for axis in "xyz":
            wanted = start.replace("x(", f"{axis}(") if "(" in start else start[:-1] + axis
            axes.append(next((name for name in names if name.lower().startswith(wanted)), ""))
        if all(axes):
            return axes
    return []


def clock_times(table: Table, clock: str) -> tuple[IntArray, bool]:
    """Return clock times or seconds in microseconds, and whether they have a date.

    Raises:
        RecordingError: They are neither.
    """
    found = np.empty(len(table.rows), dtype=np.int64)
    is_common = True
    day_us = 0
    for at, text in enumerate(table.texts(clock)):
        match = _CLOCK.fullmatch(text)
        if match is None:
            try:  # some versions write seconds
                found[at], is_common = round(float(text.replace(",", ".")) * 1e6), False
            except ValueError as error:
                what = f"{text[:30]!r}"
                raise refused(table.name, "a clock's time", what, table.lines[at]) from error
            continue
        year, month, day, hour, minute, second, part = match.groups()
        # After a colon there are milliseconds, not decimals of a second: 5:7 is 5.007 s.
        colon = text.count(":") == 3
        part_us = int(part or 0) * 1000 if colon else round(float(f"0.{part or 0}") * 1e6)
        of_day_us = ((int(hour) * 60 + int(minute)) * 60 + int(second)) * 1_000_000 + part_us
        if year:
            days = datetime(int(year), int(month), int(day)).toordinal()  # noqa: DTZ001
            found[at] = (days - 719_163) * 86_400_000_000 + of_day_us
        else:
            is_common = False
            if at and of_day_us + day_us < found[at - 1] - 43_200_000_000:
                day_us += 86_400_000_000  # past midnight
            found[at] = of_day_us + day_us
    return found, is_common
