"""What the analysis announces: reps, holds, sets, and the state of each leg between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from evenstride.sensors.samples import FloatArray, Leg


class Phase(StrEnum):
    """What a leg is doing, in the word that the screen shows."""

    REST = "rest"
    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"


class Flag(StrEnum):
    """What is remarkable about a rep."""

    SHORT_HOLD = "short-hold"
    SMALL_RANGE = "small-range"
    GAP = "gap"
    NO_GYRO = "no-gyro"
    LOW_CONFIDENCE = "low-confidence"
    SATURATED = "saturated"
    GRAVITY_DISAGREES = "gravity-disagrees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One movement out and back; times in seconds on the session's timeline.

    Attributes:
        number: Number of the rep on this leg in the session, from 1.
        set: Number of its set on this leg, from 1.
        start_s: When the angular speed first exceeds a tenth of its peak on the way out.
        top_s: When the speed on the way out last falls below a tenth of that peak.
        leave_s: When the speed on the way back first exceeds a tenth of that way's peak.
        end_s: When the speed on the way back last falls below a tenth of that peak.
        rom_deg: Range of motion: change of limb direction between rest and top, degrees.
        peak_speed_deg_s: Largest angular speed of the rep, degrees per second.
        smoothness: Mean SPARC of the way out and the way back; closer to zero is smoother.
        tilt_deg: How far the limb leans out of the plane in which it began to move, on the way
            out at a depth of ``TILT_DEPTH_DEG``, degrees; positive inwards where it moves
            forwards. ``counting.tilt`` says what that can show. None where the way is not as deep,
            the rest pose is not known, the rep touches a gap, or there is no gyroscope.
        flags: What is remarkable about the rep.
        roll_deg: How far the limb rolled inwards about its own length by then, degrees; None too
            where the limb does not stand between reps.
        tremor_deg: Tremor in the hold, RMS between 3 and 12 Hz, degrees; None where the hold is
            too short, the rep touches a gap, or there is no gyroscope.
        sag_deg: How far the limb sank in the hold, degrees; None where that is too short.
        confidence: How sure it is that this was a rep, from 0 to 1.
    """

    number: int
    set: int
    start_s: float
    top_s: float
    leave_s: float
    end_s: float
    rom_deg: float
    peak_speed_deg_s: float
    smoothness: float | None
    tilt_deg: float | None
    flags: tuple[Flag, ...] = ()
    roll_deg: float | None = None
    tremor_deg: float | None = None
    sag_deg: float | None = None
    confidence: float = 1.0

    @property
    def raise_s(self) -> float:
        """Duration of the way out, seconds."""
        return self.top_s - self.start_s

    @property
    def hold_s(self) -> float:
        """Duration of the hold at the top, seconds."""
        return self.leave_s - self.top_s

    @property
    def lower_s(self) -> float:
        """Duration of the way back, seconds."""
        return self.end_s - self.leave_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A movement under half of the set's usual range: listed, not counted."""

    start_s: float
    end_s: float
    rom_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSet:
    """Reps of one leg without a long rest between them.

    Attributes:
        number: From 1 on, of this leg in the session.
        start_s: When its first rep started, seconds on the session's timeline.
        end_s: When its last rep ended.
        count: Its reps that count.
        exercise: The id of what was trained; None where nobody said what it is.
        kg: The weight on the leg, kilograms; None where nobody said.
    """

    number: int
    start_s: float
    end_s: float
    count: int
    exercise: str | None = None
    kg: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The limb's angle over time, for drawing: ``t_s`` and ``angle_deg`` of shape (n,)."""

    t_s: FloatArray
    angle_deg: FloatArray


NO_TRACE: Final = Trace(np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RepCounted:
    """A rep is complete and counts.

    Attributes:
        leg: The leg that did it.
        at_s: When it was announced.
        rep: The rep.
        curve: How far the limb is away from where it rested before, from the rep's start to its
            end; its highest point is the range.
    """

    leg: Leg
    at_s: float
    rep: Rep
    curve: Trace = field(default=NO_TRACE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted:
    """The leg is at the top and still, since ``since_s``."""

    leg: Leg
    at_s: float
    since_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReached:
    """The hold lasted as long as the exercise asks for."""

    leg: Leg
    at_s: float
    hold_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStarted:
    """The first rep of a set began at ``start_s``."""

    leg: Leg
    at_s: float
    number: int
    start_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnded:
    """No rep followed for so long that the set is over."""

    leg: Leg
    at_s: float
    number: int
    end_s: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptSeen:
    """A movement out and back that is too small to count."""

    leg: Leg
    at_s: float
    attempt: Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSeen:
    """No samples between two times that are further apart than a rep can bridge."""

    leg: Leg
    at_s: float
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """The count changed without a rep: more is known now. ``reps`` are those that still count."""

    leg: Leg
    at_s: float
    count: int
    why: str
    reps: tuple[Rep, ...] = ()


Event: TypeAlias = (
    RepCounted
    | HoldStarted
    | HoldReached
    | SetStarted
    | SetEnded
    | AttemptSeen
    | GapSeen
    | Recounted
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegState:
    """Where one leg is now: everything that a live screen shows of it but the trace.

    Attributes:
        phase: What the leg is doing.
        count: Reps counted on this leg in the session.
        set_number: Number of the current or last set; 0 before the first.
        set_count: Reps counted in that set.
        angle_deg: Angle from rest along the movement's own direction, degrees.
        usual_range_deg: The person's usual range in this set; None before the first rep.
        hold_s: Duration so far of the hold in progress, seconds; None when not holding.
        hold_target_s: How long the exercise asks to hold, seconds; None without a hold.
        better_on_shank: The thigh shows this exercise too little; the shank would show it.
    """

    phase: Phase = Phase.REST
    count: int = 0
    set_number: int = 0
    set_count: int = 0
    angle_deg: float = 0.0
    usual_range_deg: float | None = None
    hold_s: float | None = None
    hold_target_s: float | None = None
    better_on_shank: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """What one update of the analysis brought."""

    events: tuple[Event, ...] = ()
    legs: Mapping[Leg, LegState] = field(default_factory=dict)
    traces: Mapping[Leg, Trace] = field(default_factory=dict)
