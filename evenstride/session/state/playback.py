"""The state of a replay's time bar, as plain frozen data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from evenstride.analysis.model.reps import Rep
from evenstride.sensors.samples import Leg


@dataclass(frozen=True, slots=True)
class Span:
    """A set of one leg; times in seconds since the recording's first samples."""

    leg: Leg
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Marks:
    """The known places to jump to in a recording.

    Attributes:
        sets: Sets of both legs.
        rep_starts_s: Starts of reps, seconds since the recording's first samples.
    """

    sets: tuple[Span, ...] = ()
    rep_starts_s: tuple[float, ...] = ()

    @classmethod
    def of(cls, reps: Mapping[Leg, Iterable[Rep]]) -> Self:
        """Return the marks of each leg's reps, in order."""
        spans, starts_s = [], []
        for leg, own in reps.items():
            for _, some in groupby(own, key=lambda rep: rep.set):
                one = list(some)
                spans.append(Span(leg, one[0].first_s, one[-1].last_s))
                starts_s += [rep.first_s for rep in one]
        return cls(tuple(spans), tuple(starts_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackState:
    """A replay at one moment.

    Attributes:
        position_s: Its position, seconds since the recording's first samples.
        duration_s: Length of the recording, seconds; None until it is known.
        speed: How many times faster than the session.
        paused: Whether it is paused.
        ended: Whether everything was played.
        seeking: The fraction of the way to a requested place that is done, 0 to 1; None if it is
            not on its way, or has only just started.
        sets: Sets of both legs.
    """

    position_s: float = 0.0
    duration_s: float | None = None
    speed: float = 1.0
    paused: bool = False
    ended: bool = False
    seeking: float | None = None
    sets: tuple[Span, ...] = ()
