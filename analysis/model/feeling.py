"""What the person reported of pain and effort, as stored in a result."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from evenstride.sensors.samples import Leg

WORST: Final = 10.0
"""The upper end of the scales of pain and of effort, which begin at 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """Pain, effort or both, as they were said after a set or at the end.

    Attributes:
        at_s: When, seconds since the recording's first sample.
        exercise: The exercise's id; None if any movement was counted.
        leg: The leg that it is about; None for both.
        pain: From 0, none, to 10; None if that was not said.
        effort: From 0, none, to 10; None if that was not said.
    """

    at_s: float
    exercise: str | None
    leg: Leg | None
    pain: float | None = None
    effort: float | None = None


def worst_pain(feelings: Iterable[Feeling]) -> float | None:
    """Return the worst pain that was reported; None without any."""
    return max((one.pain for one in feelings if one.pain is not None), default=None)


def most_effort(feelings: Iterable[Feeling]) -> float | None:
    """Return the greatest effort that was reported; None without any."""
    return max((one.effort for one in feelings if one.effort is not None), default=None)


def risen_pain(feelings: Iterable[Feeling]) -> tuple[float, float] | None:
    """Return first and last pain of the leg in which it rose most; None if it rose in none.

    Args:
        feelings: What was said, in order.
    """
    said: dict[Leg | None, list[float]] = {}
    for one in feelings:
        if one.pain is not None:
            said.setdefault(one.leg, []).append(one.pain)
    risen = [(pains[0], pains[-1]) for pains in said.values() if pains[-1] > pains[0]]
    return max(risen, key=lambda pair: pair[1] - pair[0], default=None)
