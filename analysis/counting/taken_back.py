"""Whether a set that was counted was none of the exercise, now that more is known."""

from collections.abc import Callable, Sequence

from evenstride.analysis.counting.gait import Posture
from evenstride.analysis.counting.kept_movement import KeptMovement
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.sensors.samples import FloatArray


def were_carried(
    movements: Sequence[KeptMovement],
    was_carried: Callable[[Excursion], bool],
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether a set's movements are few, and the body carried the limb along in all of them.

    Args:
        movements: Of the set's reps.
        was_carried: Tells it of one movement.
        tuning: The constants to go by.
    """
    is_few = len(movements) <= tuning.few_reps
    return is_few and all(was_carried(one.found) for one in movements)


def were_elsewhere(
    movements: Sequence[KeptMovement],
    posture: Callable[[FloatArray], Posture],
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether a set was done in another posture than the exercise's.

    Few reps were where all of them were. Of more, nearly all must have been like getting up from a
    chair: else the strap was turned meanwhile, or taken off.

    Args:
        movements: Of the set's reps.
        posture: Tells from the poses of a movement whether it fits the exercise.
        tuning: The constants to go by.
    """
    seen = [posture(one.poses) for one in movements]
    if len(seen) <= tuning.few_reps:
        return Posture.FITS not in seen
    return seen.count(Posture.CHAIR) >= tuning.gait.chair_part * len(seen)
