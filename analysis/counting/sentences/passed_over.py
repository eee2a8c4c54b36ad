"""Sentences about whole sets that were passed over: what was seen, and what to do."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from statistics import median
from typing import Final, TypeAlias

from evenstride.analysis.counting.sentences.sensor_warnings import counted
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Rep

A_SET: Final = 4
"""This many movements passed over for one reason are no accident, and are reported. A shorter set
has no more movements than a person makes fidgets."""

_NAMED: Final = frozenset(
    {AttemptWhy.BOTH_LEGS, AttemptWhy.TOO_FAST, AttemptWhy.WRONG_WAY, AttemptWhy.UNLIKE}
)
"""What looks as a set does that is trained otherwise, or with another exercise chosen."""

_Span: TypeAlias = tuple[float, float]
"""The start and the end of a rep, seconds."""


def passed_over(
    attempts: Sequence[Attempt],
    exercise: Exercise,
    reps: Iterable[Rep],
    *,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """The sentences about one leg's movements that were not counted.

    Args:
        exercise: What was trained last, as its sensor sees it.
        reps: Reps that count, of both legs: nothing is said about a leg that merely sways along
            with one that trains.
    """
    long = sum(attempt.why is AttemptWhy.TOO_LONG for attempt in attempts)
    if long:
        yield (
            f"{counted(long, 'movement')} lasted longer than the {exercise.max_rep_s:g} s of"
            ' "max_rep_s": the ways out and back alone, or with a hold far longer than that of any'
            ' rep. An exercise of your own may set another "max_rep_s".'
        )
    counting = list(reps)
    spans_s = sorted((rep.first_s, rep.last_s) for rep in counting)
    ranges_deg = [rep.rom_deg for rep in counting if rep.rom_deg is not None]
    # Under half of the reps' range it is none of them: so a leg sways while the other one trains.
    least_deg = tuning.attempt_fraction * median(ranges_deg) if ranges_deg else 0.0
    alike = defaultdict(list)
    for one in _beside(attempts, spans_s):
        if one.why is not AttemptWhy.UNLIKE or (one.rom_deg or 0.0) >= least_deg:
            alike[one.why, _is_too_large(one, exercise)].append(one)
    walks = alike.pop((AttemptWhy.WALKING, False), [])
    series = [
        _series(some, spans_s, walks, tuning) for (why, _), some in alike.items() if why in _NAMED
    ]
    told = max(
        (one for one in series if one and _is_told(one, exercise, len(spans_s))),
        key=len,
        default=(),
    )
    if told:
        yield _of_series(told, exercise)


def perhaps_reps(untold: int, reps: int) -> Iterator[str]:
    """The sentence about movements that a sensor without a gyroscope does not tell from others.

    Args:
        untold: How many there were.
        reps: How many reps count.
    """
    if untold >= A_SET and untold > reps:
        yield (
            f"{untold} movements were not counted: a sensor without a gyroscope does not tell them"
            " from a trunk that bends or a leg that is shaken. If they were reps, make them"
            " larger, or use a sensor with a gyroscope."
        )


def _is_told(series: Sequence[Attempt], exercise: Exercise, reps: int) -> bool:
    """Whether movements that were passed over are told of.

    Those that are only unlike each other have to outnumber all reps: a leg that is held up while
    the other one dips sways as often as that one dips.
    """
    first = series[0]
    if first.why is not AttemptWhy.UNLIKE or _is_too_large(first, exercise):
        return True
    return len(series) > reps


def _of_series(series: Sequence[Attempt], exercise: Exercise) -> str:
    """The sentence about movements that were passed over for one reason."""
    first, last = series[0], series[-1]
    seen = (
        f"{len(series)} movements between {first.start_s:.0f} and {last.end_s:.0f} s from the start"
    )
    if _is_too_large(first, exercise):
        return (
            f"{seen} turned the limb by more than the {exercise.max_range_deg:g}° of this exercise,"
            " and were not counted. If they were reps, choose what was trained, and check where the"
            " sensor sits: on the shin, begin with --placement shank."
        )
    match first.why:
        case AttemptWhy.BOTH_LEGS:
            return (
                f"{seen} were not counted, because the other leg moved along with them. If both"
                " legs were trained at once, choose an exercise of both legs: squat or bridge."
            )
        case AttemptWhy.TOO_FAST:
            return (
                f"{seen} were shorter than the {exercise.min_rep_s:g} s of"
                ' "min_rep_s", and not even enough for a set of fast reps. Move more slowly, or set'
                ' another "min_rep_s" in an exercise of your own.'
            )
        case AttemptWhy.WRONG_WAY:
            return (
                f"{seen} were not counted: they did not carry the sensor as this exercise does, but"
                " as a bending trunk or getting up from a chair may. If they were reps, choose what"
                " was trained, and check where the sensor sits; a dip must lower it."
            )
        case _:
            return (
                f"{seen} were not counted, because they were unlike each other, or unlike the reps."
                " If they were reps, choose what was trained; check that the strap does not slide,"
                " and what wrote the values: so it is where an axis of the accelerometer or the"
                " gyroscope has another sign, or two are exchanged."
            )


def _beside(attempts: Iterable[Attempt], spans_s: Sequence[_Span]) -> Iterator[Attempt]:
    """The attempts during which no rep was going on, of either leg."""
    starts_s = [start_s for start_s, _ in spans_s]
    ends_s = [0.0, *accumulate((end_s for _, end_s in spans_s), max)]
    for one in attempts:
        begun = bisect_right(starts_s, one.start_s)
        is_before_next = begun == len(starts_s) or one.end_s <= starts_s[begun]
        if is_before_next and ends_s[begun] <= one.start_s:
            yield one


def _series(
    passed: Iterable[Attempt],
    spans_s: Iterable[_Span],
    walks: Iterable[Attempt],
    tuning: CountingTuning,
) -> Sequence[Attempt]:
    """The attempts of the stretch in which they outnumber the reps most, and at least by a set.

    A set that was passed over is such a stretch, however many other sets counted. The sways of a
    leg that rests come one by one between reps. A walk and a long rest end a stretch.
    """
    in_order: list[tuple[float, Attempt | None]] = [
        *((one.start_s, one) for one in passed),
        *((one.start_s, one) for one in walks),
        *((start_s, None) for start_s, _ in spans_s),
    ]
    in_order.sort(key=lambda one: one[0])
    run: list[Attempt] = []
    more, most, longest = 0, A_SET - 1, (run, 0)
    for start_s, one in in_order:
        if one is None:
            more -= 1
        elif one.why is AttemptWhy.WALKING or (
            run and start_s - run[-1].end_s > tuning.set_pause_s
        ):
            more = 0
        if more <= 0:
            run, more = [], 0
        if one is not None and one.why is not AttemptWhy.WALKING:
            run.append(one)
            more += 1
        if more > most:
            most, longest = more, (run, len(run))
    return longest[0][: longest[1]]


def _is_too_large(attempt: Attempt, exercise: Exercise) -> bool:
    """Whether a movement was not counted because it turned the limb too far for the exercise."""
    if attempt.why is not AttemptWhy.UNLIKE or attempt.rom_deg is None:
        return False
    return attempt.rom_deg > exercise.max_range_deg
