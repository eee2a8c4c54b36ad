"""Constants that tell steps onto something from the movements of a set."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClimbTuning:
    """What telling a step from a rep by how far it climbs depends on."""

    climb_m: float = 0.1
    """A step onto a platform lifts the body by more than this: 0.15-0.2 m. Dips and squats end
    within 0.05 m of where they began, as far as the sensor tells."""

    climb_none_m: float = 0.05
    """Where the set's other movements seem to climb by more than this, they did not begin or end at
    rest, and the sensor cannot tell."""

    climb_most_m: float = 0.5
    """Nobody steps higher; a movement that seems to did not begin or end at rest."""

    step_apart_s: float = 4.0
    """A movement lies apart from the set if the pause between them is longer than this, and longer
    than those between its reps."""

    step_unlike: float = 1.55
    """A movement that lies apart was a step if it took this many times as long as those of the set,
    or went this many times as far, or the reverse: the first and last reps of simulated sets came
    to 1.5."""

    climb_apart_m: float = 0.05
    """A movement that lies apart was a step if it climbed by more than this, and by more than
    ``climb_apart_times`` asks for."""

    climb_apart_times: float = 1.5
    """A movement that lies apart was a step only if it climbed by more than this many times what
    the set's movements seem to climb."""

    climbs_compared: int = 3
    """This many movements of the set tell what its movements seem to climb."""


CLIMB: Final = ClimbTuning()
"""The constants as they are used where nobody hands in others."""
