"""The way out that a limb is on or held at, as far as it may become a rep of the exercise."""

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
    """Judges the open way out of one leg tick by tick, and tells until when the verdict stands.

    Args:
        finder: Finds the leg's movements.
        gait: Remembers whether it walks.
        in_progress: Its set in progress.
        exercise: What is trained, as the sensor sees it.
        tuning: The constants to go by.

    Attributes:
        now: The way out; None if there is none, it is a posture, or this leg rests.
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
        self._is_barred = False  # nothing but the other leg's set speaks against the way
        self._seen_of_other: tuple[RecentMotion, int] | None = None
        self._refused_end: int | None = None

    def set_is_over(self) -> None:
        """The set ends: a pose that was no rep of it does not become a hold afterwards either.

        Such a hold would be announced long after it began, only because time passed.
        """
        way_out = self._finder.out
        self._refused_end = way_out.end if way_out is not None and self.now is None else None

    def step(self, tick: int, other: OtherLeg | None, *, is_paused: bool) -> None:
        """Judge the open way out at a tick.

        Args:
            tick: Its number.
            other: The other leg, where that one wears a sensor too.
            is_paused: Whether movements mean nothing.
        """
        self.see(tick, other)
        self._is_barred = False
        self.now = None if is_paused else self._judged(tick, other)

    def see(self, tick: int, other: OtherLeg | None) -> None:
        """Note the state of the other leg at a tick; the verdict stays as it is.

        Args:
            tick: Its number.
            other: The other leg, where that one wears a sensor too.
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
        """How far a leg may turn and still be at rest, while the other one turns."""
        return rest_limit_deg(turned_deg, self._exercise, tuning=self._tuning)

    def _is_too_long(self, way_out: Move, tick: int) -> bool:
        """Whether a hold before the first rep has become a posture."""
        return (tick - way_out.end) * TICK_S > self._tuning.first_hold_max_s

    def may_go_on(self, tick: int) -> bool:
        """Whether the limb is on a way or in a hold that may still become a rep of the set."""
        return self.now is not None and (tick - self.now.start) * TICK_S < self._longest_s

    @property
    def _longest_s(self) -> float:
        usual_s = self._set.usual_duration_s or 0.0
        return max(self._exercise.max_rep_s, self._tuning.too_long_factor * usual_s)

    @property
    def may_go_on_until(self) -> int:
        """The first tick at which ``may_go_on`` is no longer so; there must be a way out."""
        assert self.now is not None
        about = self.now.start + self._longest_s / TICK_S
        return first_tick(lambda tick: not self.may_go_on(tick), about)

    def phase(self, tick: int, *, is_paused: bool) -> Phase:
        """What the limb does at a tick, in a word.

        Args:
            tick: The last tick.
            is_paused: Whether movements mean nothing.
        """
        if self._gait.walks(tick * TICK_S) and not is_paused:
            return Phase.WALKING
        if self._finder.moving and self.now and self._finder.returning:
            return Phase.LOWER
        if self._lifts(tick) and not is_paused:
            return Phase.LIFT
        return Phase.HOLD if self.now and not self._finder.moving else Phase.REST

    def _lifts(self, tick: int) -> bool:
        """Whether a way out is under way, rather than the tail of a way back or a leg at rest."""
        enough_deg = self._tuning.small_move_fraction * self._exercise.min_range_deg
        may_train = bool(self._set) or not self.is_other_in_set
        move = self._finder.underway
        return may_train and norm(move.turn_deg) > enough_deg and not self._sways_along(move, tick)

    def _sways_along(self, move: Move, tick: int) -> bool:
        """Whether it moves so little that the other leg's movement merely shakes it."""
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
        """The first tick at which the verdict may change.

        Args:
            tick: The next tick.
            end: The tick at which something else happens; it is the answer where nothing changes.
                Until then the finder's open moves stay as they are.
            other: The other leg, where that one wears a sensor too.
            others_ahead: Gives the ticks that wait behind its last one; None if there are none.
            is_paused: Whether movements mean nothing.
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
            return end  # what spoke against a way before a set is not taken back
        about = way_out.end + self._tuning.first_hold_max_s / TICK_S
        too_long = first_tick(lambda at: self._is_too_long(way_out, at), about)
        end = min(end, max(too_long, tick))
        ahead = others_ahead() if others_ahead else None
        # Where none wait, nothing of it has its turn before it is asked again.
        if other is not None and ahead is not None:
            end = self._other_rests_until(tick, end, way_out, other, ahead)
        return end

    @property
    def looks_at_other(self) -> bool:
        """Whether the verdict may change by what the other leg does: not without a way out.

        In a set of this leg nothing that the other one does speaks against a way.
        """
        return self._finder.out is not None and self._set.usual_axis is None

    def is_news_of(self, other: OtherLeg | None, tick: int) -> bool:
        """Whether by a tick the other leg has begun or ended a set, or forgot, and that matters."""
        if not self.looks_at_other:
            return False
        if self._seen_of_other != _memory(other):
            return True
        may_change = self._is_barred or self.now is not None
        return may_change and _is_in_set(other, tick) != self.is_other_in_set

    def _other_rests_until(
        self, tick: int, end: int, way_out: Move, other: OtherLeg, ahead: TicksAhead
    ) -> int:
        """The first tick at which the other leg may have turned too far to be at rest."""
        if not other.recent.reaches(way_out.start):
            return tick  # what it did since is not all known: look each time
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
    """Changes when the other leg forgets its motion."""
    return None if other is None else (other.recent, other.recent.times_cleared)
