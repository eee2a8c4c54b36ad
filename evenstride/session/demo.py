"""The demo: its recording and its prescription."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evenstride.analysis.model.exercises import Exercise, find
from evenstride.language import later
from evenstride.recordings import demo, samples

TITLE: Final = later("Demo, simulated")
OF: Final = "straight-leg-raise"
"""The demo's exercise: the easiest movement to do and to see."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A simulated session.

    Attributes:
        path: Its recording.
        exercise: Its exercise, with the prescribed sets and reps.
    """

    path: Path
    exercise: Exercise


def demo_of(exercise_id: str | None) -> Demo:
    """Return the demo, or the sample session of an exercise if there is one.

    The demo's recording contains its prescription. A sample has one set of each leg, and must not
    be judged by what is prescribed to a person.
    """
    if exercise_id is None or exercise_id not in samples.names():
        return Demo(demo.path(), find(OF))
    return Demo(samples.path(exercise_id), _one_set(exercise_id, samples.REPS[exercise_id]))


def knee_demo() -> Demo:
    """Return the sample of a leg with two sensors."""
    return Demo(samples.knee_path(), _one_set(OF, samples.KNEE_REPS))


def _one_set(exercise_id: str, reps: int) -> Exercise:
    return replace(find(exercise_id), sets=1, reps=reps)
