"""One leg: from its motion, tick by tick, to reps, holds, sets and attempts."""

import logging
from collections.abc import Callable, Iterator
from math import inf
from typing import TYPE_CHECKING

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.count.unseen_holes import UnseenHoles
from evenstride.analysis.counting.count.with_knee import knee_now
from evenstride.analysis.counting.leg.held_way import HeldWay
from evenstride.analysis.counting.leg.hold import HoldFollower
from evenstride.analysis.counting.leg.leg_parts import as_seen, new_recent
from evenstride.analysis.counting.leg.set_end import SetEnd
from evenstride.analysis.counting.leg.taking import Taking
from evenstride.analysis.counting.sentences.perhaps_a_chair import perhaps_a_chair
from evenstride.analysis.counting.sentences.perhaps_strides import perhaps_pedals, perhaps_strides
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.which_way_up import unsure_sets
from evenstride.analysis.model.events import Event, LegState, Phase
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.tick_rows import Tick, TickRows, up_of
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Placement

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker

_log = logging.getLogger(__name__)


class LegAnalyzer:
    """Counts and times one leg's reps, tick by tick.

    Args:
        leg: Which leg.
        exercise: What is trained.
        placement: Where on the leg the sensor sits.
        tuning: The constants to go by.

    Attributes:
        recent: The motion of the last stretch of time.
        placement: Where the sensor sits by which it counts.
        asked: What is trained, as it was named.
    """

    def __init__(
        self,
        leg: Leg,
        exercise: Exercise,
        placement: Placement,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self.leg = leg
        self.asked = exercise
        self._tuning = tuning
        self._is_paused = False
        self._hole = range(0)
        # The last answer of ``quiet_until``, and the tick until which ticks were known then; None
        # where it may be another one by now.
        self._quiet: tuple[int, int] | None = None
        self._begin_at_first_tick(placement)

    def _begin_at_first_tick(self, placement: Placement) -> None:
        """Begin with the first tick: whatever knows a tick's number is made anew."""
        self.placement = placement
        self._unseen = UnseenHoles()
        self.recent = new_recent(as_seen(self.asked, placement), self._tuning)
        self._taking = Taking(self.leg, self.asked, placement, self.recent, self._tuning)
        self._nothing_begun()

    @property
    def exercise(self) -> Exercise:
        """What is trained now, as this sensor sees it."""
        return self._taking.exercise

    @property
    def tally(self) -> Tally:
        """Reps, sets and attempts."""
        return self._taking.tally

    @property
    def better_on_shank(self) -> bool:
        """Whether the thigh was found to show the exercise too little."""
        return self._taking.better_on_shank

    @property
    def knee(self) -> "KneeTracker | None":
        """The knee, where the leg wears a second sensor; None without."""
        return self._taking.knee

    @knee.setter
    def knee(self, knee: "KneeTracker") -> None:
        self._taking.knee = knee

    def step(
        self, tick: Tick, at_s: float, other: "LegAnalyzer | None", *, has_gyro: bool = True
    ) -> Iterator[Event]:
        """Take one tick.

        Args:
            tick: The tick that follows on the last one.
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
            has_gyro: Whether its sensor measures angular rate.
        """
        taking = self._taking
        self._quiet = None
        self.recent.append(tick)
        if tick.lost:
            goes_on = self._hole.stop == tick.index
            self._hole = range(self._hole.start if goes_on else tick.index, tick.index + 1)
            taking.small.lost(tick.index)
        taking.tick, taking.has_gyro = tick.index, has_gyro
        if self._set_end.is_over(tick.index):
            yield from self.end_set(at_s)
        yield from self.tally.walked(tick.index * TICK_S, at_s)
        found = taking.finder.step(tick.index, tick.rate_deg_s)
        if found and self._is_paused:
            taking.finder.refuse()
        elif found:
            yield from taking.take(found, at_s, other)
        elif self.tally.now and not self._is_paused:
            yield from taking.turn_over_first(at_s)
        told = taking.small.step(tick.index)
        if told is not None and not self._is_paused:
            yield from taking.take_small(told, at_s, other)
        self._way.step(tick.index, other, is_paused=self._is_paused)
        yield from self._follow_hold(at_s)
        self._follow_rest(tick.up)
        self._is_steady = True

    def quiet_until(
        self,
        ahead: TicksAhead,
        other: "LegAnalyzer | None",
        others_ahead: Callable[[], TicksAhead | None] | None,
    ) -> int:
        """The first tick ahead at which more may happen than that time goes on.

        Each rule of ``step`` tells by itself until when it has nothing to say; a rule that has to
        see every tick says that of the next one. To answer too early costs time and changes no
        result, so that it does not matter how samples are cut.

        Args:
            ahead: The ticks that follow on the last one, none of them lost.
            other: The other leg, where that one wears a sensor too.
            others_ahead: Gives its ticks that follow on its last one; None where none wait.
        """
        tick, finder = ahead.first, self._taking.finder
        if not self._is_steady:
            return tick
        if self._quiet is not None:
            end, known_until = self._quiet
            if known_until == ahead.end and not self._way.is_news_of(other, tick):
                # Only the other leg had its turn meanwhile, and nothing that matters here came.
                return end
        bounds = [
            finder.quiet_until(ahead),
            self.tally.bout.over_at,
            self._set_end.over_at,
            self._taking.small.quiet_until(tick),
            self._taking.looks_at(tick),
        ]
        end = max(min(bound for bound in bounds if bound is not None), tick)
        end = self._way.quiet_until(tick, end, other, others_ahead, is_paused=self._is_paused)
        end = self._hold.quiet_until(tick, end, self._way.now, finder.not_returning)
        if not self._way.looks_at_other:
            self._quiet = end, ahead.end
        return end

    def pass_over(self, rows: TickRows, other: "LegAnalyzer | None", *, has_gyro: bool) -> None:
        """Take ticks in which nothing happens, no more than ``quiet_until`` allowed; at least one.

        Args:
            rows: The ticks.
            other: The other leg, where that one wears a sensor too.
            has_gyro: Whether their sensor measures angular rate.
        """
        self.recent.extend(rows)
        taking, first = self._taking, int(rows["index"][0])
        last = first + len(rows) - 1
        taking.tick, taking.has_gyro = last, has_gyro
        moves_from = taking.finder.moves_from(first)
        if moves_from is not None and first < moves_from <= last:
            # Where the limb rested before a move that begins among them.
            self._follow_rest(up_of(rows, moves_from - 1 - first))
        taking.finder.pass_to(last + 1)
        self._way.see(last, other)
        self._follow_rest(up_of(rows, len(rows) - 1))

    def lose_track(
        self, at_s: float, other: "LegAnalyzer | None", *, is_other_frame: bool = False
    ) -> Iterator[Event]:
        """Anything may have happened before the next tick: what is nearly complete counts.

        Args:
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
            is_other_frame: Whether the sensor sits otherwise from now on.
        """
        found = self._taking.finder.finish(self._taking.tick)
        if found and not self._is_paused:
            yield from self._taking.take(found, at_s, other)
        if is_other_frame:
            self.tally.now.is_turned = True
            self._taking.gait.unlearn()
        self._forget()
        self._taking.gait.forget()

    def saw_nothing(self, from_s: float, to_s: float, unknown_s: float) -> None:
        """Remember a hole in which a whole rep may lie: the end of the set tells.

        Args:
            from_s: Its begin.
            to_s: Its end.
            unknown_s: For how long nothing tells what the limb did in it.
        """
        if not self.tally.now:
            self._unseen.forget_before(from_s)
        self._unseen.add(from_s, to_s, unknown_s)

    def recover(self, at_s: float) -> Iterator[Event]:
        """Go on after a fault of ours: the set is over, and nothing that was open is kept."""
        self._forget()
        try:
            yield from self.end_set(at_s)
        except Exception:
            # The fault may be in the set itself; its reps are counted all the same.
            _log.exception("%s leg: the set in progress is lost", self.leg)
            self.tally.now.clear()

    def begin_again(self, at_s: float, placement: Placement | None = None) -> Iterator[Event]:
        """Forget everything: what follows are the same samples from the start, mended.

        Args:
            at_s: The data time by which they were mended.
            placement: Where the sensor sits by which it counts from now on; None where it did.
        """
        yield from self.tally.take_back.wrong_units(at_s)
        self._begin_at_first_tick(placement or self.placement)

    def change_exercise(self, exercise: Exercise, at_s: float) -> Iterator[Event]:
        """Go on with another exercise; the set in progress is over."""
        yield from self._begin(exercise, self.placement, at_s)

    def see_from(self, placement: Placement, at_s: float) -> Iterator[Event]:
        """Go on with the leg's other sensor; the set in progress is over."""
        yield from self._begin(self.asked, placement, at_s)

    def _begin(self, exercise: Exercise, placement: Placement, at_s: float) -> Iterator[Event]:
        yield from self.end_set(at_s)
        yield from self.tally.take_back.at_end(at_s)
        yield from self._taking.list_unclaimed(at_s)
        self.asked, self.placement = exercise, placement
        if self.knee is not None:
            self.knee.change_exercise(exercise)
        self.recent = new_recent(as_seen(exercise, placement), self._tuning)
        self._taking.begin(exercise, placement, self.recent)
        self._forget()
        self._taking.rest.forget(direction=True)

    def pause(self, at_s: float, *, paused: bool) -> Iterator[Event]:
        """Movements mean nothing from now on, or something again; the set in progress is over."""
        self._is_paused, self._is_steady = paused, False
        yield from self.end_set(at_s)
        yield from self._taking.list_unclaimed(at_s)

    def end_set(self, at_s: float) -> Iterator[Event]:
        """End the set in progress, if there is one: the next rep begins another."""
        self._is_steady = False
        if self.tally.now:
            yield from self._taking.turn_over_last(at_s)
            self._way.set_is_over()
            yield from self.tally.take_back.at_set_end(at_s)
            if self.tally.now:
                for from_s, to_s in self._unseen.of_set(self.tally.now):
                    yield from self.tally.list_unseen(from_s, to_s, at_s)
                yield self.tally.end_set(at_s)
            self._taking.tell_finder()

    def finish(self, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        """End the data: what is nearly complete counts, what is open ends."""
        found = self._taking.finder.finish(self._taking.tick)
        if found and not self._is_paused:
            yield from self._taking.take(found, at_s, other)
        if not self._is_paused:
            yield from self._taking.take_small(self._taking.small.finish(), at_s, other)
        yield from self._taking.list_unclaimed(at_s)
        yield from self.end_set(at_s)
        yield from self.tally.take_back.at_end(at_s)
        yield from self.tally.walked(inf, at_s)

    def doubts(self, *, is_alone: bool) -> Iterator[str]:
        """What of the count one sensor can not be sure of, in sentences.

        Args:
            is_alone: Whether the other leg wears no sensor.
        """
        yield from unsure_sets(self.tally.unsure_sets)
        if not is_alone:
            return
        tally, knows_upright = self.tally, self._taking.gait.knows_upright
        if self.placement is Placement.THIGH:
            yield from perhaps_a_chair(
                tally.reps, tally.sets, self.exercise, knows_upright=knows_upright
            )
        yield from perhaps_strides(tally.reps)
        yield from perhaps_pedals(tally.reps)

    def range_in_set_deg(self, tick: int) -> float:
        """The usual range of the set that was in progress at a tick, degrees; 0 without one."""
        return self.tally.now.range_deg_at(tick)

    @property
    def in_set_until(self) -> int:
        """The first tick at which ``range_in_set_deg`` is 0 again; there must be a set."""
        return self.tally.now.lapses_at

    @property
    def set_number(self) -> int:
        """Number of the set in progress, or of the last one; 0 before the first."""
        return self.tally.set_number if self.tally.now else len(self.tally.sets)

    @property
    def state(self) -> LegState:
        """Where the leg is now."""
        tally = self.tally
        phase = self._way.phase(self._taking.tick, is_paused=self._is_paused)
        is_last = not tally.now and bool(tally.sets)
        return LegState(
            phase=phase,
            count=len(tally.reps),
            set_number=self.set_number,
            set_count=tally.sets[-1].count if is_last else len(tally.now),
            rest_pose=self._taking.rest.pose,
            usual_range_deg=tally.now.usual_range_deg,
            hold_s=None if phase is Phase.LOWER else self._hold.seconds(self._taking.tick),
            hold_target_s=self.exercise.hold_target_s,
            better_on_shank=self.better_on_shank,
            knee=knee_now(self.knee),
        )

    def _follow_hold(self, at_s: float) -> Iterator[Event]:
        finder, way_out, hole = self._taking.finder, self._way.now, self._hole
        moving, lowering = finder.moving, finder.moving and finder.returning
        yield from self._hold.step(
            self._taking.tick, way_out, moving=moving, lowering=lowering, hole=hole, at_s=at_s
        )

    def _follow_rest(self, up: Vector) -> None:
        rests = not (self._taking.finder.moving or self._way.now)
        self._taking.rest.step(up, rests=rests, in_set=bool(self.tally.now))

    def _forget(self) -> None:
        """Nothing that was begun goes on: after a gap, or with another exercise."""
        self.tally.forget()
        self.recent.clear()
        self._taking.forget()
        self._nothing_begun()
        self._taking.rest.forget(direction=False)

    def _nothing_begun(self) -> None:
        """No way out, no hold and no hole is going on."""
        self._hole = range(0)
        self._way = self._new_way()
        self._set_end = SetEnd(self.tally, self._way, self._taking.small)
        self._quiet = None
        self._hold = self._new_hold()
        self._is_steady = False

    def _new_way(self) -> HeldWay:
        taking = self._taking
        return HeldWay(taking.finder, taking.gait, self.tally.now, self.exercise, self._tuning)

    def _new_hold(self) -> HoldFollower:
        return HoldFollower(self.leg, self.exercise.hold_target_s, self._tuning)
