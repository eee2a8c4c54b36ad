"""One small movement between two levels of tilt: its times, its range, what it says of itself."""

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from evenstride.analysis.counting.small.tilt_fan import TiltFan, Turn
from evenstride.analysis.counting.small_tuning import SMALL, SmallTuning
from evenstride.analysis.signal.short_rows import (
    length,
    mean,
    mean_square,
    median_row,
    quantile_row,
    spread,
)
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_DONE_15, _DONE_85 = 0.29, 0.71  # when a minimum-jerk way has done 15 and 85 %
_TENTH: Final = 0.0866  # when it passes a tenth of its peak speed
_TYPICAL_BACK: Final = 1.2  # a step out is hardly more than so many times as large as that back

_OVER: Final = 5  # ticks, a tenth of a second, that a speed is taken over
_BEFORE, _AFTER = 100, 50  # ticks that are looked at before and after the turning points
_LEVEL_FAR, _LEVEL_NEAR = 60, 18
"""A level is taken over these ticks, 0.4 to 1.2 s, from where a way is half done: most are over
there, and what a slow one leaves of itself, a median bears."""

_LEAST_WAY_DEG: Final = 0.2
"""Both ways go so far between their levels: over less, 15 and 85 % are noise."""

_HOLD_S: Final = 1.2
"""From here on between the middles of its ways, the top has a level at either end."""

_CREST_TICKS: Final = 13
"""Over so many ticks the top of a hold is averaged: it is no single jolt."""

_CREPT_TICKS, _SAGGED_TICKS = 25, 40
"""A rest, and a top, of no more ticks is too short to tell whether it creeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMove:
    """One small movement out and back; ticks as floats.

    Attributes:
        start: Begin of the way out.
        top: Its end.
        leave: Begin of the way back.
        end: Its end.
        range_deg: How far it goes along its direction, degrees.
        wander: How far it was from a straight level at the top, RMS, as a part of the range.
        missed: How far from its start it ended, as a part of the range.
        rested_s: How long the limb had been where it began from.
        rest_wander: How far from a straight level it was there, likewise.
        sag: How far it sank at the top towards its rest, less how far it crept at rest towards the
            top, as a part of the range.
        way_deg: From its rest to its top, in the fan's plane, degrees, shape (2,).
    """

    start: float
    top: float
    leave: float
    end: float
    range_deg: float
    wander: float
    missed: float
    rested_s: float
    rest_wander: float
    sag: float
    way_deg: FloatArray = field(compare=False)

    @property
    def net_deg(self) -> float:
        """How far the limb tilted in all, degrees."""
        return length(self.way_deg)

    @property
    def hold_s(self) -> float:
        """How long it stayed at the top, seconds."""
        return (self.leave - self.top) * TICK_S

    def evidence(self, noise_deg: float, tuning: SmallTuning = SMALL) -> float:
        """Log odds that it was a rep and no chance, from what was measured of it alone.

        Args:
            noise_deg: How far the limb sways along its direction in the time of one way.
            tuning: The constants to go by.
        """
        wander = 0.6 * self.wander + 0.4 * self.rest_wander
        odds = 4.0 * math.log(max(self.range_deg, 0.1) / (tuning.even_snr * noise_deg))
        odds += math.log(tuning.even_missed / max(self.missed, 0.05))
        odds += 1.5 * math.log(tuning.even_wander / max(wander, 0.03))
        odds += 0.3 if self.hold_s > 1.0 else -1.0 if self.hold_s < 0.4 else -0.3
        return min(max(odds, -tuning.most_evidence), tuning.most_evidence)


def is_over(
    fan: TiltFan,
    direction: int,
    sign: int,
    *,
    low: Turn,
    high: Turn,
    tuning: SmallTuning = SMALL,
) -> bool:
    """Whether a way back that began at a turning point has come to its end by now.

    Args:
        fan: The limb's tilt.
        direction: Along which of its directions.
        sign: 1, or -1 to see it upside down.
        low: The turning point before it, from which the way out led.
        high: The turning point.
        tuning: The constants to go by.
    """
    tilt = sign * fan.along(direction, high[1], fan.now)
    if len(tilt) < 22:
        return False
    speed = tilt[_OVER:] - tilt[:-_OVER]
    slow = speed > tuning.slow_part * speed.min()
    if not slow[-1]:
        return False
    back_deg = float(tilt[0] - tilt[-1])
    rests = slow[-round(tuning.rest_slow_s / TICK_S) :].all()
    if rests or back_deg > tuning.close_part * (high[2] - low[2]):
        return True
    # Before a first rep the way out may hold getting into position, or drift.
    step_deg = _last_step_deg(fan, direction, sign, low=low, high=high, back_deg=back_deg)
    return tuning.least_deg < step_deg < back_deg / tuning.close_part


def _slowed_down(tilt: FloatArray, tuning: SmallTuning) -> float:
    """After how many ticks a way back that is half done was slow for good."""
    if len(tilt) <= _OVER:
        return 0.0
    speed = tilt[_OVER:] - tilt[:-_OVER]
    fast = np.flatnonzero(speed <= tuning.slow_part * speed.min())
    return float(fast[-1]) + 0.5 * _OVER


def _last_step_deg(
    fan: TiltFan, direction: int, sign: int, *, low: Turn, high: Turn, back_deg: float
) -> float:
    """How far the last step before a turning point led, from where the limb was just before it."""
    first = max(low[1], fan.begin)
    x = sign * fan.along(direction, first, high[1])
    under = np.flatnonzero(x < high[2] - 0.5 * min(high[2] - low[2], _TYPICAL_BACK * back_deg))
    if not len(under):
        return 0.0
    middle = int(under[-1])
    before = x[max(middle - _LEVEL_FAR, 0) : max(middle - _LEVEL_NEAR, 1)]
    return high[2] - _level(before)


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
    """Measure what lies between three turning points: levels by medians, times by 15 and 85 %.

    Args:
        fan: The limb's tilt.
        direction: Along which of its directions.
        sign: 1, or -1 to see it upside down.
        turns: Where it began, its top, and where it ended.
        is_last: Whether nothing follows yet.
        is_first: Whether none came before it: then the pose may still drift, as the gyroscope's
            bias is being learnt.
        not_before: The tick in which the movement before it ended.
        tuning: The constants to go by.

    Returns:
        None where it is no step to a level and back.
    """
    low, high, after = turns
    first = min(max(not_before, low[1] - _BEFORE), low[1])
    last = fan.now if is_last else min(after[1] + _AFTER, fan.now)
    tilt = fan.tilt(first, last)
    x = sign * fan.smoothed(tilt, direction)
    top_at = high[1] - first
    # What came before the last step, such as getting into position, is no part of it.
    back_deg = high[2] - after[2]
    step_deg = min(high[2] - low[2], _TYPICAL_BACK * back_deg)
    under = np.flatnonzero(x[:top_at] < high[2] - 0.5 * step_deg)
    out_at = int(under[-1]) if len(under) else 0
    under = np.flatnonzero(x[top_at:] < 0.5 * (high[2] + after[2]))
    if not len(under):
        return None
    back_at = top_at + int(under[0])
    held, leaving = _held(out_at, back_at)
    top0, top1 = _level(x[held]), _level(x[leaving])
    if held == leaving:  # no hold: its crest
        top0 = top1 = _level(np.sort(x[held])[-max((back_at - out_at) // 4, 1) :])
    rest_from = max(out_at - _LEVEL_FAR, 0)
    rested = slice(rest_from, max(out_at - _LEVEL_NEAR, rest_from + 1))
    base0 = _level(x[rested])
    tail = x[min(back_at + _LEVEL_NEAR, len(x) - 1) : back_at + _LEVEL_FAR]
    base1 = _level(tail) if len(tail) > 4 else float(x[back_at:].min())
    out_deg, back_deg = top0 - base0, top1 - base1
    most = tuning.first_return_part if is_first else tuning.return_part
    if min(out_deg, back_deg) < _LEAST_WAY_DEG or abs(base1 - base0) > most * out_deg:
        return None
    out15, out85 = _way(x, out_at, base0, top0)
    reach = len(x) - 1
    back85, back15 = (reach - at for at in _way(x[::-1], reach - back_at, base1, top1)[::-1])
    if max(out85 - out15, back15 - back85) * TICK_S > tuning.longest_way_s:
        return None
    out, back = ((to - at) / (_DONE_85 - _DONE_15) for at, to in ((out15, out85), (back85, back15)))
    edge = _DONE_15 - _TENTH
    start, top = out15 - edge * out, out85 + edge * out
    leave, end = max(back85 - edge * back, top), back15 + edge * back
    end = max(min(end, float(reach)) if is_last else end, leave)
    if top > reach or not tuning.shortest_s <= (end - start) * TICK_S <= tuning.longest_s:
        return None
    if is_last:
        # A way that slows down for long has its end later than one of two like halves would.
        end = min(max(end, back_at + _slowed_down(x[back_at:], tuning)), float(reach))
    plateau = x[round(top) : max(round(leave), round(top) + 1) + 1]
    range_deg = _highest(plateau, top0) - base0
    line = np.linspace(top0, top1, len(plateau))
    wander = math.sqrt(mean_square(plateau - line))
    rest = x[rest_from : max(round(out15) - 8, rest_from + 2)]
    crept = _crept(rest) if len(rest) > _CREPT_TICKS else 0.0
    sagged = -_crept(plateau) if len(plateau) > _SAGGED_TICKS else 0.0
    return SmallMove(
        start=start + first,
        top=top + first,
        leave=leave + first,
        end=end + first,
        range_deg=range_deg,
        wander=wander / range_deg,
        missed=abs(base1 - base0) / range_deg,
        rested_s=_rested(x, base0, out_at, out15, 0.4 * out_deg) * TICK_S,
        rest_wander=spread(rest) / range_deg,
        sag=(sagged - crept) / range_deg,
        way_deg=_net(tilt, rested, held, x),
    )


def _held(out_at: int, back_at: int) -> tuple[slice, slice]:
    """Where the level just after a way out is, and that just before the way back."""
    held = back_at - out_at
    if held * TICK_S < _HOLD_S:
        return slice(out_at, back_at + 1), slice(out_at, back_at + 1)
    edge = min(round(0.35 / TICK_S), held // 3)
    size = min(round(0.5 / TICK_S), max(held - 2 * edge, 1))
    return (
        slice(out_at + edge, out_at + edge + size + 1),
        slice(back_at - edge - size, back_at - edge + 1),
    )


def _highest(plateau: FloatArray, top: float) -> float:
    """How high a top is at its highest; as high as its level where it is short."""
    if len(plateau) <= _CREST_TICKS + 2:
        return top
    return float(np.convolve(plateau, np.ones(_CREST_TICKS) / _CREST_TICKS, "valid").max())


def _level(x: FloatArray) -> float:
    """The median; of a few numbers, for which numpy's own takes ten times as long."""
    ordered = np.sort(x)
    return 0.5 * float(ordered[(len(x) - 1) // 2] + ordered[len(x) // 2])


def _net(tilt: FloatArray, rested: slice, held: slice, x: FloatArray) -> FloatArray:
    """From rest to top in the plane; without a hold only the ticks near the crest count."""
    top = tilt[held]
    if len(top) < 60:
        top = top[x[held] >= quantile_row(x[held, None], 0.6)]
    return np.asarray(median_row(top) - median_row(tilt[rested]))


def _way(x: FloatArray, at: int, base: float, top: float) -> tuple[float, float]:
    """Where around a tick a rise passes 15 and 85 % from base to top."""
    lower, upper = base + 0.15 * (top - base), base + 0.85 * (top - base)
    below = np.flatnonzero(x[: at + 1] <= lower)
    above = np.flatnonzero(x[at:] >= upper)
    first = int(below[-1]) if len(below) else 0
    last = at + int(above[0]) if len(above) else len(x) - 1
    return float(first), float(last)


def _rested(x: FloatArray, base: float, out_at: int, out15: float, near_deg: float) -> float:
    """For how many ticks before a way out the tilt had been near the level that it began from."""
    away = np.flatnonzero(np.abs(x[:out_at] - base) > near_deg)
    away = away[away < out15 - 2]
    return max(out15 - (float(away[-1]) if len(away) else 0.0), 0.0)


def _crept(level: FloatArray) -> float:
    """How far a level rises from its first third to its last, degrees."""
    third = len(level) // 3
    return mean(level[-third:]) - mean(level[:third])
