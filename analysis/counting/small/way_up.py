"""Tells which way up a series of steps is; seen upside down, it begins half a rep later.

A limb rests before its first rep, so the first step of a series is a way out.
"""

from itertools import pairwise

import numpy as np

from evenstride.analysis.counting.small.series import Series
from evenstride.analysis.counting.small.tilt_fan import TiltFan, Turn
from evenstride.analysis.counting.small.way_back import LEVEL_FAR, LEVEL_NEAR
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.short_rows import length, median, median_row, spread
from evenstride.analysis.signal.tuning import TICK_S

_LONGEST_WAY, _AFTER = 100, 30  # ticks of a way, and those looked at after its end
_RESTED, _HELD = 15, 25  # ticks of a level: at least before a way, and at most after it
_MOST_STEP = 1.2  # a way of more than this many usual ones began with something else


def votes_for(series: Series, upside_down: Series, step: int, tuning: SmallTuning = SMALL) -> float:
    """Return how much speaks for a series as it is seen, minus what speaks for upside down.

    Args:
        upside_down: The same series upside down, as far as it was found.
        step: Whether its first step is a way out (1), a way back (-1), or not known (0); see
            ``first_step``.
    """
    votes = tuning.step_votes * step + tuning.sag_votes * (series.sag - upside_down.sag)
    if step == 0 and upside_down.moves:
        lead_s = (upside_down.moves[0].start - series.moves[0].start) * TICK_S
        votes += float(np.clip(lead_s, -1.0, 1.0))
    return votes


def first_step(
    fan: TiltFan, direction: int, series: Series, not_before: int, tuning: SmallTuning = SMALL
) -> int:
    """Return which way the first step as large as a series' steps goes.

    It is found even if the pose drifts meanwhile, as it does while the gyroscope's bias is being
    learnt.

    Args:
        direction: Along which of its directions.
        series: The series; it must not be empty.
        not_before: Nothing before this tick is looked at.

    Returns:
        1 up, -1 down, 0 not known.
    """
    usual_deg, until = series.usual_deg, series.moves[0].leave + 10
    turns = _all_turns(fan, direction, tuning.same_part * usual_deg, not_before)
    step, later = 0, None
    for one, two in reversed(list(pairwise(turns))):
        if two[1] > until:
            continue
        levels = _step(fan, direction, one, two, series=series, tuning=tuning)
        if levels is None:
            break
        size_deg = levels[1] - levels[0]
        # A step that does not end where the next one begins is getting into position.
        is_elsewhere = later is not None and abs(levels[1] - later) > tuning.same_part * usual_deg
        if is_elsewhere or abs(size_deg) >= tuning.first_step_most * usual_deg:
            break
        step, later = (1 if size_deg > 0.0 else -1), levels[0]
    return step


def _all_turns(fan: TiltFan, direction: int, least_deg: float, not_before: int) -> list[Turn]:
    """Return the turning points along a direction, with the start of the first way either way."""
    turns = fan.turns(direction, 1, least_deg, not_before)
    _, tick, tilt = fan.turns(direction, -1, least_deg, not_before)[0]
    # The start of a fall that comes first is missing; seen upside down, where it rises, it is not.
    return [(1, tick, -tilt), *turns] if tick < turns[0][1] else turns


def _step(
    fan: TiltFan, direction: int, one: Turn, two: Turn, *, series: Series, tuning: SmallTuning
) -> tuple[float, float] | None:
    """Return from and to which tilt the last step before a turn led; None if no rep steps so."""
    usual_deg = series.usual_deg
    net_deg = median(np.array([move.net_deg for move in series.moves]))
    way = 1 if two[2] > one[2] else -1
    begin = max(min(one[1], two[1] - _LONGEST_WAY) - LEVEL_FAR, fan.begin)
    x = way * fan.along(direction, begin, min(two[1] + _AFTER, fan.now))
    height = min(abs(two[2] - one[2]), _MOST_STEP * usual_deg)
    under = np.flatnonzero(x[: two[1] - begin] < way * two[2] - 0.5 * height)
    if not len(under):
        return None
    middle = int(under[-1])
    from_at, to_at = max(middle - LEVEL_FAR, 0), middle + LEVEL_NEAR + _HELD
    rest, held = x[from_at : max(middle - LEVEL_NEAR, 1)], x[middle + LEVEL_NEAR : to_at]
    rests = len(rest) >= _RESTED and spread(rest) < tuning.rest_wander_part * usual_deg
    if not (rests and len(held)):
        return None
    tilt = fan.tilt(begin + from_at, begin + to_at)
    net = median_row(tilt[-len(held) :]) - median_row(tilt[: len(rest)])
    begins_deg, ends_deg = median(rest), median(held)
    step_deg = ends_deg - begins_deg
    parts = length(net) / net_deg, step_deg / usual_deg
    # While the pose still drifts, a step may seem shorter along the direction than it is in all.
    is_as_large = max(parts) > tuning.first_step_part and min(parts) > tuning.first_step_least
    is_reps = step_deg and is_as_large and parts[0] <= tuning.first_step_most
    return (way * begins_deg, way * ends_deg) if is_reps else None
