"""A session for the report: from its recording, or from the result that was kept of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from analysis.errors import AnalysisError
from analysis.events import Flag, Progress, Rep, Trace
from analysis.exercises import Exercise, any_exercise, find
from analysis.parts import by_exercise
from analysis.plan import as_planned
from analysis.summary import Summary
from sensors.samples import Leg, SensorInfo
from tui.analysis_run import analyze_recording
from tui.exercises import Choice
from tui.progress_line import ProgressLine
from tui.report.content import Outcome, RepCurve, Session
from tui.words import clock, exercise_title, safe

_PATIENCE_S: Final = 1.0
_EVERY_S: Final = 0.2

_NEAR_PART: Final = 0.25
"""A rep begins within this part of its range from the last rest, and holds within it from the top:
people do not return exactly. A curve that does not is of another rest: the angle is followed live,
when a first movement is not yet known to be a rep."""


def read_session(path: Path, choice: Choice) -> Session:
    """Analyze a recording.

    Args:
        path: The recording.
        choice: What the user said about the exercise.

    Raises:
        RecordingError: It is no recording that can be read.
    """
    angles = Angles()
    name = safe(path.name, limit=50)
    with ProgressLine(patience_s=_PATIENCE_S, every_s=_EVERY_S) as line:
        found = analyze_recording(
            path,
            choice,
            on_time=lambda at_s: line.show(f"{name}: {clock(at_s)} analyzed"),
            on_progress=angles.on_progress,
        )
    started = found.header.started_utc
    return Session(
        name=path.name,
        started=started and started.astimezone(),
        synthetic=found.header.synthetic,
        outcomes=_outcomes(found.summary, choice.own, angles, found.sensors),
    )


def kept_session(
    name: str, started: datetime, summary: Summary, own: Sequence[Exercise], *, synthetic: bool
) -> Session:
    """A session of which the result was kept; it has no curves.

    Args:
        name: Its recording's file name.
        started: When it began (aware).
        summary: Its result.
        own: The user's own exercises.
        synthetic: Made by a simulator, not by a person.
    """
    return Session(
        name=name,
        started=started.astimezone(),
        synthetic=synthetic,
        outcomes=_outcomes(summary, own, Angles(), {}),
        is_kept=True,
    )


class Angles:
    """Keeps the angles of a session, which its summary does not have."""

    def __init__(self) -> None:
        self._traces: dict[Leg, list[Trace]] = {leg: [] for leg in Leg}

    def on_progress(self, progress: Progress) -> None:
        """Take what an update of the analysis brought."""
        for leg, trace in progress.traces.items():
            self._traces[leg].append(trace)

    def curves(self, leg: Leg, reps: Sequence[Rep]) -> tuple[RepCurve, ...]:
        """The angle over each rep, but not of one that touches a gap or is not from its rest."""
        traces = self._traces[leg]
        if not traces:
            return ()
        t_s = np.concatenate([trace.t_s for trace in traces])
        angle_deg = np.concatenate([trace.angle_deg for trace in traces])
        found = []
        for rep in reps:
            first, last = np.searchsorted(t_s, [rep.start_s, rep.end_s])
            curve = RepCurve(rep, t_s[first:last] - rep.start_s, angle_deg[first:last])
            if last > first and Flag.GAP not in rep.flags and _is_from_rest(curve):
                found.append(curve)
        return tuple(found)


def _is_from_rest(curve: RepCurve) -> bool:
    rep = curve.rep
    held = curve.angle_deg[(curve.t_s >= rep.raise_s) & (curve.t_s <= rep.raise_s + rep.hold_s)]
    highest = curve.angle_deg.max()
    near_deg = _NEAR_PART * rep.rom_deg
    return bool(
        curve.angle_deg[0] <= near_deg
        and min(held, default=highest) >= rep.rom_deg - near_deg
        and highest <= rep.rom_deg + near_deg
    )


def _outcomes(
    summary: Summary,
    own: Sequence[Exercise],
    angles: Angles,
    sensors: Mapping[Leg, SensorInfo],
) -> tuple[Outcome, ...]:
    """What was done of each exercise; of one without a rep there is nothing to tell."""
    return tuple(
        Outcome(
            exercise=_exercise(part, own),
            part=part,
            curves={leg: angles.curves(leg, of_leg.reps) for leg, of_leg in part.legs.items()},
            sensors=sensors,
        )
        for part in by_exercise(summary)
        if any(leg.count for leg in part.legs.values())
    )


def _exercise(part: Summary, own: Sequence[Exercise]) -> Exercise:
    if part.exercise is None:
        return any_exercise()
    try:
        exercise = find(part.exercise, own)
    except AnalysisError:  # one of the user's own that is gone
        exercise = Exercise(id=part.exercise, title=exercise_title(part.exercise))
    return exercise if part.planned is None else as_planned(exercise, part.planned)
