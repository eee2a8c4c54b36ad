"""Constants of the lever: where a movement carries the sensor, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverTuning:
    """What a lever is told from, and what it tells."""

    around_s: float = 0.16
    """How much around a movement belongs to its lever: where it is still, and where smoothing
    ends."""

    correlated_ticks: int = 8
    """Smoothing over 13 ticks makes so many neighbours tell the same once."""

    known_fraction: float = 0.7
    """At least this part of a movement must have been measured, not bridged, to tell its lever."""

    rise_m: float = 0.1
    """A leg that turns about the hip carries a sensor on the thigh up by at least this much per
    radian: it sits 0.2-0.35 m from the hip, of which up to half is lost when the thigh ends
    upright or the hip gives way."""

    sink_m: float = 0.06
    """A knee that bends under the body's weight lowers the sensor by at least this: of a shank of
    0.4 m that tips half as far as the thigh, and half a thigh, tipped by 28°, the mean height lost
    per radian is 0.06 m."""

    sink_deg: float = 28.0
    """The range of which ``sink_m`` is; of less it is less in proportion, as near upright a
    knee bends forward and hardly down. Half squats on one leg, 28° deep, had 0.09 m (CMU-MBL)."""

    seat_deg: float = 15.0
    """Bending the trunk on a seat presses the thigh into it, which sinks by 0.03 to 0.06 m per
    radian and tips by up to this in three people (Yurtman & Barshan 2014). What may be that has to
    sink by all of ``sink_m`` to be a dip."""

    errors: float = 1.0
    """A lever is beyond a limit when it is so many standard errors beyond it."""

    none_errors: float = 2.0
    """Within so many standard errors of none there is no lever to judge by."""

    sure_errors: float = 3.0
    """A lever that is so many standard errors short of the least is none of a raised leg: true
    raises have twice the least and more, squats seen from the shank -0.05 to 0.03 m."""

    force_m_s2: float = 0.013
    """The vertical is known to 3°, so that the force along it errs by this: 1 - cos 3° of gravity.
    A limb that hardly speeds up shows too short a lever, by so much over its acceleration."""

    phase_m: float = 0.05
    """A lever this much larger than its doubt tells which way is out: half the least of a raised
    leg, and as much as a trunk's bending has at most."""

    reach_m: float = 0.35
    """A sensor sits no further than this from the joint that its limb turns about."""


LEVER: Final = LeverTuning()
"""The constants as they are used where nobody hands in others."""
