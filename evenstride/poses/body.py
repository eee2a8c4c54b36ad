"""A body of straight segments, projected from their directions to points on a plane.

The lengths are fractions of the body's height (Drillis & Contini 1966, as in Winter, Biomechanics
and Motor Control of Human Movement, 2009). It is seen from a little above and from its right:
whatever is nearer to the viewer is drawn lower and further to the left.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

Vector: TypeAlias = tuple[float, float, float]
"""Right, towards the viewer, up."""

Point: TypeAlias = tuple[float, float]
"""Right and up, as fractions of the body's height."""

LENGTHS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "trunk": 0.288,
        "head": 0.115,
        "thigh": 0.245,
        "shank": 0.246,
        "foot": 0.12,
        "arm": 0.186,
        "forearm": 0.17,
    }
)
"""Each segment's length; the head's is from the shoulders to its middle."""

WIDTHS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "trunk": 0.1,
        "head": 0.115,
        "thigh": 0.075,
        "shank": 0.055,
        "foot": 0.04,
        "arm": 0.045,
        "forearm": 0.036,
    }
)
"""Each segment's drawn width; the head's is its diameter."""

_HALF_PELVIS: Final = 0.05
_HALF_SHOULDERS: Final = 0.075
_NEARER_IS_LEFT: Final = 0.3
_NEARER_IS_LOWER: Final = 0.2
_SENSOR_AT: Final = 0.62
"""A hand's width above the knee, as a fraction of the thigh from the hip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A posture.

    Attributes:
        aside: Direction from the middle of the pelvis to the hip of the working leg.
        segments: The direction of each segment from its upper end to its lower end, or from the
            hips to the head: ``trunk``, ``head``, ``thigh``, ``shank``, ``foot``, ``arm``,
            ``forearm``, and those of the other side, ``other-thigh`` and so on.
        front: Direction of the front of the working thigh, on which the sensor sits.
    """

    aside: Vector
    segments: Mapping[str, Vector]
    front: Vector

    def between(self, other: "Pose", part: float) -> "Pose":
        """Return the posture at a fraction of the way to another one, 0 to 1."""
        return Pose(
            aside=_turned(self.aside, other.aside, part),
            segments={
                name: _turned(one, other.segments[name], part)
                for name, one in self.segments.items()
            },
            front=_turned(self.front, other.front, part),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limb:
    """A segment as drawn.

    Attributes:
        name: As in ``LENGTHS``.
        start: One end.
        end: The other end.
        works: Whether it belongs to the working leg.
        is_far: Whether it is behind the trunk.
    """

    name: str
    start: Point
    end: Point
    works: bool = False
    is_far: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A body as drawn.

    Attributes:
        limbs: Its segments, the ones behind first.
        sensor: The middle of the sensor on the working thigh.
    """

    limbs: tuple[Limb, ...]
    sensor: Point

    def limb(self, name: str) -> Limb:
        """Return a segment of the working side."""
        return next(one for one in self.limbs if one.name == name and one.works)


def direction(up_deg: float, heading_deg: float = 0.0) -> Vector:
    """Return a unit vector by elevation and heading: right is 0°, towards the viewer is 90°."""
    up, heading = math.radians(up_deg), math.radians(heading_deg)
    return (
        math.cos(up) * math.cos(heading),
        math.cos(up) * math.sin(heading),
        math.sin(up),
    )


def figure(pose: Pose, anchor: str) -> Figure:
    """Return a posture as a drawing.

    Args:
        pose: The posture.
        anchor: The point that stays in place: ``hip``, ``foot`` (the ankle of the working leg) or
            ``shoulder``.
    """
    ends: dict[str, tuple[Vector, Vector]] = {}
    middle: Vector = (0.0, 0.0, 0.0)
    neck = _plus(middle, pose.segments["trunk"], LENGTHS["trunk"])
    ends["trunk"] = middle, neck
    ends["head"] = neck, _plus(neck, pose.segments["head"], LENGTHS["head"])
    for side, sign in (("", 1.0), ("other-", -1.0)):
        start = _plus(middle, pose.aside, sign * _HALF_PELVIS)
        for name in ("thigh", "shank", "foot"):
            end = _plus(start, pose.segments[side + name], LENGTHS[name])
            ends[side + name], start = (start, end), end
        start = _plus(neck, pose.aside, sign * _HALF_SHOULDERS)
        for name in ("arm", "forearm"):
            end = _plus(start, pose.segments[side + name], LENGTHS[name])
            ends[side + name], start = (start, end), end
    at: dict[str, Vector] = {"hip": middle, "foot": ends["shank"][1], "shoulder": neck}
    limbs = [_limb(name, one, at[anchor]) for name, one in ends.items()]
    # The other side is the far one; if the person lies on it, it is the lower one instead.
    order = ("other-foot", "other-shank", "other-thigh", "other-forearm", "other-arm")
    front = ("head", "trunk", "arm", "forearm", "thigh", "shank", "foot")
    by_name = dict(zip(ends, limbs, strict=True))
    hip, knee = ends["thigh"]
    seat = tuple(a + _SENSOR_AT * (b - a) for a, b in zip(hip, knee, strict=True))
    sensor = _plus((seat[0], seat[1], seat[2]), pose.front, WIDTHS["thigh"] / 2)
    return Figure(
        limbs=tuple(by_name[name] for name in (*order, *front)),
        sensor=_flat(sensor, at[anchor]),
    )


def _limb(name: str, ends: tuple[Vector, Vector], anchor: Vector) -> Limb:
    bare = name.removeprefix("other-")
    return Limb(
        name=bare,
        start=_flat(ends[0], anchor),
        end=_flat(ends[1], anchor),
        works=name in ("thigh", "shank", "foot"),
        is_far=name != bare,
    )


def _flat(at: Vector, anchor: Vector) -> Point:
    """Project a point onto the plane of the drawing."""
    right, near, up = (a - b for a, b in zip(at, anchor, strict=True))
    return right - _NEARER_IS_LEFT * near, up - _NEARER_IS_LOWER * near


def _plus(start: Vector, way: Vector, length: float) -> Vector:
    return (
        start[0] + length * way[0],
        start[1] + length * way[1],
        start[2] + length * way[2],
    )


def _turned(one: Vector, other: Vector, part: float) -> Vector:
    """Interpolate between two directions along the shortest arc, at constant speed."""
    cosine = min(max(sum(a * b for a, b in zip(one, other, strict=True)), -1.0), 1.0)
    angle = math.acos(cosine)
    if angle < 1e-6:
        return one
    first, second = math.sin((1 - part) * angle), math.sin(part * angle)
    x, y, z = ((first * a + second * b) / math.sin(angle) for a, b in zip(one, other, strict=True))
    return x, y, z
