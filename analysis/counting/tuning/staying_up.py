"""Constants of telling where the limb of a set of small reps is between them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StayingUpTuning:
    """What telling a rest at the tops of small reps from a hold depends on."""

    told_within_s: float = 2.0
    """Movements are reported within this time after their end: until then the set is not over."""

    told_soon_s: float = 1.0
    """How long a set waits, after the limb moved, for what may be a rep; this is beyond the 0.3 s
    within which reps are announced."""

    out_reps: float = 2.0
    """A set does not wait for a rep of a limb that has been off its rest for this many times the
    duration of a rep."""

    moved_part: float = 0.25
    """A limb has moved where it is off its rest by this fraction of the usual range."""

    up_part: float = 0.5
    """A limb is up where it is off its rest by this fraction of the usual range."""

    up_most: float = 1.6
    """A limb that is off its rest by this many times the usual range is not up: the largest reps
    are smaller than that, so the person has moved."""

    level_ticks: int = 20
    """The level of a limb is the median over this many ticks, 0.4 s: tremor is averaged out, and a
    hold is longer."""

    up_after_ticks: int = 100
    """Whether a limb is up is asked from this long, 2 s, after the last rep: until then it may
    still settle."""

    stays_s: float = 7.0
    """A limb that stays at its tops for longer than this after the last rep rests there."""

    stays_holds: float = 2.5
    """A limb rests at its tops only if it also stays there for this many times the usual hold."""


STAYING_UP: Final = StayingUpTuning()
"""The constants as they are used where nobody hands in others."""
