"""Measures a small movement between two levels of tilt, with medians and 15 and 85 % crossings."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.counting.small.curve import crept, crest, highest, passed, stayed
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.small.tilt_fan import TiltFan, Turn
from evenstride.analysis.counting.small.way_back import (
    LEVEL_FAR,
    LEVEL_NEAR,
    TYPICAL_BACK,
    slowed_down,
)
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.short_rows import (
    mean_square,
    median,
    median_row,
    quantile_row,
    spread,
)
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, IntArray

_DONE_15, _DONE_85 = 0.29, 0.71  # parts of its time in which a minimum-jerk way does 15 and 85 %
_TENTH: Final = 0.0866  # part of its time in which it reaches a tenth of its peak speed

_BEFORE, _AFTER = 100, 50  # ticks that are looked at before and after the turning points

_LEAST_WAY_DEG: Final = 0.2
"""Least range of the way out and of the way back: over less, the 15 and 85 % times are noise."""

_HOLD_S: Final = 1.2
"""If the middles of the two ways are at least so far apart, the top has a level at either end."""

_HOLD_EDGE_S, _HELD_S = 0.35, 0.5
"""The level at either end of a hold is taken so far from the middle of the way, which has ended by
then, and over this time. A hold of 1.2 s has room for both."""

_HIGHEST_FROM: Final = 0.6
"""From this quantile on ticks are near the top's highest."""

_REST_S: Final = 0.8
"""The same for a rest, from the end of the way back before it."""

_HESITATES_PART: Final = 0.25
"""A level above the lowest tilt before it, by this part of the way out, is no rest: the limb only
hesitated there."""

_FEW_TICKS: Final = 4
"""A level after the way back is taken from more ticks than this, or else at its lowest part."""

_BEFORE_WAY_TICKS: Final = 8
"""A rest ends so long, 0.16 s, before its way out has done 15 %."""

_RESTED_PART: Final = 0.4
"""A limb has rested since it was last further from its level than this part of the way out."""

_CREPT_TICKS, _SAGGED_TICKS = 25, 40
"""A rest, and a top, of no more ticks than this is too short to tell whether it creeps."""


def measured(
    fan: TiltFan,
    direction: int,
    sign: int,
    turns: tuple[Turn, Turn, Turn],
    *,
    is_last: bool,
    is_first: bool,
    not_before: int,
    tuning: SmallTuning = SMALL,
) -> SmallMove | None:
    """Measure what lies between three turning points.

    Args:
        direction: Along which of its directions.
        sign: 1, or -1 to see it upside down.
        turns: Where it began, its top, and where it ended.
        is_last: Whether nothing follows yet.
        is_first: Whether no movement came before it. Then the pose may still drift while the
            gyroscope's bias is being learnt.
        not_before: The tick in which the previous movement ended.

    Returns:
        The movement; None if it is not a step to a level and back.
    """
    low, _, after = turns
    first = min(max(not_before, low[1] - _BEFORE), low[1])
    last = fan.now if is_last else min(after[1] + _AFTER, fan.now)
    tilt = fan.tilt(first, last)
    x = sign * fan.smoothed(tilt, direction)
    half = _half_done(x, turns, first)
    if half is None:
        return None
    next_at = None if is_last else _goes_out_again(x, half[1], after[1] - first)
    levels = _levels(x, *half, next_at, is_first=is_first)
    most = tuning.first_return_part if is_first else tuning.return_part
    if not levels.is_step_and_back(most):
        return None
    times = _times(x, *half, levels, is_last=is_last, tuning=tuning)
    return None if times is None else _move(tilt, x, half[0], levels, times, first=first)


@dataclass(frozen=True, slots=True)
class _Levels:
    """The levels between which a movement goes, degrees.

    Attributes:
        base: Where it began.
        top: Where its way out ended.
        leaves: Where its way back began.
        after: Where its way back ended.
        rested: The ticks over which ``base`` was taken.
        held: The ticks over which ``top`` was taken.
        begins: The earliest tick at which its way out may begin.
    """

    base: float
    top: float
    leaves: float
    after: float
    rested: IntArray
    held: slice
    begins: int

    def is_step_and_back(self, most_missed: float) -> bool:
        """Whether it goes up and comes back, missing its start by at most this part of its way."""
        out_deg, back_deg = self.top - self.base, self.leaves - self.after
        is_back = abs(self.after - self.base) <= most_missed * out_deg
        return min(out_deg, back_deg) >= _LEAST_WAY_DEG and is_back


@dataclass(frozen=True, slots=True)
class _Times:
    """When its ways begin and end, and when it has done 15 % of its way out, ticks of the curve."""

    start: float
    top: float
    leave: float
    end: float
    out15: float


def _half_done(x: FloatArray, turns: tuple[Turn, Turn, Turn], first: int) -> tuple[int, int] | None:
    """Return where the way out and the way back are half done; None if it does not come back."""
    low, high, after = turns
    top_at = high[1] - first
    # Anything before the last step, such as getting into position, is not part of it.
    step_deg = min(high[2] - low[2], TYPICAL_BACK * (high[2] - after[2]))
    under = np.flatnonzero(x[:top_at] < high[2] - 0.5 * step_deg)
    out_at = int(under[-1]) if len(under) else 0
    # If it came halfway back and went out again, the way back begins only after that.
    above = np.flatnonzero(x[top_at : after[1] - first + 1] >= 0.5 * (high[2] + after[2]))
    back_at = top_at + int(above[-1]) + 1 if len(above) else top_at
    return (out_at, back_at) if back_at <= after[1] - first else None


def _goes_out_again(x: FloatArray, back_at: int, lowest_at: int) -> int:
    """Return where the next way out is as high as this way back was when half done."""
    above = np.flatnonzero(x[lowest_at:] > x[back_at])
    return lowest_at + int(above[0]) if len(above) else len(x)


def _levels(
    x: FloatArray, out_at: int, back_at: int, next_at: int | None, *, is_first: bool
) -> _Levels:
    """Return the levels between which a movement goes.

    Args:
        x: Its curve, from the end of the previous movement on.
        out_at: Where its way out is half done.
        back_at: Where its way back is half done.
        next_at: Where the next way out is half done; None if nothing follows yet.
        is_first: Whether no movement came before it.
    """
    held, leaving = _held(out_at, back_at)
    top, leaves = median(x[held]), median(x[leaving])
    if held == leaving:  # no hold: its crest
        top = leaves = median(x[held][crest(x[held])])
    tail_to = back_at + LEVEL_FAR
    if next_at is not None:
        tail_to = min(tail_to, next_at - LEVEL_NEAR)
    tail = x[min(back_at + LEVEL_NEAR, len(x) - 1) : tail_to]
    if len(tail) <= _FEW_TICKS:
        tail = x[back_at:next_at]
        tail = tail[crest(-tail)]
    after = median(tail)
    rested = np.arange(max(out_at - LEVEL_FAR, 0), max(out_at - LEVEL_NEAR, 1))
    rest_from = max(out_at - 2 * LEVEL_FAR, 0)
    trough = rest_from + crest(-x[rest_from : out_at + 1])
    base, lowest = median(x[rested]), median(x[trough])
    is_short = out_at * TICK_S < _REST_S
    hesitates = base - lowest > _HESITATES_PART * (top - lowest)
    # A way out that is longer than the way back is getting into position, or a creeping pose.
    is_way = top - lowest < TYPICAL_BACK * (leaves - after)
    if is_first or not is_way or not (is_short or hesitates):
        return _Levels(base, top, leaves, after, rested, held, 0)
    return _Levels(lowest, top, leaves, after, trough, held, int(trough[-1]))


def _times(
    x: FloatArray,
    out_at: int,
    back_at: int,
    levels: _Levels,
    *,
    is_last: bool,
    tuning: SmallTuning,
) -> _Times | None:
    """Return when its ways begin and end; None if they are too slow, or it is too short or long."""
    out15, out85 = passed(x, out_at, levels.base, levels.top)
    reach = len(x) - 1
    turned = passed(x[::-1], reach - back_at, levels.after, levels.leaves)
    back85, back15 = (reach - at for at in turned[::-1])
    if max(out85 - out15, back15 - back85) * TICK_S > tuning.longest_way_s:
        return None
    out, back = ((to - at) / (_DONE_85 - _DONE_15) for at, to in ((out15, out85), (back85, back15)))
    edge = _DONE_15 - _TENTH
    start, top = max(out15 - edge * out, float(levels.begins)), out85 + edge * out
    leave, end = max(back85 - edge * back, top), back15 + edge * back
    end = max(min(end, float(reach)) if is_last else end, leave)
    if top > reach or not tuning.shortest_s <= (end - start) * TICK_S <= tuning.longest_s:
        return None
    if is_last:
        # A way with a long slow end is over later than a symmetric one would be.
        end = min(max(end, back_at + slowed_down(x[back_at:], tuning)), float(reach))
    return _Times(start, top, leave, end, out15)


def _move(
    tilt: FloatArray, x: FloatArray, out_at: int, levels: _Levels, times: _Times, *, first: int
) -> SmallMove:
    """Return the movement, from a curve that begins at the tick ``first``."""
    base, top = levels.base, levels.top
    plateau = x[round(times.top) : max(round(times.leave), round(times.top) + 1) + 1]
    range_deg = highest(plateau, top) - base
    line = np.linspace(top, levels.leaves, len(plateau))
    wander = math.sqrt(mean_square(plateau - line))
    rest_from = int(levels.rested[0])
    rest = x[rest_from : max(round(times.out15) - _BEFORE_WAY_TICKS, rest_from + 2)]
    rose = crept(rest) if len(rest) > _CREPT_TICKS else 0.0
    sagged = -crept(plateau) if len(plateau) > _SAGGED_TICKS else 0.0
    return SmallMove(
        start=times.start + first,
        top=times.top + first,
        leave=times.leave + first,
        end=times.end + first,
        range_deg=range_deg,
        wander=wander / range_deg,
        missed=abs(levels.after - base) / range_deg,
        rested_s=stayed(x, base, out_at, times.out15, _RESTED_PART * (top - base)) * TICK_S,
        rest_wander=spread(rest) / range_deg,
        sag=(sagged - rose) / range_deg,
        way_deg=_net(tilt, levels.rested, levels.held, x),
    )


def _held(out_at: int, back_at: int) -> tuple[slice, slice]:
    """Return where the levels just after the way out and just before the way back are."""
    held = back_at - out_at
    if held * TICK_S < _HOLD_S:
        return slice(out_at, back_at + 1), slice(out_at, back_at + 1)
    edge = round(_HOLD_EDGE_S / TICK_S)
    size = min(round(_HELD_S / TICK_S), held - 2 * edge)
    return (
        slice(out_at + edge, out_at + edge + size + 1),
        slice(back_at - edge - size, back_at - edge + 1),
    )


def _net(tilt: FloatArray, rested: IntArray, held: slice, x: FloatArray) -> FloatArray:
    """Return the way from rest to the highest part of the top, in the plane."""
    top = tilt[held][x[held] >= quantile_row(x[held, None], _HIGHEST_FROM)]
    return np.asarray(median_row(top) - median_row(tilt[rested]))
