"""Movesense Showcase: JSON of blocks with several readings each, or a CSV of readings.

A block has the time of its first reading; the others are spread up to the next block. Acceleration
is in m/s² and angular rate in degrees per second (Movesense API, /Meas/IMU6).
"""

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from evenstride.recordings.vendor.part import Part, microseconds
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import refused
from evenstride.sensors.samples import FloatArray, IntArray

PRODUCT: Final = "Movesense Showcase"

_ACC: Final = "ArrayAcc"
_GYRO: Final = "ArrayGyro"


def read(source: Source) -> Part | None:
    """Read a Movesense's export; None if it is not one.

    Raises:
        RecordingError: Its blocks are not as expected.
    """
    if source.text.lstrip()[:1] == "{":
        return _of_json(source)
    return _of_table(source)


def _of_table(source: Source) -> Part | None:
    table = source.table
    if table is None or not table.has("timestamp", "x", "y", "z") or len(table.names) > 4:
        return None
    is_rate = "gyro" in source.stem.lower()
    if not is_rate and "acc" not in source.stem.lower():
        return None
    values = table.vectors(("x", "y", "z"))
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.group,
        device="Movesense",
        t_us=microseconds(table.numbers("timestamp"), 1e3),
        force=None if is_rate else values,
        force_unit="" if is_rate else "m/s2",
        rate=values if is_rate else None,
        rate_unit="deg/s" if is_rate else "",
    )


def _of_json(source: Source) -> Part | None:
    try:
        found = json.loads(source.text)
    except (ValueError, RecursionError):
        return None
    data = found.get("data") if isinstance(found, dict) else None
    if not isinstance(data, list):
        return None
    blocks = [
        block
        for entry in data
        if isinstance(entry, dict)
        for block in entry.values()
        if isinstance(block, dict) and "Timestamp" in block
    ]
    if not any(_ACC in block or _GYRO in block for block in blocks):
        return None
    kept = [block for block in blocks if _ACC in block or _GYRO in block]
    acc, gyro = (_values(source, kept, name) for name in (_ACC, _GYRO))
    sizes = [len(block[_ACC if _ACC in block else _GYRO]) for block in kept]
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.group,
        device="Movesense",
        t_us=_spread([float(block["Timestamp"]) for block in kept], sizes),
        force=acc,
        force_unit="m/s2" if acc is not None else "",
        rate=gyro,
        rate_unit="deg/s" if gyro is not None else "",
        remarks=("The readings of each block were spread up to the next one",),
    )


def _values(source: Source, blocks: Sequence[dict[str, Any]], name: str) -> FloatArray | None:
    if not any(name in block for block in blocks):
        return None
    rows: list[tuple[float, float, float]] = []
    for number, block in enumerate(blocks, start=1):
        try:
            rows += [(float(one["x"]), float(one["y"]), float(one["z"])) for one in block[name]]
        except (KeyError, TypeError, ValueError) as error:
            expected = f"{name} with x, y and z in each block of readings"
            raise refused(source.name, expected, f"block {number} without them") from error
    return np.array(rows).reshape(-1, 3)


def _spread(starts_ms: Sequence[float], sizes: Sequence[int]) -> IntArray:
    """Return the times of readings, if each block has only its first one's."""
    starts_us = np.array(starts_ms) * 1e3
    steps_us = np.diff(starts_us) / np.array(sizes[:-1]) if len(sizes) > 1 else np.array([])
    usual_us = float(np.median(steps_us)) if len(steps_us) else 0.0
    # Before a block that was lost, a block does not reach up to the next one.
    own_us = [
        step if step < 1.5 * usual_us else usual_us for step in [*steps_us.tolist(), usual_us]
    ]
    times = [
        start + at * step
        for start, size, step in zip(starts_us.tolist(), sizes, own_us, strict=True)
        for at in range(size)
    ]
    return microseconds(np.array(times), 1e6)
