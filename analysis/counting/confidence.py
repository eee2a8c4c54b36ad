"""How sure it is that a movement was a rep: from 0, doubtful, to 1, unmistakable.

A limb that turned far was moved, whatever else is known of it. Of one that turned by a few degrees
four things tell a rep from swaying, fidgeting or going along with another movement: it turned by
more than a limb at rest does; by more than this one swayed just before; it stood still at the top;
and it came back. Each is a number from 0 to 1, a half where its reason in ``tuning`` says
"as likely the one as the other", and all must hold.

Looked for and left out: likeness to the set's other reps, because bending the trunk again and again
is as even as any set; and the vibration of the contracting muscle at 10-40 Hz. In the recordings at
100 Hz (MEx, thigh) it drowns in the rounding of the sensor (1/64 g), with holds no louder than the
rests between; others hold no rest, or end at 12 Hz.
"""

from collections.abc import Sequence

import numpy as np
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.signal.recent_motion import History
from evenstride.analysis.tuning import (
    AIMLESS_MISSED_FRACTION,
    AIMLESS_WANDER_FRACTION,
    FAINT_DEG,
    HALF_SURE,
    LARGE_DEG,
    PLATEAU_S,
    REST_BEFORE_END_S,
    REST_BEFORE_S,
    STEEPNESS,
    SWAY_SPAN,
    THIN_REPS,
    TICK_S,
)
from evenstride.sensors.samples import FloatArray

_REST_TICKS = round(REST_BEFORE_S / TICK_S)
_REST_END_TICKS = round(REST_BEFORE_END_S / TICK_S)
_LEAST_TICKS = _REST_END_TICKS


def confidence(
    history: History,
    times_s: tuple[float, float, float, float],
    rom_deg: float,
    not_before: int,
    *,
    holds: bool,
) -> float:
    """How sure a movement was a rep, from 0 to 1.

    Args:
        history: The leg's motion; it must reach back to the movement's start.
        times_s: When the movement started, was at the top, left it and ended, seconds.
        rom_deg: Its range of motion, degrees.
        not_before: The tick in which the rep before ended: no rest is looked for before it.
        holds: Whether the exercise asks to hold at the top.
    """
    start, top, leave, end = (round(at_s / TICK_S + 0.5) for at_s in times_s)
    range_deg = max(rom_deg, 1e-9)
    rest = history.stretch(max(start - _REST_TICKS, not_before), start - _REST_END_TICKS).up
    moved = history.stretch(start, end)
    start, top, leave, end = (at - moved.first for at in (start, top, leave, end))
    missed_deg = float(np.degrees(np.linalg.norm(moved.up[-1] - moved.up[0])))
    evidence = _far(range_deg, FAINT_DEG) * _near(missed_deg, AIMLESS_MISSED_FRACTION * range_deg)
    if len(rest) >= _LEAST_TICKS:
        evidence *= _far(range_deg, SWAY_SPAN * _wander_deg(rest))
    if holds:
        evidence *= _stood_still(moved.up[max(top, 0) : leave + 1], range_deg)
    large = _far(range_deg, LARGE_DEG)
    return large + (1.0 - large) * evidence


def is_thin(reps: Sequence[Rep]) -> bool:
    """Whether most of the last reps are more doubtful than sure."""
    doubtful = sum(Flag.LOW_CONFIDENCE in rep.flags for rep in reps[-THIN_REPS:])
    return doubtful > THIN_REPS / 2


def _stood_still(held: FloatArray, range_deg: float) -> float:
    if len(held) * TICK_S < PLATEAU_S:
        return HALF_SURE
    return _near(_wander_deg(held), AIMLESS_WANDER_FRACTION * range_deg)


def _wander_deg(up: FloatArray) -> float:
    """How far a direction is from its mean, RMS."""
    return float(np.degrees(np.sqrt(np.mean(np.sum((up - up.mean(axis=0)) ** 2, axis=1)))))


def _far(value: float, half: float) -> float:
    """From 0 to 1 as a value rises, through a half at ``half``."""
    return 1.0 / (1.0 + (half / value) ** STEEPNESS)


def _near(value: float, half: float) -> float:
    """From 1 to 0 as a value rises, through a half at ``half``."""
    return 1.0 / (1.0 + (value / half) ** STEEPNESS)
