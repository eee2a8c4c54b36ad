"""How an exercise is done, as a small picture next to its title."""

import xml.etree.ElementTree as ET

from evenstride.analysis.model.exercises import Exercise
from evenstride.language import tr
from evenstride.poses.exercise_poses import poses_of
from evenstride.poses.picture import still_parts, view_box
from evenstride.report.markup import tag

_MM_OF_A_BODY = 26.0
_HIGHEST_MM = 11.0


def pose_picture(name: str, exercise: Exercise) -> ET.Element | None:
    """Return the start and end pose with the sensor; None if the exercise has no drawing.

    Args:
        name: A name that is unique on the page.
    """
    poses = poses_of(exercise.id)
    if poses is None:
        return None
    parts, box = still_parts(poses)
    wide, high = box.size
    scale = min(_MM_OF_A_BODY, _HIGHEST_MM / high)
    told = f"{tr(exercise.rest)}; {tr(exercise.moves)}." if exercise.rest and exercise.moves else ""
    return tag(
        "svg",
        tag(
            "title",
            tr(
                "{title}: start and end, and the sensor on the thigh",
                title=tr(exercise.title),
            ),
            id=f"{name}-t",
        ),
        tag("desc", told, id=f"{name}-d"),
        *(ET.Element(one, attributes) for one, attributes in parts),
        viewBox=view_box(box),
        width=f"{scale * wide:.1f}mm",
        height=f"{scale * high:.1f}mm",
        class_="pose",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
    )
