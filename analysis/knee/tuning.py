"""Constants of the knee's room, each with its reason."""

from dataclasses import dataclass
from typing import Final

from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KneeTuning:
    """What the knee's angle depends on.

    Where a simulation is the reason, it is that of two segments with soft tissue in the tests'
    simulator, with sensors of random straps, offsets and rates.
    """

    chunk_ticks: int = 25
    """Ticks are taken in pieces that begin at multiples of this, so that sums are the same to the
    last bit however the samples were cut into blocks."""

    window_ticks: int = round(10.0 / TICK_S)
    """For how long the difference of the two sensors' headings is taken as constant. The
    gyroscopes' bias is known to 0.1 °/s after a rest, which is 1° in ten seconds."""

    window_weight: float = 30.0
    """A window with less movement in it (ticks at ``full_deg_s``) is made longer."""

    longest_window_ticks: int = round(60.0 / TICK_S)
    """A window that has hardly any movement after this long is forgotten: headings drift
    meanwhile."""

    most_windows: int = 40
    """How many windows are kept, those with the most movement: five minutes of it are enough."""

    slow_deg_s: float = 10.0
    """Below this speed of both segments together nothing is learnt about the hinge: at rest any
    pair of axes fits."""

    full_deg_s: float = 100.0
    """From this far above the slow speed on, a tick counts in full: a degree of travel counts the
    same at every tempo of an exercise, and fast swings do not outweigh everything else."""

    habit: float = 0.03
    """How much the axis about which the thigh and the shank turn most is taken to be the knee's,
    against what their turning relative to each other shows. Legs are lifted in their own plane.
    In simulations it finds the axis of a leg that is only raised, where the knee shows nothing, and
    costs less than a degree elsewhere."""

    habit_clear_part: float = 0.2
    """That axis is used where the second axis has less than this fraction of the first one's
    turning: people who get into position turn about all of them."""

    habit_doubt_deg: float = 2.5
    """How far such an axis is off the knee's, one standard deviation, in simulated raises."""

    least_weight: float = 8.0
    """How much movement is needed before a hinge is believed: two small, slow raises."""

    largest_misfit_deg: float = 18.0
    """Two axes that point further apart than this on average are no hinge. Walking and cutting in
    public recordings have 6-11°, the calm exercises 1-6°, a sensor worn elsewhere 25° and more."""

    largest_doubt_deg: float = 3.0
    """Standard error of the axes up to which a hinge is good enough (as the criterion of Olsson et
    al. 2020, Sensors 20(12) 3534): an axis that is 6° off turns 20° of the leg's lean into 2° of
    bend. Simulated legs that only rise sideways, which shows nothing of the knee, have 3.5-5°, all
    others under 3° once they did two reps."""

    largest_doubt_aside_deg: float = 2.5
    """Standard error of the axes up to which a hinge is good enough for a leg that is moved aside,
    where all that the axis is off shows in the angle: simulated legs that bent the knee widely
    before have 1.5-2.5° and are off by 3°, the one at 2.9° by 9°."""

    independent_ticks: float = 25.0
    """Errors that are left after half a second are independent: soft tissue and tempo change."""

    sensor_misfit_deg: float = 1.0
    """How far apart two good sensors on a perfect hinge may be: accelerometer offsets of 0.1 m/s²
    tilt the vertical by 0.6°. A fit below this is no better."""

    sure_pairing: float = 10.0
    """Which ends of the two axes belong together is known if the other way fits this many times
    worse (mean square angle). Otherwise the exercise tells: thigh and shank turn the same way in a
    raise, against each other in a bend. In simulations the data are right from 3 on."""

    likely_pairing: float = 2.5
    """If no exercise tells which ends of the axes belong together, the other way must fit this many
    times worse."""

    flexion_kept: float = 0.5
    """How much of what earlier reps said about the way the knee bends is kept with each rep:
    getting into position may be taken for two reps that go the other way, and the third one is
    right."""

    steady_half_s: float = 0.5
    """Over this time before and after, the angle follows gravity, and within less time the
    gyroscopes."""

    level_part: float = 0.7
    """An axis that is nearer to the vertical than to the horizontal says too little about the angle
    by gravity: a leg that lies on its side. An error of the axis shows in that angle by the
    cotangent of its slope, which is 1 here. Beyond it the gyroscopes go on alone."""

    disagreement_deg: float = 6.0
    """Over a rep gravity and the gyroscopes agree on the knee to 2.5° with sound sensors, simulated
    and in public recordings; with one whose accelerometer is broken they are 7-20° apart."""

    still_deg_s: float = 4.0
    """Both segments rest if they are slower than this."""

    new_pose_deg: float = 3.0
    """A resting pose this near to a known one is the same."""

    most_poses: int = 60
    """How many different resting poses are remembered."""

    straight_within_deg: float = 40.0
    """A resting pose that is straighter than the tops of a straightening by more than this is
    something else: a sensor that lay on the table. No knee in training lacks more."""

    level_apart: float = 0.15
    """So is a pose in which the axis is not equally level in both sensors, to this fraction of
    gravity: 9°."""

    recent_rests: int = 5
    """The straight leg is that of the last rests: straps creep."""

    slip_misfit_deg: float = 16.0
    """A known axis that is off by more than this for two windows has slipped with its strap, if
    another hinge fits them."""

    slip_factor: float = 2.5
    """An axis has slipped only if it is off by this many times what it was before."""

    bent_deg: float = 5.0
    """A knee that should stay straight and bends by more than this is reported after the rep. The
    angle is good to 3°."""

    history_s: float = 150.0
    """How far back a rep can be measured: the longest hold, and its ways."""


KNEE: Final = KneeTuning()
"""The constants as they are used where nobody hands in others."""
