"""Defines what the analysis announces: events such as reps, holds and sets, and each leg's state.

Each event has in ``event`` the name that ``replay --headless --json`` prints. All times are in
seconds on the session's timeline; ``at_s`` is the time in the data at which it was announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final, Literal, TypeAlias

import numpy as np

from evenstride.analysis.model.reps import Attempt, Rep
from evenstride.analysis.model.rest_pose import RestPose
from evenstride.sensors.samples import FloatArray, Leg


class Phase(StrEnum):
    """What a leg is doing now."""

    REST = "rest"
    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"
    WALKING = "walking"


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """An angle over time, for drawing.

    Attributes:
        t_s: Times, seconds, shape (n,).
        angle_deg: Angles, degrees, shape (n,).
    """

    t_s: FloatArray
    angle_deg: FloatArray


NO_TRACE: Final = Trace(np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """The direction of the vertical in a sensor's frame over time, to draw the limb's angle from.

    If times go back, everything from the first of them on is replaced: by the same samples with
    corrected units, or by those of the leg's other sensor when it takes over.

    Attributes:
        t_s: Times, seconds, shape (n,).
        up: Unit vectors, shape (n, 3).
    """

    t_s: FloatArray
    up: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class RepCounted:
    """A rep is complete and counts.

    Attributes:
        leg: The leg that did it.
        at_s: When it was announced.
        rep: The rep.
        curve: The limb's angle from its rest before the rep, from the rep's start to its end; its
            maximum is the range.
        rest_pose: The rest in which it began and ended; None if it was not seen.
    """

    event: ClassVar[Literal["rep"]] = "rep"

    leg: Leg
    at_s: float
    rep: Rep
    curve: Trace = field(default=NO_TRACE, compare=False, repr=False)
    rest_pose: RestPose | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted:
    """The leg is still at the top, since ``since_s``."""

    event: ClassVar[Literal["hold"]] = "hold"

    leg: Leg
    at_s: float
    since_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReached:
    """The hold, ``hold_s`` long so far, lasted as long as the exercise asks for."""

    event: ClassVar[Literal["hold-reached"]] = "hold-reached"

    leg: Leg
    at_s: float
    hold_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStarted:
    """A set began with a rep that started at ``start_s``."""

    event: ClassVar[Literal["set-start"]] = "set-start"

    leg: Leg
    at_s: float
    number: int
    start_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnded:
    """A set is over; ``end_s`` is the end of its last rep.

    A ``count`` of 0 means that all its reps were taken back.
    """

    event: ClassVar[Literal["set-end"]] = "set-end"

    leg: Leg
    at_s: float
    number: int
    end_s: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptSeen:
    """A movement out and back does not count."""

    event: ClassVar[Literal["attempt"]] = "attempt"

    leg: Leg
    at_s: float
    attempt: Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSeen:
    """There are no samples between two times, for longer than a rep can bridge."""

    event: ClassVar[Literal["gap"]] = "gap"

    leg: Leg
    at_s: float
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """The count changed without a new rep, because more is known now.

    Attributes:
        leg: The leg.
        at_s: When it was announced.
        count: The leg's new count in the session.
        why: The reason, in words.
        reps: The reps that still count.
    """

    event: ClassVar[Literal["recount"]] = "recount"

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
class KneeNow:
    """The knee of a leg with two sensors at one moment.

    Attributes:
        angle_deg: Its angle, degrees, 0 is straight; None if unknown.
        doubts: Sentences that say what is wrong with the two sensors together.
    """

    angle_deg: float | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegState:
    """The state of one leg: everything that a live screen shows of it except the trace.

    Attributes:
        phase: What the leg is doing.
        count: Number of reps counted on this leg in the session.
        set_number: Number of the current or last set; 0 before the first.
        set_count: Number of reps counted in that set.
        rest_pose: The rest from which its angle is to be drawn; None before the first sample.
        usual_range_deg: The person's usual range in this set, degrees; None before the first rep.
        hold_s: Duration so far of the hold in progress, seconds; None outside of a hold.
        hold_target_s: How long the exercise asks to hold, seconds; None without a hold.
        better_on_shank: Whether the thigh shows this exercise too little and the shank would show
            it.
        knee: The knee, if the leg wears two sensors.
    """

    phase: Phase = Phase.REST
    count: int = 0
    set_number: int = 0
    set_count: int = 0
    rest_pose: RestPose | None = field(default=None, compare=False, repr=False)
    usual_range_deg: float | None = None
    hold_s: float | None = None
    hold_target_s: float | None = None
    better_on_shank: bool = False
    knee: KneeNow = KneeNow()

    @property
    def knee_deg(self) -> float | None:
        """The angle of the knee, degrees, 0 is straight; None if unknown."""
        return self.knee.angle_deg


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """The outcome of one update of the analysis.

    Attributes:
        events: The new events.
        legs: The state of each leg.
        traces: The direction of each leg's vertical since the last update.
        faults: New faults of the program, in sentences; each ended the set of a leg.
        knees: The angles of each knee since the last update, if the leg wears two sensors.
    """

    events: tuple[Event, ...] = ()
    legs: Mapping[Leg, LegState] = field(default_factory=dict)
    traces: Mapping[Leg, Directions] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    knees: Mapping[Leg, Trace] = field(default_factory=dict)
