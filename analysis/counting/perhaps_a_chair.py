"""A sentence on reps that may be getting up from a chair, where nothing tells the two apart."""

from collections.abc import Iterator, Sequence

from evenstride.analysis.counting.sensor_warnings import counted
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import ExerciseSet, Rep


def perhaps_a_chair(
    reps: Sequence[Rep],
    sets: Sequence[ExerciseSet],
    exercise: Exercise,
    *,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """What to tell of reps that a single sensor on a thigh saw before it saw the person walk.

    Args:
        reps: Reps that count.
        sets: Their sets.
        exercise: What is trained, as its sensor sees it.
        tuning: The constants to go by.
    """
    if exercise.sensor_moves is not SensorMoves.UP:
        return
    limit_deg = tuning.gait.chair_range_deg
    of_exercise = {one.number for one in sets if one.exercise == exercise.id}
    high = sum(rep.set in of_exercise and (rep.rom_deg or 0.0) >= limit_deg for rep in reps)
    if high:
        yield (
            f"{counted(high, 'rep')} went up by {limit_deg:.0f}° or more, as far as a thigh turns"
            " when somebody gets up from a chair: one sensor may take that for a raised leg until"
            " it has seen you walk. Walk some steps before the set, and the two are told apart."
        )
