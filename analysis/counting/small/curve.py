"""Facts of a curve of tilt around a small movement: its crest, its rise, and how a level creeps."""

from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import mean
from evenstride.sensors.samples import FloatArray, IntArray

_CREST_TICKS: Final = 13
"""The top of a hold is averaged over this many ticks, so that it is not a single jolt."""


def crest(x: FloatArray) -> IntArray:
    """Return the crest of a curve without a hold: the highest quarter of its ticks."""
    return np.sort(np.argsort(-x, kind="stable")[: max(len(x) // 4, 1)])


def highest(plateau: FloatArray, top: float) -> float:
    """Return how high a top is at its highest; if it is short, its level."""
    if len(plateau) <= _CREST_TICKS + 2:
        return top
    return float(np.convolve(plateau, np.ones(_CREST_TICKS) / _CREST_TICKS, "valid").max())


def passed(x: FloatArray, at: int, base: float, top: float) -> tuple[float, float]:
    """Return where, around a tick, a rise passes 15 and 85 % of the way from base to top."""
    lower, upper = base + 0.15 * (top - base), base + 0.85 * (top - base)
    below = np.flatnonzero(x[: at + 1] <= lower)
    above = np.flatnonzero(x[at:] >= upper)
    first = int(below[-1]) if len(below) else 0
    last = at + int(above[0]) if len(above) else len(x) - 1
    return float(first), float(last)


def stayed(x: FloatArray, base: float, out_at: int, out15: float, near_deg: float) -> float:
    """Return for how many ticks before the way out the tilt stayed near the base level."""
    away = np.flatnonzero(np.abs(x[:out_at] - base) > near_deg)
    away = away[away < out15 - 2]
    return max(out15 - (float(away[-1]) if len(away) else 0.0), 0.0)


def crept(level: FloatArray) -> float:
    """Return how far a level rises from its first third to its last, degrees."""
    third = len(level) // 3
    return mean(level[-third:]) - mean(level[:third])
