"""Whether movements bear each other out: a set is the same movement again, soon.

Whoever lies down, shifts the weight or kneels down makes movements out and back as well, each of
which looks like a rep. What tells them from a set is that none like it follows.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from evenstride.analysis.counting.kept_movement import KeptMovement
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import dot
from evenstride.analysis.signal.tuning import TICK_S


def is_borne_out(movements: Sequence[KeptMovement], *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether movements are a set: one soon follows on another like it, or several later on.

    Args:
        movements: Those of the reps of a set, in order.
        tuning: The constants to go by.
    """
    pauses_s = [
        (after.found.start - before.found.end) * TICK_S
        for before, after in pairwise(movements)
        if goes_like(before, after, tuning=tuning)
    ]
    return len(pauses_s) >= tuning.few_reps or min(pauses_s, default=np.inf) < tuning.lone.follows_s


def goes_like(a: KeptMovement, b: KeptMovement, *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether two movements begin in one pose, go the same way, and about as far.

    Args:
        a: One of them.
        b: The other.
        tuning: The constants to go by.
    """
    smaller, larger = sorted((a.found.range_deg, b.found.range_deg))
    if smaller < tuning.lone.follows_part * larger:
        return False
    if dot(a.found.axis, b.found.axis) < tuning.lone.follows_cos:
        return False
    return bool(a.poses[0] @ b.poses[0] > np.cos(np.radians(tuning.lone.follows_deg)))
