"""What the time bar of a replay shows, as plain frozen data."""

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
    """What one can jump to in a recording, as far as it is known.

    Attributes:
        sets: Sets of both legs.
        rep_starts_s: Where reps begin, seconds since the recording's first samples.
    """

    sets: tuple[Span, ...] = ()
    rep_starts_s: tuple[float, ...] = ()

    @classmethod
    def of(cls, reps: Mapping[Leg, Iterable[Rep]]) -> Self:
        """Those of each leg's reps, in their order."""
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
