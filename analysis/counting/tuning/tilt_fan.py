"""Constants of following a limb's tilt along twelve directions, each with a noise of its own."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TiltFanTuning:
    """What following tilt depends on."""

    look_ticks: int = 5
    """Turning points are looked for ten times a second: a way takes half a second and more."""

    smooth_ticks: int = 3
    """Over so many ticks tilt is averaged: muscle tremor is 5 Hz and more, and each further tick
    is announced later."""

    replane_deg: float = 60.0
    """Tilt is laid out flat around a pose; beyond this the plane folds over, and another is
    taken."""

    other_pose_deg: float = 25.0
    """A limb that comes to rest so far from the pose that tilt is measured from is in another one:
    no small rep goes as far."""

    near_pose_deg: float = 12.0
    """A limb is in a new pose from when it came as near as this to where it rests; a set's reps are
    in the same one as near as this to where the last one began."""

    rest_ticks: int = 20
    """A limb rests that turned by less than ``rest_deg`` in so many ticks."""

    rest_deg: float = 1.0
    """A way of 25° and more has slowed down to this over 0.4 s only at its very end."""

    idle_deg: float = 1.0
    """A limb is idle that tilted by less along every direction for ``idle_looks``."""

    idle_looks: int = 30
    """In so many looks, three seconds, an idle limb has not just ended a rep."""

    replayed_ticks: int = 1000
    """How long before it was known a new pose may have been taken."""

    way_s: float = 0.8
    """Noise is how much tilt changes in the time that one way takes."""

    noise_window_s: float = 20.0
    """Long enough to see rests and holds, short enough to follow the person."""

    noise_quantile: float = 0.4
    """Of all changes so many are noise: ways take up to a third of a set, rests and holds the
    rest."""

    noise_part: float = 0.6
    """Of that quantile this part is noise in a set; the rest are its own ways."""

    noise_least_deg: float = 0.08
    """A good sensor on a table wanders by so much."""

    zigzag_deg: float = 0.45
    """Turning points finer than a third of the smallest rep are never needed."""


TILT_FAN: Final = TiltFanTuning()
"""The constants as they are used where nobody hands in others."""
