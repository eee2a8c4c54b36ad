"""What a set's movements turn out to have been."""

from collections.abc import Callable, Sequence

from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.counting.measuring.kept_movement import KeptMovement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import CountingTuning
from evenstride.sensors.samples import FloatArray


def were_carried(
    movements: Sequence[KeptMovement],
    was_carried: Callable[[Excursion], bool],
    tuning: CountingTuning,
) -> bool:
    """Whether a set's movements are few, and the body carried the limb along in all of them."""
    is_few = len(movements) <= tuning.few_reps
    return is_few and all(was_carried(one.found) for one in movements)


def were_elsewhere(
    movements: Sequence[KeptMovement],
    posture: Callable[[FloatArray], Posture],
    tuning: CountingTuning,
) -> bool:
    """Whether a set was done in another posture than the exercise's.

    A few reps were if all of them were. Of more, nearly all must have been like getting up from a
    chair; otherwise the strap was turned meanwhile, or taken off.
    """
    seen = [posture(one.poses) for one in movements]
    if len(seen) <= tuning.few_reps:
        return Posture.FITS not in seen
    return seen.count(Posture.CHAIR) >= tuning.gait.chair_part * len(seen)
