"""A drawing of the leg from hip to ankle, if the leg wears two sensors.

The sensors' exact mounting is unknown, and need not be known: the thigh is drawn as far from the
exercise's rest as it turned, and the shank at the knee's angle. If the leg on the screen bends like
the leg on the floor, the straps are right.
"""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final, TypeAlias

from evenstride.analysis.model.exercise_values import HipMoves, KneeMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise

Point: TypeAlias = tuple[float, float]
"""Right and up, in thigh lengths; a shank is as long as a thigh."""

_ROLLER_DEG: Final = 15.0
"""Over a roller or a rolled towel the thigh points up by about this."""


@dataclass(frozen=True, slots=True)
class LegDrawing:
    """The positions of the leg's joints, and the area in which it moves.

    Attributes:
        hip: The hip.
        knee: The knee.
        ankle: The ankle.
        low: The lower left corner of the area.
        high: Its upper right corner.
    """

    hip: Point
    knee: Point
    ankle: Point
    low: Point
    high: Point


def leg_drawing(exercise: Exercise, thigh_deg: float, knee_deg: float) -> LegDrawing:
    """Draw a leg.

    Args:
        exercise: The exercise, which tells how the thigh rests and where it goes.
        thigh_deg: How far the thigh turned from its rest; 0 if it is not followed.
        knee_deg: The knee's angle: 0 is straight, positive is bent.
    """
    stands = exercise.thigh_at_rest is ThighAtRest.UPRIGHT
    is_prone = exercise.hip is HipMoves.EXTENDS and not stands
    sits = exercise.thigh_at_rest is ThighAtRest.LEVEL
    on_roller = exercise.knee is KneeMoves.STRAIGHTENS and not sits
    rest_deg = -90.0 if stands else _ROLLER_DEG if on_roller else 0.0
    pitch_deg = rest_deg + thigh_deg
    thigh = _direction(pitch_deg)
    # A person lying face down bends the knee upwards.
    shank = _direction(pitch_deg + knee_deg if is_prone else pitch_deg - knee_deg)
    if stands:
        knee = (-shank[0], -shank[1])
        hip = (knee[0] - thigh[0], knee[1] - thigh[1])
        return LegDrawing(hip, knee, (0.0, 0.0), (-1.2, -0.1), (1.2, 2.1))
    ankle = (thigh[0] + shank[0], thigh[1] + shank[1])
    low, high = ((-0.1, -1.1), (2.1, 0.6)) if sits else ((-0.1, -0.5), (2.1, 1.6))
    return LegDrawing((0.0, 0.0), thigh, ankle, low, high)


def _direction(pitch_deg: float) -> Point:
    return cos(radians(pitch_deg)), sin(radians(pitch_deg))
