"""Finds reps of a few degrees: the series of steps that stands out most from its own noise.

Along which direction a set's reps go, and which way up, is settled by its first ones. From then on
each is told as it ends.
"""

from dataclasses import dataclass, replace
from statistics import median  # of a few: numpy's takes thirty times as long
from typing import Final

import numpy as np

from evenstride.analysis.counting.small.levels import SmallMove
from evenstride.analysis.counting.small.series import SeriesFinder
from evenstride.analysis.counting.small.settling import Settled, Settling
from evenstride.analysis.counting.small.tilt_fan import DIRECTIONS, TiltFan, Ups
from evenstride.analysis.counting.small.weak_moves import WeakMoves
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
        self._settling = Settling(self._fan, self._finder, tuning)
        self._weak = WeakMoves(self._fan, tuning)
        self._weak_until = 0.0
        self._told: list[SmallMove] = []
        self._settled: Settled | None = None
        self._active = 0.0
        self._down_at = self._moved_at = 0

    def step(self, tick: int) -> Told:
        """Take one tick; give the reps that it told."""
        if tick % self._tuning.look_ticks:
            return NOTHING_TOLD
        if self._fan.take(tick):
            self._settling.last_net_deg = 0.0
            self._begin(self._fan.begin)
            return NOTHING_TOLD
        if self._settled is None:
            self._settled = self._settling.look(tick)
            self._down_at = tick
        if self._settled is None:
            return NOTHING_TOLD
        if self._stays_up(self._settled, tick):
            return self._turned_over(self._settled)
        told = self._go_on(self._settled)
        if not self._has_paused(tick):
            return told
        # A weak rep that has only just ended is one of the set's still.
        last = self._under_half(self._tuning.nearly_settled_ticks)
        if not last:
            self._settling.last_net_deg = self._usual_net_deg
            self._begin(round(self._active))
        return Told((*told.moves, *last))

    def lost(self, tick: int) -> None:
        """A tick lies in a hole: whether the limb stayed up in it was not seen."""
        self._down_at = tick

    def finish(self) -> Told:
        """Give what has ended and was waited with, as nothing follows."""
        return Told(self._under_half(0)) if self._told else NOTHING_TOLD

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
        self._fan.end_stay()
        self._weak.begin(tick)
        self._weak_until = self._active = 0.0
        self._settled = None
        self._told = []

    def _has_paused(self, tick: int) -> bool:
        """Whether the set has had no rep and no weak one for so long that it is over."""
        tuning, pause_s = self._tuning, (tick - self._active) * TICK_S
        # What moves is told soon.
        is_down = (tick - self._moved_at) * TICK_S > tuning.told_within_s
        return pause_s > tuning.pause_s and (is_down or pause_s > 2 * tuning.pause_s)

    def _go_on(self, settled: Settled) -> Told:
        tuning, usual_deg = self._tuning, settled.usual_deg
        weak: list[SmallMove] = []
        if not self._told:
            new = list(self._finder.series(settled.direction, settled.sign).moves)
        else:
            after = max(self._told[-1].end, self._weak_until) - 15
            least = tuning.same_part * usual_deg
            least_looked = max(0.8 * tuning.least_deg, least)
            found = self._finder.found(settled.direction, settled.sign, least_looked)
            new = [
                move
                for move in found
                if move.start > after and least <= move.range_deg <= tuning.too_large * usual_deg
            ]
            # What goes far enough along the set's direction may still tilt too little in all, as
            # soon as more than a single rep tells how far that is.
            least_net = tuning.same_part * self._usual_net_deg if len(self._told) > 1 else 0.0
            weak = [move for move in new if move.net_deg < least_net]
            new = [move for move in new if move.net_deg >= least_net]
        if weak:
            self._weak_until = weak[-1].end
            self._weak.given(self._weak_until)
        self._told += new
        reps = self._all_told(settled, new)
        small = (replace(self._as_told(settled, one), is_under_half=True) for one in weak)
        under_half = self._under_half(tuning.settled_ticks)
        self._active = max(self._active, self._told[-1].end, self._weak_until)
        if new:
            self._fan.stay(round(new[-1].start))
            self._aim()
        return Told((*reps, *small, *under_half))

    @property
    def _usual_net_deg(self) -> float:
        """How far the set's reps usually tilt in all, degrees; one must have been told."""
        return median(rep.net_deg for rep in self._last_told)

    @property
    def _last_told(self) -> list[SmallMove]:
        return self._told[-self._tuning.usual_reps :]

    def _under_half(self, settled_ticks: int) -> tuple[ToldMove, ...]:
        """Movements under half of the usual range; a series must be known."""
        settled, tuning = self._settled, self._tuning
        if settled is None:
            return ()
        found = self._weak.find(
            self._told,
            settled,
            # Along its direction a set may show less than it tilts in all.
            tuning.least_deg * settled.usual_deg / self._usual_net_deg,
            noise_deg=self._finder.noise_beside(settled.direction, tuple(self._told)),
            not_before=self._finder.not_before,
            settled_ticks=settled_ticks,
        )
        if found:
            self._active = max(self._active, found[-1].end)
        return tuple(replace(self._as_told(settled, one), is_under_half=True) for one in found)

    def _aim(self) -> None:
        """Look along the direction in which the set's reps stand out most, now that some are known.

        The first ones were seen while the pose still drifted, as the gyroscope's bias was learnt.
        """
        settled = self._settled
        if settled is None or len(self._told) < self._tuning.few:
            return
        way = np.mean([one.way_deg for one in self._last_told], axis=0)
        told = tuple(self._told)
        least_deg = self._tuning.aimed_part * float(np.linalg.norm(way))

        def stands_out(direction: int) -> float:
            along_deg = abs(self._fan.part(way, direction))
            return along_deg / self._finder.noise_beside(direction, told)

        shown = [at for at in range(DIRECTIONS) if abs(self._fan.part(way, at)) > least_deg]
        best = max(shown, key=stands_out)
        if stands_out(best) < self._tuning.aimed_better * stands_out(settled.direction):
            return
        sign = 1 if self._fan.part(way, best) > 0.0 else -1
        self._told = [
            replace(one, range_deg=abs(self._fan.part(one.way_deg, best))) for one in self._told
        ]
        self._settled = Settled(best, sign, self._usual_along_deg)

    @property
    def _usual_along_deg(self) -> float:
        return median(move.range_deg for move in self._last_told)

    def _all_told(self, settled: Settled, moves: list[SmallMove]) -> tuple[ToldMove, ...]:
        self._settled = replace(settled, usual_deg=self._usual_along_deg)
        return tuple(self._as_told(settled, move) for move in moves)

    def _as_told(self, settled: Settled, move: SmallMove) -> ToldMove:
        tuning = self._tuning
        noise_deg = self._finder.noise_beside(settled.direction, tuple(self._told))
        near = [one for one in self._told[-4:] if one is not move][-3:]
        series = sum(one.evidence(noise_deg, tuning) for one in near)
        most = tuning.series_evidence
        odds = move.evidence(noise_deg, tuning) + float(np.clip(0.5 * series, -most, most))
        way = np.mean([one.way_deg for one in self._last_told], axis=0)
        confidence = 1.0 / (1.0 + np.exp(-tuning.odds_part * odds))
        return ToldMove(move, self._fan.axis(way), float(confidence))

    def _stays_up(self, settled: Settled, tick: int) -> bool:
        """Whether the limb stays for so long where its tops were that this is its rest."""
        tuning = self._tuning
        if not self._told:
            self._down_at = tick
            return False
        last, direction = round(self._told[-1].end), settled.direction
        base = float(np.median(self._fan.along(direction, last, last + 20)))
        now = float(np.median(self._fan.along(direction, tick - 20, tick)))
        up_part = settled.sign * (now - base) / settled.usual_deg
        is_up = tuning.up_part <= up_part < tuning.up_most
        if tick - last < 100 or not is_up or len(self._told) < 2:
            self._down_at = tick
        if up_part > tuning.moved_part:
            self._moved_at = tick
        if (tick - last) * TICK_S > tuning.pause_s:
            return False
        hold_s = median(move.hold_s for move in self._told)
        stays_s = max(tuning.stays_s, tuning.stays_holds * hold_s)
        return (tick - self._down_at) * TICK_S > stays_s

    def _turned_over(self, settled: Settled) -> Told:
        """What was told was seen upside down: the same series, with the tops as the rests."""
        self._down_at = self._fan.now
        first = self._told[0].start - self._tuning.turned_over_s / TICK_S
        series = self._finder.series(settled.direction, -settled.sign).moves
        moves = [move for move in series if move.start > first]
        if len(moves) < len(self._told) - 1:
            return NOTHING_TOLD
        over = replace(settled, sign=-settled.sign)
        self._settled, self._told = over, moves
        return Told(self._all_told(over, moves), is_anew=True)
