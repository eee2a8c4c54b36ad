"""Finds movements out and back in a limb's angular rate, whatever their direction.

The rate is cut into moves: stretches between two stillnesses or turning points, each with the
vector by which the limb turned. A move that undoes most of the last unfinished one closes it to
an excursion; otherwise it waits in its turn. So lying down, arranging the leg and pausing halfway
need no special case, nobody has to return to the start pose, and drift between two moves is never
seen, as only what was turned in a move counts.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf
from typing import Final

from evenstride.analysis.counting.move_in_progress import (
    Course,
    Ending,
    Followed,
    Foresight,
    MoveLaw,
)
from evenstride.analysis.counting.movements import Excursion, Move
from evenstride.analysis.counting.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import (
    ZERO,
    Vector,
    add,
    cosine,
    dot,
    norm,
    subtract,
    unit,
)
from evenstride.analysis.signal.tuning import TICK_S

_NEVER: Final = 2**62


class ExcursionFinder:
    """Finds the excursions of one leg, tick by tick.

    Args:
        min_range_deg: The smallest excursion that is looked for.
        max_rep_s: How long an excursion may take; a move that others followed and nothing undid by
            then is forgotten.
        holds: Whether the exercise asks to hold at the top.
        goes_out: Tells of a movement whether its first way is the exercise's way out (True) or its
            way back (False), as far as the sensor knows (None).
        tuning: The constants to go by.
    """

    def __init__(
        self,
        min_range_deg: float,
        max_rep_s: float,
        *,
        holds: bool,
        goes_out: Callable[[Excursion], bool | None] = lambda _: None,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self._tuning = tuning
        self._law = MoveLaw(tuning)
        self._settled_ticks = round(tuning.settled_s / TICK_S)
        self._one_way_ticks = round(tuning.one_way_s / TICK_S)
        self._goes_out = goes_out
        self._min_range_deg = min_range_deg
        self._large_deg = tuning.listed_ranges * min_range_deg
        self._max_ticks = round(max_rep_s / TICK_S)
        self._longest_hold_ticks = round(tuning.longest_hold_s / TICK_S)
        self._onset_deg_s = max(
            self._tuning.onset_min_deg_s, self._tuning.onset_fraction_per_s * min_range_deg
        )
        self._rest_to_top = tuning.rest_to_top_holding if holds else tuning.rest_to_top
        self._last_back: Move | None = None
        self._usual_axis: Vector | None = None
        self._is_usual_sure = False
        self._suspected_axis: Vector | None = None
        self._expected_deg = min_range_deg
        self._open: list[Move] = []
        self._moving = False
        self._start = 0
        self._course = Course()
        self._foresight: Foresight | None = None
        self._sagged = 0
        self._ended: deque[Move] = deque(maxlen=self._tuning.remembered_moves)

    def expect(self, axis: Vector | None, range_deg: float | None, *, sure: bool) -> None:
        """Tell what the set's reps look like, None before the first, and if they are many."""
        self._foresight = None
        self._usual_axis = axis
        self._is_usual_sure = sure
        self._expected_deg = max(
            self._min_range_deg, self._tuning.attempt_fraction * (range_deg or 0.0)
        )

    @property
    def moving(self) -> bool:
        """Whether a move is in progress."""
        return self._moving

    @property
    def underway(self) -> Move:
        """The move in progress so far; one by nothing while there is none."""
        return Move(self._course.turned if self._moving else ZERO, self._start, self._start)

    @property
    def out(self) -> Move | None:
        """The last unfinished way out that is long enough to become an excursion."""
        last = self._open[-1] if self._open else None
        return last if last and norm(last.turn_deg) >= self._min_range_deg else None

    @property
    def returning(self) -> bool:
        """Whether the move in progress undoes the last unfinished one."""
        return bool(self._open and dot(self._course.turned, self._open[-1].turn_deg) < 0.0)

    def rested_before(self, way_out: Move) -> float:
        """For how many ticks the limb had made no large move before a way out; may be infinite."""
        large_deg = max(
            self._tuning.large_before_fraction * norm(way_out.turn_deg),
            self._tuning.positioning_deg,
        )
        start = way_out.start
        for opened in reversed(self._open):
            if start - opened.end < self._one_way_ticks:
                start = opened.start
        before = (one for one in self._ended if one.end <= start)
        ends = [one.end for one in before if norm(one.turn_deg) > large_deg]
        return start - ends[-1] if ends else inf

    def suspect(self, axis: Vector | None) -> None:
        """Tell of another movement than the set's, which may turn out to be the exercise."""
        self._suspected_axis = axis

    def refuse(self) -> None:
        """The last excursion was none: its way back may be the way out of the first rep."""
        self._foresight = None
        if self._last_back is not None:
            self._push(self._last_back, self._tuning.small_move_fraction)

    def settle(self) -> None:
        """A rep has just ended: where the limb is now is its rest, however it came there."""
        self._foresight = None
        self._open.clear()

    def step(self, tick: int, rate_deg_s: Vector) -> Excursion | None:
        """Take the rate of one tick; give the excursion that ended, if one did."""
        self._foresight = None
        while tick >= self._forgets_at:
            del self._open[0]
        speed = norm(rate_deg_s)
        if not self._moving:
            if speed <= self._onset_deg_s:
                return None
            self._begin(tick, Course(farthest_at=tick))
        followed = self._follow(tick, iter([(rate_deg_s, speed)]))
        course = self._course = followed.course
        if followed.ending is Ending.TURNED_BACK:
            move = Move(course.farthest, self._start, course.farthest_at)
            turned = subtract(course.turned, course.farthest)
            self._begin(course.farthest_at, Course(turned, turned, tick, speed))
            return self._close(move)
        if followed.ending is Ending.SLOWED:
            self._moving = False
            return self._close(Move(course.turned, self._start, tick - course.slow_ticks))
        return None

    def _follow(self, tick: int, rates_deg_s: Iterator[tuple[Vector, float]]) -> Followed:
        return self._law.follow(
            self._course,
            tick,
            rates_deg_s,
            expected_deg=self._expected_deg,
            way_out=self._open[-1].turn_deg if self._open else None,
        )

    def quiet_until(self, ahead: TicksAhead) -> int:
        """The first tick ahead in which more may happen than ``pass_to`` does.

        Args:
            ahead: The ticks that follow on the last one.
        """
        count = min(len(ahead), max(self._forgets_at - ahead.first, 0))
        if not self._moving:
            return ahead.first + ahead.slow(count, self._onset_deg_s)
        if self._foresight is None or self._foresight.ahead.end != ahead.end:
            self._foresight = Foresight(ahead, self._follow(ahead.first, ahead.plain(count)))
        return self._foresight.end

    def pass_to(self, tick: int) -> None:
        """Take the ticks before one, no more than ``quiet_until`` allowed."""
        seen = self._foresight
        if not self._moving or seen is None:
            return
        course = seen.foreseen.before
        if tick != seen.end:
            course = self._follow(
                seen.ahead.first, seen.ahead.plain(tick - seen.ahead.first)
            ).course
        self._course, self._foresight = course, seen.after(tick)

    def not_returning(self, start: int, end: int) -> int:
        """The first of some ticks ahead in which the move in progress does not undo the last one.

        Args:
            start: The first of them.
            end: The tick after them, no later than ``quiet_until`` said; the answer without one.
        """
        if self._foresight is None or not self._open:
            return start
        turned, way_out = self._course.turned, self._open[-1].turn_deg
        ahead = self._foresight.ahead
        for tick, turned_then in self._law.turns(turned, ahead, end):
            if tick >= start and not dot(turned_then, way_out) < 0.0:
                return tick
        return end

    def finish(self, tick: int) -> Excursion | None:
        """End the move in progress, as at the end of the data."""
        if not self._moving:
            return None
        self._moving = False
        return self._close(Move(self._course.turned, self._start, tick))

    @property
    def _forgets_at(self) -> int:
        """When the oldest of the moves that nothing undid is forgotten.

        The last one stays as long as the limb may stay at its end. It must be a large one: drift
        and swaying undo small ones in the end.
        """
        if not self._open:
            return _NEVER
        oldest = self._open[0]
        at = oldest.start + self._max_ticks + 1
        stays = len(self._open) == 1 and self._is_large(oldest)
        return max(at, oldest.end + self._longest_hold_ticks) if stays else at

    def _is_large(self, move: Move) -> bool:
        return norm(move.turn_deg) >= self._large_deg

    def _begin(self, start: int, course: Course) -> None:
        self._moving = True
        self._start, self._course = start, course

    def _close(self, move: Move) -> Excursion | None:
        self._ended.append(move)
        way_out, count = self._undone_by(move)
        if way_out is not None:
            del self._open[-count:]
            return self._pair(way_out, move)
        if not self._open:
            self._push(move, self._tuning.small_move_fraction)
            return None
        last = self._open[-1]
        length = norm(move.turn_deg)
        if length < min(self._expected_deg, self._tuning.return_fraction * norm(last.turn_deg)):
            # A sag, a re-lift, or part of a way back: the way out is now so much shorter or longer.
            self._sagged = move.end
            turn = add(last.turn_deg, move.turn_deg)
            went_on = norm(turn) > self._tuning.stop_factor * norm(last.turn_deg)
            self._open[-1] = replace(
                last,
                turn_deg=turn,
                end=move.end if went_on else last.end,
                reach_deg=max(last.reach_deg, norm(last.turn_deg)),
            )
        elif self._lifts_again(last, move):
            turn = add(last.turn_deg, move.turn_deg)
            self._open[-1] = replace(last, turn_deg=turn, end=move.end)
        elif self._goes_on(last, move):
            turn = add(last.turn_deg, move.turn_deg)
            self._open[-1] = replace(last, turn_deg=turn, end=move.end, reach_deg=0.0)
        else:
            self._push(move, self._tuning.return_fraction)
        return None

    def _goes_on(self, last: Move, move: Move) -> bool:
        """Whether a move is the rest of the one before it, after a short stop."""
        soon = move.start - last.end < self._one_way_ticks
        return soon and cosine(move.turn_deg, last.turn_deg) > self._tuning.opposite_cos

    def _lifts_again(self, last: Move, move: Move) -> bool:
        """Whether a move only makes good for what the one before it had gone back already.

        Of small ways nothing tells a pulse from swaying.
        """
        is_large = last.reach_deg >= self._large_deg
        is_soon = (move.start - self._sagged) * TICK_S < self._tuning.pulse_after_s
        if (
            not (is_large and is_soon)
            or cosine(move.turn_deg, last.turn_deg) < self._tuning.opposite_cos
        ):
            return False
        again_deg = norm(add(last.turn_deg, move.turn_deg))
        return again_deg < self._tuning.lift_again_factor * last.reach_deg

    def _undone_by(self, move: Move) -> tuple[Move | None, int]:
        """The way out that a move undoes: as few of the last open moves as explain it."""
        best: Move | None = None
        best_count, best_rest = 0, float("inf")
        turn = ZERO
        for count, opened in enumerate(reversed(self._open), start=1):
            turn = add(opened.turn_deg, turn)
            length = norm(turn)
            cos = cosine(move.turn_deg, turn)
            if (
                cos < -self._tuning.opposite_cos
                and -cos * norm(move.turn_deg) > self._tuning.return_fraction * length
            ):
                rest = norm(add(turn, move.turn_deg)) / length
                if rest < best_rest:
                    best = replace(opened, turn_deg=turn, end=self._open[-1].end)
                    if count > 1:
                        best = replace(best, reach_deg=0.0)
                    best_count, best_rest = count, rest
                if rest < self._tuning.good_return_fraction:
                    break
        return best, best_count

    def _pair(self, way_out: Move, way_back: Move) -> Excursion | None:
        range_deg = max(norm(way_out.turn_deg), way_out.reach_deg)
        found = Excursion(
            unit(way_out.turn_deg),
            range_deg,
            way_out.start,
            way_out.end,
            way_back.start,
            way_back.end,
        )
        if self._is_pulse(found):
            around = self._open[-1]
            reach_deg = max(around.reach_deg, norm(around.turn_deg))
            self._open[-1] = replace(around, end=way_back.end, reach_deg=reach_deg)
            self._last_back = None
            return replace(found, is_pulse=True)
        if self._is_return(found, way_out):
            self._push(way_back, self._tuning.small_move_fraction)
            return None
        if self._is_tremble(way_out, range_deg):
            return None
        if norm(way_back.turn_deg) > self._tuning.overshoot_factor * range_deg:
            rest = add(way_out.turn_deg, way_back.turn_deg)
            self._push(replace(way_back, turn_deg=rest), self._tuning.small_move_fraction)
            return None
        if range_deg < self._min_range_deg:
            return None
        self._last_back = way_back
        return found

    def _push(self, move: Move, least: float) -> None:
        if norm(move.turn_deg) > least * self._min_range_deg:
            self._open.append(move)
            del self._open[: -self._tuning.max_nested_moves]

    def _is_return(self, found: Excursion, way_out: Move) -> bool:
        """Whether this was a return to the start pose and, after a rest there, the next way out.

        The set's reps tell which way is out. While they are few or none, the sensor may know. Else
        rest tells: before its first rep a limb rests; one that has just been put into position, and
        then lies longer than it did before, has come to its rest, not to its top.
        """
        cos = dot(found.axis, self._usual_axis) if self._usual_axis else 0.0
        suspected = self._suspected_axis
        if cos > self._tuning.other_way_cos or (
            suspected and dot(found.axis, suspected) > self._tuning.other_way_cos
        ):
            return False
        if cos < -self._tuning.other_way_cos and self._is_usual_sure:
            return True
        goes_out = self._goes_out(found) if found.range_deg >= self._min_range_deg else None
        if goes_out is not None:
            return not goes_out
        stay = found.leave - found.top
        return self.rested_before(way_out) < min(self._rest_to_top * stay, self._settled_ticks)

    def _is_pulse(self, found: Excursion) -> bool:
        """Whether it is a part of the way back and up again, at once, at the top of a way out.

        A limb that is put into its start pose rests there before its first rep; this one does not.
        """
        if not self._open or found.range_deg < self._min_range_deg:
            return False
        around, tuning = self._open[-1], self._tuning
        is_back = cosine(around.turn_deg, found.axis) < -tuning.opposite_cos
        is_part = found.range_deg < tuning.pulse_fraction * norm(around.turn_deg)
        is_soon = (found.start - around.end) * TICK_S < tuning.pulse_after_s
        is_short = (found.leave - found.top) * TICK_S < tuning.pulse_rest_s
        return is_back and is_part and is_soon and is_short

    def _is_tremble(self, way_out: Move, range_deg: float) -> bool:
        """Whether this was a sag and a re-lift, or a knock, just after a far longer way out."""
        if self._is_usual_sure or not self._open:
            return False
        around = self._open[-1]
        soon = way_out.start - around.end < round(self._tuning.tremble_within_s / TICK_S)
        return soon and range_deg < self._tuning.tremble_fraction * norm(around.turn_deg)
