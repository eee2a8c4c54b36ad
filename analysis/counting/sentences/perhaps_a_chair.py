"""A sentence about reps that may be getting up from a chair, if nothing tells the two apart."""

from collections.abc import Iterator, Sequence

from evenstride.analysis.counting.sentences.sensor_warnings import counted
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import ExerciseSet, Rep


def perhaps_a_chair(
    reps: Sequence[Rep],
    sets: Sequence[ExerciseSet],
    exercise: Exercise,
    *,
    knows_upright: bool,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """The sentence about reps that a single sensor on a thigh saw.

    Args:
        reps: Reps that count.
        sets: Their sets.
        exercise: What is trained, as its sensor sees it.
        knows_upright: Whether a walk has taught how the limb hangs.
    """
    limit_deg = tuning.gait.chair_range_deg
    of_exercise = {one.number for one in sets if one.exercise == exercise.id}
    far = sum(rep.set in of_exercise and (rep.rom_deg or 0.0) >= limit_deg for rep in reps)
    if far and exercise.sensor_moves is SensorMoves.UP and not knows_upright:
        yield (
            f"{counted(far, 'rep')} went up by {limit_deg:.0f}° or more, as far as a thigh turns"
            " when somebody gets up from a chair: one sensor may take that for a raised leg until"
            " it has seen you walk. Walk some steps before the set, and the two are told apart."
        )
    if far and exercise.sensor_moves is SensorMoves.DOWN and not exercise.both_legs:
        yield (
            f"{counted(far, 'rep')} went down by {limit_deg:.0f}° or more, as far as a thigh turns"
            " when somebody sits down on a chair and gets up again, which one sensor may take for"
            " a deep dip. If it was a chair, take them back."
        )
