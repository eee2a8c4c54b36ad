"""Tells a thigh that the body carries along (trunk bends, arms at work) from one that is moved.

A whole series is looked at, as one movement says little. A thigh that is lifted a little on its
roller turns about one hinge, and hardly about the vertical. A thigh that the trunk carries along
also swings about the vertical, and is shaken by more than any hinge explains, or it sinks into
what it sits on. A leg that rests beside one that trains is shaken, and hardly rises. Without a
gyroscope nothing shows about the vertical; but about one hinge a thigh tilts out and back along one
line, and under a trunk it tilts aside of that line as well.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.hinge import mean_rise_m
from evenstride.analysis.counting.small.carried_signs import CarriedSigns, carried_signs
from evenstride.analysis.counting.tuning.carried import CARRIED, CarriedTuning
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.vectors import dot, scale
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.short_rows import median
from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True)
class _Past:
    found: Excursion
    signs: CarriedSigns
    wanders: bool


class CarriedWatch:
    """Looks at the movements of one leg, in order, and remembers the last ones.

    Args:
        finds: Whether the movements were found as series, as small reps are.

    Attributes:
        wandering_part: The part of the last series in which the limb seemed to change its weight
            as it moved. That is a sign of a faulty accelerometer, not of the body.
    """

    def __init__(self, tuning: CarriedTuning = CARRIED, *, finds: bool = False) -> None:
        self._finds = finds
        self._tuning = tuning
        self._past: deque[_Past] = deque(maxlen=tuning.series)
        self._count = 0
        self._lifted = 0
        self._carries = self._must_lift = False
        self.wandering_part = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether enough movements were seen to judge earlier ones by them."""
        return self._count >= self._tuning.few

    @property
    def is_done(self) -> bool:
        """Whether enough movements lifted the leg, so that no more are looked at."""
        return self._lifted >= self._tuning.series

    def forget(self) -> None:
        """Forget the last movements: they were none, or belong to another exercise."""
        self._past.clear()
        self._carries = self._must_lift = False

    def turn_over(self) -> None:
        """Forget the last movements, as they were seen upside down.

        If the body did them, it did so upside down as well; from then on only a limb that is
        certainly lifted is believed.
        """
        self._past.clear()
        self._must_lift = self._carries

    def is_like_last(self, found: Excursion) -> bool:
        """Whether an earlier movement is like the last one, and not too long ago.

        Args:
            found: The earlier movement.
        """
        if not self._past:
            return False
        last = self._past[-1].found
        is_soon = (last.start - found.end) * TICK_S < self._tuning.memory_s
        return is_soon and self._is_alike(last, found)

    def look(
        self,
        recent: RecentMotion,
        found: Excursion,
        now: int,
        moves: SensorMoves = SensorMoves.ANY,
        *,
        wanders: bool = False,
        has_gyro: bool = True,
    ) -> bool:
        """Judge by a movement and those before it whether the body did it.

        Args:
            now: The tick by which it was found.
            moves: Where the exercise carries the sensor.
            wanders: Whether the limb seemed to weigh more or less in it than at rest.
        """
        if self.is_done:
            return False
        seen = carried_signs(recent, found, now, has_gyro=has_gyro, tuning=self._tuning)
        if seen is None:
            return False
        if found.range_deg > self._tuning.range_deg:
            self._lifted += _is_lifted([seen], self._tuning)
            return False
        long_ago = found.start - round(self._tuning.memory_s / TICK_S)
        while self._past and self._past[0].found.end < long_ago:
            self._past.popleft()
        alike = [one for one in self._past if self._is_alike(one.found, found)]
        if alike and dot(alike[0].found.axis, found.axis) < 0.0:
            # After a movement that was no rep, the next ones may be seen upside down.
            found = replace(found, axis=scale(found.axis, -1.0))
            seen = replace(seen, rise_m=-seen.rise_m)
        last = _Past(found, seen, wanders)
        self._past.append(last)
        alike.append(last)
        self._count = len(alike)
        self.wandering_part = sum(one.wanders for one in alike) / len(alike)
        series = [one.signs for one in alike]
        result = is_carried(series, moves, self._tuning, finds=self._finds)
        result = result or (self._must_lift and not _is_lifted(series, self._tuning))
        self._lifted += not result and _is_lifted([seen], self._tuning)
        self._carries = result
        return result

    def _is_alike(self, one: Excursion, other: Excursion) -> bool:
        smaller, larger = sorted((one.range_deg, other.range_deg))
        same_plane = abs(dot(one.axis, other.axis)) > self._tuning.same_plane_cos
        return same_plane and smaller > self._tuning.same_range * larger


def is_carried(
    series: Sequence[CarriedSigns],
    moves: SensorMoves = SensorMoves.ANY,
    tuning: CarriedTuning = CARRIED,
    *,
    finds: bool = False,
) -> bool:
    """Tell whether the body did a series of movements.

    Args:
        series: What its last movements show; at least one.
        moves: Where the exercise carries the sensor. An exercise that lifts the leg about the hip
            must lift it by more than the sensor is shaken. One that lowers it on a standing leg
            shakes the sensor itself, as the person keeps their balance.
        finds: Whether the movements were found as series, as small reps are.
    """
    swings = [one.swing_part for one in series if one.swing_part is not None]
    asides = [one.aside_part for one in series if one.aside_part is not None]
    left = median(np.array([one.left_per_deg for one in series])) / tuning.left_per_deg
    shaken = _octaves(left, tuning)
    if swings:
        swing = median(np.array(swings)) / tuning.swing_part
        octaves = tuning.swing_weight * _octaves(swing, tuning) + shaken
    else:
        octaves = min(shaken, 0.0)  # a noisy sensor looks shaken as well, so it proves nothing
        if finds and asides:
            aside = median(np.array(asides)) / tuning.aside_part
            octaves += tuning.swing_weight * max(_octaves(aside, tuning), 0.0)
    is_lifted = _is_lifted(series, tuning)
    if moves is SensorMoves.UP and len(series) >= tuning.few and not is_lifted:
        octaves = max(octaves, shaken - _octaves(_rise(series)[0] / tuning.lifted_m, tuning))
    # A few movements say less than a series, so they must be clearer.
    enough = tuning.alone_octaves / len(series) if len(series) < tuning.few else 0.0
    if finds and is_lifted:
        return octaves > enough + tuning.lifted_octaves
    if moves is SensorMoves.DOWN:
        return octaves > enough + tuning.standing_octaves
    may_sink = len(series) > 1 and octaves > tuning.quiet_octaves
    return octaves > enough or (may_sink and _sinks(series, tuning, finds=finds))


def _is_lifted(series: Sequence[CarriedSigns], tuning: CarriedTuning) -> bool:
    rise_m, error_m = _rise(series)
    return rise_m - 2.0 * error_m > tuning.lifted_m


def _octaves(part: float, tuning: CarriedTuning) -> float:
    most = tuning.most
    return float(np.clip(np.log2(max(part, 1e-6)), -most, most))


def _sinks(series: Sequence[CarriedSigns], tuning: CarriedTuning, *, finds: bool) -> bool:
    rise_m, error_m = _rise(series)
    level_m = tuning.level_m
    if finds:
        # One movement of a found series may be cut out wrongly; the median tolerates it.
        rise_m, level_m = median(np.array([one.rise_m for one in series])), 0.0
    sure = rise_m + 2.0 * error_m < -level_m
    return bool(sure and -tuning.sinks_most_m < rise_m < -tuning.sinks_m)


def _rise(series: Sequence[CarriedSigns]) -> tuple[float, float]:
    return mean_rise_m([one.rise_m for one in series], [one.error_m for one in series])
