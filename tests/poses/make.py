"""Makes the pictures of the exercises for the pages: ``python -m tests.poses.make FOLDER``."""

import sys
from collections.abc import Iterable
from pathlib import Path

from evenstride.analysis.model.exercises import builtin
from evenstride.poses.exercise_poses import CYCLE_S, ExercisePoses, part_at, poses_of
from evenstride.poses.picture import Box, body_parts, box_of, ground_parts, view_box

HEIGHT_OF_A_BODY = 190
"""Pixels: all bodies of a page are of one size."""

STEPS = 24


def make() -> dict[str, str]:
    """A picture that moves for each built-in exercise, by the name of its file."""
    found = {}
    for exercise in builtin().values():
        poses = poses_of(exercise.id)
        assert poses is not None
        _, high = box_of(poses).size
        height = round(HEIGHT_OF_A_BODY * high)
        found[f"{exercise.id}.svg"] = moving_svg(poses, exercise.title, height)
    return found


def moving_svg(poses: ExercisePoses, title: str, height: int) -> str:
    """One body that does the exercise over and over, as a file of its own; without a script.

    Args:
        poses: How the exercise is done.
        title: Its name.
        height: Of the picture, in pixels.
    """
    box = box_of(poses)
    times = [CYCLE_S * step / STEPS for step in range(STEPS + 1)]
    figures = [poses.figure(part_at(t_s)) for t_s in times]
    still = body_parts(poses.figure(0.0), poses, 0.0)
    frames = [body_parts(one, poses, 0.0) for one in figures]
    inner = [_element(*one) for one in ground_parts(poses, box, 0.0)]
    for number, (name, attributes) in enumerate(still):
        moves = "".join(
            f'<animate attributeName="{key}" dur="{CYCLE_S:g}s" repeatCount="indefinite" '
            f'values="{";".join(frame[number][1][key] for frame in frames)}"/>'
            for key in attributes
            if len({frame[number][1][key] for frame in frames}) > 1
        )
        inner.append(_element(name, attributes, moves))
    return _svg(inner, box, title, height)


def _svg(inner: Iterable[str], box: Box, title: str, height: int) -> str:
    """A document of such elements."""
    wide, high = box.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{view_box(box)}" '
        f'width="{height * wide / high:.0f}" height="{height}">'
        f"<title>{title}</title>{''.join(inner)}</svg>\n"
    )


def _element(name: str, attributes: dict[str, str], inner: str = "") -> str:
    told = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f"<{name} {told}>{inner}</{name}>" if inner else f"<{name} {told}/>"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tests.poses.make FOLDER")
    for name, picture in make().items():
        (Path(sys.argv[1]) / name).write_text(picture, encoding="utf-8")
