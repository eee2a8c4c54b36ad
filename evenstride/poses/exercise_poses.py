"""The start and end poses of the built-in exercises, and the movement between them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from evenstride.poses.body import Figure, Pose, Vector, direction, figure

_SEGMENTS: Final = ("thigh", "shank", "foot", "arm", "forearm")

OUT_S: Final = 1.2
HOLD_S: Final = 1.0
REST_S: Final = 0.8
"""How long the drawing takes out and back, at the top and at rest, in seconds: an easy rep."""

CYCLE_S: Final = 2 * OUT_S + HOLD_S + REST_S


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePoses:
    """How an exercise is done.

    Attributes:
        start: The pose at rest.
        end: The pose at the top.
        anchor: The point that stays in place (``body.figure``).
        on: What the person is on: ``floor``, ``roller`` or ``seat``.
        both: Whether both legs do the same.
    """

    start: Pose
    end: Pose
    anchor: str
    on: str
    both: bool

    def figure(self, part: float) -> Figure:
        """Return the body at a fraction of its way out, 0 to 1."""
        return figure(self.start.between(self.end, part), self.anchor)


def part_at(t_s: float) -> float:
    """Return the fraction of the way out at a time in a cycle of out, hold, back and rest."""
    t_s %= CYCLE_S
    if t_s < OUT_S:
        return _eased(t_s / OUT_S)
    if t_s < OUT_S + HOLD_S:
        return 1.0
    return _eased(max(0.0, 1.0 - (t_s - OUT_S - HOLD_S) / OUT_S))


def poses_of(exercise_id: str) -> ExercisePoses | None:
    """Return how a built-in exercise is done; None for one of the user's own."""
    return _all().get(exercise_id)


@cache
def _all() -> Mapping[str, ExercisePoses]:
    text = files("evenstride.poses").joinpath("poses.toml").read_text(encoding="utf-8")
    return {name: _poses(table) for name, table in tomllib.loads(text).items()}


def _poses(table: Mapping[str, Any]) -> ExercisePoses:
    start = dict(table["start"])
    for name in _SEGMENTS:
        start.setdefault(f"other-{name}", start[name])
    end = {**start, **table["end"]}
    both = bool(table.get("both", False))
    if both:
        end |= {f"other-{name}": end[name] for name in _SEGMENTS}
    aside = direction(*table["aside"])
    return ExercisePoses(
        start=_pose(start, aside),
        end=_pose(end, aside),
        anchor=table["anchor"],
        on=table["on"],
        both=both,
    )


def _pose(directions: Mapping[str, Any], aside: Vector) -> Pose:
    found = {name: direction(*degrees) for name, degrees in directions.items()}
    return Pose(aside=aside, front=found.pop("front"), segments=found)


def _eased(part: float) -> float:
    """Return a fraction eased at both ends: the least-jerk path (Flash & Hogan 1985)."""
    return part**3 * (10.0 - 15.0 * part + 6.0 * part**2)
