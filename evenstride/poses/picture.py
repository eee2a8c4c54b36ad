"""How an exercise is done, as SVG elements: both poses side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.poses.body import WIDTHS, Figure, Limb, Point
from evenstride.poses.exercise_poses import ExercisePoses

BODY: Final = "#aab2bd"
FAR: Final = "#ccd2d9"
WORKS: Final = "#12436d"
SENSOR: Final = "#d9730d"
GROUND: Final = "#8a8a8a"

_ROOM: Final = 0.06
_BETWEEN: Final = 0.12


@dataclass(frozen=True, slots=True)
class Box:
    """The extent of a drawing, as fractions of the body's height."""

    left: float
    right: float
    low: float
    high: float

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height."""
        return self.right - self.left, self.high - self.low


def box_of(poses: ExercisePoses) -> Box:
    """Return the extent of the whole movement, with the ground."""
    figures = [poses.figure(step / 4) for step in range(5)]
    ends = [
        (x + sign * WIDTHS[limb.name] / 2, y + sign * WIDTHS[limb.name] / 2)
        for one in figures
        for limb in one.limbs
        for x, y in (limb.start, limb.end)
        for sign in (-1, 1)
    ]
    return Box(
        left=min(x for x, _ in ends) - _ROOM,
        right=max(x for x, _ in ends) + _ROOM,
        low=min(y for _, y in ends) - 0.02,
        high=max(y for _, y in ends) + _ROOM / 2,
    )


def still_parts(poses: ExercisePoses) -> tuple[list[tuple[str, dict[str, str]]], Box]:
    """Return both poses side by side: SVG elements with their attributes, and their extent."""
    box = box_of(poses)
    width, _ = box.size
    shift = width + _BETWEEN
    whole = Box(box.left, box.right + shift, box.low, box.high)
    parts = [
        *ground_parts(poses, box, 0.0),
        *body_parts(poses.figure(0.0), poses, 0.0),
        *_arrow((box.right + _BETWEEN / 2, (box.low + box.high) / 2)),
        *ground_parts(poses, box, shift),
        *body_parts(poses.figure(1.0), poses, shift),
    ]
    return parts, whole


def view_box(box: Box) -> str:
    """Return the SVG view box of an extent; in SVG, y points downwards."""
    wide, high = box.size
    return f"{box.left:.3f} {-box.high:.3f} {wide:.3f} {high:.3f}"


def body_parts(
    figure: Figure, poses: ExercisePoses, shift: float
) -> list[tuple[str, dict[str, str]]]:
    """Return the body in a pose, with its sensor, moved to the right by ``shift``."""
    parts = [_limb(one, poses, shift) for one in figure.limbs]
    x, y = figure.sensor
    side = 0.055
    parts.append(
        (
            "rect",
            {
                "x": f"{x + shift - side / 2:.3f}",
                "y": f"{-y - side / 2:.3f}",
                "width": f"{side:g}",
                "height": f"{side:g}",
                "rx": "0.012",
                "fill": SENSOR,
                "stroke": "white",
                "stroke-width": "0.008",
            },
        )
    )
    return parts


def _limb(one: Limb, poses: ExercisePoses, shift: float) -> tuple[str, dict[str, str]]:
    works = one.works or (poses.both and one.name in ("thigh", "shank", "foot"))
    colour = WORKS if works and not one.is_far else FAR if one.is_far else BODY
    if one.name == "head":
        x, y = one.end
        return "circle", {
            "cx": f"{x + shift:.3f}",
            "cy": f"{-y:.3f}",
            "r": f"{WIDTHS['head'] / 2:g}",
            "fill": colour,
        }
    return "path", {
        "d": _way([one.start, one.end], shift),
        "stroke": colour,
        "stroke-width": f"{WIDTHS[one.name]:g}",
        "stroke-linecap": "round",
        "fill": "none",
    }


def ground_parts(poses: ExercisePoses, box: Box, shift: float) -> list[tuple[str, dict[str, str]]]:
    """Return the floor, and the roller or seat on it, moved to the right by ``shift``."""
    low = box.low + 0.006
    parts = [_stroke([(box.left + 0.02, low), (box.right - 0.02, low)], shift)]
    thigh = poses.figure(0.0).limb("thigh")
    half = WIDTHS["thigh"] / 2
    if poses.on == "roller":
        x, y = (a + 0.8 * (b - a) for a, b in zip(thigh.start, thigh.end, strict=True))
        radius = max(0.02, (y - half - low) / 2)
        place = {"cx": f"{x + shift:.3f}", "cy": f"{-(low + radius):.3f}", "r": f"{radius:.3f}"}
        parts.append(("circle", {**place, "fill": GROUND}))
    if poses.on == "seat":
        (x, y), (knee, _) = thigh.start, thigh.end
        top = y - half - 0.03
        parts.append(_stroke([(x - 0.1, top), (x + 0.72 * (knee - x), top)], shift, 0.03))
        parts.append(_stroke([(x, top), (x, low)], shift, 0.02))
    return parts


def _arrow(at: Point) -> list[tuple[str, dict[str, str]]]:
    x, y = at
    head = [(x + 0.01, y + 0.03), (x + 0.045, y), (x + 0.01, y - 0.03)]
    return [_stroke([(x - 0.04, y), (x + 0.04, y)], 0.0), _stroke(head, 0.0)]


def _stroke(
    points: Sequence[Point], shift: float, width: float = 0.012
) -> tuple[str, dict[str, str]]:
    return "path", {
        "d": _way(points, shift),
        "stroke": GROUND,
        "stroke-width": f"{width:g}",
        "fill": "none",
    }


def _way(points: Sequence[Point], shift: float) -> str:
    if len(points) == 2 and math.dist(*points) < 1e-3:
        points = [
            points[0],
            (points[0][0] + 1e-3, points[0][1]),
        ]  # a line of no length is not drawn
    return f"M{'L'.join(f'{x + shift:.3f} {-y:.3f}' for x, y in points)}"
