"""Tells by muscle tremor whether the muscle works at the tops of a series or in its rests.

A muscle that holds a limb shakes it at 8 to 12 Hz, far above any sway, and shakes the skin above it
more than the rest of the limb. It shows on some people and some sensors only, so it is evidence
only where each top differs from the rest before it, and is ignored otherwise.
"""

import math
from collections.abc import Callable, Sequence
from statistics import median  # of a few: numpy's takes thirty times as long
from typing import TypeAlias

import numpy as np

from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.sensors.samples import FloatArray

Forces: TypeAlias = Callable[[int, int], FloatArray]
"""Gives the specific force from one tick to another, both included, m/s², shape (n, 3)."""

_HALF_PERIOD = 3  # ticks: 8.3 Hz, within the band of tremor
_PART = 6  # ticks for one value of the tremor's power
_SETTLED = 8  # ticks after a movement until the shaking it caused has died down


def tremor_votes(
    forces: Forces | None, moves: Sequence[SmallMove], tuning: SmallTuning = SMALL
) -> float:
    """Return how much tremor speaks for a series as it is seen.

    Args:
        forces: Of the limb's sensor; None if it is not to be looked at.
        moves: The movements of the series, in order.

    Returns:
        ``tremor_votes``; the same negated if the series is upside down; 0 if that is not clear.
    """
    last = moves[-tuning.usual_reps :]
    if forces is None or not last:
        return 0.0
    octaves = []
    for before, move in zip([None, *last], last, strict=False):
        octave = _octaves(forces, move, None if before is None else before.end)
        if octave is None:
            return 0.0
        octaves.append(octave)
    usual = median(octaves)
    others = sum(octave * usual <= 0.0 for octave in octaves)
    # One of three or more may be no rep, such as getting into position.
    is_clear = abs(usual) > tuning.tremor_octaves and others <= (len(octaves) >= tuning.few)
    return math.copysign(tuning.tremor_votes, usual) if is_clear else 0.0


def _octaves(forces: Forces, move: SmallMove, rests_from: float | None) -> float | None:
    """Return by how many octaves the top trembles more than the rest before; None if too short."""
    top, leave, start = round(move.top), round(move.leave), round(move.start)
    held = _trembles(forces, top + _SETTLED // 2, min(leave - _SETTLED // 2, top + 80))
    first = start - 75 if rests_from is None else max(start - 75, round(rests_from) + _SETTLED)
    rested = _trembles(forces, first, start - _SETTLED)
    return math.log2(held / rested) if held and rested else None


def _trembles(forces: Forces, first: int, last: int) -> float:
    """Return how much a limb trembles in its quieter parts, m/s²; 0 if too little was seen."""
    if last - first < 2 * _HALF_PERIOD + _PART:
        return 0.0
    force = forces(first, last)
    beyond = 2 * _HALF_PERIOD
    if len(force) < beyond + _PART:
        return 0.0
    shaken = force[_HALF_PERIOD:-_HALF_PERIOD] - 0.5 * (force[:-beyond] + force[beyond:])
    power = np.sum(shaken**2, axis=1)
    count = len(power) // _PART
    parts = np.sort(power[: count * _PART].reshape(count, _PART).mean(axis=1))
    return float(np.sqrt(parts[count // 5]))
