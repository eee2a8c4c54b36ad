"""Whether a strap turned about the knee's own axis: the hinge fits as before, straight moved."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.knee.angle import pitches_deg, within_half_turn
from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.signal.tuning import TICK_S

_TURNED_DEG = 12.0
_STAYED_DEG = 4.0
_FEWEST_RESTS = 2
_KEPT_RESTS = 5


@dataclass(frozen=True, slots=True)
class _Rest:
    """How both segments point about the hinge at a rest, degrees, and when."""

    thigh_deg: float
    shank_deg: float
    at_s: float


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
        thigh_deg, shank_deg = pitches_deg(rest, hinge)
        now = _Rest(thigh_deg, shank_deg, float(rest.index[0]) * TICK_S)
        if len(self._known) < _FEWEST_RESTS or not _is_turned(now, list(self._known)):
            self._turned.clear()
            self._known.append(now)
            return None
        if self._turned and _is_turned(now, self._turned):
            self._turned.clear()
        self._turned.append(now)
        if len(self._turned) < _FEWEST_RESTS:
            return None
        since_s = self._turned[0].at_s
        self._known = deque(self._turned, maxlen=_KEPT_RESTS)
        self._turned = []
        return since_s


def _is_turned(now: _Rest, before: list[_Rest]) -> bool:
    turned = [
        abs(float(np.median([within_half_turn(value - one) for one in known])))
        for value, known in (
            (now.thigh_deg, [one.thigh_deg for one in before]),
            (now.shank_deg, [one.shank_deg for one in before]),
        )
    ]
    return max(turned) > _TURNED_DEG and min(turned) < _STAYED_DEG
