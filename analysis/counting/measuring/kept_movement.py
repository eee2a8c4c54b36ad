"""The part of a counted rep's movement that is kept all session, as it may be needed again."""

from collections.abc import Iterable
from math import isnan, nan
from struct import Struct
from typing import Final, Self

import numpy as np

from evenstride.analysis.counting.everyday.climb import Climb
from evenstride.analysis.counting.measuring.bend import Bend
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.unchanging import Unchanging
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_ROW: Final = Struct("3d d 4q 3d ? ? ? 5x")
"""Axis, range, the four ticks, climb, and whether it is a pulse, lifted and cut; poses follow."""

_POSE: Final = np.float32
"""Seven digits: no sensor knows the vertical to more than five."""


class KeptMovement(Unchanging):
    """A movement without its measurements, in a quarter of the memory.

    A screen runs for hours with hundreds of reps in each, and a movement's numbers as separate
    objects take a kilobyte.

    Args:
        row: Its numbers, packed.
    """

    __slots__ = ("_row",)

    def __init__(self, row: bytes) -> None:
        self._row = row

    @classmethod
    def of(cls, movement: Movement) -> Self:
        """Pack what is kept of a movement."""
        found, bend = movement.found, movement.bend
        ticks = found.start, found.top, found.leave, found.end
        row = _ROW.pack(
            *found.axis,
            found.range_deg,
            *ticks,
            movement.climb_m,
            *((bend.mean_m, bend.error_m) if bend else (nan, nan)),
            found.is_pulse,
            movement.is_lifted,
            Flag.SIGNAL_GAP in movement.measured.flags,
        )
        return cls(row + movement.poses.astype(_POSE).tobytes())

    @property
    def found(self) -> Excursion:
        """The movement as it was found."""
        x, y, z, range_deg, start, top, leave, end, _, _, _, is_pulse, _, _ = _ROW.unpack_from(
            self._row
        )
        return Excursion((x, y, z), range_deg, start, top, leave, end, is_pulse)

    @property
    def climb(self) -> Climb:
        """Its climb, which distinguishes it from a step beside the set."""
        _, _, _, range_deg, start, _, _, end, climb_m, *_ = _ROW.unpack_from(self._row)
        return Climb(climb_m, start * TICK_S, end * TICK_S, range_deg)

    @property
    def bend(self) -> Bend | None:
        """How the sensor's height bends; None if unknown."""
        _, _, _, _, _, _, _, _, _, mean_m, error_m, *_ = _ROW.unpack_from(self._row)
        return None if isnan(mean_m) else Bend(mean_m, error_m)

    @property
    def is_lifted(self) -> bool:
        """Whether the sensor was seen to be carried up as a raised leg carries it."""
        *_, is_lifted, _ = _ROW.unpack_from(self._row)
        return bool(is_lifted)

    @property
    def is_cut(self) -> bool:
        """Whether one of its times lies in a hole of the data."""
        *_, is_cut = _ROW.unpack_from(self._row)
        return bool(is_cut)

    @property
    def poses(self) -> FloatArray:
        """The vertical in the sensor's frame at some moments, unit vectors, shape (n, 3)."""
        packed = np.frombuffer(self._row, _POSE, offset=_ROW.size)
        return packed.astype(np.float64).reshape(-1, 3)


def bends_of(movements: Iterable[KeptMovement]) -> list[Bend]:
    """How the sensor's height bends in movements, where that is known."""
    return [bend for one in movements if (bend := one.bend) is not None]
