"""Movements found by speed that no series of small reps has claimed yet.

If reps are so small that only a series of them is believed, each movement found by its speed waits
here. Either it turns out to be a rep of a series, or part of one, or it is listed: none vanishes.
"""

from collections import deque
from dataclasses import dataclass

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True)
class Waits:
    """One waiting movement.

    Attributes:
        found: The movement.
        why: As what it is listed if nothing claims it.
    """

    found: Excursion
    why: AttemptWhy


class Unclaimed:
    """The movements of one leg that wait for a series to claim them."""

    def __init__(self, tuning: SmallTuning = SMALL) -> None:
        self._tuning = tuning
        self._waiting: list[Waits] = []
        self._told: deque[Excursion] = deque(maxlen=tuning.usual_reps)
        self._given: deque[Excursion] = deque(maxlen=tuning.usual_reps)

    def add(self, found: Excursion, why: AttemptWhy) -> None:
        """Let a movement that was found by its speed wait, unless a series has it already."""
        if not any(self._is_of(found, told) for told in self._told):
            self._waiting.append(Waits(found, why))

    def claim(self, told: Excursion) -> None:
        """Remove what waits and is part of a movement that a series reported."""
        self._told.append(told)
        self._waiting = [one for one in self._waiting if not self._is_of(one.found, told)]

    def due(self, tick: int, *, in_series: bool) -> list[Waits]:
        """Return, once, what no series will claim any more.

        Args:
            tick: The tick now.
            in_series: Whether a series is known; it then reports each rep as it ends.
        """
        wait_s = self._tuning.claimed_s if in_series else self._tuning.look_back_s
        due = [one for one in self._waiting if (tick - one.found.end) * TICK_S > wait_s]
        self._waiting = [one for one in self._waiting if one not in due]
        self._given.extend(one.found for one in due)
        return due

    def was_given(self, told: Excursion) -> bool:
        """Whether a movement that a series reports was given before as found by its speed."""
        return any(self._is_of(given, told) for given in self._given)

    def all(self) -> list[Waits]:
        """Return, once, everything that waits, as at the end of the data."""
        due, self._waiting = self._waiting, []
        return due

    def _is_of(self, found: Excursion, told: Excursion) -> bool:
        """Whether the middle of one of its ways lies in a movement that a series reported."""
        beside = self._tuning.beside_ticks
        middles = 0.5 * (found.start + found.top), 0.5 * (found.leave + found.end)
        return any(told.start - beside < at < told.end + beside for at in middles)
