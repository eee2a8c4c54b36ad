"""The figures of an evaluation as plain JSON values: what ``evaluate --json`` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from evenstride.analysis.evaluating.figures import Figures, figures
from evenstride.analysis.evaluating.outcomes import LegOutcome, misses
from evenstride.analysis.evaluating.reliability import brier, curve, fitted, said
from evenstride.analysis.evaluating.rep_errors import Errors, RepErrors, hold_errors, rep_errors
from evenstride.analysis.model.quantities import HOLD, RANGE
from evenstride.analysis.results.to_json import JsonObject

SCHEMA: Final = "evenstride-evaluation/1"


def evaluation_as_json(
    folder: str,
    exercise: str | None,
    outcomes: Sequence[LegOutcome],
    errors: Sequence[Mapping[str, object]],
    *,
    alone: Sequence[LegOutcome] = (),
    chosen: Sequence[LegOutcome] = (),
    hold_out: str | None = None,
    others: Sequence[LegOutcome] = (),
) -> JsonObject:
    """Return all figures of a folder as JSON values.

    Args:
        folder: Its name as the user gave it.
        exercise: Id of the exercise that was taken for every file; None for each file's own.
        outcomes: Every leg that was judged, as it was recorded.
        errors: What could not be judged, each with its file and the reason.
        alone: Every leg as if it wore the only sensor.
        chosen: Legs with nothing to count, with each exercise chosen, recorded and alone.
        hold_out: The person who is judged separately; None for all together.
        others: Legs of everybody else, on which confidence is then calibrated.
    """
    return {
        "schema": SCHEMA,
        "dir": folder,
        "exercise": exercise,
        "hold_out": hold_out,
        **_of_setting(outcomes),
        "one_sensor": _of_setting(alone),
        "chosen": {
            name: {
                key: _figures(figures([one for one in of_exercise if one.is_alone is is_alone]))
                for key, is_alone in (("recorded", False), ("one_sensor", True))
            }
            for name in dict.fromkeys(one.exercise for one in chosen)
            if (of_exercise := [one for one in chosen if one.exercise == name])
        },
        "reliability": {
            "recorded": _reliability(outcomes, others if hold_out is not None else None),
            "one_sensor": _reliability(alone),
            "chosen": _reliability(chosen),
        },
        "errors": [dict(error) for error in errors],
    }


def _of_setting(outcomes: Sequence[LegOutcome]) -> JsonObject:
    folders = dict.fromkeys(one.folder for one in outcomes)
    return {
        "total": _figures(figures(outcomes)),
        "folders": {
            name: _figures(figures([one for one in outcomes if one.folder == name]))
            for name in folders
        },
        "rep_errors": [_rep_errors(one) for one in rep_errors(outcomes)],
        "legs": [leg_as_json(one) for one in outcomes],
    }


def _reliability(
    outcomes: Sequence[LegOutcome], others: Sequence[LegOutcome] | None = None
) -> JsonObject:
    found, unknown = said(outcomes)
    as_json: JsonObject = {
        "bins": [
            {
                "from": one.low,
                "to": one.high,
                "said": one.said,
                "true": one.true,
                "mean_confidence": _rounded(one.mean),
                "ci95": [_rounded(limit) for limit in one.interval],
            }
            for one in curve(found)
        ],
        "unknown": unknown,
        "brier": _rounded(brier(found)),
    }
    if others is not None:
        calibration = fitted(said(others)[0])
        as_json["calibrated_on_others"] = {
            "slope": _rounded(calibration.slope),
            "offset": _rounded(calibration.offset),
            "brier": _rounded(brier(found, calibration)),
        }
    return as_json


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
        **{name: _errors(errors) for name, errors in found.knee.items()},
    }


def leg_as_json(outcome: LegOutcome) -> JsonObject:
    """Return how one leg was counted."""
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
