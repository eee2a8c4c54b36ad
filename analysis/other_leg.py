"""Whether the other leg trains, while this one only moves along or passes the time."""

from analysis.tuning import (
    BOTH_LEGS_FRACTION,
    OTHER_LEG_FRACTION,
    OTHER_LEG_IN_SET_FRACTION,
    OTHER_LEG_SMALL_FRACTION,
    OTHER_LEG_WALKING_FRACTION,
    STEP_DEG,
    TICK_S,
    WALKING_S,
)


class OtherLegWatch:
    """Judges a leg's movements by what the other leg did meanwhile.

    Args:
        both_legs: Whether the exercise is one of both legs together.
    """

    def __init__(self, *, both_legs: bool) -> None:
        self._both_legs = both_legs
        self._walks_until = -1

    def works(
        self, own_deg: float, other_deg: float, other_set_deg: float, *, in_set: bool, tick: int
    ) -> bool:
        """Whether a movement of this leg is the other one's doing.

        Args:
            own_deg: How far this leg turned.
            other_deg: How far the other one turned away from where it was, in the same time.
            other_set_deg: The usual range of the set that the other leg is in; 0 without one.
            in_set: Whether this leg is in a set.
            tick: The tick by which the movement was found.
        """
        if other_deg > self._limit(own_deg, in_set=in_set, tick=tick) * own_deg:
            if own_deg > STEP_DEG and other_deg > STEP_DEG:
                self._walks_until = tick + round(WALKING_S / TICK_S)
            return True
        return not self._both_legs and own_deg < OTHER_LEG_FRACTION * other_set_deg

    def rests(self, own_deg: float, other_deg: float) -> bool:
        """Whether the other leg may be taken to rest while this one is on its way out."""
        limit = BOTH_LEGS_FRACTION if self._both_legs else OTHER_LEG_FRACTION
        return other_deg <= limit * own_deg

    def _limit(self, own_deg: float, *, in_set: bool, tick: int) -> float:
        if self._both_legs:
            return BOTH_LEGS_FRACTION
        if in_set:
            return OTHER_LEG_IN_SET_FRACTION
        if own_deg < STEP_DEG:
            return OTHER_LEG_SMALL_FRACTION
        return OTHER_LEG_WALKING_FRACTION if tick < self._walks_until else OTHER_LEG_FRACTION
