"""Finds reps of a few degrees: the series of steps that stands out most from its own noise.

Along which direction a set's reps go, and which way up, is settled by its first ones. From then on
each is told as it ends.
"""

from dataclasses import dataclass, replace
from statistics import median  # of a few: numpy's takes thirty times as long
from typing import Final

import numpy as np

from evenstride.analysis.counting.small.lifting import Lifting
from evenstride.analysis.counting.small.series import SeriesFinder
from evenstride.analysis.counting.small.settling import Settled, Settling
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.small.small_set import SmallSet
from evenstride.analysis.counting.small.staying_up import StayingUp
from evenstride.analysis.counting.small.tilt_fan import DIRECTIONS, TiltFan, Ups
from evenstride.analysis.counting.small.tremor import Forces
from evenstride.analysis.counting.small.weak_moves import WeakMoves
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.model.recount_why import RecountWhy
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
        anew: Why they stand in place of all that was told of the set so far; None where not so.
    """

    moves: tuple[ToldMove, ...] = ()
    anew: RecountWhy | None = None


NOTHING_TOLD: Final = Told()


class SmallFinder:
    """Finds the small reps of one leg.

    Args:
        ups: The limb's pose, as far back as ``look_back_s``.
        tuning: The constants to go by.
        forces: Of the limb's sensor, as far back; None where its trembling is not looked at.
        lifting: How its movements carry the sensor; None where that is not looked at.
    """

    def __init__(
        self,
        ups: Ups,
        tuning: SmallTuning = SMALL,
        forces: Forces | None = None,
        lifting: Lifting | None = None,
    ) -> None:
        self._tuning = tuning
        self._fan = TiltFan(ups, tuning.fan)
        self._finder = SeriesFinder(self._fan, tuning)
        self._settling = Settling(self._fan, self._finder, tuning, forces, lifting)
        self._weak = WeakMoves(self._fan, tuning)
        self._staying_up = StayingUp(self._fan, tuning)
        self._set: SmallSet | None = None
        self._told_until = 0

    def step(self, tick: int) -> Told:
        """Take one tick; give the reps that it told."""
        if tick % self._tuning.fan.look_ticks:
            return NOTHING_TOLD
        if self._fan.take(tick):
            self._settling.last_net_deg = 0.0
            # What was told of a set is not looked at again.
            self._begin(max(self._fan.begin, self._told_until))
            return NOTHING_TOLD
        lone_deg = 0.0
        if self._set is None:
            settled = self._settling.look(tick)
            self._staying_up.begin(tick)
            if settled is None:
                return NOTHING_TOLD
            self._set = SmallSet(settled, self._tuning)
        elif (other := self._other_size(self._set, tick)) is not None:
            lone_deg = self._set.usual_net_deg
            self._set = SmallSet(other, self._tuning)
        now = self._set
        if self._staying_up.is_rest(now, tick):
            return self._turned_over(now)
        told = self._go_on(now)
        if lone_deg > now.usual_net_deg:
            # What went further than the reps that follow on it was getting into position.
            told = replace(told, anew=RecountWhy.LONE_UNLIKE)
        if told.moves and self._is_upside_down(now):
            anew = self._turned_over(now)
            now.is_turned = anew.anew is not None
            told = anew if now.is_turned else told
        if not self._has_paused(now, tick):
            return told
        # A weak rep that has only just ended is one of the set's still.
        last = self._under_half(now, self._tuning.nearly_settled_ticks)
        if not last:
            self._settling.last_net_deg = now.usual_net_deg
            self._begin(round(now.active))
        return Told((*told.moves, *last))

    def lost(self, tick: int) -> None:
        """A tick lies in a hole: whether the limb stayed up in it was not seen."""
        self._staying_up.begin(tick)

    def finish(self) -> Told:
        """Give what has ended and was waited with, as nothing follows."""
        return Told(self._under_half(self._set, 0)) if self._set else NOTHING_TOLD

    @property
    def is_settled(self) -> bool:
        """Whether a series is known by now."""
        return self._set is not None

    def may_go_on(self, tick: int) -> bool:
        """Whether the limb is on what may become a rep of the set in progress."""
        now = self._set
        return now is not None and bool(now.told) and self._staying_up.may_be_out(now, tick)

    def noise_deg(self, axis: Vector) -> float:
        """How far the limb sways in the time of one way, turning about an axis, degrees."""
        return self._tuning.fan.noise_part * self._fan.noise_about(axis)

    def _begin(self, tick: int) -> None:
        """Nothing is known of what follows on a tick."""
        self._finder.begin(tick)
        self._fan.end_stay()
        self._weak.begin(tick)
        self._set = None

    def _has_paused(self, now: SmallSet, tick: int) -> bool:
        """Whether the set has had no rep and no weak one for so long that it is over."""
        tuning, pause_s = self._tuning, (tick - now.active) * TICK_S
        # What moves is told soon.
        is_down = not self._staying_up.has_moved(tick)
        return pause_s > tuning.pause_s and (is_down or pause_s > 2 * tuning.pause_s)

    def _other_size(self, now: SmallSet, tick: int) -> Settled | None:
        """The series that a single movement only seemed to begin.

        It goes over twice as far, or is one of several that go under half as far.
        """
        settled = self._settling.look(tick) if len(now.told) == 1 else None
        if settled is None:
            return None
        part, lone_deg = self._tuning.same_part, now.usual_net_deg
        if part * settled.usual_deg > lone_deg:
            return settled
        series = self._finder.series(settled.direction, settled.sign).moves
        is_several = len(series) > 1 and series[0].start > now.told[0].end
        is_smaller = median(move.net_deg for move in series) < part * lone_deg
        return settled if is_several and is_smaller else None

    def _go_on(self, now: SmallSet) -> Told:
        """Tell what has ended since the last look."""
        settled = now.settled
        new, weak = self._new(now)
        if weak:
            now.weak_until = weak[-1].end
            self._weak.given(now.weak_until)
        now.told += new
        now.settled = replace(settled, usual_deg=now.usual_along_deg)
        reps = [self._as_told(now, settled, one) for one in new]
        under_half = self._under_half(now, self._tuning.settled_ticks)
        now.active = max(now.active, now.told[-1].end, now.weak_until)
        self._told_until = round(now.told[-1].end)
        if new:
            self._fan.stay(round(new[-1].start))
            self._aim(now)
        small = [replace(self._as_told(now, settled, one), is_under_half=True) for one in weak]
        return Told((*reps, *small, *under_half))

    def _new(self, now: SmallSet) -> tuple[list[SmallMove], list[SmallMove]]:
        """The reps that have ended since the last look, and what tilts too little for one."""
        tuning, settled = self._tuning, now.settled
        if not now.told:
            return list(self._finder.series(settled.direction, settled.sign).moves), []
        after = max(now.told[-1].end, now.weak_until)
        least_deg = tuning.same_part * settled.usual_deg
        most_deg = tuning.too_large * settled.usual_deg
        looked_deg = max(tuning.known_part * tuning.least_deg, least_deg)
        new = [
            move
            for move in self._finder.found_whole(settled.direction, settled.sign, looked_deg)
            if 0.5 * (move.start + move.top) > after and least_deg <= move.range_deg <= most_deg
        ]
        # What goes far enough along the set's direction may still tilt too little in all, as soon
        # as more than a single rep tells how far that is.
        least_net_deg = tuning.same_part * now.usual_net_deg if len(now.told) > 1 else 0.0
        return (
            [move for move in new if move.net_deg >= least_net_deg],
            [move for move in new if move.net_deg < least_net_deg],
        )

    def _under_half(self, now: SmallSet, settled_ticks: int) -> tuple[ToldMove, ...]:
        """Movements under half of the usual range; a rep must have been told."""
        settled = now.settled
        found = self._weak.find(
            now.told,
            settled,
            # Along its direction a set may show less than it tilts in all.
            self._tuning.least_deg * settled.usual_deg / now.usual_net_deg,
            noise_deg=self._finder.noise_beside(settled.direction, tuple(now.told)),
            not_before=self._finder.not_before,
            settled_ticks=settled_ticks,
        )
        if found:
            now.active = max(now.active, found[-1].end)
        return tuple(replace(self._as_told(now, settled, one), is_under_half=True) for one in found)

    def _aim(self, now: SmallSet) -> None:
        """Look along the direction in which the set's reps stand out most, now that some are known.

        The first ones were seen while the pose still drifted, as the gyroscope's bias was learnt.
        """
        if len(now.told) < self._tuning.few:
            return
        settled, way, told = now.settled, now.usual_way_deg, tuple(now.told)
        least_deg = self._tuning.aimed_part * float(np.linalg.norm(way))

        def stands_out(direction: int) -> float:
            along_deg = abs(self._fan.part(way, direction))
            return along_deg / self._finder.noise_beside(direction, told)

        shown = [at for at in range(DIRECTIONS) if abs(self._fan.part(way, at)) > least_deg]
        best = max(shown, key=stands_out)
        better = stands_out(best) / stands_out(settled.direction)
        if settled.direction in shown and better < self._tuning.aimed_better:
            return
        sign = 1 if self._fan.part(way, best) > 0.0 else -1
        now.told = [
            replace(one, range_deg=abs(self._fan.part(one.way_deg, best))) for one in now.told
        ]
        now.settled = Settled(best, sign, now.usual_along_deg)

    def _as_told(self, now: SmallSet, settled: Settled, move: SmallMove) -> ToldMove:
        """A movement of a set, with what it turned about and how sure it is a rep.

        Args:
            now: The set.
            settled: How its reps go along the direction in which the movement was measured.
            move: The movement.
        """
        tuning = self._tuning
        noise_deg = self._finder.noise_beside(settled.direction, tuple(now.told))
        near = [one for one in now.told[-tuning.near_moves - 1 :] if one is not move]
        series = sum(one.evidence(noise_deg, tuning) for one in near[-tuning.near_moves :])
        most = tuning.series_evidence
        part = float(np.clip(tuning.series_part * series, -most, most))
        odds = move.evidence(noise_deg, tuning) + part
        confidence = 1.0 / (1.0 + np.exp(-tuning.odds_part * odds))
        return ToldMove(move, self._fan.axis(now.usual_way_deg), float(confidence))

    def _is_upside_down(self, now: SmallSet) -> bool:
        """Whether the reps that are known by now tell that they are seen upside down.

        A set is turned over so once. The first ones may not have told, or getting into position
        stood before them.
        """
        tuning, count = self._tuning, len(now.told)
        if now.is_turned or not tuning.few - 1 <= count <= tuning.asked_reps:
            return False
        least = tuning.turned_votes * (2.0 if count < tuning.few else 1.0)
        return self._settling.votes(now.settled) < -least

    def _turned_over(self, now: SmallSet) -> Told:
        """What was told was seen upside down: the same series, with the tops as the rests."""
        self._staying_up.begin(self._fan.now)
        settled = replace(now.settled, sign=-now.settled.sign)
        first = now.told[0].start - self._tuning.turned_over_s / TICK_S
        series = self._finder.series(settled.direction, settled.sign).moves
        moves = [move for move in series if move.start > first]
        if len(moves) < len(now.told) - 1:
            return NOTHING_TOLD
        now.told = moves
        now.settled = replace(settled, usual_deg=now.usual_along_deg)
        told = tuple(self._as_told(now, settled, one) for one in moves)
        return Told(told, RecountWhy.UPSIDE_DOWN)
