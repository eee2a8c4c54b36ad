"""Makes the pictures of the exercises for the pages: ``python -m tests.poses.make FOLDER``."""

import sys
from pathlib import Path

from evenstride.analysis.model.exercises import builtin
from evenstride.poses.exercise_poses import poses_of
from evenstride.poses.picture import box_of, moving_svg

HEIGHT_OF_A_BODY = 190
"""Pixels: all bodies of a page are of one size."""


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


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tests.poses.make FOLDER")
    for name, picture in make().items():
        (Path(sys.argv[1]) / name).write_text(picture, encoding="utf-8")
