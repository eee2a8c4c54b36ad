"""The verdicts on a movement, and what a verdict needs to know about the set: plain values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.verdict.held_leg import Stance
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.vectors import Vector


class Why(StrEnum):
    """Why a movement does not belong to the exercise."""

    WALKING = "walking"
    WALKED = "walked"
    TURNING = "turning"
    POSTURE = "posture"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    TOO_FAST = "too-fast"
    PULSE = "pulse"
    NOISE = "noise"
    WRONG_WAY = "wrong-way"
    SHARED = "shared"
    OTHER_LEG = "other-leg"
    PASSES_TIME = "passes-time"
    CARRIED = "carried"
    HELD_UP = "held-up"
    STAYED = "stayed"
    PEDALS = "pedals"
    UNDER_HALF = "under-half"


class SetSoFarWas(StrEnum):
    """What a rep shows the set in progress to have been."""

    A_SET = "a set"
    NONE = "none"
    ANOTHER = "another"


class Waiting(StrEnum):
    """Kinds of listed movements that a later one may show to have been reps."""

    NONE = "none"
    UNLIKE = "unlike"
    SMALL = "small"
    TURNED = "turned"
    FAST = "fast"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class AsRep:
    """It counts.

    Attributes:
        earlier: Which of the waiting movements turn out to be reps, too, before it.
        set_was: What the set in progress turns out to have been.
        because: Why its reps were none; None if they were reps.
    """

    earlier: Waiting = Waiting.NONE
    set_was: SetSoFarWas = SetSoFarWas.A_SET
    because: AttemptWhy | None = None


@dataclass(frozen=True, slots=True)
class AsAttempt:
    """It is not part of the set: it is listed, and waits for more of its kind.

    Attributes:
        kind: The kind as which it waits.
        why: As what it is listed.
        anew: Whether it is unlike those of its kind that wait, which are then forgotten.
    """

    kind: Waiting = Waiting.SMALL
    why: AttemptWhy = AttemptWhy.TOO_SMALL
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """It does not belong to the exercise."""

    why: Why


Verdict: TypeAlias = AsRep | AsAttempt | Refused


@dataclass(frozen=True, slots=True)
class Shape:
    """What the reps of a finished set had in common: axis, usual range, usual duration.

    In an exercise on one standing leg, also where it stood.
    """

    axis: Vector
    range_deg: float
    duration_s: float
    stood: Stance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """What is known about a leg's count before a movement.

    Attributes:
        reps: Reps in the set in progress.
        usual_range_deg: Their usual range; None before the first.
        latest: The movement of the latest of them; None before the first.
        last_set: What the last set that was sure looked like; None before the first.
        unlike: Movements unlike the set that wait to come again.
        small: Movements too small for the set that wait to come again.
        usual_s: How long its reps usually last; None before the first.
        fast: Movements shorter than the exercise's reps that wait to go on as a set.
        long: Movements longer than the exercise's reps that wait to come again.
        is_turned: Whether the sensor was moved since then, so that axes cannot be compared.
        turned: Movements in another posture, which are reps if the strap was turned.
        pedal: The last turn of pedals; None if none were turned.
    """

    reps: int = 0
    usual_range_deg: float | None = None
    latest: Excursion | None = None
    last_set: Shape | None = None
    unlike: tuple[Excursion, ...] = ()
    small: tuple[Excursion, ...] = ()
    turned: tuple[Excursion, ...] = ()
    usual_s: float | None = None
    fast: tuple[Excursion, ...] = ()
    long: tuple[Excursion, ...] = ()
    is_turned: bool = False
    pedal: Excursion | None = None

    @property
    def known_axis(self) -> Vector | None:
        """The axis about which the reps turn, of this set or else of the last one."""
        if self.is_turned:
            return None
        if self.latest is not None:
            return self.latest.axis
        return self.last_set.axis if self.last_set else None
