"""The exercises' names in FIT: a category, and an exercise in it.

The numbers are from the FIT profile 21.212, the types ``exercise_category`` and
``*_exercise_name``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

UNKNOWN_CATEGORY: Final = 65534

NO_SUBTYPE: Final = 65535
"""No particular exercise of the category; 0 would be one. It is FIT's mark for an unset value."""


@dataclass(frozen=True, slots=True)
class FitExercise:
    """An exercise as FIT names it.

    Attributes:
        category: Its category; readers show those over 32 as unknown.
        subtype: Its number in the category.
    """

    category: int
    subtype: int = NO_SUBTYPE


_UNKNOWN: Final = FitExercise(UNKNOWN_CATEGORY)

FIT_EXERCISES: Final[Mapping[str, FitExercise]] = {
    "hamstring-curl": FitExercise(15, 5),  # leg curl: single leg sliding leg curl
    "inner-range-quads": FitExercise(16),  # leg raise; FIT has no such exercise
    "straight-leg-raise": FitExercise(16, 8),  # leg raise: lying straight leg raise
    "single-leg-dip": FitExercise(28, 45),  # squat: partial single leg squat
    "seated-knee-extension": FitExercise(16),  # leg raise; FIT has it as a kind of crunch only
    "hip-abduction": FitExercise(11, 21),  # hip stability: side lying leg raise
    "hip-extension": FitExercise(16, 13),  # leg raise: reverse leg raise
    "bridge": FitExercise(10, 11),  # hip raise: hip raise
    "clam": FitExercise(10, 44),  # hip raise: clams
    "squat": FitExercise(28, 61),  # squat: squat
    "superman": FitExercise(13, 29),  # hyperextension: superman from floor
}
"""The built-in exercises by their ids."""


def fit_exercise(exercise_id: str | None) -> FitExercise:
    """Return an exercise's name in FIT; one of the user's own is unknown."""
    return FIT_EXERCISES.get(exercise_id or "", _UNKNOWN)
