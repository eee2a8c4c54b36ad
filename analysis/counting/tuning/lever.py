"""Constants of the lever: where a movement carries the sensor, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverTuning:
    """How a lever is measured, and what it shows."""

    around_s: float = 0.16
    """How much motion before and after a movement belongs to its lever: the limb is still there,
    and the smoothing ends."""

    correlated_ticks: int = 8
    """Smoothing over 13 ticks makes this many neighbouring ticks count as one observation."""

    known_fraction: float = 0.7
    """At least this fraction of a movement must have been measured, not bridged, to tell its
    lever."""

    rise_m: float = 0.1
    """A leg that turns about the hip lifts a sensor on the thigh by at least this much per radian:
    it sits 0.2-0.35 m from the hip, and up to half of that is lost when the thigh ends upright or
    the hip gives way."""

    sink_m: float = 0.06
    """A knee that bends under the body's weight lowers the sensor by at least this per radian: a
    shank of 0.4 m that tips half as far as the thigh, and half a thigh tipped by 28°, lose a mean
    height of 0.06 m per radian."""

    sink_deg: float = 28.0
    """The range for which ``sink_m`` holds. For a smaller one it is proportionally less, because
    near upright a knee bends forward and hardly down. Half squats on one leg, 28° deep, had 0.09 m
    (CMU-MBL)."""

    seat_deg: float = 15.0
    """Bending the trunk on a seat presses the thigh into it: the thigh sinks by 0.03 to 0.06 m per
    radian and tips by up to this in three people (Yurtman & Barshan 2014). A movement this small
    has to sink by all of ``sink_m`` to be a dip."""

    errors: float = 1.0
    """A lever is beyond a limit when it is this many standard errors beyond it."""

    none_errors: float = 2.0
    """Within this many standard errors of zero there is no lever to judge by."""

    sure_errors: float = 3.0
    """A lever this many standard errors short of the least is not that of a raised leg: true raises
    have twice the least and more, squats seen from the shank -0.05 to 0.03 m."""

    force_m_s2: float = 0.013
    """The vertical is known to 3°, so the force along it is off by this: 1 - cos 3° of gravity. A
    limb that hardly accelerates shows a lever that is too short by this over its acceleration."""

    phase_m: float = 0.05
    """A lever this much larger than its doubt tells which way is out: it is half the least lever of
    a raised leg, and as much as a bending trunk has at most."""

    reach_m: float = 0.35
    """A sensor sits no further than this from the joint about which its limb turns."""


LEVER: Final = LeverTuning()
"""The constants as they are used where nobody hands in others."""
