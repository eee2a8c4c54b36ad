"""Finds reps of a few degrees: the series of steps that stands out most from its own noise.

Along which direction a set's reps go, and which way up, is settled by its first ones. From then on
each is told as it ends.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evenstride.analysis.counting.small.levels import SmallMove, is_over
from evenstride.analysis.counting.small.series import Series, SeriesFinder
from evenstride.analysis.counting.small.tilt_fan import DIRECTIONS, TiltFan, Ups
from evenstride.analysis.counting.small.way_up import first_step, votes_for
from evenstride.analysis.counting.small_tuning import SMALL, SmallTuning
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ToldMove:
    """A small movement that is told: a rep, or beside a set's reps one under half of their range.

    Attributes:
        move: The movement.
        axis: About what the limb turned, a unit vector in the sensor's frame, shape (3,).
        confidence: How sure it is that it was a rep, from 0 to 1.
        is_under_half: Whether it goes under half as far as the set's reps usually do.
    """

    move: SmallMove
    axis: FloatArray
    confidence: float
    is_under_half: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a tick told.

    Attributes:
        moves: The reps, in order; after them what is under half of their range.
        is_anew: Whether they stand in place of all that was told of the set so far.
    """

    moves: tuple[ToldMove, ...] = ()
    is_anew: bool = False


NOTHING_TOLD: Final = Told()


class SmallFinder:
    """Finds the small reps of one leg.

    Args:
        ups: The limb's pose, as far back as ``look_back_s``.
        tuning: The constants to go by.
    """

    def __init__(self, ups: Ups, tuning: SmallTuning = SMALL) -> None:
        self._tuning = tuning
        self._fan = TiltFan(ups, tuning)
        self._finder = SeriesFinder(self._fan, tuning)
        # It has a memory of its own, so that what it measures early changes no rep.
        self._finer = SeriesFinder(self._fan, tuning)
        self._finer_from = 0.0
        self._weak_until = 0.0
        self._told: list[SmallMove] = []
        self._settled: tuple[int, int] | None = None
        self._usual_deg = 0.0
        self._last_net_deg = 0.0
        self._active = 0.0
        self._down_at = 0

    def step(self, tick: int) -> Told:
        """Take one tick; give the reps that it told."""
        if tick % self._tuning.look_ticks:
            return NOTHING_TOLD
        if self._fan.take(tick):
            self._last_net_deg = 0.0
            self._begin(self._fan.begin)
            return NOTHING_TOLD
        if self._settled is None:
            self._look_for_series(tick)
        if self._settled is None:
            return NOTHING_TOLD
        direction, sign = self._settled
        if self._stays_up(direction, sign, tick):
            return self._turned_over(direction, sign)
        told = self._go_on(direction, sign)
        if not self._has_paused(tick):
            return told
        # A weak rep that has only just ended is one of the set's still.
        settled_ticks = self._tuning.nearly_settled_ticks
        last = self._under_half(direction, sign, settled_ticks)
        if not last:
            self._last_net_deg = self._usual_net_deg
            self._begin(round(self._active))
        return Told((*told.moves, *last))

    def _has_paused(self, tick: int) -> bool:
        """Whether the set has had no rep and no weak one for so long that it is over."""
        is_down = tick == self._down_at
        return is_down and (tick - self._active) * TICK_S > self._tuning.pause_s

    @property
    def is_settled(self) -> bool:
        """Whether a series is known by now."""
        return self._settled is not None

    def noise_deg(self, axis: Vector) -> float:
        """How far the limb sways in the time of one way, turning about an axis, degrees."""
        return self._tuning.noise_part * self._fan.noise_about(axis)

    def _begin(self, tick: int) -> None:
        """Nothing is known of what follows on a tick."""
        self._finder.begin(tick)
        self._finer.begin(tick)
        self._finer_from = float(tick)
        self._weak_until = self._active = 0.0
        self._settled = None
        self._told = []

    # ---- before a set is settled -------------------------------------------------------------

    def _look_for_series(self, tick: int) -> None:
        tuning = self._tuning
        back = tick - round(tuning.look_back_s / TICK_S)
        self._finder.not_before = max(self._finder.not_before, back)
        if tick % (10 * tuning.look_ticks) == 0:
            self._fan.forget(self._finder.not_before)
        if self._fan.is_idle():
            return
        found = []
        for direction in range(DIRECTIONS):
            for sign in (1, -1):
                series = self._finder.series(direction, sign)
                score = series.score(tuning)
                # What a movement says has a bound: beyond it, how far it stands out tells.
                if score:
                    found.append((score, series.usual_deg / series.noise_deg, direction, sign))
        for place, (score, _, direction, sign) in enumerate(sorted(found, reverse=True)):
            series = self._finder.series(direction, sign)
            # Seen along another direction, a movement of before may seem more evident than the one
            # that has just ended and can be nothing else.
            if (place == 0 or len(series.moves) == 1) and self._settle(
                direction, sign, series, score
            ):
                return

    def _settle(self, direction: int, sign: int, series: Series, score: float) -> bool:
        """Settle on a series if it is evident enough, and known which way up it is."""
        upside_down = self._finder.series(direction, -sign)
        if not self._is_enough(series, score):
            return False
        not_before = self._finder.not_before
        step = sign * first_step(self._fan, direction, series, not_before, self._tuning)
        if not self._is_up_known(series, upside_down, step):
            return False
        votes = votes_for(series, upside_down, step, self._tuning)
        if votes < 0.0 and upside_down.moves:
            sign, series = -sign, upside_down
        self._settled = direction, sign
        self._usual_deg = series.usual_deg
        self._down_at = self._fan.now
        return True

    def _is_enough(self, series: Series, score: float) -> bool:
        tuning, count = self._tuning, len(series.moves)
        if count >= tuning.sure_reps:
            return score > tuning.sure_evidence
        return score > tuning.two_evidence if count == 2 else self._is_clear(series)

    def _is_clear(self, series: Series) -> bool:
        """Whether a single movement can be nothing else."""
        move, tuning = series.moves[0], self._tuning
        snr, wander = move.range_deg / series.noise_deg, max(move.wander, move.rest_wander)
        if snr > tuning.plain_snr and wander < tuning.plain_wander:
            rested_s, hold_s = tuning.plain_rested_s, tuning.plain_hold_s
            most_missed = tuning.plain_missed
        else:
            rested_s, hold_s = tuning.clear_rested_s, tuning.clear_hold_s
            most_missed = tuning.lead_missed
        is_large = snr > tuning.clear_snr and move.range_deg > tuning.clear_deg
        is_still = wander < tuning.clear_wander and move.hold_s > hold_s
        if move.net_deg < tuning.same_part * self._last_net_deg:
            return False
        return is_large and is_still and move.missed < most_missed and move.rested_s > rested_s

    def _is_up_known(self, series: Series, upside_down: Series, step: int) -> bool:
        """Whether it can be told by now which way up a series is."""
        count = len(series.moves)
        if count == 1:
            # What rested for longer than anybody holds was no top.
            rested = series.moves[0].rested_s > self._tuning.no_hold_s
            is_out = step > 0 or (step == 0 and rested)
            return is_out and not upside_down.moves
        if step > 0 or upside_down.moves:
            return True
        return count >= self._tuning.sure_reps + (2 if step < 0 else 0)

    # ---- after -------------------------------------------------------------------------------

    def _go_on(self, direction: int, sign: int) -> Told:
        tuning, usual_deg = self._tuning, self._usual_deg
        weak: list[SmallMove] = []
        if not self._told:
            new = list(self._finder.series(direction, sign).moves)
        else:
            after = max(self._told[-1].end, self._weak_until) - 15
            least = tuning.same_part * usual_deg
            found = self._finder.found(direction, sign, max(0.8 * tuning.least_deg, least))
            new = [
                move
                for move in found
                if move.start > after and least <= move.range_deg <= tuning.too_large * usual_deg
            ]
            # What goes far enough along the set's direction may still tilt too little in all.
            least_net = tuning.same_part * self._usual_net_deg
            weak = [move for move in new if move.net_deg < least_net]
            new = [move for move in new if move.net_deg >= least_net]
        if weak:
            self._weak_until = self._finer_from = weak[-1].end
        self._told += new
        reps = self._all_told(direction, new)
        small = (replace(self._as_told(direction, one), is_under_half=True) for one in weak)
        under_half = self._under_half(direction, sign, tuning.settled_ticks)
        self._active = max(self._active, self._told[-1].end, self._weak_until)
        return Told((*reps, *small, *under_half))

    @property
    def _usual_net_deg(self) -> float:
        """How far the set's reps usually tilt in all, degrees; one must have been told."""
        last = self._told[-self._tuning.usual_reps :]
        return float(np.median([rep.net_deg for rep in last]))

    def _under_half(
        self, direction: int, sign: int, settled_ticks: int
    ) -> tuple[ToldMove, ...]:
        """Movements under half of the usual range that stand out from swaying, beside the reps."""
        tuning, told = self._tuning, self._told
        half_deg = tuning.same_part * self._usual_deg
        # Along its direction a set may show less than it tilts in all.
        least_deg = tuning.least_deg * self._usual_deg / self._usual_net_deg
        if half_deg <= least_deg or self._is_out(direction, sign, half_deg):
            return ()
        self._finer.not_before = self._finder.not_before
        noise_deg = self._finder.noise_beside(direction, tuple(told))
        first = max(self._finer_from, told[0].end)
        new = [
            move
            for move in self._finer.found(direction, sign, least_deg)
            if move.start > first
            and move.end < self._fan.now - settled_ticks
            and move.range_deg < half_deg
            and self._is_meant(move, noise_deg)
            and not any(move.start < rep.end and rep.start < move.end for rep in told)
        ]
        if new:
            self._finer_from = new[-1].end - 15
            self._active = max(self._active, new[-1].end)
        as_told = (self._as_told(direction, move) for move in new)
        return tuple(replace(one, is_under_half=True) for one in as_told)

    def _is_meant(self, move: SmallMove, noise_deg: float) -> bool:
        """Whether a movement is no swaying: it begins from a rest, and ends where it began."""
        tuning = self._tuning
        rested = move.rest_wander < tuning.even_wander and move.missed < tuning.even_missed
        return rested and move.evidence(noise_deg, tuning) > 0.0

    def _is_out(self, direction: int, sign: int, half_deg: float) -> bool:
        """Whether the limb may still be on a rep, of which a smaller movement would be a part."""
        turns = self._fan.turns(direction, sign, half_deg, self._finder.not_before)
        if len(turns) < 2 or turns[-1][0] == 1:
            return True
        low, high = turns[-3] if len(turns) > 2 else turns[-1], turns[-2]
        return not is_over(self._fan, direction, sign, low=low, high=high, tuning=self._tuning)

    def _all_told(self, direction: int, moves: list[SmallMove]) -> tuple[ToldMove, ...]:
        last = self._told[-self._tuning.usual_reps :]
        self._usual_deg = float(np.median([move.range_deg for move in last]))
        return tuple(self._as_told(direction, move) for move in moves)

    def _as_told(self, direction: int, move: SmallMove) -> ToldMove:
        tuning = self._tuning
        noise_deg = self._finder.noise_beside(direction, tuple(self._told))
        near = [one for one in self._told[-4:] if one is not move][-3:]
        series = sum(one.evidence(noise_deg, tuning) for one in near)
        most = tuning.series_evidence
        odds = move.evidence(noise_deg, tuning) + float(np.clip(0.5 * series, -most, most))
        way = np.mean([one.way_deg for one in self._told[-tuning.usual_reps :]], axis=0)
        confidence = 1.0 / (1.0 + np.exp(-tuning.odds_part * odds))
        return ToldMove(move, self._fan.axis(way), float(confidence))

    def _stays_up(self, direction: int, sign: int, tick: int) -> bool:
        """Whether the limb stays for so long where its tops were that this is its rest."""
        tuning = self._tuning
        if len(self._told) < 2:
            self._down_at = tick
            return False
        last = round(self._told[-1].end)
        base = sign * float(np.median(self._fan.along(direction, last, last + 20)))
        now = sign * float(np.median(self._fan.along(direction, tick - 20, tick)))
        if tick - last < 100 or now < base + 0.5 * self._usual_deg:
            self._down_at = tick
        hold_s = float(np.median([move.hold_s for move in self._told]))
        stays_s = max(tuning.stays_s, tuning.stays_holds * hold_s)
        return (tick - self._down_at) * TICK_S > stays_s

    def _turned_over(self, direction: int, sign: int) -> Told:
        """What was told was seen upside down: the same series, with the tops as the rests."""
        self._down_at = self._fan.now
        first = self._told[0].start - self._tuning.turned_over_s / TICK_S
        series = self._finder.series(direction, -sign).moves
        moves = [move for move in series if move.start > first]
        if len(moves) < len(self._told) - 1:
            return NOTHING_TOLD
        self._settled, self._told = (direction, -sign), moves
        return Told(self._all_told(direction, moves), is_anew=True)
