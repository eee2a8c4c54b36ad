"""A recording as one session of the report: analyzed anew, with the curve of every rep."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from analysis.events import Flag, Progress, Rep, Trace
from analysis.exercises import any_exercise, find
from analysis.parts import by_exercise
from analysis.summary import LegSummary, Summary
from sensors.samples import Leg, SensorInfo
from tui.analysis_run import analyze_recording
from tui.exercises import Choice
from tui.progress_line import ProgressLine
from tui.report.content import Detail, Done, Outcome, RepCurve, Session
from tui.words import SHANK_ADVICE, clock, safe

_PATIENCE_S = 1.0
_EVERY_S = 0.2

_MIN_POINTS = 3
# A rep begins that near to the last rest, as a part of its range; people do not return exactly.
_AT_REST = 0.25


def read_session(path: Path, choice: Choice) -> Session:
    """Analyze a recording.

    Args:
        path: The recording.
        choice: What the user said about the exercise.

    Raises:
        RecordingError: It is no recording that can be read.
    """
    angles = _Angles()
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
        outcomes=tuple(
            _outcome(part, choice, angles, found.sensors)
            for part in by_exercise(found.summary)
            if any(leg.count for leg in part.legs.values())
        ),
    )


class _Angles:
    """Keeps the angles of a session, which its summary does not have."""

    def __init__(self) -> None:
        self._traces: dict[Leg, list[Trace]] = {leg: [] for leg in Leg}

    def on_progress(self, progress: Progress) -> None:
        for leg, trace in progress.traces.items():
            self._traces[leg].append(trace)

    def curves(self, leg: Leg, reps: Sequence[Rep]) -> tuple[RepCurve, ...]:
        """The angle over each rep, but not of one that touches a gap or did not begin at rest."""
        traces = self._traces[leg]
        if not traces:
            return ()
        t_s = np.concatenate([trace.t_s for trace in traces])
        angle_deg = np.concatenate([trace.angle_deg for trace in traces])
        found = []
        for rep in reps:
            first, last = np.searchsorted(t_s, [rep.start_s, rep.end_s])
            if last - first < _MIN_POINTS or Flag.GAP in rep.flags:
                continue
            if angle_deg[first] > _AT_REST * rep.rom_deg:
                continue  # the angle is that from an earlier rest, in another posture
            at_s = t_s[first:last] - rep.start_s
            found.append(RepCurve(rep, at_s, angle_deg[first:last]))
        return tuple(found)


def _outcome(
    part: Summary, choice: Choice, angles: _Angles, sensors: Mapping[Leg, SensorInfo]
) -> Outcome:
    exercise = find(part.exercise, choice.own) if part.exercise else any_exercise()
    remarks = [
        f"{leg.capitalize()}: {said}" for leg, of in part.legs.items() for said in of.data.warnings
    ]
    if any(leg.better_on_shank for leg in part.legs.values()):
        remarks.append(SHANK_ADVICE)
    return Outcome(
        exercise=exercise,
        legs={leg: _done(of_leg) for leg, of_leg in part.legs.items()},
        metrics={metric.metric: metric for metric in part.comparison.metrics},
        weaker_leg=part.comparison.weaker_leg,
        why=part.comparison.why,
        detail=Detail(
            legs=part.legs,
            curves={leg: angles.curves(leg, of_leg.reps) for leg, of_leg in part.legs.items()},
            sensors=sensors,
            remarks=tuple(remarks),
        ),
    )


def _done(of_leg: LegSummary) -> Done:
    sets = of_leg.sets
    return Done(
        sets=tuple(one.count for one in sets),
        short_holds=sum(Flag.SHORT_HOLD in rep.flags for rep in of_leg.reps),
        by_hand=of_leg.by_hand,
        kg=sets[-1].kg if sets else None,
    )
