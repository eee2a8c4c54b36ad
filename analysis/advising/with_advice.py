"""Adds advice to a session's result, exercise by exercise."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from evenstride.analysis.advising.advice import Advice, advise
from evenstride.analysis.advising.past_results import PastResult
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.plan import prescribed
from evenstride.analysis.model.summary import Summary


def advice_on(
    summary: Summary,
    before: Mapping[str, Sequence[PastResult]] | None = None,
    *,
    own: Sequence[Exercise] = (),
    day: date | None = None,
    morning_pain: float | None = None,
) -> tuple[Advice, ...]:
    """Advise on each exercise of a session of which at least one rep was counted.

    There is no advice on a generic exercise that is in no plan, as nothing is prescribed for it.

    Args:
        summary: The session's result.
        before: What was done in earlier sessions by exercise, the earliest first.
        own: The user's own exercises.
        day: The day of the session, where the user was; None if it is not known.
        morning_pain: How sore the knee was the morning after; None if that was not said.
    """
    found = []
    for part in by_exercise(summary):
        if part.exercise is None or not any(leg.count for leg in part.legs.values()):
            continue
        with suppress(AnalysisError):  # one of somebody's own exercises that is not known here
            exercise = find(part.exercise, own)
            if part.planned is not None or not exercise.generic:
                planned = part.planned or prescribed(exercise)
                past = (before or {}).get(part.exercise, ())
                found.append(
                    advise(
                        part,
                        planned,
                        past,
                        exercise=exercise,
                        day=day,
                        morning_pain=morning_pain,
                    )
                )
    return tuple(found)


def with_advice(summary: Summary, advice: Sequence[Advice]) -> Summary:
    """Return the result with this advice in place of any that it had."""
    texts = {one.exercise: one.text for one in advice}
    parts = tuple(
        replace(part, advice={k: v for k, v in texts.items() if k == part.exercise})
        for part in summary.parts
    )
    return replace(summary, parts=parts, advice=texts)
