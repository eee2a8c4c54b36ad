"""Samples with their numbers and times."""

from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Stamped:
    """Samples with their numbers and times.

    Attributes:
        seq: Numbers, shape (n,); a jump is a loss.
        t_us: When they were measured on the host's clock, except for the radio's least delay,
            microseconds, shape (n,).
        host_us: When they arrived, shape (n,).
        values: The values as given, shape (n, k).
    """

    seq: IntArray
    t_us: IntArray
    host_us: IntArray
    values: FloatArray


def joined(parts: list[Stamped], columns: int) -> Stamped:
    """Return them joined, one after the other; with this many columns even if there are none."""
    if len(parts) == 1:
        return parts[0]
    none = np.empty(0, np.int64)
    return Stamped(
        np.concatenate([none, *(p.seq for p in parts)]),
        np.concatenate([none, *(p.t_us for p in parts)]),
        np.concatenate([none, *(p.host_us for p in parts)]),
        np.concatenate([np.empty((0, columns)), *(p.values for p in parts)]),
    )
