"""Whether a strap turned about the knee's own axis: the hinge fits as before, straight moved."""

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
    """How the vertical lay in both sensors at a rest, and when."""

    thigh_up: FloatArray
    shank_up: FloatArray
    at_s: float

    def pitches_deg(self, hinge: Hinge) -> tuple[float, float]:
        """By the hinge as it is known now, which is not that of the rest."""
        return pitches_deg(self.thigh_up, self.shank_up, hinge)


class TurnedStrap:
    """Compares the leg at rest with how it rested before.

    A foot that stays on the floor lets the knee bend only if thigh and shank both turn, the one up
    and the other one down. Where one of the sensors turns at the rests and the other one does not,
    it is a strap that turned. A person's rests differ by some degrees, so that it takes two that
    agree.
    """

    def __init__(self) -> None:
        self._known: deque[_Rest] = deque(maxlen=_KEPT_RESTS)
        self._turned: list[_Rest] = []

    def forget(self) -> None:
        """The sensors sit in another way now, and that is known."""
        self._known.clear()
        self._turned.clear()

    def slipped_s(self, rest: Paired, hinge: Hinge) -> float | None:
        """Since when a strap has turned, where this rest settles it; else None."""
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
