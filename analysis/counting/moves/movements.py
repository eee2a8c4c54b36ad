"""A single move of a limb, and two of them as a movement out and back."""

from dataclasses import dataclass

from evenstride.analysis.model.vectors import Vector


@dataclass(frozen=True, slots=True)
class Move:
    """The limb turned by a vector (axis × degrees) between two ticks.

    ``reach_deg`` is how far it had turned at most, before it sagged or went part of the way back.
    """

    turn_deg: Vector
    start: int
    end: int
    reach_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Excursion:
    """A movement out and back.

    Attributes:
        axis: Unit vector about which the limb turned on the way out, in the sensor's frame.
        range_deg: How far it turned on the way out, degrees.
        start: Tick of the beginning of the way out.
        top: Tick of the end of the way out.
        leave: Tick of the beginning of the way back.
        end: Tick of the end of the way back.
        is_pulse: Whether it is a pulse: at the end of a larger way out, part of the way back and up
            again.
    """

    axis: Vector
    range_deg: float
    start: int
    top: int
    leave: int
    end: int
    is_pulse: bool = False
