"""Constants of telling a thigh that the body carries along from one that is moved."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CarriedTuning:
    """What telling the body's doing from a small movement depends on."""

    least_deg: float = 4.0
    """Movements are checked for being carried along by the body where the exercise's smallest rep
    is not over this."""

    range_deg: float = 20.0
    """Movements up to this range may be carried along by the body: a trunk that bends tips a thigh
    by less."""

    apart_s: float = 1.0
    """Ways that are this far apart are looked at one by one."""

    swing_part: float = 0.5
    """A thigh that is lifted turns about the vertical by less than this part of its tilt: 0.2 to
    0.4 in small knee and hip extensions of three people, 0.5 to 1.1 under their trunk bends and
    arm exercises (Yurtman & Barshan 2014)."""

    aside_part: float = 0.12
    """Without a gyroscope, a thigh that is lifted tilts aside of its line by less than this part of
    its range: 0.03 to 0.08 in small knee and hip extensions of two people, 0.14 to 0.4 under two
    people's trunk bends (Yurtman & Barshan 2014). Thighs on a roller that went 2° had up to 0.11
    (simulated)."""

    around_s: float = 0.24
    """A movement's tilt is looked at from this long before it until as long after it."""

    aslant_part: float = 0.33
    """A hinge that stands aslant explains all turning about the vertical but for less than this
    fraction: under a trunk half of it and more is left, with a thigh that rolls or swings aside as
    it is lifted a tenth to a quarter (simulated)."""

    left_per_deg: float = 0.0115
    """The thigh is shaken by less than this, in m/s² per degree, that no hinge explains: 0.006 to
    0.014 in those extensions, 0.01 to 0.04 under trunk and arms."""

    swing_weight: float = 2.5
    """Swinging about the vertical tells the two apart more than twice as well."""

    series: int = 5
    """This many movements together tell whether the body carries the thigh along."""

    few: int = 3
    """Fewer than this are few."""

    alone_octaves: float = 1.0
    """A single movement must be beyond the limits by this, two of them by half of it."""

    standing_octaves: float = 1.5
    """A leg that stands and dips must be beyond the limits by this much: it is no hinge, and keeps
    the balance. Half squats on one leg were 0.4 to 1.4 octaves short of the limits, the trunk bends
    of two people 1.9 to 4.6 beyond (CMU-MBL; Yurtman & Barshan 2014)."""

    memory_s: float = 180.0
    """What was longer ago than this was something else; people rest for a minute or two between
    sets."""

    same_plane_cos: float = 0.7
    """Movements are of one kind only if their axes are within 45° of each other, either way."""

    same_range: float = 0.4
    """Movements are of one kind only if the smaller one goes at least this part of the larger one's
    way."""

    most: float = 2.0
    """No sign says more than this, in octaves."""

    sinks_m: float = 0.02
    """A trunk that bends presses the thigh into the seat: the sensor sinks by 0.03 to 0.06 m for
    each radian. A thigh that is lifted, on a roller or from the hip, rises or stays."""

    quiet_octaves: float = -6.0
    """What sinks is the body's doing only if it swings and is shaken by more than this in all:
    trunks and arms that pressed a seat came as low as -5.2, a thigh that rolls as it is pressed
    down is at the end of both scales, -7."""

    sinks_most_m: float = 0.12
    """A thigh that is pressed down about the hip sinks by more than this."""

    lifted_m: float = 0.1
    """A leg that rises about the hip carries the sensor up by more than this: once it was seen to
    in a series, its small reps are believed. Where the exercise lifts the leg, a series that is
    shaken by more octaves beyond its limit than it rises beyond this is the body's doing: reps of
    three people were 0.5 to 3 octaves short of that, resting legs as much beyond."""

    lifted_octaves: float = 1.5
    """Small reps that rise so must be beyond the limits by as much as this to be the body's doing:
    thighs on a roller that went 2-3° were by up to 0.8 (simulated), one that a trunk carried up by
    2.0 to 4.5 (Yurtman & Barshan 2014)."""

    level_m: float = 0.01
    """A thigh certainly sinks if it sinks further than this by two standard errors; for reps that
    were found as a series, if it sinks at all by two standard errors."""


CARRIED: Final = CarriedTuning()
"""The constants as they are used where nobody hands in others."""
