"""What is known about a limb at each tick: as plain numbers, and as rows with columns."""

from dataclasses import dataclass
from struct import Struct
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from evenstride.analysis.model.vectors import Vector


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick of ``Motion`` in plain numbers, for whatever works tick by tick."""

    index: int
    up: Vector
    rate_deg_s: Vector
    raw_rate_deg_s: Vector
    spin_deg_s: float
    bridged: bool
    force_m_s2: Vector
    saturated: bool = False
    lost: bool = False


TICK_DTYPE: Final = np.dtype(
    [
        ("index", np.int64),
        ("up", np.float64, 3),
        ("rate_deg_s", np.float64, 3),
        ("raw_rate_deg_s", np.float64, 3),
        ("spin_deg_s", np.float64),
        ("bridged", np.bool_),
        ("force_m_s2", np.float64, 3),
        ("saturated", np.bool_),
        ("lost", np.bool_),
    ],
    align=True,
)
"""The columns of motion wherever it is stored: those of ``Tick``, in the same order."""

TickRows: TypeAlias = npt.NDArray[np.void]
"""Ticks as rows of ``TICK_DTYPE``, shape (n,)."""

_WHOLE: Final = np.dtype((np.void, TICK_DTYPE.itemsize))

_IN_MEMORY: Final = Struct("@q 3d 3d 3d d ? 3d ? ?")
"""The memory layout of one ``TICK_DTYPE`` row; numpy takes ten times as long to get or set one."""


def tick_of(rows: TickRows, at: int) -> Tick:
    """Return one row as plain numbers."""
    # Arrays are buffers, which numpy's types do not say. Asking for their ``data`` would describe
    # all columns each time, and take six times as long.
    row = _IN_MEMORY.unpack_from(rows, at * TICK_DTYPE.itemsize)  # type: ignore[arg-type]
    index, ux, uy, uz, rx, ry, rz, wx, wy, wz, spin, bridged, fx, fy, fz, saturated, lost = row
    return Tick(
        index=index,
        up=(ux, uy, uz),
        rate_deg_s=(rx, ry, rz),
        raw_rate_deg_s=(wx, wy, wz),
        spin_deg_s=spin,
        bridged=bridged,
        force_m_s2=(fx, fy, fz),
        saturated=saturated,
        lost=lost,
    )


def up_of(rows: TickRows, at: int) -> Vector:
    """Return the vertical of one row, as plain numbers."""
    x, y, z = rows["up"][at].tolist()
    return x, y, z


def set_tick(rows: TickRows, at: int, tick: Tick) -> None:
    """Write a tick into a row."""
    _IN_MEMORY.pack_into(
        rows,  # type: ignore[arg-type]  # as above
        at * TICK_DTYPE.itemsize,
        tick.index,
        *tick.up,
        *tick.rate_deg_s,
        *tick.raw_rate_deg_s,
        tick.spin_deg_s,
        tick.bridged,
        *tick.force_m_s2,
        tick.saturated,
        tick.lost,
    )


def blank_rows(size: int) -> TickRows:
    """Return rows whose columns are all zero, shape (``size``,)."""
    return np.zeros(size, TICK_DTYPE)


def joined(*parts: TickRows) -> TickRows:
    """Concatenate rows; those of each part must be contiguous in memory."""
    return np.concatenate([as_whole(part) for part in parts]).view(TICK_DTYPE)


def as_whole(rows: TickRows) -> TickRows:
    """View rows without their columns, which numpy would copy one by one, ten times slower.

    Args:
        rows: Contiguous in memory, shape (n,).
    """
    return rows.view(_WHOLE)
