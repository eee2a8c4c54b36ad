"""The contents of one file of another product, in the units of recordings, and its times."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.table import Table, refused
from evenstride.sensors.samples import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Part:
    """The readings of one file; those that it lacks are None.

    Attributes:
        product: The product that wrote it.
        source: The file, which tells the side and is named in messages.
        sensor: What the parts of one sensor have in common: an address, a folder.
        device: The sensor's name.
        t_us: Times of the readings on the product's clock, microseconds, shape (n,).
        is_common: Whether other sensors' times are on the same clock.
        seq: Numbers as sent, unwrapped; None if the product has none.
        force: Specific force with gravity, shape (n, 3).
        force_unit: ``m/s2``, ``g`` or ``mg``; "" if the file does not say.
        linear: Acceleration without gravity, in the same unit.
        gravity: Gravity alone, in the same unit.
        rate: Angular rate, shape (n, 3).
        rate_unit: ``rad/s`` or ``deg/s``; "" if the file does not say.
        started: When it began, if the file says.
        remarks: Sentences about what was inferred or derived.
    """

    product: str
    source: str
    t_us: IntArray
    sensor: str = ""
    device: str = ""
    is_common: bool = False
    seq: IntArray | None = None
    force: FloatArray | None = None
    force_unit: str = ""
    linear: FloatArray | None = None
    gravity: FloatArray | None = None
    rate: FloatArray | None = None
    rate_unit: str = ""
    started: datetime | None = None
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.t_us)

    def only(self, kept: IntArray) -> "Part":
        """Return a part with only some of these readings."""

        def of(values: FloatArray | None) -> FloatArray | None:
            return None if values is None else values[kept]

        return replace(
            self,
            t_us=self.t_us[kept],
            seq=None if self.seq is None else self.seq[kept],
            force=of(self.force),
            linear=of(self.linear),
            gravity=of(self.gravity),
            rate=of(self.rate),
        )


def microseconds(seconds: FloatArray, per_second: float = 1.0) -> IntArray:
    """Return times as whole microseconds.

    Args:
        seconds: Times in any unit.
        per_second: How many of that unit are one second.
    """
    return np.rint(seconds * (1e6 / per_second)).astype(np.int64)


def exact_microseconds(table: Table, name: str, per_microsecond: int) -> IntArray:
    """Return integers of a unit smaller than microseconds, without the rounding of floats."""
    found = np.empty(len(table.rows), dtype=np.int64)
    for at, text in enumerate(table.texts(name)):
        try:
            found[at] = int(text) // per_microsecond
        except ValueError as error:
            what = f"{text[:30]!r} in the column {name!r}"
            raise refused(table.name, "a whole number", what, table.lines[at]) from error
    return found


def unwrapped(counts: FloatArray, size: int) -> IntArray:
    """Unwrap counts that restart at 0 after ``size``."""
    whole = np.rint(counts).astype(np.int64)
    steps = np.diff(whole, prepend=whole[:1])
    turns = np.cumsum(steps < -size // 2)
    return np.asarray(whole + size * turns, dtype=np.int64)


def unit_of_force(text: str) -> str:
    """Return the unit of an acceleration from a header or a row of units; "" if it names none."""
    plain = text.lower().replace(" ", "").replace("²", "2").replace("^", "").replace("*", "")
    for words, unit in (
        (("m/s2", "m/(s2)", "ms-2", "m/s/s"), "m/s2"),
        (("(mg)", "[mg]", "=mg"), "mg"),
        (("(g)", "[g]", "=g", "gforce"), "g"),
    ):
        if any(word in plain for word in words) or plain == unit:
            return unit
    return ""


def unit_of_rate(text: str) -> str:
    """Return the unit of an angular rate from a text; "" if it names none."""
    plain = text.lower().replace(" ", "")
    if any(word in plain for word in ("deg/s", "°/s", "dps", "d/s", "degree")):
        return "deg/s"
    return "rad/s" if "rad/s" in plain else ""


def without_holes(part: Part) -> tuple[Part, int]:
    """Return a part without the readings that lack a value, and the number of those.

    If there is acceleration, a reading may lack the whole angular rate.
    """
    whole = np.ones(len(part), dtype=np.bool_)
    for values in (part.force, part.linear, part.gravity):
        if values is not None:
            whole &= np.isfinite(values).all(axis=1)
    if part.rate is not None:
        is_there = np.isfinite(part.rate)
        may_lack = part.force is not None or part.linear is not None
        whole &= is_there.all(axis=1) | (may_lack & ~is_there.any(axis=1))
    return part.only(np.flatnonzero(whole)), int((~whole).sum())


def no_acceleration(product: str, table: Table) -> RecordingError:
    """Return the error about a file in which nothing can be counted."""
    found = f"{', '.join(table.names[:8])} only (it is an export of {product})"
    return refused(table.name, "acceleration with gravity", found, table.names_line)
