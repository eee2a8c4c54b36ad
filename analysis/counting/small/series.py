"""Finds series of similar small movements along one direction of tilt."""

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median  # of a few: numpy's takes thirty times as long

import numpy as np

from evenstride.analysis.counting.small.levels import measured
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.small.tilt_fan import TiltFan, Turn
from evenstride.analysis.counting.small.way_back import is_over
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.short_rows import mean
from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True)
class Series:
    """Similar movements along one direction.

    Attributes:
        moves: The movements, in order.
        noise_deg: How far the limb sways along that direction in the time of one way, degrees.
        usual_deg: Their usual range, degrees.
        evidence: Log odds that each is a rep.
    """

    moves: tuple[SmallMove, ...] = ()
    noise_deg: float = 1.0
    usual_deg: float = 0.0
    evidence: tuple[float, ...] = ()

    def score(self, tuning: SmallTuning = SMALL) -> float:
        """Return the summed evidence of the last few, or 0 if it is not enough to believe them."""
        if not self.moves:
            return 0.0
        told = sum(sorted(self.evidence[-tuning.usual_reps :])[1 - tuning.usual_reps :])
        enough = tuning.tell_one if len(self.moves) == 1 else tuning.tell_more
        return told if told > enough else 0.0

    @property
    def sag(self) -> float:
        """How much more they sank at the top than they crept at rest, as a part of the range.

        A held limb sags towards its rest. Seen upside down, the rests creep towards the tops.
        """
        if not self.moves:
            return 0.0
        return mean(np.array([min(max(move.sag, -0.3), 0.3) for move in self.moves]))


@dataclass(frozen=True, slots=True)
class _Table:
    """Cache of what one look has found so far, as the same is asked for several times.

    Attributes:
        look: Which look: its tick, and the tick before which nothing is looked at.
        series: The last series by direction and sign.
        overs: Whether the last way back is over, by direction and the turning points before it.
    """

    look: tuple[int, int] = (-1, -1)
    series: dict[tuple[int, int], Series] = field(default_factory=dict)
    overs: dict[tuple[int, Turn, Turn], bool] = field(default_factory=dict)


class SeriesFinder:
    """Finds series of similar movements in the turning points of a fan.

    Attributes:
        not_before: Nothing before this tick is looked at.
    """

    def __init__(self, fan: TiltFan, tuning: SmallTuning = SMALL) -> None:
        self._fan = fan
        self._tuning = tuning
        self.not_before = 0
        self._known: dict[tuple[int, ...], SmallMove | None] = {}
        self._table = _Table()
        self._kept: dict[tuple[int, int], tuple[tuple[int, ...], Series]] = {}

    def begin(self, tick: int) -> None:
        """Forget everything before a tick."""
        self.not_before = tick
        self._known.clear()
        self._kept.clear()

    def series(self, direction: int, sign: int) -> Series:
        """Return the last series along a direction, one way up (sign 1) or the other (-1)."""
        series = self._of_look.series
        known = series.get((direction, sign))
        if known is None:
            known = series[direction, sign] = self._last_series(direction, sign)
        return known

    def _last_series(self, direction: int, sign: int) -> Series:
        tuning = self._tuning
        noise_deg = tuning.fan.noise_part * float(self._fan.noise_deg[direction])
        least = max(tuning.least_deg, tuning.snr_least * noise_deg)
        turns = self._fan.turns(direction, sign, least, self.not_before)
        if len(turns) < 3:
            return Series()
        over = turns[-1][0] == -1 and self._is_over(direction, sign, turns[-3], turns[-2])
        state = turns[0][1], len(turns), turns[-2][1], int(over)
        kept = self._kept.get((direction, sign))
        if kept and kept[0] == state and (not over or kept[1].moves):
            return kept[1]
        series = self._sorted_out(direction, sign, least, turns)
        self._kept[direction, sign] = state, series
        return series

    @property
    def _of_look(self) -> "_Table":
        """The cache of the current look; empty on its first query."""
        look = self._fan.now, self.not_before
        if self._table.look != look:
            self._table = _Table(look)
        return self._table

    def _is_over(self, direction: int, sign: int, low: Turn, high: Turn) -> bool:
        overs, way = self._of_look.overs, (direction, low, high)
        known = overs.get(way)
        if known is None:
            known = overs[way] = is_over(
                self._fan, direction, sign, low=low, high=high, tuning=self._tuning
            )
        return known

    def found(self, direction: int, sign: int, least: float) -> list[SmallMove]:
        """Return all movements along a direction that go at least ``least`` degrees."""
        turns = self._fan.turns(direction, sign, least, self.not_before)
        return self._between(direction, sign, least, turns)

    def found_whole(self, direction: int, sign: int, least: float) -> list[SmallMove]:
        """Return the same, but as one movement what came halfway back and went out again."""
        whole = self.found(direction, sign, self._tuning.halfway_part * least)
        parts = self.found(direction, sign, least)
        others = [
            part
            for part in parts
            if not any(one.start < 0.5 * (part.start + part.end) < one.end for one in whole)
        ]
        return sorted((*whole, *others), key=lambda move: move.start)

    def _between(
        self, direction: int, sign: int, least: float, turns: list[Turn]
    ) -> list[SmallMove]:
        moves: list[SmallMove] = []
        for at in range(len(turns) - 2):
            if turns[at][0] == -1:
                three = turns[at], turns[at + 1], turns[at + 2]
                is_last = at + 2 == len(turns) - 1
                move = self._measured(direction, sign, three, moves, least, is_last=is_last)
                if move is not None:
                    moves.append(move)
        return moves

    def noise_beside(self, direction: int, moves: tuple[SmallMove, ...]) -> float:
        """Return the sway along a direction, degrees, apart from the last movements' ways."""
        last = moves[-self._tuning.noise_moves :]
        ways = [(move.start, move.top) for move in last] + [(move.leave, move.end) for move in last]
        return self._fan.noise_without(direction, ways)

    def _sorted_out(self, direction: int, sign: int, least: float, turns: list[Turn]) -> Series:
        """Return the better of two series: like the last movement, or the largest of three."""
        found = self._between(direction, sign, least, turns)
        best, best_sum = Series(), -np.inf
        likes = {found[-1].range_deg, max(move.range_deg for move in found[-3:])} if found else ()
        for usual in likes:
            coarsest = self._tuning.same_part * usual
            coarse = self.found(direction, sign, coarsest) if coarsest > least else found
            series = self._led(direction, self._judged(direction, self._alike(coarse, usual)))
            total = sum(series.evidence[1 - self._tuning.usual_reps :])
            if series.moves and total > best_sum:
                best, best_sum = series, total
        return best

    def _judged(self, direction: int, moves: tuple[SmallMove, ...]) -> Series:
        if not moves:
            return Series()
        noise_deg = self.noise_beside(direction, moves)
        last = [move.range_deg for move in moves[-self._tuning.usual_reps :]]
        evidence = tuple(move.evidence(noise_deg, self._tuning) for move in moves)
        return Series(moves, noise_deg, median(last), evidence)

    def _led(self, direction: int, series: Series) -> Series:
        """Leave out first movements that cannot begin a series."""
        moves = list(series.moves)
        gaps = [(two.start - one.end) * TICK_S for one, two in pairwise(moves)]
        lone_s = max(self._tuning.lone_s, 3 * median(gaps[1:] or [0.0]))
        evidence = dict(zip(series.moves, series.evidence, strict=True))
        if gaps and gaps[0] > lone_s and evidence[moves[0]] < self._tuning.tell_one:
            del moves[0]
        while moves and not self._may_lead(moves, evidence[moves[0]]):
            del moves[0]
        is_same = len(moves) == len(series.moves)
        return series if is_same else self._judged(direction, tuple(moves))

    def _may_lead(self, moves: list[SmallMove], evidence: float) -> bool:
        tuning, move = self._tuning, moves[0]
        others = [one.net_deg for one in moves[1 : tuning.usual_reps]]
        if others and move.net_deg > tuning.first_step_most * median(others):
            return False
        is_back = move.missed < tuning.lead_missed or evidence > tuning.lead_missed_evidence
        is_rep = evidence >= tuning.lead_evidence and move.hold_s < tuning.first_hold_s
        stays = move.rested_s > tuning.lead_rested_s or move.hold_s > tuning.lead_hold_s
        return is_rep and is_back and stays

    def _measured(
        self,
        direction: int,
        sign: int,
        turns: tuple[Turn, Turn, Turn],
        before: list[SmallMove],
        least: float,
        *,
        is_last: bool,
    ) -> SmallMove | None:
        low, high, after = turns
        out_deg = high[2] - low[2]
        # The last turning point may still move. Until it is fixed, the movement stays as it was
        # first measured, unless that was only a sag at the top and the limb comes back just now.
        steps = int((high[2] - after[2]) / (self._tuning.sagged_part * out_deg))
        key = direction, sign, low[1], high[1], -1 - steps if is_last else after[1]
        if key not in self._known:
            if high[2] - after[2] < least:
                return None
            if is_last and not self._is_over(direction, sign, low, high):
                return None
            move = measured(
                self._fan,
                direction,
                sign,
                turns,
                is_last=is_last,
                is_first=not before,
                not_before=max(
                    round(before[-1].end) if before else self.not_before, self._fan.begin
                ),
                tuning=self._tuning,
            )
            if move is None and is_last:
                return None
            self._known[key] = move
        known = self._known[key]
        return known if known is not None and known.range_deg >= 0.8 * least else None

    def _goes_as_far(self, move: SmallMove, others: list[SmallMove]) -> bool:
        """Whether its whole tilt, not only the part along the direction, is like the others'."""
        if not others:
            return True
        usual_deg = median([one.net_deg for one in others[: self._tuning.usual_reps]])
        return self._tuning.same_part < move.net_deg / usual_deg < self._tuning.too_large

    def _alike(self, found: list[SmallMove], usual: float) -> tuple[SmallMove, ...]:
        """Return the last movements that follow each other with about the same range."""
        tuning = self._tuning
        alike: list[SmallMove] = []
        for move in reversed(found):
            is_long_ago = bool(alike) and (alike[-1].start - move.end) * TICK_S > tuning.pause_s
            if is_long_ago or move.range_deg > tuning.too_large * usual:
                break
            if tuning.same_part * usual <= move.range_deg and self._goes_as_far(move, alike):
                alike.append(move)
                last = [one.range_deg for one in alike[: tuning.usual_reps]]
                usual = median(last)
        return tuple(alike[::-1])
