"""Remembers one leg's movements: whether it walks, and how it hangs when it does.

The memory outlives a change of exercise, a pause and the end of a set: somebody who walks between
two exercises is still walking, and the strap still sits as it did.
"""

from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from evenstride.analysis.counting.everyday.bout import pause_after_s
from evenstride.analysis.counting.everyday.gait_signs import signs, weighs
from evenstride.analysis.counting.everyday.slow_strides import (
    Past,
    kind_of,
    series_of,
    slow_strides,
)
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.ticks.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.signal.short_rows import mean_row
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, Placement


class Posture(StrEnum):
    """The posture of a movement, compared with that of the exercise."""

    FITS = "fits"
    OTHER = "other"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitSeen:
    """What gait and posture say about one movement.

    Attributes:
        octaves: How clearly it is a stride (positive) or none (negative), given what came before
            it.
        bout_start_s: When the bout of strides to which it belongs began; None if it is no stride.
        turns: Whether the body turned about the vertical meanwhile.
        has_strides: Whether it contains strides, as when somebody gets up, walks and sits down.
        posture: Whether it is done in the exercise's posture, as far as one is known.
        learnt: Whether this stride taught how the limb hangs, for the first time.
        strode: Whether strides came so recently that nobody can have turned the strap since.
        in_series: Whether the movements before show that it is a stride, however slow.
    """

    octaves: float = -1.0
    bout_start_s: float | None = None
    turns: bool = False
    has_strides: bool = False
    posture: Posture = Posture.FITS
    learnt: bool = False
    strode: bool = False
    in_series: bool = False


_REMEMBERED: Final = 32
"""Enough movements for half a minute at least."""

NOTHING_SEEN: Final = GaitSeen()
"""For a movement of which nothing is known, except that it is no stride."""


class GaitWatch:
    """Looks at each movement of one leg, in order.

    Attributes:
        feels: Whether the accelerometer has been seen to read more than gravity.
    """

    def __init__(self, tuning: CountingTuning = COUNTING) -> None:
        self._tuning = tuning.gait
        self._past: deque[Past] = deque(maxlen=_REMEMBERED)
        self._upright: FloatArray | None = None
        self.feels = False
        self._walks_until_s = -1.0
        self._bout_start_s = 0.0
        self._bout_end_s = -1.0
        self._steps_end_s = -1.0

    def forget(self) -> None:
        """Forget the last movements, after a gap; how the sensor sits is kept."""
        self._past.clear()
        self._walks_until_s = self._bout_end_s = self._steps_end_s = -1.0

    def unlearn(self) -> None:
        """Forget how the limb hangs, because the strap was turned."""
        self._upright = None

    @property
    def upright(self) -> FloatArray | None:
        """The vertical in the sensor's frame while the limb hangs, as a walk taught it."""
        return self._upright

    @property
    def knows_upright(self) -> bool:
        """Whether a walk has taught how the limb hangs."""
        return self._upright is not None

    def walks(self, at_s: float) -> bool:
        """Whether the leg walks at a time, as far as its last movements tell."""
        return at_s < self._walks_until_s

    @property
    def walks_until(self) -> int:
        """The first tick at which it walks no more."""
        return first_tick(lambda at: not self.walks(at * TICK_S), self._walks_until_s / TICK_S)

    def look(self, sighting: Sighting, *, in_set: bool = False) -> GaitSeen:
        """Look at a movement, and remember it.

        Args:
            sighting: The movement, and the motion that it was found in.
            in_set: Whether it is like the reps of a set that is sure: then a series says nothing.
        """
        found, has_gyro, motion = sighting.found, sighting.has_gyro, sighting.whole
        tuning = self._tuning
        seen = signs(motion, has_gyro=has_gyro, tuning=tuning)
        if not has_gyro and not self._may_stride(found.range_deg, sighting.placement):
            seen = replace(seen, octaves=min(seen.octaves, 0.0))
        self.feels = self.feels or seen.felt_m_s2 > tuning.feels_m_s2 or weighs(motion, tuning)
        start_s, end_s = found.start * TICK_S, found.end * TICK_S
        lasted_s = end_s - start_s
        octaves = seen.octaves + self._memory(start_s)
        if not (has_gyro or self.walks(start_s)):  # certain walking goes on
            octaves -= tuning.no_gyro_octaves
        is_sure = octaves > tuning.sure_octaves
        # Its way out was the way back of a stride, so that the leg has not stood since.
        from_stride = start_s < self._steps_end_s and self.walks(start_s)
        stays_s = (found.leave - found.top) * TICK_S
        goes_on = from_stride and lasted_s < tuning.memory_s and stays_s < tuning.step_rest_s
        if is_sure or goes_on:
            self._steps_end_s = end_s
        if goes_on:
            # This is a last step, however slowly it comes to rest.
            octaves = max(octaves, tuning.last_step_octaves)
        kind = kind_of(sighting, seen)
        self._past.append(Past(start_s, end_s, stays_s, seen, kind, mean_row(motion.up)))
        strode = start_s - self._bout_end_s < tuning.strap_s and self._bout_end_s >= 0.0
        series = slow_strides(self._past, in_set=in_set, tuning=tuning)
        if series:
            octaves = max(octaves, tuning.last_step_octaves)
            start_s = series[0].start_s
        if octaves > 0.0:
            if start_s > self._bout_end_s + tuning.bout_pause_s or self._bout_end_s < 0.0:
                self._bout_start_s = start_s
            self._bout_end_s = end_s
        was_known = self._upright is not None
        if is_sure or series:
            self._walks_until_s = end_s + pause_after_s(lasted_s, tuning)
            self._learn(slowly=bool(series))
        return GaitSeen(
            octaves=octaves,
            bout_start_s=self._bout_start_s if octaves > 0.0 else None,
            turns=seen.turns,
            # A movement that began as a stride and then rests came to stand at its top, not before
            # it.
            has_strides=self._has_strides(start_s, end_s) or (from_stride and not goes_on),
            posture=self.posture(motion.up, sighting.exercise.thigh_at_rest),
            learnt=not was_known and self._upright is not None,
            strode=strode,
            in_series=bool(series),
        )

    def _may_stride(self, range_deg: float, placement: Placement) -> bool:
        """Whether a stride turns the limb so far, seen without a gyroscope."""
        tuning = self._tuning
        is_shank = placement is Placement.SHANK
        most_deg = tuning.no_gyro_shank_most_deg if is_shank else tuning.no_gyro_most_deg
        return tuning.no_gyro_least_deg <= range_deg <= most_deg

    def _memory(self, start_s: float) -> float:
        """What the movements before one say about it, octaves."""
        tuning = self._tuning
        near = [one.seen.octaves for one in self._past if start_s - one.end_s < tuning.memory_s]
        clipped = (max(-1.0, min(octaves, tuning.sign_most)) for octaves in near)
        total = tuning.memory_weight * sum(clipped)
        return max(-tuning.memory_most, min(total, tuning.memory_most))

    def _has_strides(self, start_s: float, end_s: float) -> bool:
        inside = [one.seen.octaves for one in self._past if start_s < one.end_s < end_s]
        strides = sum(octaves > 0.5 * self._tuning.sure_octaves for octaves in inside)
        return strides >= self._tuning.walked_strides

    def _learn(self, *, slowly: bool) -> None:
        """A walk teaches how the vertical lies in the sensor while the limb hangs."""
        tuning = self._tuning
        last = list(self._past)[-tuning.bout_strides :]
        is_walk = len(last) == tuning.bout_strides and self._is_walk(last)
        if slowly and not is_walk:
            taught = tuning.series_taught
            last = list(series_of(self._past, taught, tuning.series_sure_octaves, tuning))
        if is_walk or (slowly and last):
            hung = np.mean([one.up for one in last], axis=0)
            self._upright = hung / np.linalg.norm(hung)

    def _is_walk(self, last: list[Past]) -> bool:
        tuning = self._tuning
        lasted = np.array([one.seen.duration_s for one in last])
        return bool(
            all(one.seen.octaves > 0.5 * tuning.sure_octaves for one in last)
            and all(one.seen.felt_m_s2 > tuning.bout_felt_m_s2 for one in last)
            and tuning.bout_shortest_s < lasted.min()
            and lasted.max() < tuning.bout_longest_s
            and lasted.std() < tuning.bout_spread * lasted.mean()
            and last[-1].end_s - last[0].end_s < len(last) * tuning.bout_longest_s
        )

    def posture(self, up: FloatArray, at_rest: ThighAtRest) -> Posture:
        """Whether a movement is done in the exercise's posture, as far as a walk has taught it.

        A movement of an exercise lying or level must not come near to upright at all, as getting up
        from a chair does. One of an upright exercise must begin and end upright.

        Args:
            up: The vertical in the sensor's frame from its start to its end, shape (n, 3).
            at_rest: How the limb is turned between reps of the exercise.
        """
        if self._upright is None or at_rest is ThighAtRest.ANY:
            return Posture.FITS
        tuning = self._tuning
        away = np.degrees(np.arccos(np.clip(up @ self._upright, -1.0, 1.0)))
        if at_rest is ThighAtRest.UPRIGHT:
            fits = max(away[0], away[-1]) < tuning.upright_deg
        else:
            fits = np.min(away) > tuning.upright_deg
        if fits:
            return Posture.FITS
        reaches_upright = np.min(away) < tuning.chair_deg
        reaches_level = np.max(away) > 90.0 - tuning.chair_deg
        return Posture.CHAIR if reaches_upright and reaches_level else Posture.OTHER
