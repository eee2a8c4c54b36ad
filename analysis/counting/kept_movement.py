"""What is kept of a counted rep's movement all session long: it may be asked for again."""

from struct import Struct
from typing import Final, Self

import numpy as np

from evenstride.analysis.counting.climb import Climb
from evenstride.analysis.counting.measure import POSES, Movement
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.model.unchanging import Unchanging
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_ROW: Final = Struct(f"<3d d 4q ? d ? {3 * POSES}d")
"""Axis, range, the four ticks, whether it is a pulse; climb, whether it was lifted, and poses."""


class KeptMovement(Unchanging):
    """A movement without what is measured of it, in a third of the memory.

    A screen runs for hours, with hundreds of reps in each, and as objects of their own the numbers
    of a movement take a kilobyte.

    Args:
        row: Its numbers, packed.
    """

    __slots__ = ("_row",)

    def __init__(self, row: bytes) -> None:
        self._row = row

    @classmethod
    def of(cls, movement: Movement) -> Self:
        """What is kept of a movement."""
        found = movement.found
        ticks = found.start, found.top, found.leave, found.end
        return cls(
            _ROW.pack(
                *found.axis,
                found.range_deg,
                *ticks,
                found.is_pulse,
                movement.climb_m,
                movement.is_lifted,
                *movement.poses.ravel().tolist(),
            )
        )

    @property
    def found(self) -> Excursion:
        """The movement as it was found."""
        x, y, z, range_deg, start, top, leave, end, is_pulse, *_ = _ROW.unpack(self._row)
        return Excursion((x, y, z), range_deg, start, top, leave, end, is_pulse)

    @property
    def climb(self) -> Climb:
        """How much higher the sensor is afterwards, and how long that took."""
        found, (_, climb_m, *_) = self.found, _ROW.unpack(self._row)[8:]
        return Climb(climb_m, (found.end - found.start) * TICK_S)

    @property
    def is_lifted(self) -> bool:
        """Whether the sensor was seen to be carried up as a raised leg carries it."""
        is_lifted: bool = _ROW.unpack(self._row)[10]
        return is_lifted

    @property
    def poses(self) -> FloatArray:
        """The vertical in the sensor's frame at some moments, unit vectors, shape (n, 3)."""
        return np.array(_ROW.unpack(self._row)[-3 * POSES :]).reshape(POSES, 3)
