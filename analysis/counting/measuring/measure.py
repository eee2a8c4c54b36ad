"""Measures one movement: times, range, speed, smoothness, steadiness, tilt and confidence."""

import numpy as np

from evenstride.analysis.counting.everyday.climb import climb_m
from evenstride.analysis.counting.measuring.confidence import beside_sways, confidence
from evenstride.analysis.counting.measuring.known_times import known_times
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.measuring.phases import Phases, middles_s, phases_of
from evenstride.analysis.counting.measuring.smoothness import rep_smoothness
from evenstride.analysis.counting.measuring.steadiness import sag_deg, tremor_deg
from evenstride.analysis.counting.measuring.tilt import Aside, aside
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.signs.plausibility import gravity_disagrees, speeding_deg
from evenstride.analysis.counting.tuning.measuring import MeasuringTuning
from evenstride.analysis.model.events import Trace
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.printed import as_printed
from evenstride.analysis.model.reps import Flag, Measured
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.smoother import hann_window
from evenstride.analysis.signal.short_rows import averaged, crossed, length, lengths, widened
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, IntArray, Leg

_AROUND = 5  # ticks around a movement in which it comes to rest
_POSES = 9  # enough poses to see whether a movement passes through one


def measure(seen: Sighting, leg: Leg, *, not_before: int, may_be_held: bool = False) -> Movement:
    """Measure a movement on the motion that it was found in.

    Args:
        seen: The movement; its motion must reach back to its start.
        leg: Which leg: an inward tilt turns the other way on the other leg.
        not_before: The tick in which the previous rep ended: no rep starts earlier.
        may_be_held: Whether it may be the leg that is held up while the other one, which is not
            seen, trains.
    """
    recent, by = seen.recent, seen.tuning.measuring
    turning = _Turning(seen, not_before)
    holds = seen.exercise.hold_target_s is not None
    times_s, rom_deg = turning.phases.times_s(turning.stretch.first), turning.rom_deg
    sure = confidence(recent, times_s, rom_deg, not_before, holds=holds, tuning=by)
    if may_be_held:
        sure *= beside_sways(rom_deg, tuning=by)
    return Movement(
        found=seen.found,
        measured=as_printed(_measured(turning, leg, sure)),
        curve=turning.curve,
        poses=turning.stretch.up[_moments(turning.begin, turning.last)],
        climb_m=_climb_m(seen),
        around_s=_around_s(turning.stretch, turning.begin, turning.last),
    )


class _Turning:
    """How the limb turned in a movement: everything that is measured is a property of it.

    Attributes:
        seen: The movement.
        stretch: The motion from a moment before it to the tick by which it was found. Places in it
            are numbers of ticks from its first.
        begin, last: Where the movement was found to begin and to end.
        axis: The axis of its way out, shape (3,).
        raw_speed_deg_s, speed_deg_s: How fast the limb turned about that axis, as it was measured
            and lightly smoothed, shape (n,).
        phases: Its way out, hold and way back.
        rest: Where the limb last rested before it.
        turned_deg: How far the limb has turned since then, shape (n - rest,).
        lost: What lies in a hole or so near to one that smoothing has spread the motion which was
            made up there. Nothing is reported from it.
        is_bridged: Whether tremor, sag and tilt were not measured, as a gap was bridged.
    """

    def __init__(self, seen: Sighting, not_before: int) -> None:
        found, by = seen.found, seen.tuning.measuring
        begins = max(found.start - round(by.look_back_s / TICK_S), not_before)
        stretch = seen.recent.stretch(begins, seen.now)
        self.seen, self.stretch = seen, stretch
        self.begin, self.last = (
            min(max(tick - stretch.first, 0), len(stretch) - 1) for tick in (found.start, found.end)
        )
        self.axis = np.array(found.axis)
        self.raw_speed_deg_s = stretch.raw_rate_deg_s @ self.axis
        self.speed_deg_s = _lightly_smoothed(self.raw_speed_deg_s, by)
        self.phases = phases_of(self.speed_deg_s, self.begin, self.last, tuning=by)
        # Between the two tenths of the peak speed 1 % of a way is missing, so look a little beyond.
        self.rest = max(self.phases.whole.start - round(by.beyond_s / TICK_S), 0)
        self.turned_deg = _turned_deg(stretch, self.rest, seen.exercise.thigh_at_rest)
        self.lost = widened(stretch.lost, round(by.measuring_half_s / TICK_S) + 1)
        self.is_bridged = bool(stretch.bridged.any())

    @property
    def rom_deg(self) -> float:
        """How far the limb turned."""
        held = self.phases.held
        return float(self.turned_deg[held.start - self.rest : held.stop - self.rest].max())

    @property
    def curve(self) -> Trace:
        """How far the limb is away from its rest, from start to end."""
        whole = self.phases.whole
        return Trace(
            middles_s(self.stretch.first + np.arange(whole.start, whole.stop)),
            self.turned_deg[whole.start - self.rest : whole.stop - self.rest],
        )

    @property
    def is_cut(self) -> bool:
        """Whether a part of it lies in a hole."""
        return bool(self.lost[self.phases.whole].any())

    @property
    def is_faulty(self) -> bool:
        """Whether gravity disagrees by more than fast turns at the ends of the ways explain."""
        where, tuning = (self.seen.recent, self.seen.found), self.seen.tuning
        if self.is_cut or not self.seen.has_gyro or not gravity_disagrees(*where, tuning=tuning):
            return False
        return gravity_disagrees(
            *where, spare_deg=speeding_deg(*where, tuning=tuning), tuning=tuning
        )


def _measured(turning: _Turning, leg: Leg, sure: float) -> Measured:
    """Return what is reported of a movement.

    Args:
        turning: How the limb turned.
        sure: The confidence that it was a rep.
    """
    seen, stretch, phases = turning.seen, turning.stretch, turning.phases
    by, lost, speed_deg_s = seen.tuning.measuring, turning.lost, turning.speed_deg_s
    start_s, top_s, leave_s, end_s = known_times(
        phases, stretch.first, speed_deg_s, stretch.lost, lost
    )
    ways_cut = bool(lost[phases.way_out].any() or lost[phases.way_back].any())
    whole_rate = stretch.raw_rate_deg_s + stretch.spin_deg_s[:, None] * stretch.up
    held = phases.held
    tilt = tremor = None
    if seen.has_gyro and not turning.is_bridged:
        way_out = whole_rate[turning.rest + 1 : held.start + 1]
        tilt = _tilt(way_out, turning, leg)
        tremor = tremor_deg(whole_rate[held], 1 / TICK_S, tuning=by)
    sag = None
    if not turning.is_bridged:
        sag = sag_deg(stretch.up[held], turning.axis, 1 / TICK_S, tuning=by)
    peak_deg_s = float(np.abs(speed_deg_s[turning.begin : turning.last + 1]).max())
    is_upright = seen.exercise.thigh_at_rest is ThighAtRest.UPRIGHT
    return Measured(
        start_s=start_s,
        top_s=top_s,
        leave_s=leave_s,
        end_s=end_s,
        rom_deg=None if lost[held].all() else turning.rom_deg,
        peak_speed_deg_s=None if ways_cut else peak_deg_s,
        smoothness=None if ways_cut else _smoothness(turning.raw_speed_deg_s, phases, by),
        tremor_deg=tremor,
        sag_deg=sag,
        tilt_deg=tilt.lean_deg if tilt else None,
        # For a lying limb roll is unknown: its direction is derived from the axis that it turns
        # about, and a roll turns this axis as well.
        roll_deg=tilt.roll_deg if tilt and is_upright else None,
        confidence=sure,
        flags=_flags(turning, sure),
    )


def _flags(turning: _Turning, sure: float) -> tuple[Flag, ...]:
    is_cut = turning.is_cut
    flagged = {
        Flag.SIGNAL_GAP: is_cut,
        Flag.GAP: turning.is_bridged and not is_cut,
        Flag.SATURATED: bool(turning.stretch.saturated.any()),
        Flag.NO_GYRO: not turning.seen.has_gyro,
        Flag.GRAVITY_DISAGREES: turning.is_faulty,
        Flag.LOW_CONFIDENCE: sure < turning.seen.tuning.measuring.half_sure,
    }
    return tuple(flag for flag, is_so in flagged.items() if is_so)


def _around_s(stretch: Motion, begin: int, last: int) -> tuple[float, float]:
    """Return when a limb was last seen up to ``begin``, and first from ``last`` on, seconds."""
    seen = np.flatnonzero(~stretch.lost)
    before, after = seen[seen <= begin][-1:], seen[seen >= last][:1]
    edges = (*before.tolist(), begin)[0], (*after.tolist(), last)[0]
    start_s, end_s = middles_s(stretch.first + np.array(edges)).tolist()
    return start_s, end_s


def _climb_m(seen: Sighting) -> float:
    found = seen.found
    return climb_m(seen.recent.stretch(found.start - _AROUND, min(found.end + _AROUND, seen.now)))


def _moments(start: int, end: int) -> IntArray:
    """Return evenly spaced ticks from a movement's start to its end."""
    step = (end - start) / (_POSES - 1)
    return np.array([round(start + at * step) for at in range(_POSES)])


def _lightly_smoothed(speed: FloatArray, tuning: MeasuringTuning) -> FloatArray:
    """Smooth less than for finding reps, as that would lengthen ways and so shorten holds."""
    window = hann_window(tuning.measuring_half_s)
    return averaged(speed, window)


def _smoothness(speed: FloatArray, phases: Phases, tuning: MeasuringTuning) -> float | None:
    """Return the smoothness of both ways, from the speed as it was measured."""
    out = _whole_way(speed, phases.way_out, tuning)
    back = _whole_way(-speed, phases.way_back, tuning)
    return rep_smoothness(out, back, 1 / TICK_S)


def _whole_way(speed: FloatArray, way: slice, tuning: MeasuringTuning) -> FloatArray:
    """Return a way's speed without sign, with its ends, which are slower than a tenth of the peak.

    Cut off at that tenth, the spectrum of a perfectly smooth way has side lobes just as high as
    the threshold at which SPARC ends it, and the result jumps between -1.39 and -1.51. Motion in
    the other direction beyond the ends does not belong to this way and counts as stillness.
    """
    beyond = round(tuning.way_ends_fraction * (way.stop - 1 - way.start))
    before = speed[max(way.start - beyond, 0) : way.start]
    after = speed[way.stop : way.stop + beyond]
    ends = np.maximum(before, 0.0), np.maximum(after, 0.0)
    return np.concatenate((ends[0], np.abs(speed[way]), ends[1]))


def _turned_deg(stretch: Motion, rest: int, at_rest: ThighAtRest) -> FloatArray:
    """Return how far a limb has turned since a tick of its rest, degrees, shape (m,).

    It turns about a level axis and about the vertical. The two are at right angles, so the cosines
    of half the angles multiply. Half of the angle between two unit vectors is used so that small
    angles are exact, too.

    For a limb that stands, and is taken to stand if the exercise does not say how it rests,
    rotation about the vertical is a pivot about its own length. For a limb that lies or is level it
    is part of the movement.
    """
    pivots = at_rest in (ThighAtRest.UPRIGHT, ThighAtRest.ANY)
    up_before, up = stretch.up[rest], stretch.up[rest:]
    swung_deg = np.cumsum(stretch.spin_deg_s[rest:]) * (0.0 if pivots else TICK_S)
    half_tilt = np.arctan2(lengths(up - up_before), lengths(up + up_before))
    cosine = np.cos(half_tilt) * np.cos(np.radians(swung_deg) / 2)
    turned_deg: FloatArray = np.degrees(2 * np.arccos(np.clip(cosine, -1.0, 1.0)))
    return turned_deg


def _tilt(rate_deg_s: FloatArray, turning: _Turning, leg: Leg) -> Aside | None:
    """Return how the limb leaves its plane on the way out; inwards is positive, moving forwards."""
    at_rest, up = turning.seen.exercise.thigh_at_rest, turning.stretch.up[turning.rest]
    if at_rest is ThighAtRest.ANY:
        return None
    # A lying limb that rises is perpendicular to the vertical and to the axis that lifts it.
    limb = -up if at_rest is ThighAtRest.UPRIGHT else crossed(up, turning.axis)
    size = length(limb)
    if size < 0.5:  # the axis is far from level: this limb does not rise, or a sensor is broken
        return None
    found = aside(rate_deg_s, limb / size, TICK_S, tuning=turning.seen.tuning.measuring)
    if found is None or leg is Leg.LEFT:
        return found
    return Aside(lean_deg=-found.lean_deg, roll_deg=-found.roll_deg)
