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
    """Ticks are taken in pieces that begin at multiples of this: so sums are the same to the last
    bit however samples were cut into blocks."""

    window_ticks: int = round(10.0 / TICK_S)
    """The difference of the two sensors' headings is taken as constant so long. The gyroscopes'
    bias is known to 0.1 °/s after a rest, which is 1° in ten seconds."""

    window_weight: float = 30.0
    """A window with less movement in it (ticks at ``full_deg_s``) is made longer."""

    longest_window_ticks: int = round(60.0 / TICK_S)
    """A window with hardly any movement in so long is forgotten: headings drift meanwhile."""

    most_windows: int = 40
    """How many windows are kept, those with the most movement: five minutes of it are enough."""

    slow_deg_s: float = 10.0
    """Slower than this, both segments together, nothing is learnt of the hinge: at rest any pair of
    axes fits."""

    full_deg_s: float = 100.0
    """From this on above the slow speed a tick counts in full: a degree of travel counts the same
    at every tempo of an exercise, and fast swings do not outweigh all else."""

    habit: float = 0.03
    """How much the axis about which the thigh and the shank turn most is taken to be the knee's,
    against what their turning relative to each other shows. Legs are lifted in their own plane.
    In simulations it finds the axis of a leg that is only raised, where the knee shows nothing, and
    costs less than a degree elsewhere."""

    habit_clear_part: float = 0.2
    """It is so where the second axis has less than this part of the first one's turning: where
    people get into position they turn about all of them."""

    habit_doubt_deg: float = 2.5
    """How far such an axis is off the knee's, one standard deviation, in simulated raises."""

    least_weight: float = 8.0
    """So much movement is needed before a hinge is believed: two small, slow raises."""

    largest_misfit_deg: float = 18.0
    """Two axes that point so far apart in the mean are no hinge. Walking and cutting in public
    recordings have 6-11°, the calm exercises 1-6°, a sensor that is worn elsewhere 25° and more."""

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
    """What is left of errors after half a second is independent: soft tissue and tempo change."""

    sensor_misfit_deg: float = 1.0
    """What two good sensors on a perfect hinge may be apart: accelerometer offsets of 0.1 m/s² tilt
    the vertical by 0.6°. What fits better than that fits no better."""

    sure_pairing: float = 10.0
    """Which ends of the two axes belong together is known where the other way fits so many times
    worse (mean square angle). Below, the exercise tells: thigh and shank turn the same way in a
    raise, against each other in a bend. In simulations the data is right from 3 on."""

    likely_pairing: float = 2.5
    """Where no exercise tells which ends of the axes belong together, the other way must fit so
    many times worse."""

    flexion_kept: float = 0.5
    """How much of what earlier reps said of the way the knee bends is kept with each rep: getting
    into position may be taken for two reps that go the other way, and the third one is right."""

    steady_half_s: float = 0.5
    """Over so long either way the angle follows gravity, and in less time the gyroscopes."""

    level_part: float = 0.7
    """An axis that is nearer to the vertical than to the level says too little of the angle by
    gravity: a leg that lies on its side. What the axis is off shows in that angle by the cotangent
    of its slope, which is 1 here. There the gyroscopes go on alone."""

    disagreement_deg: float = 6.0
    """Over a rep gravity and the gyroscopes agree on the knee to 2.5° with sound sensors, simulated
    and in public recordings; with one whose accelerometer is broken they are 7-20° apart."""

    still_deg_s: float = 4.0
    """Both segments slower than this rest."""

    new_pose_deg: float = 3.0
    """A resting pose that is no further from a known one is the same."""

    most_poses: int = 60
    """So many different resting poses are remembered."""

    straight_within_deg: float = 40.0
    """A resting pose that is straighter than the tops of a straightening by more than this is
    another thing: a sensor that lay on the table. No knee that trains lacks more."""

    level_apart: float = 0.15
    """So is one in which the axis is not as level in both sensors, as a part of gravity: 9°."""

    recent_rests: int = 5
    """The straight leg is that of the last rests: straps creep."""

    slip_misfit_deg: float = 16.0
    """An axis that was known and is off by more than this for two windows has slipped in its strap
    where another hinge fits them."""

    slip_factor: float = 2.5
    """An axis has slipped only if it is off by so many times what it was before."""

    bent_deg: float = 5.0
    """A knee that is to stay straight and gives by more is told of, after the rep. The angle is
    good to 3°."""

    history_s: float = 150.0
    """How far back a rep can be measured: the longest hold, and its ways."""


KNEE: Final = KneeTuning()
"""The constants as they are used where nobody hands in others."""
