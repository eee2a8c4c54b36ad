"""Finds reps of a few degrees: the series of steps that stands out most from its own noise.

The first reps of a set settle along which direction they go, and which way up. From then on each
rep is reported as it ends.
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
    """A small movement that is reported: a rep, or one under half of its set's usual range.

    Attributes:
        move: The movement.
        axis: The axis that the limb turned about, a unit vector in the sensor's frame, shape (3,).
        confidence: How certain it is that it was a rep, from 0 to 1.
        is_under_half: Whether it goes less than half as far as the set's reps usually do.
    """

    move: SmallMove
    axis: FloatArray
    confidence: float
    is_under_half: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is reported at a tick.

    Attributes:
        moves: The reps, in order, and after them movements under half of their range.
        anew: Why they replace everything reported of the set so far; None if they do not.
    """

    moves: tuple[ToldMove, ...] = ()
    anew: RecountWhy | None = None


NOTHING_TOLD: Final = Told()


class SmallFinder:
    """Finds the small reps of one leg.

    Args:
        ups: The limb's pose, as far back as ``look_back_s``.
        forces: Of the limb's sensor, as far back; None if tremor is not to be looked at.
        lifting: How its movements carry the sensor; None if that is not to be looked at.
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
        """Take one tick; return the reps that were found by it."""
        if tick % self._tuning.fan.look_ticks:
            return NOTHING_TOLD
        if self._fan.take(tick):
            self._settling.last_net_deg = 0.0
            # What was reported already is not looked at again.
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
            # A single movement that went further than the reps after it was getting into position.
            told = replace(told, anew=RecountWhy.LONE_UNLIKE)
        if told.moves and self._is_upside_down(now):
            anew = self._turned_over(now)
            now.is_turned = anew.anew is not None
            told = anew if now.is_turned else told
        if not self._has_paused(now, tick):
            return told
        # A weak rep that has only just ended still belongs to the set.
        last = self._under_half(now, self._tuning.nearly_settled_ticks)
        if not last:
            self._settling.last_net_deg = now.usual_net_deg
            self._begin(round(now.active))
        return Told((*told.moves, *last))

    def lost(self, tick: int) -> None:
        """Take note that a tick lies in a hole, where the limb was not seen to stay up."""
        self._staying_up.begin(tick)

    def finish(self) -> Told:
        """Return, at the end of the data, what has ended but was held back."""
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
        """Return the limb's sway about an axis in the time of one way, degrees."""
        return self._tuning.fan.noise_part * self._fan.noise_about(axis)

    def _begin(self, tick: int) -> None:
        """Forget everything before a tick, and look for a new set."""
        self._finder.begin(tick)
        self._fan.end_stay()
        self._weak.begin(tick)
        self._set = None

    def _has_paused(self, now: SmallSet, tick: int) -> bool:
        """Whether the set has had no rep and no weak one for so long that it is over."""
        tuning, pause_s = self._tuning, (tick - now.active) * TICK_S
        # If the limb moves just now, a rep may be reported soon.
        is_down = not self._staying_up.has_moved(tick)
        return pause_s > tuning.pause_s and (is_down or pause_s > 2 * tuning.pause_s)

    def _other_size(self, now: SmallSet, tick: int) -> Settled | None:
        """Return the series that belongs in place of a single movement; None if there is none.

        It goes over twice as far, or it is several movements that go under half as far.
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
        """Report what has ended since the last look."""
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
        small = [self._as_told(now, settled, one, is_under_half=True) for one in weak]
        return Told((*reps, *small, *under_half))

    def _new(self, now: SmallSet) -> tuple[list[SmallMove], list[SmallMove]]:
        """Return the reps that ended since the last look, and movements too small for one."""
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
        # A movement may go far enough along the set's direction and still tilt too little in all.
        # How far reps tilt in all is known only from more than one.
        least_net_deg = tuning.same_part * now.usual_net_deg if len(now.told) > 1 else 0.0
        return (
            [move for move in new if move.net_deg >= least_net_deg],
            [move for move in new if move.net_deg < least_net_deg],
        )

    def _under_half(self, now: SmallSet, settled_ticks: int) -> tuple[ToldMove, ...]:
        """Return movements under half of the usual range; the set must have a rep."""
        settled = now.settled
        found = self._weak.find(
            now.told,
            settled,
            # Along its direction a set may go less far than it tilts in all.
            self._tuning.least_deg * settled.usual_deg / now.usual_net_deg,
            noise_deg=self._finder.noise_beside(settled.direction, tuple(now.told)),
            not_before=self._finder.not_before,
            settled_ticks=settled_ticks,
        )
        if found:
            now.active = max(now.active, found[-1].end)
        return tuple(self._as_told(now, settled, one, is_under_half=True) for one in found)

    def _aim(self, now: SmallSet) -> None:
        """Choose again the direction along which the set's reps stand out most.

        The first reps were seen while the pose still drifted, as the gyroscope's bias was learnt.
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

    def _as_told(
        self, now: SmallSet, settled: Settled, move: SmallMove, *, is_under_half: bool = False
    ) -> ToldMove:
        """Add to a movement of a set its axis and how certain it is a rep.

        Args:
            settled: How its reps go along the direction in which the movement was measured.
            move: The movement.
            is_under_half: Whether it goes less than half as far as the set's reps usually do.
        """
        noise_deg = self._finder.noise_beside(settled.direction, tuple(now.told))
        axis = self._fan.axis(now.usual_way_deg)
        return ToldMove(move, axis, now.confidence(move, noise_deg), is_under_half)

    def _is_upside_down(self, now: SmallSet) -> bool:
        """Whether the reps known by now show that they are seen upside down.

        This turns a set over once only. The first reps may not have shown it yet, or getting into
        position came before them.
        """
        tuning, count = self._tuning, len(now.told)
        if now.is_turned or not tuning.few - 1 <= count <= tuning.asked_reps:
            return False
        least = tuning.turned_votes * (2.0 if count < tuning.few else 1.0)
        return self._settling.votes(now.settled) < -least

    def _turned_over(self, now: SmallSet) -> Told:
        """Report the set again the other way up: its tops were its rests."""
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
