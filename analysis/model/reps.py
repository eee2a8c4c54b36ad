"""Defines reps with everything that is measured of them, attempts, and sets of one leg."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from statistics import fmean
from typing import Final

from evenstride.analysis.model.unchanging import Unchanging

HOLD_TOLERANCE_S: Final = 0.05
"""A hold that is shorter than asked by up to this is not called short, because the times of reps
have this uncertainty."""


class Flag(StrEnum):
    """A remarkable property of a rep; ``docs/recordings.md`` defines each."""

    SHORT_HOLD = "short-hold"
    SMALL_RANGE = "small-range"
    GAP = "gap"
    SIGNAL_GAP = "signal-gap"
    NO_GYRO = "no-gyro"
    LOW_CONFIDENCE = "low-confidence"
    SATURATED = "saturated"
    GRAVITY_DISAGREES = "gravity-disagrees"
    KNEE_BENT = "knee-bent"


class AttemptWhy(StrEnum):
    """The reason why a movement was not counted; ``docs/recordings.md`` defines each."""

    TOO_SMALL = "too-small"
    UNLIKE = "unlike"
    TAKEN_BACK = "taken-back"
    TOO_LONG = "too-long"
    TOO_FAST = "too-fast"
    BOTH_LEGS = "both-legs"
    GAP = "gap"
    WRONG_WAY = "wrong-way"
    WALKING = "walking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Unchanging):
    """The measured values of one movement out and back, whether it counts or not.

    In a raise the way out is the concentric phase and the way back the eccentric one; in a dip it
    is the other way round.

    Times are in seconds on the session's timeline. A time that lies in a hole of the data is None,
    and so are the values that depend on it; at least one of the four times is known.

    Attributes:
        start_s: When the angular speed first exceeds a tenth of its peak on the way out.
        top_s: When the speed on the way out last falls below a tenth of that peak.
        leave_s: When the speed on the way back first exceeds a tenth of that way's peak.
        end_s: When the speed on the way back last falls below a tenth of that peak.
        rom_deg: Range of motion: change of limb direction between rest and top, degrees.
        peak_speed_deg_s: Largest angular speed of the movement, degrees per second.
        smoothness: Mean SPARC of the way out and the way back; closer to zero is smoother.
        tilt_deg: How far the limb leans out of the plane in which it began to move, on the way out
            at a depth of ``MeasuringTuning.tilt_depth_deg``, degrees; positive inwards if it moves
            forwards. ``counting.measuring.tilt`` explains what it can show. None if the way is less
            deep, the rest pose is unknown, the movement touches a gap, or there is no gyroscope.
        roll_deg: How far the limb has rolled inwards about its own length at that depth, degrees;
            also None if the limb does not stand between reps.
        tremor_deg: Tremor in the hold, RMS of the angle between 3 and 12 Hz, degrees; None if the
            hold is too short, the movement touches a gap, or there is no gyroscope.
        sag_deg: How far the limb sank in the hold, degrees; negative if it rose. None if the hold
            is too short or the movement touches a gap.
        knee_rom_deg: Range of motion of the knee: its largest change from its angle at the start,
            degrees. None without a second sensor, and if the knee's hinge is unknown.
        knee_at_top_deg: Angle of the knee at the top, degrees: 0 is straight, bent is positive.
        knee_lag_deg: By how much the knee was not straight when it should have been, degrees: in a
            raise with a straight leg its largest bend from the rep's own rest, otherwise its angle
            at the top if the exercise straightens the knee, and at the end if it bends the knee.
        confidence: Probability that this was a rep, from 0 to 1.
        flags: Its remarkable properties.
    """

    start_s: float | None
    top_s: float | None
    leave_s: float | None
    end_s: float | None
    rom_deg: float | None
    peak_speed_deg_s: float | None
    smoothness: float | None
    tilt_deg: float | None
    roll_deg: float | None
    tremor_deg: float | None
    sag_deg: float | None
    confidence: float
    knee_rom_deg: float | None = None
    knee_at_top_deg: float | None = None
    knee_lag_deg: float | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def raise_s(self) -> float | None:
        """Duration of the way out, seconds."""
        return _between(self.start_s, self.top_s)

    @property
    def hold_s(self) -> float | None:
        """Duration of the hold at the top, seconds."""
        return _between(self.top_s, self.leave_s)

    @property
    def lower_s(self) -> float | None:
        """Duration of the way back, seconds."""
        return _between(self.leave_s, self.end_s)

    @property
    def first_s(self) -> float:
        """The first of its times that is known: the start, unless that lies in a hole."""
        if self.start_s is not None:
            return self.start_s
        return next(at_s for at_s in self._times_s if at_s is not None)

    @property
    def last_s(self) -> float:
        """The last of its times that is known: the end, unless that lies in a hole."""
        if self.end_s is not None:
            return self.end_s
        return next(at_s for at_s in reversed(self._times_s) if at_s is not None)

    @property
    def _times_s(self) -> tuple[float | None, ...]:
        return self.start_s, self.top_s, self.leave_s, self.end_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep(Measured):
    """A movement out and back that counts.

    Attributes:
        number: Number of the rep on this leg in the session, from 1.
        set: Number of its set on this leg, from 1.
    """

    number: int
    set: int


def as_rep(measured: Measured, *, number: int, set_number: int, flags: tuple[Flag, ...]) -> Rep:
    """Return a measured movement as a rep.

    Args:
        measured: Its measured values.
        number: The number of the rep on its leg.
        flags: All its flags, those included that depend on its set.
    """
    values = {one.name: getattr(measured, one.name) for one in fields(Measured)}
    return Rep(**{**values, "flags": flags}, number=number, set=set_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Unchanging):
    """A movement that was seen but not counted.

    Attributes:
        start_s: When it began, seconds on the session's timeline.
        end_s: When it ended, seconds.
        rom_deg: Its range of motion, degrees; None if its top lies in a hole of the data.
        why: Why it was not counted.
    """

    start_s: float
    end_s: float
    rom_deg: float | None
    why: AttemptWhy


def attempt_of(measured: Measured, why: AttemptWhy) -> Attempt:
    """Return a measured movement, which may have counted before, as an attempt."""
    return Attempt(
        start_s=measured.first_s, end_s=measured.last_s, rom_deg=measured.rom_deg, why=why
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSet(Unchanging):
    """Reps of one leg without a long rest between them.

    Attributes:
        number: Its number on this leg in the session, from 1.
        start_s: When its first rep started, seconds on the session's timeline.
        end_s: When its last rep ended, seconds.
        count: The number of its reps that count.
        exercise: The id of its exercise; None if none was named.
        kg: The weight on the leg, kilograms; None if unknown.
    """

    number: int
    start_s: float
    end_s: float
    count: int
    exercise: str | None = None
    kg: float | None = None


def mean_known(values: Iterable[float | None]) -> float | None:
    """Return the mean of the known values; None if all are unknown."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _between(from_s: float | None, to_s: float | None) -> float | None:
    return None if from_s is None or to_s is None else to_s - from_s
