"""Whether a movement out and back may be a rep of the exercise at all, before it is compared."""

from typing import Protocol

from evenstride.analysis.counting.excursions import Excursion
from evenstride.analysis.counting.lever import Lever, lever
from evenstride.analysis.counting.other_leg import OtherLegWatch
from evenstride.analysis.counting.plausibility import gravity_disagrees, is_noise
from evenstride.analysis.counting.set_in_progress import SetInProgress
from evenstride.analysis.counting.similarity import alike
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import Vector, dot
from evenstride.analysis.signal.recent_motion import History
from evenstride.analysis.tuning import FASTEST_REP_S, FEW_REPS, OTHER_WAY_COS, TICK_S


class OtherLeg(Protocol):
    """What has to be known of the leg that does not move, or moves along."""

    history: History

    def range_in_set_deg(self, tick: int) -> float:
        """The usual range of the set that was in progress at a tick, degrees; 0 without one."""
        ...


class RepGate:
    """Refuses what the sensor, the exercise or the other leg says is no rep.

    Args:
        exercise: What is trained, as this sensor sees it.
        history: The leg's motion.
    """

    def __init__(self, exercise: Exercise, history: History) -> None:
        self._exercise = exercise
        self._history = history
        lies = exercise.thigh_at_rest is ThighAtRest.LYING
        self._other_leg = OtherLegWatch(both_legs=exercise.both_legs, lies=lies)

    def goes_out(self, found: Excursion, tick: int) -> bool | None:
        """Whether a movement begins with the exercise's way out; None where nothing tells."""
        carried = self._carried(found, tick)
        if carried is None or gravity_disagrees(self._history, found):
            return None
        return carried.goes_out(self._exercise.sensor_moves)

    def rests(self, own_deg: float, other_deg: float) -> bool:
        """Whether the other leg may be taken to rest while this one is on its way out."""
        return self._other_leg.rests(own_deg, other_deg)

    def admits(
        self,
        found: Excursion,
        tick: int,
        now: SetInProgress,
        last_axis: Vector | None,
        other: OtherLeg | None,
        *,
        has_gyro: bool,
    ) -> bool:
        """Whether a movement may be a rep.

        Args:
            found: The movement.
            tick: The tick by which it was found.
            now: The set in progress; it may be empty.
            last_axis: About what the leg turned in its last set; None before the first.
            other: The other leg, where that one wears a sensor too.
            has_gyro: Whether the sensor measures angular rate.
        """
        exercise, duration_s = self._exercise, (found.end - found.start) * TICK_S
        if found.range_deg > exercise.max_range_deg or duration_s > exercise.max_rep_s:
            return False
        if is_noise(self._history, found, has_gyro=has_gyro):
            return False
        fits = self._fits(found, tick) if has_gyro else None
        shortest_s = self._shortest_rep_s(found, now, last_axis, fits=bool(fits))
        if fits is False or duration_s < shortest_s:
            return False
        if other is None:
            return True
        is_proven = bool(fits or now.is_sure or last_axis)
        should_tell = has_gyro and exercise.sensor_moves is not SensorMoves.ANY
        if not is_proven and self._other_leg.shares(found, other.history, should_tell=should_tell):
            return False
        limit = self._other_leg.limit(found.range_deg, in_set=bool(now), fits=fits, tick=tick)
        other_deg = other.history.span_deg(found.start, tick)
        other_set_deg = other.range_in_set_deg(found.start)
        return not self._other_leg.works(
            found.range_deg, other_deg, other_set_deg, limit=limit, tick=tick
        )

    def _carried(self, found: Excursion, tick: int) -> Lever | None:
        """How a movement carries the sensor, where the exercise says how it should."""
        if self._exercise.sensor_moves is SensorMoves.ANY:
            return None
        return lever(self._history, found, tick)

    def _shortest_rep_s(
        self, found: Excursion, now: SetInProgress, last_axis: Vector | None, *, fits: bool
    ) -> float:
        """Steps and knocks are short; but so are fast reps, where more speaks for them."""
        if len(now) >= FEW_REPS and alike(found, now.latest):
            return FASTEST_REP_S
        known = now.usual_axis or last_axis
        lifts = fits and self._exercise.sensor_moves is SensorMoves.UP  # as no step does
        is_known = known is not None and dot(found.axis, known) > OTHER_WAY_COS
        return FASTEST_REP_S if lifts and is_known else self._exercise.min_rep_s

    def _fits(self, found: Excursion, tick: int) -> bool | None:
        """Whether a movement carries the sensor as the exercise does; None where nothing tells."""
        carried = self._carried(found, tick)
        fits = carried.fits(self._exercise.sensor_moves) if carried else None
        # A faulty accelerometer must not take a rep away.
        return None if fits is False and gravity_disagrees(self._history, found) else fits
