"""What the time bar of a replay shows, as plain frozen data."""

from dataclasses import dataclass

from evenstride.sensors.samples import Leg


@dataclass(frozen=True, slots=True)
class Span:
    """A set of one leg; times in seconds since the recording's first samples."""

    leg: Leg
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackState:
    """A replay at one moment.

    Attributes:
        position_s: Where it is, seconds since the recording's first samples.
        duration_s: Length of the recording, seconds; None until it is known.
        speed: Times faster than the session.
        paused: It stands still until somebody goes on.
        ended: All was played.
        seeking: On its way to a place that was jumped to: which part of the way is done, 0 to 1.
            None if it is not, or only just.
        sets: Sets of both legs.
    """

    position_s: float = 0.0
    duration_s: float | None = None
    speed: float = 1.0
    paused: bool = False
    ended: bool = False
    seeking: float | None = None
    sets: tuple[Span, ...] = ()
