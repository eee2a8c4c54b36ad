"""Tells the turns of pedals from reps: they go on and on at one pace, and never rest.

A thigh that pedals rises about a hip at rest, as a raised leg does, and a single turn looks like a
quick rep. But people rest between quick reps, or slow down, and end a set as prescribed.
"""

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.lone import LONE, LoneTuning
from evenstride.analysis.signal.tuning import TICK_S


def turns_on(before: Excursion, after: Excursion, *, tuning: LoneTuning = LONE) -> bool:
    """Whether a movement follows another one as a turn of the pedals follows the turn before.

    Args:
        after: The movement.
    """
    rest_s = max(after.start - before.end, after.leave - after.top) * TICK_S
    shorter, longer = sorted(one.end - one.start for one in (before, after))
    is_quick = longer * TICK_S < tuning.pedal_s
    return is_quick and shorter > tuning.pedal_even * longer and rest_s < tuning.pedal_rest_s


def goes_on(last: Excursion, found: Excursion, *, tuning: LoneTuning = LONE) -> bool:
    """Whether a movement belongs to pedalling, possibly after coasting for a while.

    Args:
        last: The last turn.
    """
    # The pedals may stand still in the middle of a turn.
    turned = (found.end - found.start) - (found.leave - found.top)
    rolled = found.start - last.end
    return turned * TICK_S < tuning.pedal_s and rolled * TICK_S < tuning.pedal_rolls_s
