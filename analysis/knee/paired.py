"""Holds ticks of the two sensors of one leg together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.signal.tick_rows import Tick
from evenstride.sensors.samples import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The motion of one segment, in its sensor's frame.

    Attributes:
        up: The vertical, unit vectors, shape (n, 3).
        rate_deg_s: The angular rate with its part about the vertical, shape (n, 3).
        force_m_s2: Specific force, shape (n, 3).
    """

    up: FloatArray
    rate_deg_s: FloatArray
    force_m_s2: FloatArray

    def part(self, start: int, end: int) -> "Segment":
        """Return the ticks from one place to before another."""
        rows = slice(start, end)
        return Segment(self.up[rows], self.rate_deg_s[rows], self.force_m_s2[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """Consecutive ticks of both segments.

    Attributes:
        index: Number of each tick, shape (n,).
        thigh: The thigh's motion.
        shank: The shank's motion.
    """

    index: IntArray
    thigh: Segment
    shank: Segment

    def __len__(self) -> int:
        return len(self.index)

    def part(self, start: int, end: int) -> "Paired":
        """Return the ticks from one place to before another."""
        return Paired(
            self.index[start:end], self.thigh.part(start, end), self.shank.part(start, end)
        )


def paired(ticks: Sequence[tuple[Tick, Tick]]) -> Paired:
    """Return ticks of thigh and shank, with equal numbers, as arrays."""
    index = np.array([thigh.index for thigh, _ in ticks], dtype=np.int64)
    return Paired(
        index, _segment([thigh for thigh, _ in ticks]), _segment([shank for _, shank in ticks])
    )


def joined(parts: Sequence[Paired]) -> Paired:
    """Return stretches joined in their order; there must be at least one."""
    return Paired(
        np.concatenate([one.index for one in parts]),
        _joined_segment([one.thigh for one in parts]),
        _joined_segment([one.shank for one in parts]),
    )


def _segment(ticks: Sequence[Tick]) -> Segment:
    up = np.array([tick.up for tick in ticks], dtype=np.float64).reshape(-1, 3)
    across = np.array([tick.raw_rate_deg_s for tick in ticks], dtype=np.float64).reshape(-1, 3)
    spin = np.array([tick.spin_deg_s for tick in ticks], dtype=np.float64)
    force = np.array([tick.force_m_s2 for tick in ticks], dtype=np.float64).reshape(-1, 3)
    return Segment(up, across + spin[:, None] * up, force)


def _joined_segment(parts: Sequence[Segment]) -> Segment:
    return Segment(
        np.concatenate([one.up for one in parts]),
        np.concatenate([one.rate_deg_s for one in parts]),
        np.concatenate([one.force_m_s2 for one in parts]),
    )
