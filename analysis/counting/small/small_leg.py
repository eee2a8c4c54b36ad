"""The small reps of one leg, turned into the movements that counting works with."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from evenstride.analysis.counting.everyday.gait import GaitSeen, GaitWatch, Posture
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.other_leg import OtherLeg
from evenstride.analysis.counting.signs.plausibility import (
    came_back,
    gravity_disagrees,
    weight_wanders,
)
from evenstride.analysis.counting.small.carried import CarriedWatch
from evenstride.analysis.counting.small.finder import NOTHING_TOLD, SmallFinder, Told, ToldMove
from evenstride.analysis.counting.small.goes_along import GoesAlong
from evenstride.analysis.counting.small.lifting import Lifting
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.counting.verdict.evidence import Evidence
from evenstride.analysis.counting.verdict.refusal import why_refused
from evenstride.analysis.counting.verdict.verdict_types import SoFar, Why
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.printed import as_printed
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S

_STANDS_OUT_S: Final = 0.2
"""If the times by speed and by levels differ by more, the speed was that of swaying."""


class SmallReps:
    """Finds one leg's small reps, and judges its small movements.

    Args:
        exercise: What is trained, as its sensor sees it.

    Attributes:
        finds: Whether the exercise's reps are so small that only a series distinguishes them from
            swaying. Then they are found here, and nowhere else.
    """

    def __init__(
        self,
        recent: RecentMotion,
        exercise: Exercise,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self._recent = recent
        self._exercise = exercise
        self._tuning = tuning
        self._small = small = tuning.small
        self.finds = exercise.min_range_deg < small.series_deg
        self._finder = SmallFinder(recent.ups, small, recent.forces, Lifting(recent, small))
        self._carried = CarriedWatch(small.carried, finds=self.finds)
        self._goes_along = GoesAlong(small.usual_reps)

    def step(self, tick: int) -> Told | None:
        """Take one tick; return what was found, or None if nothing is looked at in this tick."""
        if not self.finds or tick % self._small.fan.look_ticks:
            return None
        told = self._finder.step(tick)
        if told.anew is RecountWhy.UPSIDE_DOWN:
            self._carried.turn_over()
        elif told.anew:
            self._carried.forget()
        return told

    def lost(self, tick: int) -> None:
        """Take note that a tick lies in a hole of the data."""
        self._finder.lost(tick)

    def may_go_on(self, tick: int) -> bool:
        """Whether the limb is on what may become a small rep of the set in progress."""
        return self.finds and self._finder.may_go_on(tick)

    def finish(self) -> Told:
        """Return what is left at the end of the data."""
        return self._finder.finish() if self.finds else NOTHING_TOLD

    def quiet_until(self, tick: int) -> int | None:
        """Return the first tick, from this one on, that has to be taken; None if none has to."""
        looks = self._small.fan.look_ticks
        return -(-tick // looks) * looks if self.finds else None

    def is_carried(self, found: Excursion, now: int, *, has_gyro: bool) -> bool:
        """Tell whether the body carried the thigh along in a small movement.

        A faulty accelerometer is never a reason to refuse a rep.

        Args:
            now: The tick by which it was found.
        """
        exercise, small = self._exercise, self._small
        moves = exercise.sensor_moves
        is_small = exercise.min_range_deg <= small.carried.least_deg
        if self._carried.is_done or (moves is SensorMoves.ANY and not is_small):
            return False
        if not (has_gyro or self.finds):
            # Without a gyroscope hinges cannot be distinguished; in bridges it is the knee.
            return False
        if moves is SensorMoves.DOWN and found.range_deg > self._tuning.lever.seat_deg:
            # A trunk tips a seated thigh by less, and a dipping leg wavers to keep its balance.
            return False
        if gravity_disagrees(self._recent, found, tuning=self._tuning):
            return False
        wanders = weight_wanders(self._recent, found, tuning=self._tuning)
        is_carried = self._carried.look(
            self._recent, found, now, moves, wanders=wanders, has_gyro=has_gyro
        )
        if not is_carried or wanders:
            return False
        # Judge a faulty sensor by the series: a single movement may look sound by chance, or if a
        # hole cut it.
        return self._carried.wandering_part < self._tuning.belief.faulty_part

    def whys_not(
        self,
        told: Sequence[ToldMove],
        now: int,
        other: OtherLeg | None,
        gait: GaitWatch,
        so_far: SoFar,
        *,
        has_gyro: bool,
    ) -> list[Why | None]:
        """Say for each small movement reported at once why it is no rep; None if it is one.

        Args:
            told: The movements, in order.
            now: The tick by which they were reported.
            other: The other leg, if it wears a sensor too.
            gait: Knows how the limb hangs when it walks.
            so_far: What the set looks like.
        """
        if not so_far.reps:
            self._goes_along.begin()
        whys = [self._why_not(one, now, other, gait, so_far, has_gyro=has_gyro) for one in told]
        reps = [excursion_of(one) for one, why in zip(told, whys, strict=True) if why is None]
        # Movements reported at once are one series, and the last look has seen all of it.
        looked = [self.is_carried(found, now, has_gyro=has_gyro) for found in reps]
        if looked and looked[-1]:
            whys = [why or Why.CARRIED for why in whys]
        return whys

    def _why_not(
        self,
        told: ToldMove,
        now: int,
        other: OtherLeg | None,
        gait: GaitWatch,
        so_far: SoFar,
        *,
        has_gyro: bool,
    ) -> Why | None:
        """Say why one of them is no rep, apart from the body carrying the limb along."""
        exercise, found = self._exercise, excursion_of(told)
        posture = gait.posture(self._recent.ups(found.start, found.end), exercise.thigh_at_rest)
        # Beside a few movements, a leg that turns further than this exercise allows does another.
        is_few = so_far.reps <= self._tuning.few_reps
        far_deg = exercise.max_range_deg if is_few else math.inf
        seen = Evidence(
            found=found,
            has_gyro=has_gyro,
            other=self._goes_along.seen(other, found, now, far_deg=far_deg) if other else None,
            gait=GaitSeen(posture=posture),
        )
        why = why_refused(seen, so_far, exercise, tuning=self._tuning)
        if why is not None:
            self._goes_along.drop()
        if why is None and posture is not Posture.FITS:
            return Why.POSTURE
        if why is None and not came_back(
            self._recent, found, now, least_part=self._small.back_part
        ):
            return Why.STAYED
        # A weak movement is no rep, so it is no part of the series that shows the body's doing.
        return Why.UNDER_HALF if why is None and told.is_under_half else why

    def may_claim(self, why: Why) -> bool:
        """Whether a series may still claim a movement that was refused for a reason."""
        return self.finds and why not in (Why.WALKING, Why.TOO_LARGE, Why.TOO_LONG)

    def sways(self, found: Excursion) -> bool:
        """Whether a movement is too small to be listed for its size, and no larger than sway."""
        listed_deg = self._tuning.listed_ranges * self._exercise.min_range_deg
        is_small = found.range_deg < listed_deg
        least_deg = self._small.even_snr * self._finder.noise_deg(found.axis)
        return is_small and found.range_deg < least_deg

    @property
    def is_in_series(self) -> bool:
        """Whether a series is known; it then reports each rep as it ends."""
        return self._finder.is_settled

    @property
    def were_carried(self) -> bool:
        """Whether enough movements were carried along to judge the few before them."""
        return self._carried.is_sure

    def was_carried(self, found: Excursion) -> bool:
        """Whether an earlier movement was like those that the body turned out to do."""
        return self._carried.is_like_last(found)


def excursion_of(told: ToldMove) -> Excursion:
    """Convert a movement to the form that counting works with."""
    move = told.move
    start, top, leave, end = (round(at) for at in (move.start, move.top, move.leave, move.end))
    x, y, z = told.axis.tolist()
    return Excursion((x, y, z), move.net_deg, start, top, leave, end)


def as_small(
    movement: Movement,
    told: ToldMove,
    was_seen: Callable[[float], bool],
    tuning: MeasuringTuning = MEASURING,
) -> Movement:
    """Give a small rep the times, the range and the confidence that follow from its levels.

    Where its speed stands out from swaying, times by speed are kept; otherwise times are those of
    the ways between its two levels.

    Args:
        movement: The movement as measured by its speed.
        told: The same as reported by its series.
        was_seen: Whether the motion around a time, seconds, was measured.
    """
    measured, move = movement.measured, told.move
    by_level = (move.start, move.top, move.leave, move.end)
    by_speed = (measured.start_s, measured.top_s, measured.leave_s, measured.end_s)
    times = [
        told_time_s(speed, level * TICK_S, was_seen)
        for level, speed in zip(by_level, by_speed, strict=True)
    ]
    if all(one is None for one in times):
        times = list(by_speed)
    # Both flags apply only to a movement that was found by its speed.
    other_than = (Flag.LOW_CONFIDENCE, Flag.GRAVITY_DISAGREES)
    flags = tuple(flag for flag in measured.flags if flag not in other_than)
    if None in times and Flag.SIGNAL_GAP not in flags:
        flags = (Flag.SIGNAL_GAP, *(flag for flag in flags if flag is not Flag.GAP))
    if told.confidence < tuning.half_sure:
        flags = (*flags, Flag.LOW_CONFIDENCE)
    finished = replace(
        measured,
        start_s=times[0],
        top_s=times[1],
        leave_s=times[2],
        end_s=times[3],
        rom_deg=None if measured.rom_deg is None else move.net_deg,
        confidence=told.confidence,
        flags=flags,
    )
    return replace(movement, measured=as_printed(finished))


def told_time_s(
    by_speed_s: float | None, by_level_s: float, was_seen: Callable[[float], bool]
) -> float | None:
    """Return when a way of a small rep began or ended; None if that lies in a hole of the data.

    Args:
        by_speed_s: The time by speed; None if it was not seen.
        was_seen: Whether the motion around a time, seconds, was measured.
    """
    if by_speed_s is None or abs(by_speed_s - by_level_s) < _STANDS_OUT_S:
        return by_speed_s
    return by_level_s if was_seen(by_level_s) else None
