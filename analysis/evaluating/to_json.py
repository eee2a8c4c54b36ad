"""The figures of an evaluation as plain JSON values: what ``evaluate --json`` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from evenstride.analysis.evaluating.figures import (
    Errors,
    Figures,
    LegOutcome,
    RepErrors,
    figures,
    hold_errors,
    misses,
    rep_errors,
)
from evenstride.analysis.model.quantities import HOLD, RANGE
from evenstride.analysis.results.to_json import JsonObject

SCHEMA: Final = "evenstride-evaluation/1"


def evaluation_as_json(
    folder: str,
    exercise: str | None,
    outcomes: Sequence[LegOutcome],
    errors: Sequence[Mapping[str, object]],
) -> JsonObject:
    """All figures of a folder.

    Args:
        folder: Its name as the user gave it.
        exercise: Id of the exercise that was taken for every file; None for what each one says.
        outcomes: Every leg that was judged.
        errors: What could not be judged, each with its file and the reason.
    """
    folders = dict.fromkeys(one.folder for one in outcomes)
    return {
        "schema": SCHEMA,
        "dir": folder,
        "exercise": exercise,
        "total": _figures(figures(outcomes)),
        "folders": {
            name: _figures(figures([one for one in outcomes if one.folder == name]))
            for name in folders
        },
        "rep_errors": [_rep_errors(one) for one in rep_errors(outcomes)],
        "legs": [_leg(one) for one in outcomes],
        "errors": [dict(error) for error in errors],
    }


def _figures(found: Figures) -> JsonObject:
    as_json = {name: _rounded(value) for name, value in asdict(found).items()}
    return {**as_json, "recounts_per_100": _rounded(found.recounts_per_100)}


def _rep_errors(found: RepErrors) -> JsonObject:
    return {
        "folder": found.folder,
        "exercise": found.exercise,
        "placement": found.placement.value,
        "kind": found.kind or None,
        "true_reps": found.true_reps,
        "found": found.found,
        HOLD.name: _errors(found.hold_s),
        RANGE.name: _errors(found.rom_deg),
    }


def _leg(outcome: LegOutcome) -> JsonObject:
    faults = misses(outcome)
    return {
        "file": outcome.file,
        "leg": outcome.leg.value,
        "exercise": outcome.exercise,
        "placement": outcome.placement.value,
        "resting": outcome.is_resting,
        "reps": outcome.true_count,
        "counted": outcome.count,
        "missed": faults.missed,
        "invented": faults.invented,
        "recounts": outcome.announced.recounts,
        HOLD.name: _errors(hold_errors(outcome)),
    }


def _errors(errors: Errors | None) -> JsonObject | None:
    if errors is None:
        return None
    return {
        "reps": errors.reps,
        "bias": round(errors.bias, 4),
        "mean_abs": round(errors.mean_abs, 4),
    }


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value
