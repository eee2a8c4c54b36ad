"""Constants of the other leg: what it may do while this one trains, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLegTuning:
    """By how much the other leg may turn."""

    fraction: float = 0.55
    """When the other leg turned by more than this part of what this leg turned, this leg is not
    the one that trains alone. Resting legs turned by up to 0.54 of the working one's range
    (Yurtman & Barshan 2014, subject 3), so that a resting leg sees the other one turn by 180 %;
    legs that walk alike."""

    walking_fraction: float = 0.35
    """What part of its turn a leg lets the other one turn just after both moved as in a step: a
    limp is not a set."""

    in_set_fraction: float = 0.75
    """What part of its turn a leg in a set lets the other one turn: that one may be put aright
    meanwhile, but when both turn alike the legs change."""

    small_fraction: float = 0.7
    """What part of its turn a leg lets the other one turn where it turned by less than in a step:
    what the other one fidgets counts more."""

    fitting_fraction: float = 0.7
    """What part of its turn a standing leg lets the other one turn where nothing tells that it does
    not move as the exercise does: in half squats on one leg the other one, held out in front,
    turned by half as much (CMU-MBL), and it may well turn by more; in walking and squats on two
    legs both turn alike."""

    both_legs_factor: float = 1.6
    """How many times its turn a leg lets the other one turn in exercises of both legs together."""

    shares_fraction: float = 0.4
    """When the other leg goes out and back with this one by more than this part, and nothing else
    says that this one trains, neither does: the trunk bends under both. Resting legs shared 0.15
    of the working one's movement in two people and 0.4 in a third, trunk bends 0.2-0.7 (Yurtman &
    Barshan 2014). Smaller, and whole sets of somebody who rests uneasily would be missed."""

    shares_unclear_fraction: float = 0.2
    """What part the other leg may share where the sensor should tell that this leg trains, and
    does not."""

    step_deg: float = 15.0
    """A thigh turns by more than this in a step: by 25-50° at any speed from a shuffle on."""

    walking_s: float = 3.0
    """How long after a step of both legs the next one may follow; a slow step takes under 2 s."""


OTHER_LEG: Final = OtherLegTuning()
"""The constants as they are used where nobody hands in others."""
