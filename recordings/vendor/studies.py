"""Two public data sets as published: UCI Physical Therapy Exercises, and MEx.

Yurtman & Barshan 2014 have a folder for each of five units, with a row for each sample of 25 Hz
(``sN/eM/uK/test.txt``); Wijekoon et al. 2019 have rows of time and acceleration without names.
"""

import re
from pathlib import PurePath
from typing import Final

from evenstride.recordings.vendor.part import Part, microseconds
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import Table
from evenstride.recordings.vendor.witmotion import clock_times

UCI: Final = "UCI Physical Therapy Exercises"
MEX: Final = "MEx"

_RATE_HZ: Final = 25.0
_THIGHS: Final = {"u3": "right thigh", "u5": "left thigh"}
_MEX_ROW: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(,\s*-?[\d.eE+-]+){3}\s*")


def read_uci(source: Source) -> list[Part] | None:
    """Read a unit's samples; None if it is another file, empty if the unit was not on a thigh.

    From an exercise's folder the thighs are taken; a unit named by itself is taken in any case.
    """
    table = source.table
    acc, gyr = ([f"{kind}_{axis}" for axis in "xyz"] for kind in ("acc", "gyr"))
    if table is None or not table.has("time index", *acc, *gyr):
        return None
    unit = PurePath(source.name).parent
    is_alone = str(unit) == source.group
    if unit.name not in _THIGHS and not is_alone:
        return []
    part = Part(
        product=UCI,
        source=source.name,
        sensor=str(unit),
        device=_THIGHS.get(unit.name, unit.name),
        t_us=microseconds(table.numbers("time index") - 1.0, _RATE_HZ),
        is_common=True,  # all units were sampled together
        force=table.vectors(acc),
        force_unit="m/s2",
        rate=table.vectors(gyr),
        rate_unit="rad/s",
        remarks=(f"Its times are those of its rows at {_RATE_HZ:g} Hz",),
    )
    return [part]


def read_mex(source: Source) -> Part | None:
    """Read an accelerometer's rows; None if it is another file."""
    lines = source.text.splitlines()
    if not lines or not all(_MEX_ROW.fullmatch(line) for line in lines[:3]):
        return None
    kept = [at for at, line in enumerate(lines) if _MEX_ROW.fullmatch(line)]
    rows = [lines[at].split(",") for at in kept]
    names = ("time", "x", "y", "z")
    table = Table(source.name, names, rows, [at + 1 for at in kept], ())
    t_us, is_common = clock_times(table, "time")
    left_out = sum(bool(line.strip()) for line in lines) - len(kept)
    return Part(
        product=MEX,
        source=source.name,
        sensor=source.name,
        device="Axivity AX3",
        t_us=t_us,
        is_common=is_common,
        force=table.vectors(names[1:]),
        force_unit="",
        remarks=(f"{left_out} torn rows were left out",) if left_out else (),
    )
