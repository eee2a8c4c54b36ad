"""Movella (Xsens) DOT: exports of the app and of the sensors' memory, and logs of the PC SDK.

The column names are those of the DOT's user manual and of the SDK's XsensDotLogger;
``SampleTimeFine`` is in microseconds in the app's files and in hundreds of them in the PC's.
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.recordings.vendor.derived import SAID, angular_rate, specific_force
from evenstride.recordings.vendor.part import Part, no_acceleration, unwrapped
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import Table, refused
from evenstride.sensors.samples import FloatArray, IntArray

PRODUCT: Final = "Movella DOT"

RATES_HZ: Final = (1, 4, 10, 12, 15, 20, 30, 60, 120)
"""The rates that the sensor can be set to."""

_ACC: Final = ("Acc_X", "Acc_Y", "Acc_Z")
_GYR: Final = ("Gyr_X", "Gyr_Y", "Gyr_Z")
_FREE: Final = ("FreeAcc_X", "FreeAcc_Y", "FreeAcc_Z")
_QUAT: Final = ("Quat_W", "Quat_X", "Quat_Y", "Quat_Z")
_EULER: Final = ("Euler_X", "Euler_Y", "Euler_Z")
_START: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[ _](\d\d:\d\d:\d\d)(?:[._:](\d{3}))?\s*(?:GMT)?([+-])(\d{1,2}):?(\d\d)?"
)
_COUNTER_SIZE: Final = 2**16
_CLOCK_SIZE: Final = 2**32


def read(source: Source) -> Part | None:
    """Read a DOT's export; None if it is not one.

    Raises:
        RecordingError: It has no acceleration, or its times have no known unit.
    """
    table = source.table
    if table is None or not table.has("SampleTimeFine") or any("Mat[" in n for n in table.names):
        return None
    if table.has("Year") or any(line.startswith("//") for line in table.above):
        return None  # an MT sensor's
    said = dict(_told(line) for line in table.above if "," in line)
    seq = None
    if table.has("PacketCounter"):
        seq = unwrapped(table.numbers("PacketCounter"), _COUNTER_SIZE)
    t_us, remark = _times(table, seq, said.get("outputrate", ""))
    part = Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device=said.get("devicetag", "") or PRODUCT,
        t_us=t_us,
        seq=seq,
        is_common=said.get("syncstatus", "").lower() == "synced",
        started=_start(said.get("starttime", "")),
        remarks=(remark,) if remark else (),
    )
    return _with_readings(part, table)


def _with_readings(part: Part, table: Table) -> Part:
    if table.has(*_ACC):
        rate = table.vectors(_GYR) if table.has(*_GYR) else None
        return replace(
            part,
            force=table.vectors(_ACC),
            force_unit="m/s2",
            rate=rate,
            rate_unit="deg/s" if rate is not None else "",
        )
    if table.has(*_FREE) and (table.has(*_QUAT) or table.has(*_EULER)):
        turned = _orientation(table)
        return replace(
            part,
            force=specific_force(turned, table.vectors(_FREE)),
            force_unit="m/s2",
            rate=angular_rate(turned, part.t_us),
            rate_unit="rad/s",
            remarks=(*part.remarks, SAID),
        )
    raise no_acceleration(PRODUCT, table)


def _orientation(table: Table) -> Rotation:
    if table.has(*_QUAT):
        w, x, y, z = (table.numbers(name) for name in _QUAT)
        return Rotation.from_quat(np.column_stack((x, y, z, w)))
    # Roll, pitch and yaw are successive rotations about fixed axes.
    return Rotation.from_euler("xyz", table.vectors(_EULER), degrees=True)


def _told(line: str) -> tuple[str, str]:
    key, _, value = line.partition(",")
    return key.strip(" :").lower(), value.strip(" ,")


def _times(table: Table, seq: IntArray | None, said: str) -> tuple[IntArray, str]:
    ticks = unwrapped(table.numbers("SampleTimeFine"), _CLOCK_SIZE)
    counts = np.arange(len(ticks)) if seq is None else seq
    follows = np.diff(counts) > 0
    steps: FloatArray = np.diff(ticks)[follows] / np.diff(counts)[follows]
    steps = steps[steps > 0]
    if not len(steps):
        raise refused(table.name, "two readings at least", f"{len(ticks)}", table.lines[0])
    step = float(np.median(steps))
    told = re.match(r"\s*(\d+)", said)
    rates = (float(told[1]),) if told else tuple(map(float, RATES_HZ))
    for unit_us in (1.0, 100.0):
        for rate_hz in rates:
            if abs(step * unit_us * rate_hz / 1e6 - 1.0) < 0.03:
                remark = ""
                if not told:
                    unit = "microseconds" if unit_us == 1.0 else "hundreds of microseconds"
                    remark = (
                        f"SampleTimeFine is taken to be in {unit}: its steps of {step:.0f} are then"
                        f" a rate of {rate_hz:.0f} Hz"
                    )
                return ticks * int(unit_us), remark
    expected = f"steps of SampleTimeFine of a rate of {said or 'a DOT'}"
    raise refused(table.name, expected, f"steps of {step:.0f}", table.lines[0])


def _start(text: str) -> datetime | None:
    found = _START.search(text)
    if found is None:
        return None
    date, clock, part, sign, hours, minutes = found.groups()
    zone = f"{sign}{int(hours):02d}:{minutes or '00'}"
    try:
        return datetime.fromisoformat(f"{date}T{clock}.{part or '000'}{zone}")
    except ValueError:
        return None
