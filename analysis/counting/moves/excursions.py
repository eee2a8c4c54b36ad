"""Finds movements out and back in a limb's angular rate, whatever their direction.

The rate is cut into moves: stretches between two stillnesses or turning points, each with the
rotation vector of the limb. A move that undoes most of the last unfinished one completes an
excursion; otherwise it waits to be undone itself. So lying down, arranging the leg and pausing
halfway need no special case, nobody has to return to the start pose, and drift between two moves
does not matter, as only the rotation within moves counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from evenstride.analysis.counting.moves.move_in_progress import (
    Course,
    Ending,
    Followed,
    Foresight,
    MoveLaw,
)
from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.moves.open_moves import OpenMoves
from evenstride.analysis.counting.moves.pairing import Expected, Pairing, pulse_of
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import (
    ZERO,
    Vector,
    add,
    dot,
    norm,
    subtract,
)


class ExcursionFinder:
    """Finds the excursions of one leg, tick by tick.

    Args:
        min_range_deg: The smallest excursion that is looked for.
        max_rep_s: How long an excursion may take. A move that was followed by others and not undone
            by then is forgotten.
        holds: Whether the exercise asks to hold at the top.
        goes_out: Whether a movement's first way is the exercise's way out (True) or its way back
            (False); None if the sensor does not show it.
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
        self._min_range_deg = min_range_deg
        self._onset_deg_s = max(
            self._tuning.onset_min_deg_s, self._tuning.onset_fraction_per_s * min_range_deg
        )
        self._pairing = Pairing(min_range_deg, holds=holds, goes_out=goes_out, tuning=tuning)
        self._last_back: Move | None = None
        # The ways of the last excursion, whose way back may have stopped before its end.
        self._stopped: tuple[Move, Move] | None = None
        self._expected = Expected()
        self._expected_deg = min_range_deg
        self._open = OpenMoves(min_range_deg, max_rep_s, tuning)
        self._moving = False
        self._start = 0
        self._course = Course()
        self._foresight: Foresight | None = None

    def expect(self, expected: Expected) -> None:
        """Set what is known about the movements to come."""
        self._foresight = None
        self._expected = expected
        least_deg = self._tuning.attempt_fraction * (expected.range_deg or 0.0)
        self._expected_deg = max(self._min_range_deg, least_deg)

    @property
    def moving(self) -> bool:
        """Whether a move is in progress."""
        return self._moving

    @property
    def underway(self) -> Move:
        """The move in progress so far; a move by zero if there is none."""
        return Move(self._course.turned if self._moving else ZERO, self._start, self._start)

    @property
    def ended(self) -> Move | None:
        """All moves that have ended and were not undone yet, as one; None without any."""
        return self._open.together

    def gone(self, tick: int) -> Move:
        """Return all rotation until a tick that was not undone yet, as one move."""
        ended, turned = self.ended, self.underway.turn_deg
        if ended is None:
            return Move(turned, self._start, tick)
        return replace(ended, turn_deg=add(ended.turn_deg, turned), end=tick)

    @property
    def out(self) -> Move | None:
        """The last unfinished way out that is long enough to become an excursion."""
        last = self._open.last
        return last if last and norm(last.turn_deg) >= self._min_range_deg else None

    @property
    def returning(self) -> bool:
        """Whether the move in progress undoes the last unfinished one."""
        last = self._open.last
        return last is not None and dot(self._course.turned, last.turn_deg) < 0.0

    def rested_before(self, way_out: Move) -> float:
        """Return for how many ticks, or ``inf``, no large move came before a way out."""
        return self._open.rested_before(way_out)

    def way_before(self, start: int) -> Move | None:
        """Return the last way that ended before a tick, as far back as moves are remembered."""
        return self._open.ended_before(start)

    def refuse(self, *, may_begin: bool = True) -> None:
        """Refuse the last excursion.

        Args:
            may_begin: Whether its way back may be the way out of the first rep.
        """
        self._foresight = self._stopped = None
        if may_begin and self._last_back is not None:
            self._open.begin(self._last_back)

    def turn_over(self, way_out: Move, ended: Move | None) -> None:
        """Start anew from an earlier way out; everything since then is its way back.

        Args:
            way_out: The earlier way, which was a way out.
            ended: The part of its way back that has ended; None without one.
        """
        self._foresight = self._stopped = None
        self._open.clear()
        if ended is not None:
            left = add(way_out.turn_deg, ended.turn_deg)
            way_out = replace(way_out, turn_deg=left, reach_deg=norm(way_out.turn_deg))
        self._open.begin(way_out)

    def settle(self) -> None:
        """Take the current pose as the limb's rest, as a rep has just ended."""
        self._foresight = None
        self._open.clear()

    def step(self, tick: int, rate_deg_s: Vector) -> Excursion | None:
        """Take the rate of one tick; return the excursion that ended, if one did."""
        self._foresight = None
        self._open.forget(tick)
        speed = norm(rate_deg_s)
        if not self._moving:
            if speed <= self._onset_deg_s:
                return None
            self._begin(tick, Course(farthest_at=tick))
        followed = self._follow(self._course, tick, [(rate_deg_s, speed)])
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

    def _follow(
        self, course: Course, tick: int, rates_deg_s: Iterable[tuple[Sequence[float], float]]
    ) -> Followed:
        last = self._open.last
        return self._law.follow(
            course,
            tick,
            rates_deg_s,
            expected_deg=self._expected_deg,
            way_out=last.turn_deg if last else None,
        )

    def quiet_until(self, ahead: TicksAhead) -> int:
        """Return the first tick ahead that needs ``step``, as ``pass_to`` is not enough.

        Args:
            ahead: The ticks that follow the last one.
        """
        count = min(len(ahead), max(self._open.forgets_at - ahead.first, 0))
        seen = self._foresight
        if seen is None or seen.ahead.end != ahead.end:
            seen = self._foresight = self._foreseen(ahead, count)
        return ahead.first + count if seen is None else seen.end

    def _foreseen(self, ahead: TicksAhead, count: int) -> Foresight | None:
        """Foresee how the move in progress, or the next one, goes on; None if none begins.

        Args:
            ahead: The ticks that follow the last one.
            count: How many of them are looked at.
        """
        course = self._course
        if not self._moving:
            still = ahead.slow(count, self._onset_deg_s)
            if still == count:
                return None
            ahead, count = ahead.after(ahead.first + still), count - still
            course = Course(farthest_at=ahead.first)
        return Foresight(ahead, self._follow(course, ahead.first, ahead.plain(count)))

    def moves_from(self, tick: int) -> int | None:
        """Return the first tick from this one on at which the limb moves; None if none is known."""
        if self._moving:
            return tick
        return self._foresight.ahead.first if self._foresight else None

    def pass_to(self, tick: int) -> None:
        """Take all ticks before this one, which may not be later than ``quiet_until`` said."""
        seen = self._foresight
        if seen is None or tick <= seen.ahead.first:
            return
        start = seen.ahead.first
        if not self._moving:
            self._begin(start, Course(farthest_at=start))
        course = seen.foreseen.before
        if tick != seen.end:
            passed = seen.ahead.plain(tick - start)
            course = self._follow(self._course, start, passed).course
        self._course, self._foresight = course, seen.after(tick)

    def not_returning(self, start: int, end: int) -> int:
        """Return the first of some ticks ahead in which no move is undoing the last one.

        Args:
            start: The first of them.
            end: The tick after them, no later than ``quiet_until`` said; returned if there is no
                such tick.
        """
        seen, last = self._foresight, self._open.last
        if seen is None or last is None or start < seen.ahead.first:
            return start
        before = self._course.turned if self._moving else ZERO
        turned = self._law.turned(before, seen.ahead, end)[start - seen.ahead.first :]
        (x, y, z), (last_x, last_y, last_z) = turned.T, last.turn_deg
        goes_on = ~(x * last_x + y * last_y + z * last_z < 0.0)
        return start + int(goes_on.argmax()) if goes_on.any() else end

    def finish(self, tick: int) -> Excursion | None:
        """End the move in progress, as at the end of the data."""
        if not self._moving:
            return None
        self._moving = False
        return self._close(Move(self._course.turned, self._start, tick))

    def _begin(self, start: int, course: Course) -> None:
        self._moving = True
        self._start, self._course = start, course

    def _close(self, move: Move) -> Excursion | None:
        """End a move; return the excursion that it completed, if it did."""
        before, self._stopped = self._stopped, None
        if before is not None and self._open.end_way_back(*before, move):
            return None
        way_out = self._open.undo(move)
        if way_out is None:
            sag = self._open.add(move, self._expected_deg)
            if sag is None:
                return None
            self._last_back = None
            return pulse_of(sag, move)
        paired = self._pairing.judged(way_out, move, self._open, self._expected)
        if paired.next_way_out is not None:
            self._open.begin(paired.next_way_out)
        found = paired.found
        if found is not None:
            self._last_back = None if found.is_pulse else move
            self._stopped = None if found.is_pulse else (way_out, move)
            if found.is_pulse:
                self._open.pulse(move)
        return found
