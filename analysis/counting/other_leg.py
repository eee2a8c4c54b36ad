"""Whether the other leg trains, while this one only moves along or passes the time."""

from evenstride.analysis.counting.excursions import Excursion
from evenstride.analysis.model.vectors import dot, norm
from evenstride.analysis.signal.recent_motion import History
from evenstride.analysis.tuning import (
    BOTH_LEGS_FRACTION,
    OTHER_LEG_FITTING_FRACTION,
    OTHER_LEG_FRACTION,
    OTHER_LEG_IN_SET_FRACTION,
    OTHER_LEG_SHARES_FRACTION,
    OTHER_LEG_SHARES_UNCLEAR_FRACTION,
    OTHER_LEG_SMALL_FRACTION,
    OTHER_LEG_WALKING_FRACTION,
    STEP_DEG,
    TICK_S,
    TRUNK_DEG,
    WALKING_S,
)


class OtherLegWatch:
    """Judges a leg's movements by what the other leg did meanwhile.

    Args:
        both_legs: Whether the exercise is one of both legs together.
        lies: Whether the thighs lie between reps.
    """

    def __init__(self, *, both_legs: bool, lies: bool) -> None:
        self._both_legs = both_legs
        self._lies = lies
        self._walks_until = -1

    def works(
        self, own_deg: float, other_deg: float, other_set_deg: float, *, limit: float, tick: int
    ) -> bool:
        """Whether a movement of this leg is the other one's doing.

        Args:
            own_deg: How far this leg turned.
            other_deg: How far the other one turned away from where it was, in the same time.
            other_set_deg: The usual range of the set that the other leg is in; 0 without one.
            limit: What part of its own turn this leg lets the other one turn.
            tick: The tick by which the movement was found.
        """
        if other_deg > limit * own_deg:
            # What a stricter limit refuses may be no step: it must not keep itself strict.
            is_step = min(own_deg, other_deg) > STEP_DEG
            if is_step and other_deg > OTHER_LEG_FRACTION * own_deg:
                self._walks_until = tick + round(WALKING_S / TICK_S)
            return True
        return not self._both_legs and own_deg < OTHER_LEG_FRACTION * other_set_deg

    def rests(self, own_deg: float, other_deg: float) -> bool:
        """Whether the other leg may be taken to rest while this one is on its way out."""
        limit = BOTH_LEGS_FRACTION if self._both_legs else OTHER_LEG_FRACTION
        return other_deg <= limit * own_deg

    def shares(self, found: Excursion, other: History, *, should_tell: bool) -> bool:
        """Whether the other leg goes out and back with this one, as under a bending trunk.

        What counts is what it turned on both of this one's ways: fidgeting is not undone just then.

        Args:
            found: This leg's movement.
            other: The other leg's motion.
            should_tell: Whether the sensor tells of this exercise's movements, as a rule.
        """
        if self._both_legs or not self._lies or found.range_deg > TRUNK_DEG:
            return False
        out = other.turned_deg(found.start, found.top)
        back = other.turned_deg(found.leave, found.end)
        shared_deg = min(norm(out), norm(back))
        fraction = OTHER_LEG_SHARES_UNCLEAR_FRACTION if should_tell else OTHER_LEG_SHARES_FRACTION
        return dot(out, back) < 0.0 and shared_deg > fraction * found.range_deg

    def limit(self, own_deg: float, *, in_set: bool, fits: bool | None, tick: int) -> float:
        """What part of its own turn a leg that trains lets the other one turn.

        Args:
            own_deg: How far this leg turned.
            in_set: Whether it is in a set.
            fits: Whether it moved as the exercise does; None where nothing tells.
            tick: The tick by which the movement was found.
        """
        if self._both_legs:
            return BOTH_LEGS_FRACTION
        walks = tick < self._walks_until
        if fits and not self._lies:
            return OTHER_LEG_FRACTION if walks else OTHER_LEG_FITTING_FRACTION
        if in_set:
            return OTHER_LEG_IN_SET_FRACTION
        if own_deg < STEP_DEG:
            return OTHER_LEG_SMALL_FRACTION
        return OTHER_LEG_WALKING_FRACTION if walks else OTHER_LEG_FRACTION
