"""The demo: which recording it plays, and what was planned in it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evenstride.analysis.model.exercises import Exercise, find
from evenstride.recordings import demo, samples

TITLE: Final = "Demo, synthetic"
OF: Final = "straight-leg-raise"
"""The exercise of the demo: the easiest movement to do and to see."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A simulated session.

    Attributes:
        path: Its recording.
        exercise: What is trained in it, with the sets and reps that it was to have.
    """

    path: Path
    exercise: Exercise


def demo_of(exercise_id: str | None) -> Demo:
    """The demo, or the sample session of an exercise; the demo where there is none of it.

    The demo says itself what is planned in it. A sample has one set of each leg, and is not to be
    judged by what a person is prescribed.
    """
    if exercise_id is None or exercise_id not in samples.names():
        return Demo(demo.path(), find(OF))
    one_set = replace(find(exercise_id), sets=1, reps=samples.REPS[exercise_id])
    return Demo(samples.path(exercise_id), one_set)
