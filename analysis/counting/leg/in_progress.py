"""What is in progress on one leg: its way out, its hold, its rest; and when that may change."""

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
        leg: Which leg.
        count: What the leg has counted, and what is known of it.
        tuning: The constants to go by.
    """

    def __init__(self, leg: Leg, count: LegCount, tuning: CountingTuning = COUNTING) -> None:
        self._count = count
        exercise, now = count.exercise, count.tally.now
        self._way = HeldWay(count.finder, count.gait, now, exercise, tuning)
        self._hold = HoldFollower(leg, exercise.hold_target_s, tuning)
        self._hole = range(0)
        # The last answer of ``quiet_until``, and the tick until which ticks were known then; None
        # where it may be another one by now.
        self._quiet: tuple[int, int] | None = None
        self._is_steady = False

    def change(self) -> None:
        """Something other than motion changed: the next tick has to be analyzed by itself."""
        self._is_steady = False

    def set_ends(self) -> None:
        """The set in progress ends."""
        self._way.set_is_over()

    def lost(self, tick: int) -> None:
        """A tick lies in a hole of the data."""
        goes_on = self._hole.stop == tick
        self._hole = range(self._hole.start if goes_on else tick, tick + 1)

    def step(
        self, tick: Tick, at_s: float, other: OtherLeg | None, *, is_paused: bool
    ) -> Iterator[Event]:
        """Take one tick, after the movement that it may have ended has been taken.

        Args:
            tick: The tick.
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
            is_paused: Whether movements mean nothing.
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
            rows: The ticks.
            other: The other leg, where that one wears a sensor too.
        """
        finder, first = self._count.finder, int(rows["index"][0])
        last = first + len(rows) - 1
        moves_from = finder.moves_from(first)
        if moves_from is not None and first < moves_from <= last:
            # Where the limb rested before a move that begins among them.
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
        """The first tick ahead at which anything may happen except that time passes.

        Each rule tells until when it has nothing to say; a rule that must see every tick names the
        next one. An answer that is too early costs time but changes no result, so it does not
        matter how the samples are cut into blocks.

        Args:
            ahead: The ticks that follow on the last one, none of them lost.
            other: The other leg, where that one wears a sensor too.
            others_ahead: Gives the ticks that wait behind its last one; None if there are none.
            is_paused: Whether movements mean nothing.
        """
        count, way, tick = self._count, self._way, ahead.first
        if not self._is_steady:
            return tick
        if self._quiet is not None:
            end, known_until = self._quiet
            if known_until == ahead.end and not way.is_news_of(other, tick):
                # Only the other leg had its turn in the meantime, and nothing there matters here.
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
        """Whether the set in progress is over: after a pause, unless its next rep may go on."""
        count = self._count
        if not count.tally.is_over(tick):
            return False
        return not (self._way.may_go_on(tick) or count.small.may_go_on(tick))

    @property
    def _set_over_at(self) -> int | None:
        """The first tick at which it is over, if no movement begins or ends; None without one."""
        over_at = self._count.tally.over_at
        if over_at is None or self._way.now is None:
            return over_at
        return max(over_at, self._way.may_go_on_until)

    def phase(self, *, is_paused: bool) -> Phase:
        """What the limb does, in a word."""
        return self._way.phase(self._count.tick, is_paused=is_paused)

    @property
    def hold_s(self) -> float | None:
        """How long the hold in progress has lasted; None while there is none."""
        return self._hold.seconds(self._count.tick)

    def _follow_rest(self, up: Vector) -> None:
        rests = not (self._count.finder.moving or self._way.now)
        self._count.rest.step(up, rests=rests, in_set=bool(self._count.tally.now))
