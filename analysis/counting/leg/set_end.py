"""When the set in progress is over."""

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.leg.held_way import HeldWay
from evenstride.analysis.counting.small.small_leg import SmallReps


class SetEnd:
    """A set is over after a pause, unless what goes on may still become its next rep.

    Args:
        tally: The leg's count.
        way: The way out that the limb is on or held at.
        small: Knows the same of movements of a few degrees.
    """

    def __init__(self, tally: Tally, way: HeldWay, small: SmallReps) -> None:
        self._tally = tally
        self._way = way
        self._small = small

    def is_over(self, tick: int) -> bool:
        """Whether it is over at a tick; not where there is none."""
        if not self._tally.is_over(tick):
            return False
        return not (self._way.may_go_on(tick) or self._small.may_go_on(tick))

    @property
    def over_at(self) -> int | None:
        """The first tick at which it is over, if no movement begins or ends; None without one."""
        over_at = self._tally.over_at
        if over_at is None or self._way.now is None:
            return over_at
        return max(over_at, self._way.may_go_on_until)
