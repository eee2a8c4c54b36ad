"""The confidence that a movement was a rep: from 0, doubtful, to 1, unmistakable.

A limb that turned far was moved, whatever else is known about it. If it turned by a few degrees,
four things distinguish a rep from swaying, fidgeting or going along with another movement: it
turned further than a limb at rest does; further than this one swayed just before; it stood still at
the top; and it came back. Each is a number from 0 to 1, with a half at the constant in ``tuning``
where the one is as likely as the other, and all must hold.

A leg that is held up while the other one dips sways as far as a shallow dip. If the other leg is
not seen, only the range distinguishes the two.

A rep of a few degrees that was found by its series (``counting.small``) has the odds of that series
instead.

Two signs were tried and left out. One is likeness to the set's other reps, because bending the
trunk again and again is as even as any set. The other is the vibration of the contracting muscle at
10-40 Hz: in the recordings at 100 Hz (MEx, thigh) it drowns in the rounding of the sensor (1/64 g),
and holds are no louder than the rests between; other recordings contain no rest, or end at 12 Hz.
"""

import math
from collections.abc import Sequence

from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.short_rows import dots, length, mean, mean_row
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


def confidence(
    recent: RecentMotion,
    times_s: tuple[float, float, float, float],
    rom_deg: float,
    not_before: int,
    *,
    holds: bool,
    tuning: MeasuringTuning = MEASURING,
) -> float:
    """Return the confidence that a movement was a rep, from 0 to 1.

    Args:
        recent: The leg's motion; it must reach back to the movement's start.
        times_s: When the movement started, was at the top, left it and ended, seconds.
        rom_deg: Its range of motion, degrees.
        not_before: The tick in which the previous rep ended: no rest is looked for before it.
        holds: Whether the exercise asks to hold at the top.
    """
    rest_ticks = round(tuning.rest_before_s / TICK_S)
    rest_end_ticks = round(tuning.rest_before_end_s / TICK_S)
    start, top, leave, end = (round(at_s / TICK_S + 0.5) for at_s in times_s)
    range_deg = max(rom_deg, 1e-9)
    rest = recent.stretch(max(start - rest_ticks, not_before), start - rest_end_ticks).up
    moved = recent.stretch(start, end)
    start, top, leave, end = (at - moved.first for at in (start, top, leave, end))
    missed_deg = math.degrees(length(moved.up[-1] - moved.up[0]))
    evidence = _far(range_deg, tuning.faint_deg, tuning)
    evidence *= _near(missed_deg, tuning.aimless_missed_fraction * range_deg, tuning)
    if len(rest) >= rest_end_ticks:
        evidence *= _far(range_deg, tuning.sway_span * _wander_deg(rest), tuning)
    if holds:
        evidence *= _stood_still(moved.up[max(top, 0) : leave + 1], range_deg, tuning)
    large = _far(range_deg, tuning.large_deg, tuning)
    return large + (1.0 - large) * evidence


def beside_sways(range_deg: float, *, tuning: MeasuringTuning = MEASURING) -> float:
    """Return the confidence that a leg dipped and is not the one that is held up, from 0 to 1.

    Args:
        range_deg: How far it turned, degrees.
    """
    return _far(max(range_deg, 1e-9), tuning.held_sway_deg, tuning)


def is_thin(reps: Sequence[Rep], *, tuning: MeasuringTuning = MEASURING) -> bool:
    """Whether most of the last reps are more doubtful than certain, or hardly visible."""
    last = reps[-tuning.thin_reps :]
    doubtful = sum(Flag.LOW_CONFIDENCE in rep.flags or _is_faint(rep, tuning) for rep in last)
    return doubtful > tuning.thin_reps / 2


def _is_faint(rep: Rep, tuning: MeasuringTuning) -> bool:
    return rep.rom_deg is not None and rep.rom_deg < tuning.faint_deg


def _stood_still(held: FloatArray, range_deg: float, tuning: MeasuringTuning) -> float:
    if len(held) * TICK_S < tuning.plateau_s:
        return tuning.half_sure
    return _near(_wander_deg(held), tuning.aimless_wander_fraction * range_deg, tuning)


def _wander_deg(up: FloatArray) -> float:
    """Return how far a direction is from its mean, RMS, degrees."""
    off = up - mean_row(up)
    return math.degrees(math.sqrt(mean(dots(off, off))))


def _far(value: float, half: float, tuning: MeasuringTuning) -> float:
    """Return a number that rises from 0 to 1 with a value, through a half at ``half``."""
    return 1.0 / (1.0 + (half / value) ** tuning.steepness)


def _near(value: float, half: float, tuning: MeasuringTuning) -> float:
    """Return a number that falls from 1 to 0 as a value rises, through a half at ``half``."""
    return 1.0 / (1.0 + (value / half) ** tuning.steepness)
