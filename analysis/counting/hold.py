"""Follows the hold in progress, so that it can be announced while it lasts."""

from collections.abc import Iterator

from evenstride.analysis.counting.movements import Move
from evenstride.analysis.counting.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.events import Event, HoldReached, HoldStarted
from evenstride.analysis.model.vectors import Vector, cosine, norm
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg


class HoldFollower:
    """Announces a hold when it begins and when it lasted long enough.

    Args:
        leg: The leg that holds.
        target_s: How long the exercise asks to hold; None where it does not.
        tuning: The constants to go by.
    """

    def __init__(self, leg: Leg, target_s: float | None, tuning: CountingTuning = COUNTING) -> None:
        self._leg = leg
        self._target_s = target_s
        self._tuning = tuning
        self._since: int | None = None
        self._range_deg = 0.0
        self._is_reached = False

    def seconds(self, tick: int) -> float | None:
        """How long the hold has lasted at a tick; None while there is none."""
        return None if self._since is None else (tick - self._since) * TICK_S

    def _is_long(self, tick: int) -> bool:
        held_s = self.seconds(tick)
        return held_s is not None and self._target_s is not None and held_s >= self._target_s

    @property
    def reached_at(self) -> int | None:
        """The first tick at which the hold is long enough; None without one that is waited for."""
        if self._since is None or self._target_s is None or self._is_reached:
            return None
        return first_tick(self._is_long, self._since + self._target_s / TICK_S)

    def clear(self) -> None:
        """There is no hold any more."""
        self._since = None

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
            tick: Its number.
            way_out: The move that led to where the limb is; None where there is nothing to hold.
            moving: Whether the limb moves.
            lowering: Whether it goes back.
            hole: The ticks of the last hole: a way that ended there ended nobody knows when.
            at_s: The data time by which the tick was known.
        """
        if self._target_s is None or way_out is None:
            self.clear()
            return
        range_deg = norm(way_out.turn_deg)
        went_on = range_deg > self._tuning.hold_restart_factor * self._range_deg
        if not moving and (self._since is None or went_on):
            self._since = hole.stop if way_out.end in hole else way_out.end
            self._range_deg = range_deg
            self._is_reached = False
            yield HoldStarted(leg=self._leg, at_s=at_s, since_s=self._since * TICK_S)
        if self._is_reached or lowering or not self._is_long(tick):
            return
        self._is_reached = True
        yield HoldReached(leg=self._leg, at_s=at_s, hold_s=self.seconds(tick) or 0.0)


def goes_with_set(
    way_out: Move, axis: Vector, usual_deg: float, *, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a way out goes where the set's reps go, and about as far.

    Args:
        way_out: The way out.
        axis: About what the limb turns in the set.
        usual_deg: The set's usual range, degrees.
        tuning: The constants to go by.
    """
    range_deg = norm(way_out.turn_deg)
    same_way = cosine(way_out.turn_deg, axis) > tuning.other_way_cos
    is_enough = range_deg >= tuning.attempt_fraction * usual_deg
    return same_way and is_enough and range_deg <= tuning.too_large_factor * usual_deg
