"""Tells getting up from a chair from a raised leg, by the hinge about which the leg turns."""

import numpy as np

from evenstride.analysis.counting.everyday.gait_signs import is_wild
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.hinge import hinge
from evenstride.analysis.counting.tuning.gait import GAIT, GaitTuning
from evenstride.analysis.signal.motion.recent_motion import RecentMotion


def gets_up(recent: RecentMotion, found: Excursion, now: int, tuning: GaitTuning = GAIT) -> bool:
    """Whether a large movement is far from that of a leg rising about a hip at rest.

    In getting up from a chair the thigh turns as far, but about a moving knee and with a moving
    body: it is shaken by more than a hinge explains, and shows no hinge. If it turned about a fixed
    knee, it would be the mirror image of a raised leg and could not be distinguished from it.

    Args:
        now: The tick by which it was found.
    """
    if found.range_deg < tuning.hinge_deg:
        return False
    about = hinge(recent, ((found.start, found.top),), np.array(found.axis), now)
    if about is None or about.rise_m > tuning.hinge_errors * about.error_m:
        return False
    if about.left_m_s2 < tuning.hinge_left_per_deg * found.range_deg:
        return False
    return not is_wild(recent.stretch(found.start, found.top), tuning)
