"""The first pieces of a session in which a limb moves, kept until something else has told."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

PART_TICKS: Final = 13
"""A quarter of a second, over which forces are averaged: heels that strike are over by then."""

PARTS: Final = 5
PIECE_TICKS: Final = PARTS * PART_TICKS
"""1.3 s: half a quick movement at least, and the gyroscope's bias turns by less than 7°."""

_MOST: Final = 24
"""Half a minute of movement."""

_CHANGED_M_S2: Final = 1.2
"""By so much the force differs from its mean in a piece that tells anything: 7° of tilt."""

_AT_ONCE: Final = 40 * PIECE_TICKS


class MovingPieces:
    """Keeps pieces of ticks in which the force changed; how ticks are cut into calls does nothing.

    Attributes:
        is_full: Whether nothing more is kept.
    """

    def __init__(self) -> None:
        self.is_full = False
        self._pieces: list[FloatArray] = []
        self._waiting: list[FloatArray] = []
        self._ticks_waiting = 0

    def begin_again(self) -> None:
        """What follows does not go on from what was before: there is a gap."""
        self._take()
        self._waiting, self._ticks_waiting = [], 0

    def update(self, ticks: FloatArray) -> None:
        """Take ticks that go on from those before.

        Args:
            ticks: Of each force, angular rate and whether they are not known, shape (n, 7).
        """
        self._waiting.append(ticks)
        self._ticks_waiting += len(ticks)
        if self._ticks_waiting >= _AT_ONCE:
            self._take()

    @property
    def all(self) -> list[FloatArray]:
        """Force and angular rate of each piece that is kept, shape (65, 6)."""
        self._take()
        return self._pieces

    def _take(self) -> None:
        """Look at what waits: much of it at once, which takes a tenth of the time."""
        if self.is_full or self._ticks_waiting < PIECE_TICKS:
            return
        ticks = np.concatenate(self._waiting)
        size = len(ticks) // PIECE_TICKS * PIECE_TICKS
        self._waiting, self._ticks_waiting = [ticks[size:]], len(ticks) - size
        pieces = ticks[:size].reshape(-1, PIECE_TICKS, ticks.shape[1])
        tells = ~(pieces[:, :, 6].any(axis=1) | np.isnan(pieces[:, :, 3]).any(axis=1))
        tells &= scatter(pieces[:, :, :3]) > _CHANGED_M_S2**2
        self._pieces += [piece.copy() for piece in pieces[tells, :, :6]]
        del self._pieces[_MOST:]
        self.is_full = len(self._pieces) == _MOST


def scatter(force: FloatArray) -> FloatArray:
    """By how much the means of quarters of a second differ from their own, mean squares.

    Args:
        force: Of pieces, shape (n, 65, 3).

    Returns:
        (m/s²)², shape (n,).
    """
    means = force.reshape(-1, PARTS, PART_TICKS, 3).mean(axis=2)
    off = means - means.mean(axis=1, keepdims=True)
    return np.asarray((off**2).sum(axis=(1, 2)) / PARTS)
