"""How far the other leg moves along with small reps; if the trunk bends, both legs do.

Both legs sway and fidget all the time. A movement that the other leg shares goes out, stays and
comes back together with each rep; everything else is error of that estimate.
"""

from collections import deque
from typing import Final

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.belief import is_believed
from evenstride.analysis.counting.signs.other_leg import OtherLeg, OtherLegSeen
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import FloatArray

_BEFORE: Final = 40  # ticks before a movement that are looked at
_AFTER: Final = 5  # and after it: few, as a rep is reported soon after its end
_SWAY: Final = 25  # ticks, half a second, in which a limb sways one way


class GoesAlong:
    """Follows the other leg through the reps of a set.

    Args:
        usual_reps: How many of the last reps are averaged.
    """

    def __init__(self, usual_reps: int) -> None:
        self._seen: deque[tuple[FloatArray, float]] = deque(maxlen=usual_reps)

    def begin(self) -> None:
        """Begin a set."""
        self._seen.clear()

    def drop(self) -> None:
        """Forget the last movement: it was no rep."""
        if self._seen:
            self._seen.pop()

    def seen(
        self, other: OtherLeg, found: Excursion, now: int, *, far_deg: float
    ) -> OtherLegSeen | None:
        """Return what the other leg did in the set's reps; None if its sensor is not credible.

        Args:
            found: The last rep.
            now: The tick by which it was found: nothing later is looked at.
            far_deg: A leg that turns further than this does not fidget.
        """
        if not is_believed(other.recent, found.start, now):
            return None
        self._seen.append(_fitted(other.recent, found))
        count = len(self._seen)
        along_deg = float(np.linalg.norm(sum(along for along, _ in self._seen))) / count
        error_deg = sum(error for _, error in self._seen) / count**1.5
        # A fidget beside a rep is excused, but not a leg that turns by far more than the rep does:
        # it is the one that trains, however badly its ways fit the rep's.
        excused_deg = min(2.0 * error_deg, found.range_deg)
        sure_deg = max(along_deg - excused_deg, 0.0)
        turned_deg = other.recent.span_deg(found.start, found.end)
        if turned_deg > far_deg:
            sure_deg = along_deg = turned_deg
        set_range_deg = other.range_in_set_deg(found.start)
        return OtherLegSeen(
            # Nobody trains both legs at once: if the other leg is in a set, only a certain movement
            # of it is subtracted.
            turned_deg=along_deg if set_range_deg else sure_deg,
            shared_deg=sure_deg,
            set_range_deg=set_range_deg,
        )


def _fitted(recent: RecentMotion, found: Excursion) -> tuple[FloatArray, float]:
    """Return how far a limb goes along with the other's movement, degrees, (3,), and its error."""
    last = found.end + _AFTER
    ups = np.degrees(recent.ups(found.start - _BEFORE, last))
    ticks = np.arange(last - len(ups) + 1, last + 1)
    edges = found.start, found.top, found.leave, found.end
    shape = np.interp(ticks, edges, (0.0, 1.0, 1.0, 0.0))
    shape = shape - shape.mean()
    ups = ups - ups.mean(axis=0)
    power = max(float(shape @ shape), 1e-9)
    along = shape @ ups / power
    left = float(np.sum((ups - shape[:, None] * along) ** 2)) / len(ups)
    return along, float(np.sqrt(left * _SWAY / power))
