"""Tilts of a limb that turns by a few degrees, and the reps found in them."""

import numpy as np

from evenstride.analysis.counting.small.finder import SmallFinder, ToldMove
from evenstride.analysis.counting.small.tremor import Forces
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray
from tests.simulator.truth import minimum_jerk


def tilted(*steps: tuple[float, float, float], end_s: float) -> FloatArray:
    """Tilt of steps that begin at a time, last so long, and go so far, degrees, tick by tick."""
    time_s = np.arange(0.0, end_s, TICK_S)
    tilt = np.zeros(len(time_s))
    for start_s, duration_s, step_deg in steps:
        tilt += step_deg * minimum_jerk((time_s - start_s) / duration_s)
    return tilt


def reps(count: int, deg: float, first_s: float = 5.0) -> list[tuple[float, float, float]]:
    """Steps out and back every five seconds, with a hold of two."""
    starts = first_s + 5.0 * np.arange(count)
    return [one for at in starts for one in ((float(at), 0.8, deg), (float(at) + 2.8, 0.8, -deg))]


def told(tilt_deg: FloatArray, forces: Forces | None = None) -> list[tuple[ToldMove, float]]:
    """Return the reps found on a limb that tilts about one axis, with their times."""
    angle = np.radians(tilt_deg)
    ups = np.stack((np.sin(angle), np.zeros(len(angle)), np.cos(angle)), axis=1)
    now = 0

    def known(first: int, last: int) -> FloatArray:
        return ups[max(first, 0) : min(last, now) + 1]

    finder = SmallFinder(known, forces=forces)
    found: list[tuple[ToldMove, float]] = []
    for now in range(len(ups)):
        news = finder.step(now)
        found = [] if news.anew else found
        found += [(move, now * TICK_S) for move in news.moves]
    return found
