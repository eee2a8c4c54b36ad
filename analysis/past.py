"""What advice needs to know of an exercise in an earlier session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sensors.samples import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLeg:
    """What one leg did.

    Attributes:
        reps: Reps of each of its sets, in order.
        short_holds: Reps whose hold was shorter than was asked for (flag ``short-hold``).
        hold_target_s: The hold that was asked for, seconds; None without one or if not known.
        hold_s: Mean hold, seconds; None without reps.
        rom_deg: Mean range of motion, degrees; None without reps.
        kg: Weight on the leg, kg.
        falls_off: In some set range or hold clearly got less (``analysis.fatigue``: a drift of
            ``rom_deg`` or ``hold_s`` that is clear and goes down).
    """

    reps: tuple[int, ...] = ()
    short_holds: int = 0
    hold_target_s: float | None = None
    hold_s: float | None = None
    rom_deg: float | None = None
    kg: float = 0.0
    falls_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastResult:
    """One exercise of one earlier session.

    Attributes:
        day: The day on which it was, where the user was.
        exercise: The exercise's id.
        legs: Each leg that wore a sensor.
        weaker_leg: The leg that was clearly weaker; None for no clear difference.
    """

    day: date
    exercise: str
    legs: Mapping[Leg, PastLeg] = field(default_factory=dict)
    weaker_leg: Leg | None = None
