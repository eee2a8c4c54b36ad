"""Follows the way out that a limb is on or held at, if it may become a rep of the exercise."""

from collections.abc import Callable

import numpy as np

from evenstride.analysis.counting.count.set_in_progress import SetInProgress
from evenstride.analysis.counting.everyday.gait import GaitWatch
from evenstride.analysis.counting.leg.hold import goes_with_set
from evenstride.analysis.counting.moves.excursions import ExcursionFinder
from evenstride.analysis.counting.moves.movements import Move
from evenstride.analysis.counting.signs.other_leg import OtherLeg, rest_limit_deg
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead, first_tick
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Phase
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import norm
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S


class HeldWay:
    """Judges the open way out of one leg tick by tick, and knows until when the verdict holds.

    Args:
        finder: Finds the leg's movements.
        gait: Knows whether the leg walks.
        in_progress: The leg's set in progress.
        exercise: The exercise, as the sensor sees it.

    Attributes:
        now: The way out; None if there is none that may become a rep, for instance because it is a
            change of posture, or the other leg trains.
        is_other_in_set: Whether the other leg was in a set at the last tick.
    """

    def __init__(
        self,
        finder: ExcursionFinder,
        gait: GaitWatch,
        in_progress: SetInProgress,
        exercise: Exercise,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self._finder = finder
        self._gait = gait
        self._set = in_progress
        self._exercise = exercise
        self._tuning = tuning
        self.now: Move | None = None
        self.is_other_in_set = False
        self._is_barred = False  # only the other leg's set speaks against the way out
        self._seen_of_other: tuple[RecentMotion, int] | None = None
        self._refused_end: int | None = None

    def set_is_over(self) -> None:
        """End the set: a way out that did not belong to it does not become a hold afterwards.

        Otherwise such a hold would be announced long after it began, only because time passed.
        """
        way_out = self._finder.out
        self._refused_end = way_out.end if way_out is not None and self.now is None else None

    def step(self, tick: int, other: OtherLeg | None, *, is_paused: bool) -> None:
        """Judge the open way out at a tick.

        Args:
            other: The other leg; None if it wears no sensor.
            is_paused: Whether movements are ignored.
        """
        self.see(tick, other)
        self._is_barred = False
        self.now = None if is_paused else self._judged(tick, other)

    def see(self, tick: int, other: OtherLeg | None) -> None:
        """Note the state of the other leg at a tick; the verdict stays as it is.

        Args:
            other: The other leg; None if it wears no sensor.
        """
        self._seen_of_other = _memory(other)
        self.is_other_in_set = _is_in_set(other, tick)

    def _judged(self, tick: int, other: OtherLeg | None) -> Move | None:
        way_out, tuning = self._finder.out, self._tuning
        if way_out is None or self._gait.walks(tick * TICK_S):
            return None
        if self._set.usual_axis is not None:
            usual_deg = self._set.usual_range_deg or 0.0
            goes_on = goes_with_set(way_out, self._set.usual_axis, usual_deg, tuning=tuning)
            return way_out if goes_on else None
        is_refused = way_out.end == self._refused_end
        is_too_far = norm(way_out.turn_deg) > self._exercise.max_range_deg
        if is_refused or is_too_far or self._is_too_long(way_out, tick):
            return None
        if self._finder.rested_before(way_out) * TICK_S < tuning.first_hold_rest_s:
            return None
        if other is None:
            return way_out
        limit_deg = self._rest_limit_deg(norm(way_out.turn_deg))
        rests = other.recent.span_deg(way_out.start, tick) <= limit_deg
        self._is_barred = rests and self.is_other_in_set
        return way_out if rests and not self._is_barred else None

    def _rest_limit_deg(self, turned_deg: float) -> float:
        """Return how far a leg may turn and still be at rest while the other turns so far."""
        return rest_limit_deg(turned_deg, self._exercise, tuning=self._tuning)

    def _is_too_long(self, way_out: Move, tick: int) -> bool:
        """Return whether a hold before the first rep lasts so long that it is a posture."""
        return (tick - way_out.end) * TICK_S > self._tuning.first_hold_max_s

    def may_go_on(self, tick: int) -> bool:
        """Return whether the limb is on a way or in a hold that may still become a rep."""
        return self.now is not None and (tick - self.now.start) * TICK_S < self._longest_s

    @property
    def _longest_s(self) -> float:
        usual_s = self._set.usual_duration_s or 0.0
        return max(self._exercise.max_rep_s, self._tuning.too_long_factor * usual_s)

    @property
    def may_go_on_until(self) -> int:
        """The first tick at which ``may_go_on`` becomes False; there must be a way out."""
        assert self.now is not None
        about = self.now.start + self._longest_s / TICK_S
        return first_tick(lambda tick: not self.may_go_on(tick), about)

    def phase(self, tick: int, *, is_paused: bool) -> Phase:
        """Return what the limb does at a tick.

        Args:
            tick: The last tick.
            is_paused: Whether movements are ignored.
        """
        if self._gait.walks(tick * TICK_S) and not is_paused:
            return Phase.WALKING
        if self._finder.moving and self.now and self._finder.returning:
            return Phase.LOWER
        if self._lifts(tick) and not is_paused:
            return Phase.LIFT
        return Phase.HOLD if self.now and not self._finder.moving else Phase.REST

    def _lifts(self, tick: int) -> bool:
        """Return whether a way out is in progress, and not the end of a way back or a rest."""
        enough_deg = self._tuning.small_move_fraction * self._exercise.min_range_deg
        may_train = bool(self._set) or not self.is_other_in_set
        move = self._finder.underway
        return may_train and norm(move.turn_deg) > enough_deg and not self._sways_along(move, tick)

    def _sways_along(self, move: Move, tick: int) -> bool:
        """Return whether a move is so small that the other leg's movement explains it."""
        if self._seen_of_other is None or self._set or self._exercise.both_legs:
            return False
        recent, _ = self._seen_of_other
        other_deg = recent.span_deg(move.start, tick)
        return norm(move.turn_deg) <= self._rest_limit_deg(other_deg)

    def quiet_until(
        self,
        tick: int,
        end: int,
        other: OtherLeg | None,
        others_ahead: Callable[[], TicksAhead | None] | None,
        *,
        is_paused: bool,
    ) -> int:
        """Return the first tick at which the verdict may change.

        Args:
            tick: The next tick.
            end: The tick at which something else happens, which is the answer if nothing changes
                before. Until then the finder's open moves stay as they are.
            other: The other leg; None if it wears no sensor.
            others_ahead: Gives the other leg's ticks that wait after its last one, or None if none
                wait; None without another leg.
            is_paused: Whether movements are ignored.
        """
        way_out = self._finder.out
        if self.is_news_of(other, tick):
            return tick
        if way_out is None or is_paused:
            return end
        if self._gait.walks(tick * TICK_S):
            return min(end, max(self._gait.walks_until, tick))
        if not self.looks_at_other:
            return end
        if other is not None and self._is_barred:
            end = min(end, max(other.in_set_until, tick))
        if self.now is None:
            return end  # a way out that was rejected before a set stays rejected
        about = way_out.end + self._tuning.first_hold_max_s / TICK_S
        too_long = first_tick(lambda at: self._is_too_long(way_out, at), about)
        end = min(end, max(too_long, tick))
        ahead = others_ahead() if others_ahead else None
        # If none wait, this is asked again before the other leg has another tick.
        if other is not None and ahead is not None:
            end = self._other_rests_until(tick, end, way_out, other, ahead)
        return end

    @property
    def looks_at_other(self) -> bool:
        """Whether the other leg may change the verdict.

        It cannot without a way out, nor in a set of this leg, in which the other leg does not
        matter.
        """
        return self._finder.out is not None and self._set.usual_axis is None

    def is_news_of(self, other: OtherLeg | None, tick: int) -> bool:
        """Return whether a set of the other leg began or ended, or its memory was cleared.

        False if that does not matter for the verdict.
        """
        if not self.looks_at_other:
            return False
        if self._seen_of_other != _memory(other):
            return True
        may_change = self._is_barred or self.now is not None
        return may_change and _is_in_set(other, tick) != self.is_other_in_set

    def _other_rests_until(
        self, tick: int, end: int, way_out: Move, other: OtherLeg, ahead: TicksAhead
    ) -> int:
        """Return the first tick at which the other leg may have turned too far to be at rest."""
        if not other.recent.reaches(way_out.start):
            return tick  # its motion since then is not completely known: look at every tick
        end = max(min(end, ahead.end), tick)
        known = ahead.rates_deg_s[: max(end - ahead.first, 0)]
        rates = np.concatenate((other.recent.rates_since(way_out.start), known))
        limit_deg = self._rest_limit_deg(norm(way_out.turn_deg))
        is_too_far = other.recent.away_deg(rates) > limit_deg
        if not is_too_far.any():
            return end
        return max(min(end, way_out.start + int(is_too_far.argmax())), tick)


def _is_in_set(other: OtherLeg | None, tick: int) -> bool:
    return bool(other and other.range_in_set_deg(tick))


def _memory(other: OtherLeg | None) -> tuple[RecentMotion, int] | None:
    """Return a value that changes when the other leg's memory of its motion is cleared."""
    return None if other is None else (other.recent, other.recent.times_cleared)
