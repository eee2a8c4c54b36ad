"""The lever of a movement: how far the sensor is from the hinge, and so whether it is lifted.

A sensor at a distance from the hinge is accelerated as the limb turns: upwards, by the angular
acceleration times its horizontal distance from the hinge. Of an accelerometer's readings only the
part along the vertical is free of inclination errors, so the distance is the slope of that part
over the angular acceleration. It distinguishes a raised leg (the sensor rises, by 20-45 cm per
radian) from a standing leg that dips (the sensor sinks), and both from a thigh that only tips along
under a bending trunk (the hinge is below the sensor), however the sensor is worn.
"""

import math
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.motion.smoother import hann_window
from evenstride.analysis.signal.short_rows import (
    averaged,
    derivative,
    dots,
    lengths,
    mean,
    pseudo_inverse,
    spread,
    widened,
)
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Lever:
    """How a movement carries the sensor.

    Attributes:
        rise_m: Horizontal distance of the sensor from the hinge, metres: how fast the sensor rises,
            in m/s, when the limb turns by one radian per second on its way out; negative if it
            sinks.
        error_m: Standard error of ``rise_m``, metres.
        range_deg: How far the limb turned, degrees.
        is_sound: Whether the accelerometer read gravity well meanwhile, and did not reach the end
            of its scale.
        short_m: By how much ``rise_m`` may come out too small, as the limb hardly accelerates.
        tuning: The constants to go by.
    """

    rise_m: float
    error_m: float
    range_deg: float
    is_sound: bool = True
    short_m: float = 0.0
    tuning: CountingTuning = COUNTING

    def fits(
        self, moves: SensorMoves, *, feels: bool = False, least_m: float | None = None
    ) -> bool | None:
        """Tell whether the sensor is carried as an exercise carries it; None if uncertain.

        Args:
            moves: How the exercise carries it.
            feels: Whether the accelerometer is known to read more than gravity. Values computed
                from an orientation show no lever, and then its absence proves nothing.
            least_m: How much a raised leg lifts the sensor at least, metres; None for the least in
                any exercise.
        """
        match moves:
            case SensorMoves.UP:
                least_m = self.tuning.lever.rise_m if least_m is None else least_m
                beyond_m = self.rise_m - least_m
                # No trunk turns a thigh so far, but a step does, and that lowers the sensor. A leg
                # that is raised as a whole has a lever too large to be overlooked.
                is_none = self.rise_m + self._sure_errors * self.error_m < least_m
                against = self._may_be_trunk or self.rise_m < -self._doubt_m
                against = against or (is_none and feels and self.is_sound)
            case SensorMoves.DOWN:
                beyond_m = -self.rise_m - self._least_sink_m
                against = self._may_be_trunk
            case SensorMoves.ANY:
                return None
        error_m = self.error_m if self.rise_m < 0.0 else math.hypot(self.error_m, self.short_m)
        if abs(beyond_m) < self.tuning.lever.errors * error_m:
            return None
        if beyond_m > 0.0:
            return True
        return False if against else None

    def goes_out(self, moves: SensorMoves) -> bool | None:
        """Tell whether a movement's first way is an exercise's way out, not its way back.

        None if that is uncertain. A way back has the opposite lever. But only a raised leg has its
        lever all the way; how far a dip lowers the sensor depends on the knee.
        """
        if abs(self.rise_m) < self.tuning.lever.phase_m + self._doubt_m:
            return None
        match moves:
            case SensorMoves.UP:
                return self.rise_m > 0.0
            case SensorMoves.DOWN:
                return True if self.rise_m < 0.0 else None
            case SensorMoves.ANY:
                return None

    @property
    def sinks_too_little(self) -> bool:
        """Whether it certainly lowers the sensor by less than a dip does."""
        return self.rise_m - self._doubt_m > -self._least_sink_m

    @property
    def _least_sink_m(self) -> float:
        """How much a dip lowers the sensor at least, metres per radian.

        A knee bends from straight, so the deeper a dip, the more the sensor sinks per radian. But a
        thigh that the trunk presses into a seat sinks as much as in a shallow dip.
        """
        tuning = self.tuning
        may_sit = self.range_deg < tuning.lever.seat_deg
        part = 1.0 if may_sit else min(self.range_deg / tuning.lever.sink_deg, 1.0)
        return part * tuning.lever.sink_m

    @property
    def _sure_errors(self) -> float:
        """How many errors below the least a lever counts as none; fewer if getting up is likely."""
        tuning = self.tuning
        may_get_up = self.range_deg > tuning.gait.seat_deg
        return tuning.lever.none_errors if may_get_up else tuning.lever.sure_errors

    @property
    def _doubt_m(self) -> float:
        return self.tuning.lever.none_errors * self.error_m

    @property
    def _may_be_trunk(self) -> bool:
        """Whether the limb turned about a hinge, but by no more than under a bending trunk.

        No lever at all proves nothing, as some sensors report gravity only.
        """
        has_hinge = abs(self.rise_m) > self._doubt_m
        return has_hinge and self.range_deg < self.tuning.trunk_deg


def lever(
    recent: RecentMotion, found: Excursion, now: int, *, tuning: CountingTuning = COUNTING
) -> Lever | None:
    """Fit the lever of a movement.

    Args:
        recent: The leg's motion; it must reach back to the movement's start.
        now: The tick by which it was found.

    Returns:
        The lever; None if too many samples were lost, or if the accelerometer does not even read
        gravity because it is faulty or saturated.
    """
    seen = moved(recent, found, now, tuning)
    if seen is None:
        return None
    stretch, known, acceleration = seen.stretch, seen.known, seen.acceleration
    # Rotation pulls the sensor towards the hinge, with the square of the speed.
    rise_m, error_m = _slope(known, seen.upwards, acceleration, seen.speed**2, tuning=tuning)
    around = round(tuning.lever.around_s / TICK_S)
    ends = lengths(stretch.force_m_s2)
    offs_m_s2 = [abs(mean(end) - GRAVITY_M_S2) for end in (ends[:around], ends[-around:])]
    # Sitting down, which turns a thigh from upright to level, gives a knock at one end, which is no
    # fault of the sensor. Less than half of that rotation may be a step.
    may_sit = found.range_deg > tuning.gait.upright_deg
    short_m = tuning.lever.force_m_s2 / max(spread(acceleration[known]), 1e-6)
    off_m_s2 = max(abs(seen.weight_m_s2 - GRAVITY_M_S2), (min if may_sit else max)(offs_m_s2))
    is_sound = off_m_s2 < tuning.belief.weight_sound_fraction * GRAVITY_M_S2
    is_sound = is_sound and not bool(stretch.saturated.any())
    return Lever(rise_m, error_m, found.range_deg, is_sound, short_m, tuning)


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """The data that a movement's lever is fitted to.

    Attributes:
        stretch: Its motion.
        known: Which ticks were measured.
        upwards: The force along the vertical, m/s², shape (n,).
        speed: Angular speed, rad/s, shape (n,).
        acceleration: Angular acceleration, rad/s², shape (n,).
        weight_m_s2: The mean force.
    """

    stretch: Motion
    known: BoolArray | slice
    upwards: FloatArray
    speed: FloatArray
    acceleration: FloatArray
    weight_m_s2: float


def moved(recent: RecentMotion, found: Excursion, now: int, tuning: CountingTuning) -> Moved | None:
    """Collect what a movement's lever is fitted to; None if too much was lost or gravity misread.

    Args:
        now: The tick by which it was found: nothing later is looked at.
    """
    if not recent.reaches(found.end):
        return None  # forgotten, as one recording was continued by another
    around = round(tuning.lever.around_s / TICK_S)
    stretch = recent.stretch(found.start - around, min(found.end + around, now))
    bridged = int(np.count_nonzero(stretch.bridged))
    if bridged / len(stretch) > 1.0 - tuning.lever.known_fraction:
        return None
    axis = np.array(found.axis)
    window = hann_window(tuning.signal.smoothing_half_s)
    # Smoothed as for finding movements; force and rate alike, so that their ratio stays the same.
    speed = averaged(np.radians(stretch.raw_rate_deg_s @ axis), window)
    force = averaged(stretch.force_m_s2, window)
    acceleration = derivative(speed, TICK_S)
    # Nearly always all ticks are known, and nothing need be copied.
    known: BoolArray | slice = ~stretch.bridged if bridged else slice(None)
    if stretch.lost.any():
        # Smoothing spreads the motion that was made up in a hole beyond its edges.
        known = ~(stretch.bridged | widened(stretch.lost, len(window) // 2 + 1))
        if np.count_nonzero(known) < around:
            return None
    weight_m_s2 = mean(lengths(force[known]))
    if abs(weight_m_s2 - GRAVITY_M_S2) > tuning.belief.weight_fault_fraction * GRAVITY_M_S2:
        return None
    upwards = dots(force, stretch.up)
    return Moved(stretch, known, upwards, speed, acceleration, weight_m_s2)


def _slope(
    known: BoolArray | slice, values: FloatArray, *causes: FloatArray, tuning: CountingTuning
) -> tuple[float, float]:
    """Fit values to causes by least squares; return the first slope and its standard error."""
    values = values[known]
    design = np.ones((len(values), 1 + len(causes)))
    for column, cause in enumerate(causes, start=1):
        design[:, column] = cause[known]
    inverse = pseudo_inverse(design.T @ design)
    weights = inverse @ (design.T @ values)
    left_over = values - design @ weights
    free = max(len(values) / tuning.lever.correlated_ticks - len(weights), 1.0)
    variance = float(left_over @ left_over) / free
    return float(weights[1]), float(np.sqrt(max(variance * inverse[1, 1], 0.0)))
