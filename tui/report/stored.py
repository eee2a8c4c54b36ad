"""A session as the history knows it: its results, without its reps."""

from collections.abc import Sequence

from analysis.errors import AnalysisError
from analysis.exercises import Exercise, any_exercise, find
from analysis.summary import Metric
from recordings.history import ExerciseResult, LegResult, StoredSession
from tui.report.content import Done, Outcome, Session
from tui.words import exercise_title


def session_of(stored: StoredSession, own: Sequence[Exercise]) -> Session:
    """The session for the report.

    Args:
        stored: What the history knows.
        own: The user's own exercises.
    """
    return Session(
        name=stored.path.name,
        started=stored.started_utc.astimezone(),
        synthetic=stored.synthetic,
        outcomes=tuple(
            _outcome(one, own)
            for one in stored.exercises
            if any(leg.reps for leg in one.legs.values())
        ),
    )


def _outcome(result: ExerciseResult, own: Sequence[Exercise]) -> Outcome:
    return Outcome(
        exercise=_exercise(result.exercise, own),
        legs={leg: _done(of_leg) for leg, of_leg in result.legs.items()},
        metrics={
            name: Metric(
                metric=name,
                left=row.left,
                right=row.right,
                difference=row.difference,
                ci95=row.ci95,
                lsi_pct=row.lsi_pct,
                weaker=row.weaker,
            )
            for name, row in result.metrics.items()
        },
        weaker_leg=result.weaker_leg,
        why=result.why,
    )


def _exercise(exercise_id: str | None, own: Sequence[Exercise]) -> Exercise:
    if exercise_id is None:
        return any_exercise()
    try:
        return find(exercise_id, own)
    except AnalysisError:  # one of the user's own that is gone
        return Exercise(id=exercise_id, title=exercise_title(exercise_id))


def _done(of_leg: LegResult) -> Done:
    return Done(
        sets=tuple(one.reps for one in of_leg.sets),
        short_holds=sum(one.short_holds for one in of_leg.sets),
        by_hand=of_leg.by_hand,
        kg=of_leg.sets[-1].kg if of_leg.sets else None,
    )
