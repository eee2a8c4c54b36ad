"""Sentences about whole sets that were passed over: what was seen, and what to do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from evenstride.analysis.counting.sentences.sensor_warnings import counted
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy

A_SET: Final = 4
"""This many movements passed over for one reason are no accident, and are reported. A shorter set
has no more movements than a person makes fidgets."""


def passed_over(attempts: Sequence[Attempt], exercise: Exercise, reps: int) -> Iterator[str]:
    """The sentences about one leg's movements that were not counted.

    Args:
        attempts: Its attempts.
        exercise: What was trained last, as its sensor sees it.
        reps: Reps that count, of both legs: nothing is said about a leg that merely sways along
            with one that trains.
    """
    seen = Counter(attempt.why for attempt in attempts)
    both, long, fast, otherwise, unlike = (
        seen[why]
        for why in (
            AttemptWhy.BOTH_LEGS,
            AttemptWhy.TOO_LONG,
            AttemptWhy.TOO_FAST,
            AttemptWhy.WRONG_WAY,
            AttemptWhy.UNLIKE,
        )
    )
    if both >= A_SET and both > reps:
        yield (
            f"{both} movements were not counted, because the other leg moved along with them. If"
            " both legs were trained at once, choose an exercise of both legs: squat or bridge."
        )
    if long:
        yield (
            f"{counted(long, 'movement')} lasted longer than the {exercise.max_rep_s:g} s of"
            ' "max_rep_s": the ways out and back alone, or with a hold far longer than that of any'
            ' rep. An exercise of your own may set another "max_rep_s".'
        )
    if fast >= A_SET and fast > reps:
        yield (
            f"{fast} movements were shorter than the {exercise.min_rep_s:g} s of"
            ' "min_rep_s", and not even enough for a set of fast reps. Move more slowly, or set'
            ' another "min_rep_s" in an exercise of your own.'
        )
    if otherwise >= A_SET and otherwise > reps:
        yield (
            f"{otherwise} movements were not counted: they did not carry the sensor as this"
            " exercise does, but as a bending trunk or getting up from a chair may. If they were"
            " reps, check which exercise is chosen and where the sensor sits; a dip must lower it."
        )
    large = sum(_is_too_large(attempt, exercise) for attempt in attempts)
    if large >= A_SET and large > reps:
        yield (
            f"{large} movements turned the limb by more than the {exercise.max_range_deg:g}° of"
            " this exercise, and were not counted. If they were reps, check which exercise is"
            " chosen, and where the sensor sits: on the shin, begin with --placement shank."
        )
    # Beside a set, a leg that is held up while the other one dips sways without any two alike.
    elif unlike >= A_SET > reps:
        yield (
            f"{unlike} movements were not counted, because they were unlike each other, or unlike"
            " the reps. If they were reps, check that the strap does not slide, and what wrote the"
            " values: so it is where an axis of the accelerometer or the gyroscope has another"
            " sign, or two are exchanged."
        )


def _is_too_large(attempt: Attempt, exercise: Exercise) -> bool:
    """Whether a movement was not counted because it turned the limb too far for the exercise."""
    if attempt.why is not AttemptWhy.UNLIKE or attempt.rom_deg is None:
        return False
    return attempt.rom_deg > exercise.max_range_deg
