"""Constants of the other leg: what it may do while this one trains, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLegTuning:
    """How much the other leg may turn."""

    fraction: float = 0.55
    """When the other leg turned by more than this fraction of what this leg turned, this leg is not
    training alone. Resting legs turned by up to 0.54 of the working one's range (Yurtman & Barshan
    2014, subject 3), so a resting leg sees the other one turn by 180 % of its own turn; legs that
    walk turn alike."""

    walking_fraction: float = 0.35
    """The fraction of its own turn by which a leg lets the other one turn just after both moved as
    in a step: a limp is not a set."""

    in_set_fraction: float = 0.75
    """The fraction of its own turn by which a leg in a set lets the other one turn: that one may be
    rearranged meanwhile, but when both turn alike the legs change over."""

    small_fraction: float = 0.7
    """The fraction of its own turn by which a leg lets the other one turn where it turns by less
    than a step does: there the fidgets of the other leg weigh more."""

    fitting_fraction: float = 0.7
    """The fraction of its own turn by which a standing leg lets the other one turn, unless
    something says that it does not move as the exercise does. In half squats on one leg the other
    one, held out in front, turned by half as much (CMU-MBL), and it may well turn by more; in
    walking and in squats on two legs both turn alike."""

    both_legs_factor: float = 1.6
    """How many times its own turn a leg lets the other one turn in exercises of both legs
    together."""

    shares_fraction: float = 0.4
    """When the other leg goes out and back with this one by more than this fraction, and nothing
    else says that this one trains, neither does: the trunk bends above both. Resting legs shared
    0.15 of the working one's movement in two people and 0.4 in a third, trunk bends 0.2-0.7
    (Yurtman & Barshan 2014). With a smaller limit, whole sets of somebody who rests restlessly
    would be missed."""

    shares_unclear_fraction: float = 0.2
    """The fraction that the other leg may share where the sensor should show that this leg trains,
    and does not."""

    step_deg: float = 15.0
    """A thigh turns by more than this in a step: by 25-50° at any speed above a shuffle."""

    walking_s: float = 3.0
    """How long after a step of both legs the next one may follow; a slow step takes under 2 s."""

    @property
    def least_fraction(self) -> float:
        """The least part of this leg's turn that the other one has to turn to matter at all."""
        alone = self.fraction, self.walking_fraction, self.in_set_fraction, self.small_fraction
        shared = self.shares_fraction, self.shares_unclear_fraction
        return min(*alone, self.fitting_fraction, self.both_legs_factor, *shared)


OTHER_LEG: Final = OtherLegTuning()
"""The constants as they are used where nobody hands in others."""
