"""Follows the hold in progress, so that it can be announced while it lasts."""

from collections.abc import Iterator

from evenstride.analysis.counting.excursions import Move
from evenstride.analysis.model.events import Event, HoldReached, HoldStarted
from evenstride.analysis.model.vectors import norm
from evenstride.analysis.tuning import HOLD_RESTART_FRACTION, TICK_S
from evenstride.sensors.samples import Leg


class HoldFollower:
    """Announces a hold when it begins and when it lasted long enough.

    Args:
        leg: The leg that holds.
        target_s: How long the exercise asks to hold; None where it does not.
    """

    def __init__(self, leg: Leg, target_s: float | None) -> None:
        self._leg = leg
        self._target_s = target_s
        self._since: int | None = None
        self._range_deg = 0.0
        self._is_reached = False

    def seconds(self, tick: int) -> float | None:
        """How long the hold has lasted at a tick; None while there is none."""
        return None if self._since is None else (tick - self._since) * TICK_S

    def clear(self) -> None:
        """There is no hold any more."""
        self._since = None

    def step(
        self, tick: int, way_out: Move | None, *, moving: bool, lowering: bool, at_s: float
    ) -> Iterator[Event]:
        """Take one tick.

        Args:
            tick: Its number.
            way_out: The move that led to where the limb is; None where there is nothing to hold.
            moving: Whether the limb moves.
            lowering: Whether it goes back.
            at_s: The data time by which the tick was known.
        """
        if self._target_s is None or way_out is None:
            self.clear()
            return
        range_deg = norm(way_out.turn_deg)
        went_on = range_deg > HOLD_RESTART_FRACTION * self._range_deg
        if not moving and (self._since is None or went_on):
            self._since, self._range_deg = way_out.end, range_deg
            self._is_reached = False
            yield HoldStarted(leg=self._leg, at_s=at_s, since_s=way_out.end * TICK_S)
        held_s = self.seconds(tick)
        if held_s is None or self._is_reached or lowering:
            return
        if held_s >= self._target_s:
            self._is_reached = True
            yield HoldReached(leg=self._leg, at_s=at_s, hold_s=held_s)
