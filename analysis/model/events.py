"""What the analysis announces: reps, holds, sets, and the state of each leg between them.

Each kind has in ``event`` the name that ``replay --headless --json`` prints.
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
    """What a leg is doing, in the word that the screen shows."""

    REST = "rest"
    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"
    WALKING = "walking"


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The limb's angle over time, for drawing: ``t_s`` and ``angle_deg`` of shape (n,)."""

    t_s: FloatArray
    angle_deg: FloatArray


NO_TRACE: Final = Trace(np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """Where the vertical points in a sensor's frame over time, from which a limb's angle is drawn.

    Times that do not follow on those before replace them from the first of them on: the same
    samples once more, mended, or those of the leg's other sensor, which takes over.

    Attributes:
        t_s: Times, shape (n,).
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
        curve: How far the limb is away from where it rested before, from the rep's start to its
            end; its highest point is the range.
        rest_pose: The rest in which it began and ended; None if nobody saw it.
    """

    event: ClassVar[Literal["rep"]] = "rep"

    leg: Leg
    at_s: float
    rep: Rep
    curve: Trace = field(default=NO_TRACE, compare=False, repr=False)
    rest_pose: RestPose | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted:
    """The leg is at the top and still, since ``since_s``."""

    event: ClassVar[Literal["hold"]] = "hold"

    leg: Leg
    at_s: float
    since_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReached:
    """The hold lasted as long as the exercise asks for."""

    event: ClassVar[Literal["hold-reached"]] = "hold-reached"

    leg: Leg
    at_s: float
    hold_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStarted:
    """The first rep of a set began at ``start_s``."""

    event: ClassVar[Literal["set-start"]] = "set-start"

    leg: Leg
    at_s: float
    number: int
    start_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnded:
    """No rep followed for so long that the set is over."""

    event: ClassVar[Literal["set-end"]] = "set-end"

    leg: Leg
    at_s: float
    number: int
    end_s: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptSeen:
    """A movement out and back that is too small to count."""

    event: ClassVar[Literal["attempt"]] = "attempt"

    leg: Leg
    at_s: float
    attempt: Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSeen:
    """No samples between two times that are further apart than a rep can bridge."""

    event: ClassVar[Literal["gap"]] = "gap"

    leg: Leg
    at_s: float
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """The count changed without a rep: more is known now. ``reps`` are those that still count."""

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
        angle_deg: Its angle, 0 is straight; None if it is not known.
        doubts: What is wrong with the two sensors together, in sentences.
    """

    angle_deg: float | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegState:
    """Where one leg is now: everything that a live screen shows of it but the trace.

    Attributes:
        phase: What the leg is doing.
        count: Reps counted on this leg in the session.
        set_number: Number of the current or last set; 0 before the first.
        set_count: Reps counted in that set.
        rest_pose: The rest from which its angle is to be drawn; None before the first sample.
        usual_range_deg: The person's usual range in this set; None before the first rep.
        hold_s: Duration so far of the hold in progress, seconds; None when not holding.
        hold_target_s: How long the exercise asks to hold, seconds; None without a hold.
        better_on_shank: The thigh shows this exercise too little; the shank would show it.
        knee: The knee, where the leg wears two sensors.
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
        """The angle of the knee, 0 is straight; None if it is not known."""
        return self.knee.angle_deg


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """What one update of the analysis brought.

    Attributes:
        events: What was announced.
        legs: Where each leg is now.
        traces: Where each leg's vertical pointed since the last update.
        faults: Faults in our code, in sentences: a leg's set ended where it should not.
        knees: Each knee's angles since the last update, where the leg wears two sensors.
    """

    events: tuple[Event, ...] = ()
    legs: Mapping[Leg, LegState] = field(default_factory=dict)
    traces: Mapping[Leg, Directions] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    knees: Mapping[Leg, Trace] = field(default_factory=dict)
