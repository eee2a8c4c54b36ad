"""Constants of measuring a movement and of how sure it was a rep, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuringTuning:
    """What times, ranges, steadiness, tilt and confidence depend on."""

    # ---- times and ranges --------------------------------------------------------------------

    speed_fraction: float = 0.10
    """By definition a way out or back lasts while its speed exceeds this fraction of its peak."""

    measuring_half_s: float = 0.04
    """Half width of the Hann window for measuring a rep that was found. The wider window for
    finding reps shortens every hold by 20-50 ms; this one shortened them by 10 (and by 55 on real
    legs seen from the shank)."""

    look_back_s: float = 1.0
    """How far before the move that was found a rep's start may lie: a slow raise passes a tenth of
    its peak speed before it reaches the fixed speed at which a move begins."""

    beyond_s: float = 0.1
    """How far before the start of a way out its rest is read, for the range: a minimum-jerk way has
    covered 0.6 % of its length before it reaches a tenth of its peak speed."""

    way_ends_fraction: float = 0.105
    """How much longer a way is, at either end, than the part of it that is faster than a tenth of
    its peak: 8.66 % of the duration of a minimum-jerk move, which is 10.5 % of what lies in
    between."""

    level_fraction: float = 0.25
    """The way out has come near the top when this fraction of the range is left: slowness before
    that is a stop on the way."""

    sag_fraction: float = 0.4
    """Sinking by less than this fraction of the range is still part of the hold, if the limb goes
    on to hold: sags took up to a third of small ranges (Yurtman & Barshan 2014, subject 3)."""

    small_range_fraction: float = 0.7
    """A rep under this fraction of the set's usual range is flagged: people's own ranges vary by
    10-15 % from rep to rep, so this is two to three standard deviations."""

    tremor_hz: tuple[float, float] = (3.0, 12.0)
    """The band of tremor; below it a limb is moved, above it the muscle's own vibration begins."""

    steady_min_s: float = 1.0
    """A shorter hold says nothing about steadiness: the slowest tremor has three periods in this
    time."""

    steady_edge_s: float = 0.2
    """The angle at either end of a hold is averaged over this time, so that tremor does not
    matter."""

    tilt_depth_deg: float = 20.0
    """The depth at which a sideways tilt is reported. Half a squat on one leg tips the thigh by
    25-30° (a recording of the CMU-MBL), and beginners do not go as deep as that."""

    tilt_plane_deg: float = 8.0
    """Up to here a limb defines its own plane. Sensors follow a turn to 0.1-0.2° within a second,
    which gives the direction of the plane to 1-2° and the tilt to half a degree; a shorter stretch
    would be less exact."""

    # ---- confidence ------------------------------------------------------------------------

    large_deg: float = 20.0
    """A limb that turned by this much was moved: bending the trunk turns a thigh by 10°, and by
    under 16° in 19 of 20 bends; a step turns it by 25-50° (Yurtman & Barshan 2014)."""

    faint_deg: float = 2.5
    """A movement that turned a limb by this much is as likely a rep as a fidget. Breathing and a
    relaxed leg stay under 1°; legs of people who exercised their arms turned by 2-4° now and then,
    out and back."""

    held_sway_deg: float = 12.0
    """A leg that turned by this much, in an exercise on one standing leg, is as likely the one that
    is held up: of simulated people's movements with one sensor, 10 of 14 under 10° were sways of
    the raised leg, and 15 of 96 from 13 to 20°."""

    sway_span: float = 4.0
    """A turn of this many times the RMS of the sway before it is as large as that sway itself."""

    rest_before_s: float = 2.0
    """Sway is measured from this long before a movement: a few periods of balancing and
    breathing."""

    rest_before_end_s: float = 0.2
    """Sway is measured until this short a time before a movement, when the limb creeps off at under
    a tenth of its peak speed."""

    aimless_wander_fraction: float = 0.06
    """A limb that holds wanders by less than this fraction of its range (RMS): a steady sag by a
    fifth of the range, the most in the recordings, is 0.058. Straight knees stop at the end of
    their range and stand far stiller (median 0.02); legs that go along with other movements do not
    (0.07-0.08)."""

    aimless_missed_fraction: float = 0.5
    """A movement that ends this fraction of its range away from where it began did not return:
    people miss by 30 % at most."""

    plateau_s: float = 0.3
    """A shorter stay at the top shows nothing about standing still; where the exercise asks for a
    hold, the question then stays open."""

    half_sure: float = 0.5
    """A rep is flagged below this confidence: then it is more likely not a rep."""

    steepness: int = 4
    """How sharply evidence turns: at twice the value that tells nothing it is nearly certain
    (0.94), at half of it nearly ruled out (0.06)."""

    thin_reps: int = 5
    """Evidence is thin when most of this many reps in a row are more doubtful than sure: one or two
    may be so on a leg that is seen well (1 rep in 8 was, over people and simulated legs)."""


MEASURING: Final = MeasuringTuning()
"""The constants as they are used where nobody hands in others."""
