"""Constants of measuring a movement and of how sure it was a rep, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuringTuning:
    """What times, ranges, steadiness, tilt and confidence depend on."""

    # ---- times and ranges --------------------------------------------------------------------

    speed_fraction: float = 0.10
    """By definition a way out or back lasts while its speed exceeds this part of its peak."""

    measuring_half_s: float = 0.04
    """Half width of the Hann window for measuring a rep that was found. The wider one for finding
    it takes 20-50 ms from every hold; this one took 10 (and on real legs 55 from holds by the
    shank)."""

    look_back_s: float = 1.0
    """How far before the move that was found a rep's start may lie: a slow raise passes a tenth of
    its peak speed earlier than the fixed speed that begins a move."""

    beyond_s: float = 0.1
    """How far before the start of a way out its rest is looked at, for the range: a minimum-jerk
    way has 0.6 % of its length before a tenth of its peak speed."""

    way_ends_fraction: float = 0.105
    """How much longer a way is at either end than what of it is faster than a tenth of its peak:
    8.66 % of a minimum-jerk move's duration, which is 10.5 % of what is in between."""

    level_fraction: float = 0.25
    """The way out has come near the top when this part of the range is left: what is slow before
    that is a stop on the way."""

    sag_fraction: float = 0.4
    """Sinking by less than this part of the range is still the hold, where the limb goes on to
    hold: sags took up to a third of small ranges (Yurtman & Barshan 2014, subject 3)."""

    small_range_fraction: float = 0.7
    """A rep under this part of the set's usual range is flagged: people's own ranges vary by
    10-15 % from rep to rep, so this is two to three standard deviations."""

    tremor_hz: tuple[float, float] = (3.0, 12.0)
    """The band of tremor; below it a limb is moved, above it the muscle's own vibration begins."""

    steady_min_s: float = 1.0
    """A hold of less says nothing about steadiness: the slowest tremor has three periods in it."""

    steady_edge_s: float = 0.2
    """At either end of a hold so much is averaged for its angle, so that a tremor does not
    matter."""

    tilt_depth_deg: float = 20.0
    """The depth at which a sideways tilt is told. Half a squat on one leg tips the thigh by 25-30°
    (a recording of the CMU-MBL), and beginners do not go as deep as that."""

    tilt_plane_deg: float = 8.0
    """Until here a limb is in its own plane. Sensors follow a turn to 0.1-0.2° within a second,
    which makes the plane's direction good to 1-2° and the tilt to half a degree; less would be
    worse."""

    # ---- confidence ------------------------------------------------------------------------

    large_deg: float = 20.0
    """A limb that turned by this much was moved: bending the trunk turns a thigh by 10°, and by
    under 16° in 19 of 20 bends; a step turns it by 25-50° (Yurtman & Barshan 2014)."""

    faint_deg: float = 2.5
    """What turned a limb by this much may be a rep or a fidget. Breathing and a relaxed leg stay
    under 1°; legs of people who exercised their arms turned by 2-4° now and then, out and back."""

    held_sway_deg: float = 12.0
    """A leg that turned by this much on one that stands, or stood itself, is as likely the one that
    is held up: of simulated people's movements with one sensor 10 of 14 under 10° were its sways,
    and 15 of 96 from 13 to 20°."""

    sway_span: float = 4.0
    """A turn of so many times the RMS of the sway before it spans what that sway does itself."""

    rest_before_s: float = 2.0
    """Sway is looked at from so long before a movement: some periods of balancing and
    breathing."""

    rest_before_end_s: float = 0.2
    """Sway is looked at until so short before a movement, when the limb creeps off at under a
    tenth of its peak speed."""

    aimless_wander_fraction: float = 0.06
    """A limb that holds wanders by less than this part of its range (RMS): a steady sag by a fifth
    of the range, the most in the recordings, is 0.058. Straight knees stop at their ends and stand
    far stiller (median 0.02), legs that go along with other movements do not (0.07-0.08)."""

    aimless_missed_fraction: float = 0.5
    """A movement that misses where it began by this part of its range is no return: people miss by
    30 % at most."""

    plateau_s: float = 0.3
    """A stay at the top of less shows nothing about standing still; where the exercise asks to
    hold, the matter is then open."""

    half_sure: float = 0.5
    """Under this confidence a rep is flagged: it is as likely none."""

    steepness: int = 4
    """How fast evidence turns round: at twice the value that tells nothing it is nearly sure
    (0.94), at half of it nearly out of the question (0.06)."""

    thin_reps: int = 5
    """Evidence is thin when most of so many reps in a row are more doubtful than sure: one or two
    may be so on a leg that is seen well (1 rep in 8 was, where people and simulated legs did
    reps)."""


MEASURING: Final = MeasuringTuning()
"""The constants as they are used where nobody hands in others."""
