"""Where the vertical jumps within a moment, and is calm before and after: no limb turns so.

What follows is then measured by a sensor that is worn otherwise, by another one, or on other axes.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import dots, lengths
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray, IntArray

JUMP_TICKS: Final = 3
"""0.06 s, in which a sensor of 25 samples a second goes from one to the next."""

_JUMP_DEG: Final = 25.0
"""To do that in this time, a limb would be sped up and slowed down with 480 rad/s²: ten times the
fastest kick."""

CALM_TICKS: Final = 10
"""0.2 s before it and after it."""

_CALM_M_S2: Final = 0.3
"""So little the force then differs from a straight line, as of a limb that rests or goes on
evenly."""

_CALM_M_S3: Final = 10.0
"""Gravity turns so fast in a limb that goes on with 57 °/s, and by 3° in a jump."""

_MIDDLE: Final = np.arange(CALM_TICKS) - (CALM_TICKS - 1) / 2.0

_LEAST_M_S2: Final = float(2.0 * np.sin(np.radians(_JUMP_DEG) / 2.0)) * 0.9 * GRAVITY_M_S2
"""What gravity changes by, in a jump of so much; with offsets of a tenth of it."""

_COLUMNS: Final = 7
_KEPT: Final = 2 * CALM_TICKS + JUMP_TICKS


class PoseJumps:
    """Looks for jumps in ticks; how they are cut into blocks changes nothing.

    Attributes:
        at_s: When the first one was, seconds; None before it.
        times: How many there were.
        most_deg: By how much the vertical turned at most.
    """

    def __init__(self) -> None:
        self.at_s: float | None = None
        self.times = 0
        self.most_deg = 0.0
        self._until = -1
        self.begin_again()

    def begin_again(self) -> None:
        """What follows does not go on from what was before: there is a gap."""
        self._rows: FloatArray = np.empty((0, _COLUMNS))

    def update(self, last: int, ticks: FloatArray) -> list[int]:
        """Take ticks that go on from those before; tell from which ticks on there was a jump.

        Each is told when ``JUMP_TICKS + CALM_TICKS`` more have come.

        Args:
            last: The number of the last one.
            ticks: Of each the force, what nothing is made of, and at the end whether the force is
                not known, shape (n, 7).
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
            # At the end that is next to the jump.
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
