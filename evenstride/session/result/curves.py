"""Curves of reps: the limb's angle from a rep's start to its end, and the mean of several."""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final, TypeAlias

import numpy as np

from evenstride.analysis.model.events import Progress, RepCounted, Trace
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.sensors.samples import FloatArray, Leg

Curve: TypeAlias = tuple[FloatArray, FloatArray]
"""Seconds since a rep's start and angles in degrees, both of shape (n,)."""

Marks: TypeAlias = tuple[float, float, float, float]
"""Start, top, leave and end of a rep, seconds since its start."""

# Points of a mean curve: one for each column of dots in the finest plot.
_MEAN_POINTS = 240

# A result prints angles with one decimal; three quarters of a turn fit in 16 bits.
_STEP_DEG = 0.01
_MOST_STEPS = 32767


@dataclass(frozen=True, slots=True, eq=False)
class RepCurve:
    """A rep, and its angle over time.

    Attributes:
        rep: The rep.
        marks_s: Its start, top, leave and end, seconds since its start.
        t_s: Seconds since its start, shape (n,).
        angle_deg: The limb's angle from rest, degrees, shape (n,).
    """

    rep: Rep
    marks_s: Marks
    t_s: FloatArray
    angle_deg: FloatArray


_ENDS: Final = Struct("2d")
"""Before the angles of a packed curve: its first and last time, seconds of the timeline."""


def _packed(curve: Trace) -> bytes:
    """Return a curve in a twentieth of the memory: three hours of training have over a thousand.

    It has a point for every second column of dots, evenly spaced, with 16 bits for each angle.
    """
    first_s, last_s = float(curve.t_s[0]), float(curve.t_s[-1])
    t_s = np.linspace(first_s, last_s, min(len(curve.t_s), _MEAN_POINTS // 2))
    angle_deg = np.interp(t_s, curve.t_s, curve.angle_deg)
    steps = np.clip(np.rint(angle_deg / _STEP_DEG), -_MOST_STEPS, _MOST_STEPS)
    return _ENDS.pack(first_s, last_s) + steps.astype(np.int16).tobytes()


def _unpacked(packed: bytes, start_s: float) -> Curve:
    """Return seconds since a time, and angles in degrees."""
    first_s, last_s = _ENDS.unpack_from(packed)
    steps = np.frombuffer(packed, np.int16, offset=_ENDS.size)
    t_s = np.linspace(first_s, last_s, len(steps)) - start_s
    return t_s, steps.astype(np.float64) * _STEP_DEG


class RepCurves:
    """Keeps the curves of a session's reps, which its summary lacks."""

    def __init__(self) -> None:
        self._seen: dict[Leg, dict[float, bytes]] = {leg: {} for leg in Leg}

    def on_progress(self, progress: Progress) -> None:
        """Take the reps of an update of the analysis."""
        for event in progress.events:
            if isinstance(event, RepCounted) and len(event.curve.t_s):
                self._seen[event.leg][event.rep.first_s] = _packed(event.curve)

    def of(self, leg: Leg, reps: Sequence[Rep]) -> tuple[RepCurve, ...]:
        """Return the curves of a leg's reps, without those that touch a gap: they were not seen."""
        return tuple(
            RepCurve(rep, marks_s, *_unpacked(seen, rep.first_s))
            for rep in reps
            if (seen := self._seen[leg].get(rep.first_s))
            and Flag.GAP not in rep.flags
            and (marks_s := marks_of(rep))
        )


def marks_of(rep: Rep) -> Marks | None:
    """Return a rep's start, top, leave and end, seconds since its start; None if one is unseen."""
    start_s, top_s, leave_s, end_s = rep.start_s, rep.top_s, rep.leave_s, rep.end_s
    if start_s is None or top_s is None or leave_s is None or end_s is None:
        return None
    return 0.0, top_s - start_s, leave_s - start_s, end_s - start_s


def mean_curve(curves: Sequence[RepCurve]) -> Curve | None:
    """Return the mean of reps, each stretched to the mean durations of way out, hold and way back.

    If they were just averaged from their starts, reps of different duration would blur each other's
    corners. None without any.
    """
    if not curves:
        return None
    marks_s = np.array([curve.marks_s for curve in curves])
    mean_marks_s = marks_s.mean(axis=0)
    t_s = np.linspace(0.0, mean_marks_s[-1], _MEAN_POINTS)
    stretched = [
        np.interp(np.interp(t_s, mean_marks_s, of_rep), curve.t_s, curve.angle_deg)
        for of_rep, curve in zip(marks_s, curves, strict=True)
    ]
    return t_s, np.mean(stretched, axis=0)
