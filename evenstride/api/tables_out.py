"""A result as tables: rows with the JSON's names, one level deep."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from evenstride.analysis.model.events import Trace
from evenstride.analysis.model.quantities import OF_A_REP
from evenstride.sensors.samples import Leg

Columns: TypeAlias = dict[str, Any]
"""The columns of a table by name, all of the same length."""

_Json: TypeAlias = Mapping[str, Any]
_Row: TypeAlias = dict[str, Any]

_MEASURES: Final = tuple(quantity.name for quantity in OF_A_REP)
_REP: Final = (
    "leg", "exercise", "number", "set", "start_s", "top_s", "leave_s", "end_s",
    *_MEASURES, "flags", "confidence",
)  # fmt: skip
_SET: Final = ("leg", "number", "exercise", "kg", "start_s", "end_s", "rest_s", "count")
_SET_MEASURES: Final = (
    *(f"{name}_mean" for name in _MEASURES),
    *(f"{name}_sd" for name in _MEASURES),
    *(f"{name}_drift_per_rep" for name in _MEASURES),
)
_METRIC: Final = (
    "exercise", "metric", "left", "right", "difference", "ci95_low", "ci95_high", "lsi_pct",
    "weaker",
)  # fmt: skip


def table_of(name: str, result: _Json, angles: Mapping[Leg, Trace]) -> Columns:
    """Return one of ``TABLES``.

    Args:
        name: The table's name.
        result: A result in the form of ``analyze --json``.
        angles: Each leg's angle over time.
    """
    return TABLES[name](result, angles)


def _reps(result: _Json, _: Mapping[Leg, Trace]) -> Columns:
    def rows() -> Iterator[_Row]:
        for leg, found in result["legs"].items():
            exercise = {one["number"]: one["exercise"] for one in found["sets"]}
            for rep in found["reps"]:
                flags = ";".join(rep["flags"])
                yield {**rep, "leg": leg, "exercise": exercise.get(rep["set"]), "flags": flags}

    return _columns(_REP, list(rows()))


def _sets(result: _Json, _: Mapping[Leg, Trace]) -> Columns:
    def rows() -> Iterator[_Row]:
        for leg, found in result["legs"].items():
            for one in found["sets"]:
                row = {name: one[name] for name in _SET if name != "leg"}
                for name in one["means"]:
                    drift = one["drift"].get(name)
                    row[f"{name}_mean"] = one["means"].get(name)
                    row[f"{name}_sd"] = one["spread"].get(name)
                    row[f"{name}_drift_per_rep"] = drift and drift["per_rep"]
                yield {**row, "leg": leg}

    return _columns((*_SET, *_SET_MEASURES), list(rows()))


def _comparison(result: _Json, _: Mapping[Leg, Trace]) -> Columns:
    def rows() -> Iterator[_Row]:
        for part in result["exercises"]:
            for metric in part["comparison"]["metrics"]:
                low, high = metric["ci95"] or (None, None)
                known = {"exercise": part["exercise"], "ci95_low": low, "ci95_high": high}
                yield {**{name: metric.get(name) for name in _METRIC}, **known}

    return _columns(_METRIC, list(rows()))


def _angle(_: _Json, angles: Mapping[Leg, Trace]) -> Columns:
    legs = [leg.value for leg, trace in angles.items() for _ in trace.t_s]
    traces = list(angles.values())
    return {
        "leg": legs,
        "t_s": np.concatenate([np.empty(0), *(trace.t_s for trace in traces)]),
        "angle_deg": np.concatenate([np.empty(0), *(trace.angle_deg for trace in traces)]),
    }


TABLES: Final[Mapping[str, Callable[[_Json, Mapping[Leg, Trace]], Columns]]] = {
    "reps": _reps,
    "sets": _sets,
    "comparison": _comparison,
    "angle": _angle,
}
"""The tables of a result, by name."""


def _columns(names: Sequence[str], rows: Sequence[_Row]) -> Columns:
    """Return the columns of every result, then those of some, as with a second sensor."""
    every = dict.fromkeys((*names, *(name for row in rows for name in row)))
    return {name: [row.get(name) for row in rows] for name in every}
