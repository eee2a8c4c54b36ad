"""The mean curve of a leg's reps, phase by phase, so that it has their mean durations."""

from collections.abc import Sequence
from statistics import fmean
from typing import Final

import numpy as np

from sensors.samples import FloatArray
from tui.report.content import RepCurve

_POINTS: Final = 20
"""Points of each phase: more are not to be seen on paper."""


def mean_curve(curves: Sequence[RepCurve]) -> tuple[FloatArray, FloatArray] | None:
    """The mean of the reps' angles; None without any.

    Reps of different length, simply laid on each other from their starts, have a mean that goes
    down more slowly than any of them. So the way out, the hold and the way back of each are
    stretched to their mean durations first.

    Returns:
        Seconds since the start and degrees, both of shape (n,).
    """
    if not curves:
        return None
    steps = np.linspace(0.0, 3.0, 3 * _POINTS + 1)
    marks = [_marks_s(curve) for curve in curves]
    mean_marks_s = [fmean(of) for of in zip(*marks, strict=True)]
    angles = [
        np.interp(np.interp(steps, range(4), of), curve.t_s, curve.angle_deg)
        for of, curve in zip(marks, curves, strict=True)
    ]
    return np.interp(steps, range(4), mean_marks_s), np.mean(angles, axis=0)


def _marks_s(curve: RepCurve) -> tuple[float, float, float, float]:
    rep = curve.rep
    return 0.0, rep.raise_s, rep.raise_s + rep.hold_s, rep.end_s - rep.start_s
