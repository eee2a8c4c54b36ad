"""Movements that their speed told and that no series of small reps has claimed as yet.

Where reps are so small that only series of them are believed, each movement that speed finds waits
here. It is one of the series' reps, or a part of one; or else it is listed, so that none vanishes.
"""

from collections import deque
from dataclasses import dataclass

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True)
class Waits:
    """One movement that waits.

    Attributes:
        found: The movement.
        why: As what it is listed, if nothing claims it.
    """

    found: Excursion
    why: AttemptWhy


class Unclaimed:
    """The movements of one leg that wait for a series to claim them.

    Args:
        tuning: The constants to go by.
    """

    def __init__(self, tuning: SmallTuning = SMALL) -> None:
        self._tuning = tuning
        self._waiting: list[Waits] = []
        self._told: deque[Excursion] = deque(maxlen=tuning.usual_reps)
        self._given: deque[Excursion] = deque(maxlen=tuning.usual_reps)

    def add(self, found: Excursion, why: AttemptWhy) -> None:
        """A movement was found by its speed, and waits, unless a series told of it before."""
        if not any(self._is_of(found, told) for told in self._told):
            self._waiting.append(Waits(found, why))

    def claim(self, told: Excursion) -> None:
        """A series told of a movement: what waits of it waits no longer."""
        self._told.append(told)
        self._waiting = [one for one in self._waiting if not self._is_of(one.found, told)]

    def due(self, tick: int, *, in_series: bool) -> list[Waits]:
        """What no series will claim any more; it is given once.

        Args:
            tick: The tick now.
            in_series: Whether a series is known: then it tells each rep as it ends.
        """
        wait_s = self._tuning.claimed_s if in_series else self._tuning.look_back_s
        due = [one for one in self._waiting if (tick - one.found.end) * TICK_S > wait_s]
        self._waiting = [one for one in self._waiting if one not in due]
        self._given.extend(one.found for one in due)
        return due

    def was_given(self, told: Excursion) -> bool:
        """Whether a movement of which a series tells was given before, as found by its speed."""
        return any(self._is_of(given, told) for given in self._given)

    def all(self) -> list[Waits]:
        """All that waits, as at the end of the data; it is given once."""
        due, self._waiting = self._waiting, []
        return due

    def _is_of(self, found: Excursion, told: Excursion) -> bool:
        """Whether one of its ways lies in a movement that a series told."""
        beside = self._tuning.beside_ticks
        middles = 0.5 * (found.start + found.top), 0.5 * (found.leave + found.end)
        return any(told.start - beside < at < told.end + beside for at in middles)
