"""The truth of a scripted rep, by the same definitions as a measured one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenstride.sensors.samples import FloatArray

PEAK_FRACTION = 0.1
"""A way begins and ends at this fraction of its peak speed."""

_FINE_STEP_S = 0.0005


@dataclass(frozen=True, slots=True)
class Step:
    """One minimum-jerk turn of a limb by ``turn_deg`` (lift, side, roll), to be added up.

    A limb's direction follows from the first two; the roll turns it about its own axis.
    """

    start_s: float
    duration_s: float
    turn_deg: tuple[float, float, float]

    @property
    def end_s(self) -> float:
        """When it is over."""
        return self.start_s + self.duration_s


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRep:
    """One rep as scripted; what is measured should come close to it.

    Small corrections during a hold (sag, re-lifts) belong to neither way, and tremor to nothing.

    Attributes:
        start_s: When the way out first exceeds a tenth of its peak speed.
        top_s: When it last falls below.
        leave_s: When the way back first exceeds a tenth of its peak speed.
        end_s: When it last falls below.
        rom_deg: Largest change of direction from the pose before, between top and leaving.
        sag_deg: How much of it is gone from top to leaving.
    """

    start_s: float
    top_s: float
    leave_s: float
    end_s: float
    rom_deg: float
    sag_deg: float

    @property
    def hold_s(self) -> float:
        """Duration of the hold, seconds."""
        return self.leave_s - self.top_s

    def shifted(self, by_s: float) -> "TrueRep":
        """The same on another timeline."""
        return replace(
            self,
            start_s=self.start_s + by_s,
            top_s=self.top_s + by_s,
            leave_s=self.leave_s + by_s,
            end_s=self.end_s + by_s,
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of one leg: its reps in order, and movements that should not count."""

    reps: tuple[TrueRep, ...] = ()
    attempts: tuple[TrueRep, ...] = ()

    def shifted(self, by_s: float) -> "Truth":
        """The same on another timeline."""
        return Truth(
            tuple(rep.shifted(by_s) for rep in self.reps),
            tuple(rep.shifted(by_s) for rep in self.attempts),
        )


def minimum_jerk(tau: FloatArray) -> FloatArray:
    """The smoothest way from 0 to 1 for tau from 0 to 1 (Flash and Hogan 1985), clipped outside."""
    tau = np.clip(tau, 0.0, 1.0)
    return np.asarray(tau**3 * (10 - 15 * tau + 6 * tau**2), dtype=np.float64)


def add_steps(time_s: FloatArray, steps: Sequence[Step]) -> FloatArray:
    """The sum of all steps: lift, side and roll in degrees, shape (n, 3); time must ascend."""
    total = np.zeros((len(time_s), 3))
    for step in steps:
        first, last = np.searchsorted(time_s, [step.start_s, step.end_s])
        part = minimum_jerk((time_s[first:last] - step.start_s) / step.duration_s)
        turn_deg = np.asarray(step.turn_deg)
        total[first:last] += part[:, None] * turn_deg
        total[last:] += turn_deg
    return total


def direction(turn_deg: FloatArray) -> FloatArray:
    """The limb's direction after a turn from (1, 0, 0): unit vectors, shape (n, 3)."""
    lift, side = np.radians(turn_deg[:, 0]), np.radians(turn_deg[:, 1])
    angle = np.hypot(lift, side)
    # sin(x)/x, also at 0: numpy's sinc has pi in it.
    ratio = np.sinc(angle / np.pi)
    return np.stack([np.cos(angle), side * ratio, lift * ratio], axis=1)


def time_of_way(steps: Sequence[Step]) -> tuple[float, float]:
    """When a way, which may be done in several goes, is first and last at a tenth of its peak."""
    from_s = min(step.start_s for step in steps)
    to_s = max(step.end_s for step in steps)
    time_s = np.linspace(from_s, to_s, max(int((to_s - from_s) / _FINE_STEP_S), 100) + 1)
    speed = np.linalg.norm(np.gradient(add_steps(time_s, steps)[:, :2], time_s, axis=0), axis=1)
    above = np.flatnonzero(speed > PEAK_FRACTION * speed.max())
    return float(time_s[above[0]]), float(time_s[above[-1]])


def true_rep(
    out: Sequence[Step], holding: Sequence[Step], back: Sequence[Step], before_deg: FloatArray
) -> TrueRep:
    """Time and measure one rep.

    Args:
        out: The steps of the way out.
        holding: The corrections during the hold.
        back: The steps of the way back.
        before_deg: Where the limb was before, as the sum of all earlier steps, shape (3,).
    """
    start_s, top_s = time_of_way(out)
    leave_s, end_s = time_of_way(back)
    time_s = np.linspace(top_s, max(leave_s, top_s + _FINE_STEP_S), 200)
    held_deg = before_deg + add_steps(time_s, [*out, *holding, *back])
    cosine = direction(held_deg) @ direction(before_deg[None])[0]
    angle_deg = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return TrueRep(
        start_s=start_s,
        top_s=top_s,
        leave_s=leave_s,
        end_s=end_s,
        rom_deg=float(angle_deg.max()),
        sag_deg=float(angle_deg[0] - angle_deg[-1]),
    )
