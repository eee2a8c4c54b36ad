"""Xsens MT sensors: text exports of the MT Manager, with any separator and comments above."""

import re
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.recordings.vendor.derived import SAID, angular_rate
from evenstride.recordings.vendor.part import (
    Part,
    no_acceleration,
    unwrapped,
)
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import Table, refused

PRODUCT: Final = "Xsens MT"

_ACC: Final = ("Acc_X", "Acc_Y", "Acc_Z")
_GYR: Final = ("Gyr_X", "Gyr_Y", "Gyr_Z")
_MAT: Final = tuple(f"Mat[{row}][{column}]" for row in (1, 2, 3) for column in (1, 2, 3))
_COUNTER_SIZE: Final = 2**16
_RATE: Final = re.compile(r"//\s*Update Rate:\s*([\d.,]+)\s*Hz", re.IGNORECASE)


def read(source: Source) -> Part | None:
    """Read an MT sensor's export; None if it is not one.

    Raises:
        RecordingError: It has no acceleration, or neither rate nor times.
    """
    table = source.table
    if table is None or not table.has("PacketCounter"):
        return None
    is_mt = any(line.startswith("//") for line in table.above) or table.has(_MAT[0])
    if not is_mt:
        return None
    if not table.has(*_ACC):
        raise no_acceleration(PRODUCT, table)
    told = [found[1] for line in table.above if (found := _RATE.match(line))]
    rates = [float(text.replace(",", ".")) for text in told]
    if not rates:
        raise refused(source.name, "a line // Update Rate: … Hz", "none", 1)
    seq = unwrapped(table.numbers("PacketCounter"), _COUNTER_SIZE)
    period_us = 1e6 / rates[0]
    part = Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device=PRODUCT,
        t_us=np.rint((seq - seq[:1]) * period_us).astype(np.int64),
        seq=seq,
        force=table.vectors(_ACC),
        force_unit="m/s2",
        remarks=(f"Its times are those of its packets' numbers at {rates[0]:g} Hz",),
    )
    if table.has(*_GYR):
        return replace(part, rate=table.vectors(_GYR), rate_unit="rad/s")
    turned = _orientation(table)
    if turned is None:
        return part
    return replace(
        part,
        rate=angular_rate(turned, part.t_us),
        rate_unit="rad/s",
        remarks=(*part.remarks, SAID.replace("Its values were", "Its angular rate was")),
    )


def _orientation(table: Table) -> Rotation | None:
    if table.has(*_MAT):
        matrix = np.stack([table.numbers(name) for name in _MAT], axis=1).reshape(-1, 3, 3)
        if np.isfinite(matrix).all():
            return Rotation.from_matrix(matrix)
    if table.has("Quat_q0", "Quat_q1", "Quat_q2", "Quat_q3"):
        w, x, y, z = (table.numbers(f"Quat_q{at}") for at in range(4))
        if np.isfinite(w).all():
            return Rotation.from_quat(np.column_stack((x, y, z, w)))
    return None
