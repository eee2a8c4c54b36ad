"""Constants of following a limb's tilt along twelve directions, each with a noise of its own."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TiltFanTuning:
    """What following tilt depends on."""

    look_ticks: int = 5
    """Turning points are looked for ten times a second: a way takes half a second and more."""

    smooth_ticks: int = 3
    """Tilt is averaged over this many ticks on either side, together a period of the slowest
    physiological tremor (8-12 Hz) and a little more; each further tick delays the announcement."""

    replane_deg: float = 60.0
    """Tilt is laid out flat around a pose; beyond this angle the plane would fold over, and another
    one is taken."""

    other_pose_deg: float = 25.0
    """A limb that comes to rest this far from the pose from which tilt is measured is in another
    pose: no small rep goes as far."""

    near_pose_deg: float = 12.0
    """A limb is in a new pose from the moment it came this near to where it rests. The reps of a
    set are in the same pose if it is this near to where the last one began."""

    rest_ticks: int = 20
    """A limb rests if it turned by less than ``rest_deg`` in this many ticks."""

    rest_deg: float = 1.0
    """A way of 25° and more is this slow over 0.4 s only at its very end."""

    idle_deg: float = 1.0
    """A limb is idle if it tilted by less than this along every direction for ``idle_looks``."""

    idle_looks: int = 30
    """A limb that was idle for this many looks, three seconds, has not just ended a rep."""

    replayed_ticks: int = 1000
    """How long before it became known a new pose may have been taken."""

    way_s: float = 0.8
    """Noise is how much tilt changes in the time that one way takes."""

    noise_window_s: float = 20.0
    """Long enough to contain rests and holds, short enough to follow the person."""

    noise_quantile: float = 0.4
    """This quantile of all changes is noise: ways take up to a third of a set, rests and holds the
    remainder."""

    noise_part: float = 0.6
    """In a set, this fraction of that quantile is noise; the remainder is the set's own ways."""

    noise_least_deg: float = 0.08
    """A good sensor on a table wanders by this much."""

    zigzag_deg: float = 0.45
    """Turning points finer than a third of the smallest rep are never needed."""


TILT_FAN: Final = TiltFanTuning()
"""The constants as they are used where nobody hands in others."""
