"""How the height of a sensor goes with the angle of its limb, and what that tells of the limb.

A limb that is stood on turns about its foot, below the sensor: the further it tips, the faster it
sinks, and the curve of its height bends down. One that is put down, lifted or shaken turns about
the joint above it: its height bends up. One that only sways while the other leg lets the body down
sinks far too much for how far it turns. None of this depends on the strap, on the pose at rest, or
on which end of the movement was taken for its start. A single movement shows it vaguely, and those
of a set together clearly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.height_curve import lever_sums
from evenstride.analysis.signal.motion.recent_motion import RecentMotion

_LEAST_M: Final = 0.1
"""The height of a limb that is stood on bends down by at least this per radian: a thigh alone, its
sensor 15 cm above the knee, by 0.15 m, and a shank that tips along adds to it."""

_ERRORS: Final = 2.0
"""How many standard errors a bend has to be beyond a limit."""

_UNEVEN_M: Final = 0.05
"""From rep to rep the bend differs by this, as the hip gives way to the side or the foot rolls."""

_LEG_M: Final = 1.0
"""No leg is longer, from the foot that it turns about to the sensor."""


@dataclass(frozen=True, slots=True)
class Bend:
    """How a sensor's height bends as its limb turns.

    Attributes:
        mean_m: By how much the lever grows per radian, metres: near upright, how far the hinge is
            above the sensor.
        error_m: Its standard error, metres.
    """

    mean_m: float
    error_m: float

    @property
    def swings(self) -> bool:
        """Whether the limb turns about what is above the sensor, and about nothing below it.

        Where one of several movements was another, their mean may be about zero.
        """
        return self.mean_m > 0.0 and self.mean_m - _ERRORS * self.error_m > -_LEAST_M

    @property
    def rides(self) -> bool:
        """Whether the sensor sinks by more than any leg explains."""
        return self.mean_m + _ERRORS * self.error_m < -_LEG_M

    @property
    def stands(self) -> bool:
        """Whether the limb certainly turns about what is below it."""
        return self.mean_m + _ERRORS * self.error_m < 0.0 and self.mean_m > -_LEG_M

    def differs(self, other: "Bend") -> bool:
        """Whether two bends cannot be the same."""
        apart_m = abs(self.mean_m - other.mean_m)
        return apart_m > _ERRORS * math.hypot(self.error_m, other.error_m)

    def is_like(self, others: Sequence["Bend"]) -> bool:
        """Whether it can be the same as that of others; False without any."""
        return bool(others) and not self.differs(together(others))

    def with_like(self, others: Sequence["Bend"]) -> "Bend":
        """The bend together with others, if it can be the same."""
        return together([*others, self]) if self.is_like(others) else self


def bend_of(
    recent: RecentMotion, found: Excursion, now: int, *, tuning: CountingTuning = COUNTING
) -> Bend | None:
    """Return how the height bends in a movement seen by a gyroscope; None if too much was lost.

    Which end of the movement was taken for its start makes no difference.

    Args:
        now: The tick by which it was found: nothing later is looked at.
    """
    height = lever_sums(recent, found, now, has_gyro=True, tuning=tuning)
    if height is None:
        return None
    per_rad = 1.0 / math.radians(found.range_deg)
    mean_m, error_m = height.lever_m(-per_rad, per_rad)
    return Bend(mean_m, math.hypot(error_m, _UNEVEN_M))


def together(bends: Sequence[Bend]) -> Bend:
    """The bend of several movements, at least one."""
    weights = [one.error_m**-2 for one in bends]
    total = sum(weights)
    mean_m = sum(w * one.mean_m for w, one in zip(weights, bends, strict=True)) / total
    return Bend(mean_m, total**-0.5)
