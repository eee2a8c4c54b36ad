"""The part of a counted rep's movement that is kept all session, as it may be needed again."""

from struct import Struct
from typing import Final, Self

import numpy as np

from evenstride.analysis.counting.everyday.climb import Climb
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.unchanging import Unchanging
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_ROW: Final = Struct("3d d 4q d ? ? ? 5x")
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
        found = movement.found
        ticks = found.start, found.top, found.leave, found.end
        row = _ROW.pack(
            *found.axis,
            found.range_deg,
            *ticks,
            movement.climb_m,
            found.is_pulse,
            movement.is_lifted,
            Flag.SIGNAL_GAP in movement.measured.flags,
        )
        return cls(row + movement.poses.astype(_POSE).tobytes())

    @property
    def found(self) -> Excursion:
        """The movement as it was found."""
        x, y, z, range_deg, start, top, leave, end, _, is_pulse, _, _ = _ROW.unpack_from(self._row)
        return Excursion((x, y, z), range_deg, start, top, leave, end, is_pulse)

    @property
    def climb(self) -> Climb:
        """Its climb, which distinguishes it from a step beside the set."""
        _, _, _, range_deg, start, _, _, end, climb_m, *_ = _ROW.unpack_from(self._row)
        return Climb(climb_m, start * TICK_S, end * TICK_S, range_deg)

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
