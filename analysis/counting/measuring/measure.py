"""Measures one movement: times, range, speed, smoothness, steadiness, tilt and confidence."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.counting.everyday.climb import climb_m
from evenstride.analysis.counting.measuring.confidence import beside_sways, confidence
from evenstride.analysis.counting.measuring.known_times import known_times
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.measuring.phases import Phases, middles_s, phases_of
from evenstride.analysis.counting.measuring.smoothness import rep_smoothness
from evenstride.analysis.counting.measuring.steadiness import sag_deg, tremor_deg
from evenstride.analysis.counting.measuring.tilt import Aside, aside
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.plausibility import gravity_disagrees, speeding_deg
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.tuning.measuring import MeasuringTuning
from evenstride.analysis.model.events import Trace
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.printed import as_printed
from evenstride.analysis.model.reps import Flag, Measured
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.motion.smoother import hann_window
from evenstride.analysis.signal.short_rows import averaged, crossed, length, lengths, widened
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, IntArray, Leg

_AROUND = 5  # ticks around a movement in which it comes to rest
_POSES = 9  # enough poses to see whether a movement passes through one


@dataclass(frozen=True, slots=True, kw_only=True)
class Wearer:
    """What cannot be seen of a limb and its sensor in its motion.

    Attributes:
        leg: Which leg: an inward tilt turns the other way on the other leg.
        at_rest: The orientation of the limb between reps.
        has_gyro: Whether the angular rate is measured, and not derived from smoothed tilt.
        may_be_held: Whether it may be the leg that is held up while the other one, which is not
            seen, trains.
    """

    leg: Leg
    at_rest: ThighAtRest
    has_gyro: bool
    may_be_held: bool = False

    @property
    def pivots(self) -> bool:
        """Whether rotation about the vertical is a pivot about the limb's own length.

        It is for a limb that stands, and is taken to be if the exercise does not say how the limb
        rests. For a limb that lies or is level it is part of the movement.
        """
        return self.at_rest in (ThighAtRest.UPRIGHT, ThighAtRest.ANY)


def measure(
    recent: RecentMotion,
    excursion: Excursion,
    not_before: int,
    now: int,
    *,
    wearer: Wearer,
    holds: bool,
    tuning: CountingTuning = COUNTING,
) -> Movement:
    """Measure an excursion on the motion that it was found in.

    Args:
        recent: The leg's motion; it must reach back to the excursion's start.
        excursion: What was found.
        not_before: The tick in which the previous rep ended: no rep starts earlier.
        now: The tick by which it was found: nothing later is looked at, so that a rep is the same
            whether later motion is already there or not.
        wearer: What cannot be seen of the limb and its sensor in the motion.
        holds: Whether the exercise asks to hold at the top.
        tuning: The constants to go by.
    """
    by = tuning.measuring
    look_back = round(by.look_back_s / TICK_S)
    stretch = recent.stretch(max(excursion.start - look_back, not_before), now)
    first = stretch.first
    begin, last = (
        min(max(tick - first, 0), len(stretch) - 1) for tick in (excursion.start, excursion.end)
    )
    axis = np.array(excursion.axis)
    raw_speed_deg_s = stretch.raw_rate_deg_s @ axis
    speed_deg_s = _lightly_smoothed(raw_speed_deg_s, by)
    phases = phases_of(speed_deg_s, begin, last, tuning=by)
    times_s, held, whole = phases.times_s(first), phases.held, phases.whole

    # Between the two tenths of the peak speed 1 % of a way is missing, so look a little beyond.
    rest = max(whole.start - round(by.beyond_s / TICK_S), 0)
    turned_deg = _turned_deg(stretch, rest, wearer)
    rom_deg = float(turned_deg[held.start - rest : held.stop - rest].max())
    sure = confidence(recent, times_s, rom_deg, not_before, holds=holds, tuning=by)
    if wearer.may_be_held:
        sure *= beside_sways(rom_deg, tuning=by)

    # In a bridged gap tremor, sag and tilt were not measured.
    bridged = bool(stretch.bridged.any())
    is_seen = wearer.has_gyro and not bridged
    # The motion in a hole was made up, and smoothing spreads it beyond the edges. Nothing is
    # reported from it.
    lost = widened(stretch.lost, round(by.measuring_half_s / TICK_S) + 1)
    is_cut = bool(lost[whole].any())
    ways_cut = bool(lost[phases.way_out].any() or lost[phases.way_back].any())
    known_s = known_times(phases, first, speed_deg_s, stretch.lost, lost)
    disagrees = wearer.has_gyro and not is_cut and _is_faulty(recent, excursion, tuning)
    whole_rate = stretch.raw_rate_deg_s + stretch.spin_deg_s[:, None] * stretch.up
    way_out = whole_rate[rest + 1 : held.start + 1]
    tilt = _tilt(way_out, stretch.up[rest], axis, wearer, by) if is_seen else None
    flagged = {
        Flag.SIGNAL_GAP: is_cut,
        Flag.GAP: bridged and not is_cut,
        Flag.SATURATED: bool(stretch.saturated.any()),
        Flag.NO_GYRO: not wearer.has_gyro,
        Flag.GRAVITY_DISAGREES: disagrees,
        Flag.LOW_CONFIDENCE: sure < by.half_sure,
    }
    measured = Measured(
        start_s=known_s[0],
        top_s=known_s[1],
        leave_s=known_s[2],
        end_s=known_s[3],
        rom_deg=None if lost[held].all() else rom_deg,
        peak_speed_deg_s=None if ways_cut else float(np.abs(speed_deg_s[begin : last + 1]).max()),
        smoothness=None if ways_cut else _smoothness(raw_speed_deg_s, phases, by),
        tremor_deg=tremor_deg(whole_rate[held], 1 / TICK_S, tuning=by) if is_seen else None,
        sag_deg=None if bridged else sag_deg(stretch.up[held], axis, 1 / TICK_S, tuning=by),
        tilt_deg=tilt.lean_deg if tilt else None,
        # For a lying limb roll is unknown: its direction is derived from the axis that it turns
        # about, and a roll turns this axis as well.
        roll_deg=tilt.roll_deg if tilt and wearer.at_rest is ThighAtRest.UPRIGHT else None,
        confidence=sure,
        flags=tuple(flag for flag, is_so in flagged.items() if is_so),
    )
    curve = Trace(
        middles_s(first + np.arange(whole.start, whole.stop)),
        turned_deg[whole.start - rest : whole.stop - rest],
    )
    return Movement(
        found=excursion,
        measured=as_printed(measured),
        curve=curve,
        poses=stretch.up[_moments(begin, last)],
        climb_m=_climb_m(recent, excursion, now),
        around_s=_around_s(stretch, begin, last),
    )


def _around_s(stretch: Motion, begin: int, last: int) -> tuple[float, float]:
    """Return when a limb was last seen up to ``begin``, and first from ``last`` on, seconds."""
    seen = np.flatnonzero(~stretch.lost)
    before, after = seen[seen <= begin][-1:], seen[seen >= last][:1]
    edges = (*before.tolist(), begin)[0], (*after.tolist(), last)[0]
    start_s, end_s = middles_s(stretch.first + np.array(edges)).tolist()
    return start_s, end_s


def _is_faulty(recent: RecentMotion, excursion: Excursion, tuning: CountingTuning) -> bool:
    """Whether gravity disagrees by more than fast turns at the ends of the ways explain."""
    if not gravity_disagrees(recent, excursion, tuning=tuning):
        return False
    spare_deg = speeding_deg(recent, excursion, tuning=tuning)
    return gravity_disagrees(recent, excursion, spare_deg=spare_deg, tuning=tuning)


def _climb_m(recent: RecentMotion, excursion: Excursion, now: int) -> float:
    around = recent.stretch(excursion.start - _AROUND, min(excursion.end + _AROUND, now))
    return climb_m(around)


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


def _turned_deg(stretch: Motion, rest: int, wearer: Wearer) -> FloatArray:
    """Return how far a limb has turned since a tick of its rest, degrees, shape (m,).

    It turns about a level axis and about the vertical. The two are at right angles, so the cosines
    of half the angles multiply. Half of the angle between two unit vectors is used so that small
    angles are exact, too.
    """
    up_before, up = stretch.up[rest], stretch.up[rest:]
    swung_deg = np.cumsum(stretch.spin_deg_s[rest:]) * (0.0 if wearer.pivots else TICK_S)
    half_tilt = np.arctan2(lengths(up - up_before), lengths(up + up_before))
    cosine = np.cos(half_tilt) * np.cos(np.radians(swung_deg) / 2)
    turned_deg: FloatArray = np.degrees(2 * np.arccos(np.clip(cosine, -1.0, 1.0)))
    return turned_deg


def _tilt(
    rate_deg_s: FloatArray,
    up: FloatArray,
    axis: FloatArray,
    wearer: Wearer,
    tuning: MeasuringTuning,
) -> Aside | None:
    """Return how the limb leaves its plane on the way out; inwards is positive, moving forwards."""
    if wearer.at_rest is ThighAtRest.ANY:
        return None
    # A lying limb that rises is perpendicular to the vertical and to the axis that lifts it.
    limb = -up if wearer.at_rest is ThighAtRest.UPRIGHT else crossed(up, axis)
    size = length(limb)
    if size < 0.5:  # the axis is far from level: this limb does not rise, or a sensor is broken
        return None
    found = aside(rate_deg_s, limb / size, TICK_S, tuning=tuning)
    if found is None or wearer.leg is Leg.LEFT:
        return found
    return Aside(lean_deg=-found.lean_deg, roll_deg=-found.roll_deg)
