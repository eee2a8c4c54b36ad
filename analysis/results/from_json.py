"""A session's result from the JSON that was kept of it: ``to_json`` the other way round."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from evenstride.analysis.comparing.by_exercise import legs_in
from evenstride.analysis.model.exercises import ANY_ID
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Flag, Rep
from evenstride.analysis.model.summary import Comparison, DataQuality, LegSummary, Metric, Summary
from evenstride.sensors.samples import Leg

_Json: TypeAlias = Mapping[str, Any]


def summary_from_json(value: _Json) -> Summary:
    """The result of which ``summary_as_json`` made this; numbers are as it rounded them.

    Raises:
        KeyError, TypeError, ValueError: It is not such a JSON.
    """
    legs = {Leg(leg): _leg(of_leg) for leg, of_leg in value["legs"].items()}
    parts = [_part(part, legs) for part in value["exercises"]]
    return Summary(
        exercise=value["exercise"],
        legs=legs,
        comparison=_comparison(value["comparison"]),
        advice=dict(value["advice"]),
        parts=tuple(parts) if len(parts) > 1 else (),
        planned=next((one.planned for one in parts if one.exercise == value["exercise"]), None),
    )


def _part(part: _Json, legs: Mapping[Leg, LegSummary]) -> Summary:
    return Summary(
        exercise=part["exercise"],
        legs=legs_in(part["exercise"] or ANY_ID, legs),
        comparison=_comparison(part["comparison"]),
        advice=dict(part["advice"]),
        planned=PlannedExercise(exercise=part["exercise"], **part["planned"])
        if part["planned"]
        else None,
    )


def _leg(leg: _Json) -> LegSummary:
    data = leg["data"]
    return LegSummary(
        reps=tuple(_rep(rep) for rep in leg["reps"]),
        sets=tuple(
            ExerciseSet(
                number=one["number"],
                start_s=one["start_s"],
                end_s=one["end_s"],
                count=one["count"],
                exercise=one["exercise"],
                kg=one["kg"],
            )
            for one in leg["sets"]
        ),
        attempts=tuple(_attempt(attempt) for attempt in leg["attempts"]),
        data=DataQuality(
            duration_s=data["duration_s"],
            rate_hz=data["rate_hz"],
            lost_fraction=data["lost_fraction"],
            gaps=tuple((from_s, to_s) for from_s, to_s in data["gaps"]),
            skipped=dict(data["skipped"]),
            warnings=tuple(data["warnings"]),
        ),
        by_hand=leg.get("by_hand", 0),
    )


def _rep(rep: _Json) -> Rep:
    return Rep(
        number=rep["number"],
        set=rep["set"],
        start_s=rep["start_s"],
        top_s=rep["top_s"],
        leave_s=rep["leave_s"],
        end_s=rep["end_s"],
        rom_deg=rep["rom_deg"],
        peak_speed_deg_s=rep["peak_speed_deg_s"],
        smoothness=rep["smoothness"],
        tilt_deg=rep["tilt_deg"],
        flags=tuple(Flag(flag) for flag in rep["flags"]),
        roll_deg=rep["roll_deg"],
        tremor_deg=rep["tremor_deg"],
        sag_deg=rep["sag_deg"],
        confidence=rep["confidence"],
    )


def _attempt(attempt: _Json) -> Attempt:
    return Attempt(
        start_s=attempt["start_s"],
        end_s=attempt["end_s"],
        rom_deg=attempt["rom_deg"],
        # Results of version 1 do not say it: nearly all of their attempts were small ones.
        why=AttemptWhy(attempt.get("why", AttemptWhy.TOO_SMALL)),
    )


def _comparison(comparison: _Json) -> Comparison:
    return Comparison(
        weaker_leg=_known_leg(comparison["weaker_leg"]),
        why=comparison["why"],
        metrics=tuple(
            Metric(
                metric=metric["metric"],
                left=metric["left"],
                right=metric["right"],
                difference=metric["difference"],
                ci95=tuple(metric["ci95"]) if metric["ci95"] else None,
                lsi_pct=metric["lsi_pct"],
                weaker=_known_leg(metric["weaker"]),
            )
            for metric in comparison["metrics"]
        ),
    )


def _known_leg(name: str | None) -> Leg | None:
    return None if name is None else Leg(name)
