"""Finds jumps of the vertical between calm readings, faster than any limb can turn.

After such a jump the sensor is worn differently, or it is another one, or its axes have changed.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import dots, lengths
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray, IntArray

JUMP_TICKS: Final = 3
"""0.06 s, in which a sensor of 25 samples a second goes from one sample to the next."""

_JUMP_DEG: Final = 25.0
"""To turn so far in this time, a limb would need 480 rad/s², ten times the fastest kick."""

CALM_TICKS: Final = 10
"""0.2 s before a jump and after it."""

_CALM_M_S2: Final = 0.3
"""The force differs from a straight line by less than this then, as in a limb that rests or moves
evenly."""

_CALM_M_S3: Final = 10.0
"""Gravity changes at this rate in a limb that turns at 57 °/s, which is 3° in a jump."""

_MIDDLE: Final = np.arange(CALM_TICKS) - (CALM_TICKS - 1) / 2.0

_LEAST_M_S2: Final = float(2.0 * np.sin(np.radians(_JUMP_DEG) / 2.0)) * 0.9 * GRAVITY_M_S2
"""How much gravity changes at least in such a jump, allowing for offsets of a tenth of it."""

_COLUMNS: Final = 4
_KEPT: Final = 2 * CALM_TICKS + JUMP_TICKS


class PoseJumps:
    """Looks for jumps in ticks; how they are cut into blocks changes nothing.

    Attributes:
        at_s: When the first one was, seconds; None before it.
        times: How many there were.
        most_deg: How far the vertical turned at most, degrees.
    """

    def __init__(self) -> None:
        self.at_s: float | None = None
        self.times = 0
        self.most_deg = 0.0
        self._until = -1
        self.begin_again()

    def begin_again(self) -> None:
        """Forget the latest ticks, as there is a gap."""
        self._rows: FloatArray = np.empty((0, _COLUMNS))

    def update(self, last: int, ticks: FloatArray) -> list[int]:
        """Take ticks that continue those before; return the ticks at which jumps begin.

        Each is returned once ``JUMP_TICKS + CALM_TICKS`` more have come.

        Args:
            last: The number of the last one.
            ticks: For each one the force, and whether it is unknown, shape (n, 4).
        """
        rows = np.concatenate((self._rows, ticks))
        self._rows = rows[max(len(rows) - _KEPT, 0) :].copy()
        step = rows[JUMP_TICKS:, :3] - rows[:-JUMP_TICKS, :3]
        places = (dots(step, step) > _LEAST_M_S2**2).nonzero()[0]
        if not len(places):
            return []
        is_inside = (places >= CALM_TICKS - 1) & (places + JUMP_TICKS + CALM_TICKS <= len(rows))
        places = places[is_inside]
        return self._look(rows, places, last + 1 - len(rows)) if len(places) else []

    def _look(self, rows: FloatArray, places: IntArray, first: int) -> list[int]:
        around = np.arange(CALM_TICKS)
        before = rows[places[:, None] - CALM_TICKS + 1 + around]
        after = rows[places[:, None] + JUMP_TICKS + around]
        is_jump = np.ones(len(places), np.bool_)
        means = []
        for part in (before, after):
            mean = part[:, :, :3].sum(axis=1) / CALM_TICKS
            off = part[:, :, :3] - mean[:, None]
            slope = (off * _MIDDLE[:, None]).sum(axis=1) / (_MIDDLE @ _MIDDLE)
            off -= slope[:, None] * _MIDDLE[:, None]
            is_jump &= (off**2).sum(axis=(1, 2)) / CALM_TICKS < _CALM_M_S2**2
            is_jump &= dots(slope, slope) < (_CALM_M_S3 * TICK_S) ** 2
            is_jump &= part[:, :, -1].sum(axis=1) == 0.0
            # Extrapolated to the end next to the jump.
            means.append(mean + slope * (_MIDDLE[-1] if part is before else _MIDDLE[0]))
        was, now = means
        size = np.maximum(lengths(was) * lengths(now), 1e-9)
        turned_deg = np.degrees(np.arccos(np.clip(dots(was, now) / size, -1.0, 1.0)))
        is_jump &= turned_deg > _JUMP_DEG
        found = [first + int(places[at]) for at in np.flatnonzero(is_jump)]
        for tick, by_deg in zip(found, turned_deg[is_jump].tolist(), strict=True):
            if tick > self._until:
                self.times += 1
                self.at_s = tick * TICK_S if self.at_s is None else self.at_s
            self._until = max(self._until, tick + JUMP_TICKS)
            self.most_deg = max(self.most_deg, by_deg)
        return found
