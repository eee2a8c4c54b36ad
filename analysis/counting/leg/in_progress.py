"""Follows what is in progress on one leg, its way out, hold and rest, and when it may change."""

from collections.abc import Callable, Iterator

from evenstride.analysis.counting.leg.held_way import HeldWay
from evenstride.analysis.counting.leg.hold import HoldFollower
from evenstride.analysis.counting.leg.leg_count import LegCount
from evenstride.analysis.counting.signs.other_leg import OtherLeg
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Event, Phase
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.tick_rows import Tick, TickRows, up_of
from evenstride.sensors.samples import Leg


class InProgress:
    """Follows what is in progress on one leg, before any verdict on it.

    Args:
        count: The leg's count and everything known about the leg.
    """

    def __init__(self, leg: Leg, count: LegCount, tuning: CountingTuning = COUNTING) -> None:
        self._count = count
        exercise, now = count.exercise, count.tally.now
        self._way = HeldWay(count.finder, count.gait, now, exercise, tuning)
        self._hold = HoldFollower(leg, exercise.hold_target_s, tuning)
        self._hole = range(0)
        # The last answer of ``quiet_until``, and the tick up to which ticks were known then; None
        # if the answer may be different by now.
        self._quiet: tuple[int, int] | None = None
        self._is_steady = False

    def change(self) -> None:
        """Make the next tick be analyzed by itself, because something other than motion changed."""
        self._is_steady = False

    def set_ends(self) -> None:
        """End the set in progress."""
        self._way.set_is_over()

    def lost(self, tick: int) -> None:
        """Note that a tick lies in a hole of the data."""
        goes_on = self._hole.stop == tick
        self._hole = range(self._hole.start if goes_on else tick, tick + 1)

    def step(
        self, tick: Tick, at_s: float, other: OtherLeg | None, *, is_paused: bool
    ) -> Iterator[Event]:
        """Take one tick, after the movement that it may have ended has been taken.

        Args:
            at_s: The data time by which it was known.
            other: The other leg; None if it wears no sensor.
            is_paused: Whether movements are ignored.
        """
        finder = self._count.finder
        self._quiet = None
        self._way.step(tick.index, other, is_paused=is_paused)
        moving, lowering = finder.moving, finder.moving and finder.returning
        yield from self._hold.step(
            tick.index, self._way.now, moving=moving, lowering=lowering, hole=self._hole, at_s=at_s
        )
        self._follow_rest(tick.up)
        self._is_steady = True

    def pass_over(self, rows: TickRows, other: OtherLeg | None) -> None:
        """Take ticks in which nothing happens, no more than ``quiet_until`` allowed; at least one.

        Args:
            other: The other leg; None if it wears no sensor.
        """
        finder, first = self._count.finder, int(rows["index"][0])
        last = first + len(rows) - 1
        moves_from = finder.moves_from(first)
        if moves_from is not None and first < moves_from <= last:
            # The limb rested until just before a move that begins among these ticks.
            self._follow_rest(up_of(rows, moves_from - 1 - first))
        finder.pass_to(last + 1)
        self._way.see(last, other)
        self._follow_rest(up_of(rows, len(rows) - 1))

    def quiet_until(
        self,
        ahead: TicksAhead,
        other: OtherLeg | None,
        others_ahead: Callable[[], TicksAhead | None] | None,
        *,
        is_paused: bool,
    ) -> int:
        """Return the first tick ahead at which anything but the passing of time may happen.

        Each rule says until when it has nothing to do; a rule that must see every tick names the
        next one. An answer that is too early costs time but changes no result, so results do not
        depend on how the samples are cut into blocks.

        Args:
            ahead: The ticks that follow the last one, none of them lost.
            other: The other leg; None if it wears no sensor.
            others_ahead: Gives the other leg's ticks that wait after its last one, or None if none
                wait; None without another leg.
            is_paused: Whether movements are ignored.
        """
        count, way, tick = self._count, self._way, ahead.first
        if not self._is_steady:
            return tick
        if self._quiet is not None:
            end, known_until = self._quiet
            if known_until == ahead.end and not way.is_news_of(other, tick):
                # In the meantime only the other leg went on, with nothing that matters here.
                return end
        bounds = [
            count.finder.quiet_until(ahead),
            count.tally.listing.bout.over_at,
            self._set_over_at,
            count.small.quiet_until(tick),
            count.looks_at(tick),
        ]
        end = max(min(bound for bound in bounds if bound is not None), tick)
        end = way.quiet_until(tick, end, other, others_ahead, is_paused=is_paused)
        end = self._hold.quiet_until(tick, end, way.now, count.finder.not_returning)
        if not way.looks_at_other:
            self._quiet = end, ahead.end
        return end

    def is_set_over(self, tick: int) -> bool:
        """Return whether the set is over: after a rest, unless its next rep may be in progress."""
        count = self._count
        if not count.tally.is_over(tick):
            return False
        return not (self._way.may_go_on(tick) or count.small.may_go_on(tick))

    @property
    def _set_over_at(self) -> int | None:
        """The tick at which the set is over if no movement begins or ends; None without a set."""
        over_at = self._count.tally.over_at
        if over_at is None or self._way.now is None:
            return over_at
        return max(over_at, self._way.may_go_on_until)

    def phase(self, *, is_paused: bool) -> Phase:
        """Return what the limb does now."""
        return self._way.phase(self._count.tick, is_paused=is_paused)

    @property
    def hold_s(self) -> float | None:
        """How long the hold in progress has lasted, seconds; None outside of a hold."""
        return self._hold.seconds(self._count.tick)

    def _follow_rest(self, up: Vector) -> None:
        rests = not (self._count.finder.moving or self._way.now)
        self._count.rest.step(up, rests=rests, in_set=bool(self._count.tally.now))
