"""Finds the exercise that a note names, or says in a sentence that it is not known here."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.notes import ExerciseNamed, quoted
from evenstride.analysis.model.plan import PlannedExercise, as_planned, planned_of_note, prescribed


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedExercise:
    """The exercise that a note names, as it is to be done.

    Attributes:
        exercise: The exercise, with the sets, reps and hold of its plan.
        planned: What was planned for it; None if the note does not say.
    """

    exercise: Exercise
    planned: PlannedExercise | None

    @property
    def prescription(self) -> PlannedExercise | None:
        """What was planned, or else what is usual; None for any repeated movement."""
        if self.planned is not None or self.exercise.generic:
            return self.planned
        return prescribed(self.exercise)


def named_exercise(named: ExerciseNamed, own: Sequence[Exercise] = ()) -> NamedExercise | None:
    """Find the exercise that a note names; None if it is somebody else's own and unknown here.

    Args:
        named: What the note says.
        own: The user's own exercises, which it may name.
    """
    try:
        exercise = find(named.exercise, own)
    except AnalysisError:
        return None
    if named.planned is None:
        return NamedExercise(exercise=exercise, planned=None)
    planned = planned_of_note(exercise, named.planned)
    return NamedExercise(exercise=as_planned(exercise, planned), planned=planned)


def unknown_exercise(named: ExerciseNamed, now: Exercise) -> str:
    """Say that a note names an exercise that is not known here.

    Args:
        named: What the note says.
        now: The exercise that is counted on.
    """
    return (
        f"The recording names the exercise {quoted(named.exercise)}, which is not known here: what"
        f" follows was counted as {now.id}. Add it to your own exercises, or choose one with"
        " --exercise."
    )
