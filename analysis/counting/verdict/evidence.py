"""The facts about one movement out and back, on which its verdict is based."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.counting.everyday.gait import NOTHING_SEEN, GaitSeen, GaitWatch
from evenstride.analysis.counting.everyday.getting_up import gets_up
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.signs.lever import Lever, lever
from evenstride.analysis.counting.signs.other_leg import (
    OtherLeg,
    OtherLegSeen,
    other_leg_seen,
    way_begins,
)
from evenstride.analysis.counting.signs.plausibility import (
    ends_apart_deg,
    gravity_disagrees,
    is_noise,
)
from evenstride.analysis.counting.tuning.counting import CountingTuning
from evenstride.analysis.counting.verdict.held_leg import rest_between
from evenstride.analysis.model.exercise_values import KneeMoves, SensorMoves, ThighAtRest
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import BoolArray, FloatArray, Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The facts about one movement.

    Attributes:
        found: The movement.
        has_gyro: Whether the sensor measures angular rate.
        is_noise: Whether it goes no further than the sensor's noise would.
        fits: Whether it carries the sensor as the exercise does; None if it is not known.
        is_unproven: Whether a sound sensor should have seen the leg rise and did not, or hardly
            anybody goes that far or stays that long: then another one like it has to follow.
        is_bare: Whether a sound sensor should have seen the leg sink deep and did not, or one
            without a gyroscope saw no more than a bending trunk does: then one that is seen to
            sink, or is larger, has to follow.
        is_free: Whether the leg is free in it, where the exercise stands on it.
        other: What the other leg did meanwhile; None if it wears no sensor.
        gait: What gait and posture say about it.
        ends_apart_deg: The angle between the vertical in the sensor's frame at its start and at its
            end: a movement out and back returns to where it began.
        rest: Where the limb rests before and after it; None if that was not determined.
        ways_seen: How many of its two ways were mostly measured and do not end in a hole of the
            data. With fewer than two, its range may have been larger than was seen.
        spare_deg: By how much it may seem to have gone further than it did.
        is_unseen: Whether next to nothing of it was measured: nearly all of it was made up in a
            hole.
    """

    found: Excursion
    has_gyro: bool = True
    is_noise: bool = False
    fits: bool | None = None
    is_unproven: bool = False
    is_bare: bool = False
    is_free: bool = False
    other: OtherLegSeen | None = None
    gait: GaitSeen = NOTHING_SEEN
    ends_apart_deg: float = 0.0
    rest: Vector | None = None
    ways_seen: int = 2
    spare_deg: float = 0.0
    is_unseen: bool = False

    @property
    def range_deg(self) -> float:
        """How far the limb turned on the way out."""
        return self.found.range_deg

    @property
    def duration_s(self) -> float:
        """From the start of the way out to the end of the way back, seconds."""
        return (self.found.end - self.found.start) * TICK_S

    @property
    def ways_s(self) -> float:
        """How long the way out and the way back took together, without the hold, seconds."""
        return self.duration_s - (self.found.leave - self.found.top) * TICK_S


def evidence_of(
    seen: Sighting, other: OtherLeg | None, *, stepped: bool, gait: GaitWatch, in_set: bool = False
) -> Evidence:
    """Collect the facts about a movement.

    Args:
        seen: The movement, and the motion that it was found in.
        other: The other leg, where that one wears a sensor too.
        stepped: Whether both legs moved as in a step a moment ago.
        gait: Looks at each movement of this leg, and remembers it.
        in_set: Whether it is like the reps of a set that is sure.
    """
    found, exercise, has_gyro, tuning = seen.found, seen.exercise, seen.has_gyro, seen.tuning
    gait_seen = gait.look(seen, in_set=in_set)
    # Without a gyroscope what speeds the sensor up tilts its vertical as well, and hides the lever
    # of a large movement, but hardly that of one as small as a trunk's.
    may_tell = has_gyro or found.range_deg <= tuning.trunk_deg
    carried = _carried(seen) if may_tell else None
    stands = in_set or (exercise.thigh_at_rest is ThighAtRest.UPRIGHT and gait.knows_upright)
    fits = _fits(carried, seen, feels=gait.feels, stands=stands) if carried else None
    ways_seen = _ways_seen(seen)
    if fits is False and ways_seen < 2:
        # All that is left of a way beside a hole may be its end, which shows no lever.
        fits = None
    should_tell = has_gyro and fits is None and ways_seen == 2 and _should_tell(seen)
    lifts = exercise.sensor_moves is SensorMoves.UP
    may_be_bare = should_tell or (gait.feels and not has_gyro and fits is None)
    is_shallow = not has_gyro and not fits and found.range_deg < tuning.shallow_deg
    return Evidence(
        found=found,
        ways_seen=ways_seen,
        # What speeds a shank up without a gyroscope seems to tilt it.
        spare_deg=0.0 if has_gyro or seen.placement is Placement.THIGH else tuning.shank_spare_deg,
        is_unseen=_is_unseen(seen),
        ends_apart_deg=ends_apart_deg(seen.recent, found, tuning=tuning),
        has_gyro=has_gyro,
        is_noise=is_noise(seen.recent, found, has_gyro=has_gyro, tuning=tuning),
        fits=fits,
        is_unproven=(should_tell and lifts) or _is_hardly(seen),
        is_bare=(may_be_bare and not lifts and carried is not None and carried.sinks_too_little)
        or (is_shallow and exercise.sensor_moves is SensorMoves.DOWN),
        other=_other_seen(seen, other, stepped=stepped) if other else None,
        gait=gait_seen,
        rest=rest_between(seen.whole.up),
    )


def goes_out(seen: Sighting) -> bool | None:
    """Whether a movement begins with the exercise's way out; None if it is not known."""
    carried = _carried(seen)
    if carried is None or gravity_disagrees(seen.recent, seen.found, tuning=seen.tuning):
        return None
    return carried.goes_out(seen.exercise.sensor_moves)


def _carried(seen: Sighting) -> Lever | None:
    """How a movement carries the sensor, where the exercise says how it should."""
    if seen.exercise.sensor_moves is SensorMoves.ANY:
        return None
    return lever(seen.recent, seen.found, seen.now, tuning=seen.tuning)


def _fits(carried: Lever, seen: Sighting, *, feels: bool, stands: bool) -> bool | None:
    """Whether a movement carries the sensor as the exercise does; None if it is not known.

    Args:
        carried: How it carries the sensor.
        feels: Whether the accelerometer is known to read more than gravity.
        stands: Whether the person certainly stands.
    """
    moves, tuning = seen.exercise.sensor_moves, seen.tuning
    is_rod = seen.placement is Placement.SHANK and seen.exercise.knee is KneeMoves.STRAIGHT
    fits = carried.fits(moves, feels=feels, least_m=tuning.lone.rod_rise_m if is_rod else None)
    if fits is None and moves is SensorMoves.UP:
        fits = False if gets_up(seen.recent, seen.found, seen.now, tuning.gait) else None
    if fits is False and moves is SensorMoves.DOWN:
        # Near upright a knee bends forward and hardly down, and a sensor in front of the bone rises
        # by 5-9 cm per radian. A thigh that the trunk presses into a seat turns less far, and is
        # not upright.
        may_sit = not stands and seen.found.range_deg < tuning.lever.seat_deg
        fits = False if may_sit or carried.rise_m > tuning.lever.rise_m else None
    # A faulty accelerometer must not take a rep away.
    is_faulty = fits is False and gravity_disagrees(seen.recent, seen.found, tuning=tuning)
    return None if is_faulty else fits


def _should_tell(seen: Sighting) -> bool:
    """Whether a sound sensor would show the lever of a single leg that goes this far."""
    match seen.exercise.sensor_moves:
        case SensorMoves.UP:
            least_deg = seen.tuning.trunk_deg
        case SensorMoves.DOWN if not seen.exercise.both_legs:
            least_deg = seen.tuning.lone.deep_deg
        case _:
            return False
    is_far = seen.found.range_deg > least_deg
    return is_far and not gravity_disagrees(seen.recent, seen.found, tuning=seen.tuning)


def _is_hardly(seen: Sighting) -> bool:
    """Whether hardly anybody goes this far, or stays down on one leg for this long."""
    found, exercise, lone = seen.found, seen.exercise, seen.tuning.lone
    if exercise.sensor_moves is SensorMoves.UP:
        hardly_deg = lone.hardly_part * exercise.max_range_deg
        return seen.placement is Placement.THIGH and found.range_deg > hardly_deg
    on_one_leg = exercise.thigh_at_rest is ThighAtRest.UPRIGHT and not exercise.both_legs
    stays_s = (found.leave - found.top) * TICK_S
    return on_one_leg and exercise.hold_target_s is None and stays_s > lone.hardly_stays_s


def _other_seen(seen: Sighting, other: OtherLeg, *, stepped: bool) -> OtherLegSeen | None:
    begun = seen.found.start
    if seen.exercise.thigh_at_rest is ThighAtRest.UPRIGHT:
        begun = way_begins(seen.recent, seen.found, tuning=seen.tuning)
    return other_leg_seen(
        other, seen.found, seen.now, stepped=stepped, begun=begun, tuning=seen.tuning
    )


def _ways_seen(seen: Sighting) -> int:
    whole, found = seen.whole, seen.found
    if not whole.lost.any():
        return 2
    speeds = whole.rate_deg_s @ np.array(found.axis)
    top, leave = (max(at + 1 - whole.first, 0) for at in (found.top, found.leave - 1))
    ways = (
        (speeds[:top], whole.lost[:top], whole.lost[top:leave]),
        # The way back, from its end.
        (speeds[leave:][::-1], whole.lost[leave:][::-1], whole.lost[top:leave][::-1]),
    )
    return sum(_is_seen(*way, found.range_deg, seen.tuning) for way in ways)


def _is_unseen(seen: Sighting) -> bool:
    whole, found = seen.whole, seen.found
    if not whole.lost.any() or not seen.recent.stretch(found.top, found.leave).lost.all():
        return False
    speeds_deg_s = whole.measured.rate_deg_s @ np.array(found.axis)
    seen_deg = float(np.abs(speeds_deg_s).sum()) * TICK_S
    return seen_deg < seen.tuning.cut_fraction * found.range_deg


def _is_seen(
    speed_deg_s: FloatArray,
    lost: BoolArray,
    lost_beyond: BoolArray,
    range_deg: float,
    tuning: CountingTuning,
) -> bool:
    """Whether most of a way was measured, and it did not go on into a hole.

    Args:
        speed_deg_s: Its speeds from rest to the top, shape (n,).
        lost: Where it lies in a hole, shape (n,).
        lost_beyond: Where the hold beyond its top lies in a hole, shape (m,).
        range_deg: How far the movement was seen to go.
    """
    measured = speed_deg_s[~lost]
    if not len(measured) or abs(float(measured.sum())) * TICK_S <= tuning.seen_fraction * range_deg:
        return not lost.any()
    near = round(tuning.signal.pose_s / TICK_S)
    is_at_hole = bool(lost[-near:].any() or lost_beyond[:near].any())
    speeds = np.abs(measured)
    return not (is_at_hole and speeds[-1] > tuning.edge_fraction * speeds.max())
