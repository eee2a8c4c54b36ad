"""The moves of a limb that were not undone yet: a way back may belong to any of them."""

from collections import deque
from dataclasses import replace
from itertools import accumulate
from math import inf
from typing import Final

from evenstride.analysis.counting.moves.movements import Move
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import ZERO, Vector, add, cosine, dot, norm, unit
from evenstride.analysis.signal.tuning import TICK_S

_NEVER: Final = 2**62


class OpenMoves:
    """The moves of one leg that wait to be undone, each beginning where the previous one led.

    Args:
        min_range_deg: The smallest excursion that is looked for.
        max_rep_s: How long a move waits once others have followed.
    """

    def __init__(
        self, min_range_deg: float, max_rep_s: float, tuning: CountingTuning = COUNTING
    ) -> None:
        self._tuning = tuning
        self._min_range_deg = min_range_deg
        self._large_deg = tuning.listed_ranges * min_range_deg
        self._one_way_ticks = round(tuning.one_way_s / TICK_S)
        self._max_ticks = round(max_rep_s / TICK_S)
        self._longest_hold_ticks = round(tuning.longest_hold_s / TICK_S)
        self._moves: list[Move] = []
        self._sagged = 0
        self._sag: Move | None = None
        self._ended: deque[Move] = deque(maxlen=tuning.remembered_moves)

    @property
    def last(self) -> Move | None:
        """The last one; None if all were undone."""
        return self._moves[-1] if self._moves else None

    @property
    def together(self) -> Move | None:
        """All of them as one; None if all were undone."""
        if not self._moves:
            return None
        turn = ZERO
        for move in self._moves:
            turn = add(turn, move.turn_deg)
        return Move(turn, self._moves[0].start, self._moves[-1].end)

    def clear(self) -> None:
        """Forget them all: where the limb is now is its rest."""
        self._moves.clear()
        self._sag = None

    def forget(self, tick: int) -> None:
        """Forget those that are too old at a tick to be undone."""
        while tick >= self.forgets_at:
            del self._moves[0]

    @property
    def forgets_at(self) -> int:
        """The tick in which the oldest of them is forgotten.

        A single one stays as long as the limb may hold at its end, if it is large: drift and
        swaying would undo a small one in the end.
        """
        if not self._moves:
            return _NEVER
        oldest = self._moves[0]
        at = oldest.start + self._max_ticks + 1
        stays = len(self._moves) == 1 and self._is_large(oldest)
        return max(at, oldest.end + self._longest_hold_ticks) if stays else at

    def rested_before(self, way_out: Move) -> float:
        """Return for how many ticks, or ``inf``, no large move came before a way out."""
        large_deg = max(
            self._tuning.large_before_fraction * norm(way_out.turn_deg),
            self._tuning.positioning_deg,
        )
        start = way_out.start
        for opened in reversed(self._moves):
            if start - opened.end < self._one_way_ticks:
                start = opened.start
        before = (one for one in self._ended if one.end <= start)
        ends = [one.end for one in before if norm(one.turn_deg) > large_deg]
        return start - ends[-1] if ends else inf

    def ended_before(self, start: int) -> Move | None:
        """Return the last move large enough to be a way that ended before a tick; None without."""
        large = (one for one in reversed(self._ended) if norm(one.turn_deg) >= self._min_range_deg)
        return next((one for one in large if one.end <= start), None)

    def undo(self, move: Move) -> Move | None:
        """Remove and return the way out that a move undoes; None if it undoes none.

        It consists of as few of the last open moves as explain the move.
        """
        self._ended.append(move)
        best: Move | None = None
        best_count, best_rest = 0, float("inf")
        turn = ZERO
        for count, opened in enumerate(reversed(self._moves), start=1):
            turn = add(opened.turn_deg, turn)
            length = norm(turn)
            cos = cosine(move.turn_deg, turn)
            if (
                cos < -self._tuning.opposite_cos
                and -cos * norm(move.turn_deg) > self._tuning.return_fraction * length
            ):
                rest = norm(add(turn, move.turn_deg)) / length
                if rest < best_rest:
                    best = replace(opened, turn_deg=turn, end=self._moves[-1].end)
                    if count > 1:
                        best = replace(best, reach_deg=self._reach_deg(count, turn))
                    best_count, best_rest = count, rest
                if rest < self._tuning.good_return_fraction:
                    break
        if best is not None:
            del self._moves[-best_count:]
            self._sag = None
        return best

    def _reach_deg(self, count: int, turn: Vector) -> float:
        """Return how far the last moves led at most along their total rotation, degrees."""
        along = [dot(one.turn_deg, unit(turn)) for one in self._moves[-count:]]
        return max(accumulate(along))

    def add(self, move: Move, expected_deg: float) -> Move | None:
        """Take a move that undid nothing: it continues the last one, corrects it, or waits too.

        Args:
            move: The move that has just ended.
            expected_deg: How far a rep goes at least; a sag goes less far.

        Returns:
            The move back that it made up for, if that was large enough for a pulse; else None.
        """
        if not self._moves:
            self.begin(move)
            return None
        last, sag = self._moves[-1], self._sag
        self._sag = None
        turn = add(last.turn_deg, move.turn_deg)
        length = norm(move.turn_deg)
        if length < min(expected_deg, self._tuning.return_fraction * norm(last.turn_deg)):
            # A sag, a re-lift, or part of a way back: the way out is now so much shorter or longer.
            self._sagged = move.end
            is_sag = self._goes_back(move, last) and self._is_large(move)
            self._sag = move if is_sag else None
            went_on = norm(turn) > self._tuning.stop_factor * norm(last.turn_deg)
            self._moves[-1] = replace(
                last,
                turn_deg=turn,
                end=move.end if went_on else last.end,
                reach_deg=max(last.reach_deg, norm(last.turn_deg)),
            )
        elif self._lifts_again(last, move):
            self._moves[-1] = replace(last, turn_deg=turn, end=move.end)
        elif self._goes_on(last, move):
            self._moves[-1] = replace(last, turn_deg=turn, end=move.end, reach_deg=0.0)
        else:
            self._push(move, self._tuning.return_fraction)
        return sag if sag and self._makes_good(sag, move) else None

    def begin(self, move: Move) -> None:
        """Let a move wait as the start of something new, unless it is small."""
        self._push(move, self._tuning.small_move_fraction)

    def end_way_back(self, way_out: Move, way_back: Move, move: Move) -> bool:
        """Take a move if it is the rest of a way back that had stopped; return whether it is.

        Such a move comes to the start pose.

        Args:
            way_back: What undid the first part of it.
            move: The move that followed.
        """
        left = add(way_out.turn_deg, way_back.turn_deg)
        near_deg = (1.0 - self._tuning.most_of_the_way) * norm(way_out.turn_deg)
        is_soon = (move.start - way_back.end) * TICK_S < self._tuning.between_reps_s
        if not (is_soon and norm(left) > near_deg > norm(add(left, move.turn_deg))):
            return False
        self._ended.append(move)
        return True

    def pulse(self, again: Move) -> None:
        """Let the last one end with ``again``, which went out again after going back in part."""
        around = self._moves[-1]
        reach_deg = max(around.reach_deg, norm(around.turn_deg))
        self._moves[-1] = replace(around, end=again.end, reach_deg=reach_deg)

    def _goes_on(self, last: Move, move: Move) -> bool:
        """Whether a move is the remainder of the one before it, after a short stop."""
        soon = move.start - last.end < self._one_way_ticks
        return soon and cosine(move.turn_deg, last.turn_deg) > self._tuning.opposite_cos

    def _lifts_again(self, last: Move, move: Move) -> bool:
        """Whether a move only makes up for what the one before it had already gone back.

        In small ways a pulse cannot be told from swaying.
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

    def _makes_good(self, sag: Move, move: Move) -> bool:
        is_most = norm(move.turn_deg) > self._tuning.return_fraction * norm(sag.turn_deg)
        is_soon = (move.start - sag.end) * TICK_S < self._tuning.pulse_after_s
        return self._goes_back(move, sag) and is_most and is_soon

    def _goes_back(self, move: Move, before: Move) -> bool:
        return cosine(move.turn_deg, before.turn_deg) < -self._tuning.opposite_cos

    def _push(self, move: Move, least: float) -> None:
        if norm(move.turn_deg) > least * self._min_range_deg:
            self._moves.append(move)
            del self._moves[: -self._tuning.max_nested_moves]

    def _is_large(self, move: Move) -> bool:
        return norm(move.turn_deg) >= self._large_deg
