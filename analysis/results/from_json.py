"""Reads a session's result back from the JSON that ``to_json`` wrote."""

from collections.abc import Mapping, Sequence
from typing import Any

from evenstride.analysis.comparing.by_exercise import felt_in, legs_in
from evenstride.analysis.model.exercises import ANY_ID
from evenstride.analysis.model.feeling import Feeling
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.results.layout import RESULT
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.sensors.samples import Leg


def summary_from_json(value: Mapping[str, Any]) -> Summary:
    """Return the result from which ``summary_as_json`` made this.

    Raises:
        KeyError, TypeError, ValueError: The value does not have this layout.
    """
    found = RESULT.read(value)
    legs, felt = found["legs"], found["felt"]
    parts = [_part(part, legs, felt) for part in found.pop("exercises")]
    return Summary(
        **found,
        parts=tuple(parts) if len(parts) > 1 else (),
        planned=next((one.planned for one in parts if one.exercise == found["exercise"]), None),
    )


def summary_as_printed(summary: Summary) -> Summary:
    """Return a result with its figures rounded as printed, so that it equals a stored one."""
    return summary_from_json(summary_as_json(summary, None))


def _part(
    part: Mapping[str, Any], legs: Mapping[Leg, LegSummary], felt: Sequence[Feeling]
) -> Summary:
    exercise, planned = part["exercise"], part["planned"]
    return Summary(
        exercise=exercise,
        legs=legs_in(exercise or ANY_ID, legs),
        comparison=part["comparison"],
        advice=part["advice"],
        planned=PlannedExercise(exercise=exercise, **planned) if planned else None,
        felt=felt_in(exercise or ANY_ID, felt, legs),
    )
