"""Sensor Logger (Kelvin Choi): a phone's folder of tables, or an Apple Watch's table.

Times are nanoseconds since 1970. On Android the acceleration with gravity is a table of its own
(``TotalAcceleration``); elsewhere acceleration and gravity are added. Apple gives gravity as the
pull, not as the supporting force: its values are negated for the recording format. Units and signs
are those of the maker's UNITS.md and CROSSPLATFORM.md.
"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from evenstride.recordings.vendor.part import Part, exact_microseconds, no_acceleration
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import Table
from evenstride.sensors.samples import FloatArray

PRODUCT: Final = "Sensor Logger"

_APPLE: Final = "Its acceleration was turned round, as Apple's sensors read gravity as what pulls"
_AXES: Final = ("x", "y", "z")


def read(source: Source) -> Part | None:
    """Read one of Sensor Logger's tables; None if it is not one.

    Raises:
        RecordingError: It is a watch's without acceleration.
    """
    table = source.table
    if table is None or not table.has("time", "seconds_elapsed"):
        return None
    if table.has("rotationRateX", "accelerationX", "gravityX"):
        return _of_watch(source, table)
    if not table.has(*_AXES):
        return None
    values = table.vectors(_AXES)
    kind = PurePath(source.name).stem.lower()
    force = linear = gravity = rate = None
    if kind.startswith("totalacceleration"):
        force = values
    elif kind.startswith("accelerometer") and "uncalibrated" not in kind:
        linear = values
    elif kind.startswith("gravity"):
        gravity = values
    elif kind.startswith("gyroscope") and "uncalibrated" not in kind:
        rate = values
    else:
        return None
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.group,
        device="phone (Sensor Logger)",
        t_us=exact_microseconds(table, "time", 1000),
        is_common=True,
        force=force,
        linear=linear,
        gravity=gravity,
        rate=rate,
        rate_unit="rad/s" if rate is not None else "",
    )


def with_metadata(part: Part, sources: Sequence[Source]) -> Part:
    """Return a part with the format's sign, if ``Metadata.csv`` says that it is an iPhone's.

    With ``standardisation`` the program has negated it itself.
    """
    text = next((one.text for one in sources if one.stem.lower() == "metadata"), "")
    rows = list(csv.reader(text.splitlines()[:2]))
    told = dict(zip(rows[0], rows[1], strict=False)) if len(rows) == 2 else {}
    is_standard = "true" in told.get("standardisation", "").lower()
    if part.rate is not None or is_standard or "ios" not in told.get("platform", "").lower():
        return part

    def turned(values: FloatArray | None) -> FloatArray | None:
        return None if values is None else -values

    return replace(
        part,
        force=turned(part.force),
        linear=turned(part.linear),
        gravity=turned(part.gravity),
        remarks=(*part.remarks, _APPLE),
    )


def _of_watch(source: Source, table: Table) -> Part:
    def of(kind: str) -> FloatArray:
        return table.vectors([f"{kind}{axis}" for axis in "XYZ"])

    if not table.has("accelerationY", "accelerationZ", "gravityY", "gravityZ"):
        raise no_acceleration(PRODUCT, table)
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.group,
        device="Apple Watch (Sensor Logger)",
        t_us=exact_microseconds(table, "time", 1000),
        is_common=True,
        force=-(of("acceleration") + of("gravity")),
        rate=of("rotationRate"),
        rate_unit="rad/s",
        remarks=("Acceleration and gravity were added", _APPLE),
    )
