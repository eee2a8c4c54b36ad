"""A session for the report, from its recording or from its stored result."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, any_exercise, find
from evenstride.analysis.model.plan import as_planned
from evenstride.analysis.model.summary import Summary
from evenstride.report.content import Outcome, Session
from evenstride.sensors.samples import Leg, SensorInfo
from evenstride.session.result.curves import RepCurves
from evenstride.session.whole_recording import analyze_recording
from evenstride.terminal.progress_line import analysis_progress
from evenstride.terminal.words import exercise_title
from evenstride.user.exercises import Choice


def read_session(path: Path, choice: Choice) -> Session:
    """Analyze a recording.

    Raises:
        RecordingError: It is not a readable recording.
    """
    curves = RepCurves()
    with analysis_progress() as on_time:
        found = analyze_recording(
            path,
            choice,
            on_time=lambda at_s: on_time(path.name, at_s),
            on_progress=curves.on_progress,
        )
    started = found.header.started_utc
    return Session(
        name=path.name,
        started=started and started.astimezone(),
        synthetic=found.header.synthetic,
        outcomes=_outcomes(found.summary, choice.own, curves, found.sensors),
    )


def kept_session(
    name: str, started: datetime, summary: Summary, own: Sequence[Exercise], *, synthetic: bool
) -> Session:
    """Return a session from its stored result, without curves.

    Args:
        name: Its recording's file name.
        started: When it began (aware).
        own: The user's own exercises.
        synthetic: Whether a simulator made it.
    """
    return Session(
        name=name,
        started=started.astimezone(),
        synthetic=synthetic,
        outcomes=_outcomes(summary, own, RepCurves(), {}),
        is_kept=True,
    )


def _outcomes(
    summary: Summary,
    own: Sequence[Exercise],
    curves: RepCurves,
    sensors: Mapping[Leg, SensorInfo],
) -> tuple[Outcome, ...]:
    """Return the result of each exercise that has at least one rep."""
    return tuple(
        Outcome(
            exercise=_exercise(part, own),
            part=part,
            curves={leg: curves.of(leg, of_leg.reps) for leg, of_leg in part.legs.items()},
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
    except AnalysisError:  # an exercise of the user's own that no longer exists
        exercise = Exercise(id=part.exercise, title=exercise_title(part.exercise))
    return exercise if part.planned is None else as_planned(exercise, part.planned)
