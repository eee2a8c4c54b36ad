"""Recognises a strap that turned about the knee's axis: the hinge still fits, "straight" moved."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.knee.angle import pitches_deg, within_half_turn
from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_TURNED_DEG = 12.0
_STAYED_DEG = 4.0
_FEWEST_RESTS = 2
_KEPT_RESTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Rest:
    """A rest: the vertical in both sensors, unit vectors of shape (3,), and its time, seconds."""

    thigh_up: FloatArray
    shank_up: FloatArray
    at_s: float

    def pitches_deg(self, hinge: Hinge) -> tuple[float, float]:
        """Return its pitches about the current hinge, which may have changed since the rest."""
        return pitches_deg(self.thigh_up, self.shank_up, hinge)


class TurnedStrap:
    """Compares the leg's rests with earlier ones.

    With the foot on the floor the knee can bend only if both thigh and shank turn, one up and the
    other down. If only one of the sensors has turned at a rest, its strap has turned. A person's
    rests differ by a few degrees, so two that agree are needed.
    """

    def __init__(self) -> None:
        self._known: deque[_Rest] = deque(maxlen=_KEPT_RESTS)
        self._turned: list[_Rest] = []

    def forget(self) -> None:
        """Forget the rests, because the sensors are known to sit in another way now."""
        self._known.clear()
        self._turned.clear()

    def slipped_s(self, rest: Paired, hinge: Hinge) -> float | None:
        """Return since when a strap has turned, seconds; None if this rest does not settle it."""
        up = rest.thigh.up.mean(axis=0), rest.shank.up.mean(axis=0)
        now = _Rest(*up, float(rest.index[0]) * TICK_S)
        if len(self._known) < _FEWEST_RESTS or not _is_turned(now, self._known, hinge):
            self._turned.clear()
            self._known.append(now)
            return None
        if self._turned and _is_turned(now, self._turned, hinge):
            self._turned.clear()
        self._turned.append(now)
        if len(self._turned) < _FEWEST_RESTS:
            return None
        since_s = self._turned[0].at_s
        self._known = deque(self._turned, maxlen=_KEPT_RESTS)
        self._turned = []
        return since_s


def _is_turned(now: _Rest, before: Iterable[_Rest], hinge: Hinge) -> bool:
    known = np.array([one.pitches_deg(hinge) for one in before])
    turned = [
        abs(float(np.median([within_half_turn(value - one) for one in column])))
        for value, column in zip(now.pitches_deg(hinge), known.T, strict=True)
    ]
    return max(turned) > _TURNED_DEG and min(turned) < _STAYED_DEG
