"""Follows the hold in progress, so that it can be announced during the hold."""

from collections.abc import Callable, Iterator

from evenstride.analysis.counting.moves.movements import Move
from evenstride.analysis.counting.ticks.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Event, HoldReached, HoldStarted
from evenstride.analysis.model.vectors import Vector, cosine, norm
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg


class HoldFollower:
    """Announces a hold when it begins and when it is long enough.

    Args:
        target_s: How long the exercise asks to hold, seconds; None without a hold.
    """

    def __init__(self, leg: Leg, target_s: float | None, tuning: CountingTuning = COUNTING) -> None:
        self._leg = leg
        self._target_s = target_s
        self._tuning = tuning
        self._way_out: Move | None = None
        self._since = 0
        self._is_on = False
        self._is_reached = False

    def seconds(self, tick: int) -> float | None:
        """Return how long the hold has lasted at a tick, seconds; None outside of a hold."""
        return (tick - self._since) * TICK_S if self._is_on else None

    def _is_long(self, tick: int) -> bool:
        held_s = self.seconds(tick)
        return held_s is not None and self._target_s is not None and held_s >= self._target_s

    def clear(self) -> None:
        """Interrupt the hold; it goes on if the limb stays at the end of the same way."""
        self._is_on = False

    def step(
        self,
        tick: int,
        way_out: Move | None,
        *,
        moving: bool,
        lowering: bool,
        hole: range = range(0),
        at_s: float,
    ) -> Iterator[Event]:
        """Take one tick.

        Args:
            way_out: The move that led to where the limb is; None if there is nothing to hold.
            moving: Whether the limb moves.
            lowering: Whether it goes back.
            hole: The ticks of the last hole. A hold after a way that ended in it begins with the
                end of the hole.
            at_s: The data time by which the tick was known.
        """
        if self._target_s is None or way_out is None:
            self.clear()
            return
        if not moving:
            if self._is_another(way_out):
                self._way_out = way_out
                self._since = hole.stop if way_out.end in hole else way_out.end
                self._is_reached = False
                yield HoldStarted(leg=self._leg, at_s=at_s, since_s=self._since * TICK_S)
            self._is_on = True
        if self._is_reached or lowering or not self._is_long(tick):
            return
        self._is_reached = True
        yield HoldReached(leg=self._leg, at_s=at_s, hold_s=self.seconds(tick) or 0.0)

    def quiet_until(
        self,
        tick: int,
        end: int,
        way_out: Move | None,
        not_lowering: Callable[[int, int], int],
    ) -> int:
        """Return the first tick at which ``step`` has to announce that the hold is long enough.

        Args:
            tick: The next tick.
            end: The tick at which something else happens, which is the answer if there is nothing
                to announce before.
            way_out: The move that led to where the limb is; None if there is nothing to hold.
            not_lowering: Gives the first tick between two ticks at which the limb does not go back.
        """
        if way_out is None or not self._is_on or self._target_s is None or self._is_reached:
            return end
        reached = first_tick(self._is_long, self._since + self._target_s / TICK_S)
        return not_lowering(max(reached, tick), end) if reached < end else end

    def _is_another(self, way_out: Move) -> bool:
        """Return whether the limb holds at the end of another way out than in the last hold.

        While the limb sways or pulses at its end, a way may be found with another end or start. It
        is still the same one.
        """
        held = self._way_out
        if held is None:
            return True
        went_on = self._tuning.hold_restart_factor * norm(held.turn_deg)
        if norm(way_out.turn_deg) > went_on:
            return True
        if way_out.start == held.start:
            return False
        is_later = (way_out.start - held.end) * TICK_S > self._tuning.one_way_s
        is_back = cosine(way_out.turn_deg, held.turn_deg) < -self._tuning.opposite_cos
        return not self._is_on or (is_later and not is_back)


def goes_with_set(
    way_out: Move, axis: Vector, usual_deg: float, *, tuning: CountingTuning = COUNTING
) -> bool:
    """Return whether a way out has the direction of the set's reps, and about their range.

    Args:
        axis: The axis about which the limb turns in the set.
        usual_deg: The set's usual range, degrees.
    """
    range_deg = norm(way_out.turn_deg)
    same_way = cosine(way_out.turn_deg, axis) > tuning.other_way_cos
    is_enough = range_deg >= tuning.attempt_fraction * usual_deg
    return same_way and is_enough and range_deg <= tuning.too_large_factor * usual_deg
