"""How far a limb is from where it last rested, tick by tick, for drawing."""

from math import asin, degrees

from evenstride.analysis.model.vectors import Vector, norm, subtract


class LiveAngle:
    """Follows the angle between a limb's direction and the one in which it last rested.

    Attributes:
        angle_deg: That angle, degrees; never negative.
    """

    def __init__(self) -> None:
        self._rest_up: Vector | None = None
        self.angle_deg = 0.0

    def forget(self) -> None:
        """After a long gap nobody knows where it rested."""
        self._rest_up = None

    def step(self, up: Vector, *, rests: bool) -> None:
        """Take one tick.

        Args:
            up: The vertical in the sensor's frame, a unit vector.
            rests: Whether the limb rests, and not only holds.
        """
        if self._rest_up is None or rests:
            self._rest_up = up
        half_chord = 0.5 * norm(subtract(up, self._rest_up))
        self.angle_deg = degrees(2.0 * asin(min(half_chord, 1.0)))
