"""Decides, during a set and at its end, which end of its movements is the rest."""

from collections.abc import Sequence

from evenstride.analysis.counting.moves.excursions import ExcursionFinder
from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.set_lever import Worn
from evenstride.analysis.counting.which_end.turning_over import turned_over
from evenstride.analysis.counting.which_end.which_way_up import (
    Rest,
    next_look,
    odds_so_far,
    rest_of_set,
)
from evenstride.analysis.signal.motion.recent_motion import RecentMotion


class RestEnd:
    """Decides whether the set in progress was seen upside down, and turns its movements over.

    Args:
        finder: Finds its movements by their speed.
    """

    def __init__(
        self, recent: RecentMotion, finder: ExcursionFinder, tuning: CountingTuning = COUNTING
    ) -> None:
        self._recent = recent
        self._finder = finder
        self._tuning = tuning
        self._way_before: Move | None = None
        self._is_right_way_up = False

    def set_begins(self, first: Excursion) -> None:
        """Begin a set with a movement."""
        self._is_right_way_up = False
        self._way_before = self._finder.way_before(first.start)

    def looks_at(self, tick: int, reps: int) -> int | None:
        """Return the first tick, from one on, at which ``turned_over_now`` has to look.

        Args:
            reps: The number of reps of the set in progress.

        Returns:
            The tick's number; None if there is nothing to look at yet.
        """
        moves_from = self._finder.moves_from(tick)
        if moves_from is None or self._is_right_way_up:
            return None
        return next_look(max(moves_from, tick), reps)

    def turned_over_now(
        self, reps: Sequence[Excursion], tick: int, worn: Worn
    ) -> list[Excursion] | None:
        """Return the set's movements turned over, if the way in progress shows it upside down.

        Args:
            reps: The movements of the set; there must be at least one.
            tick: The last tick.

        Returns:
            The movements; None if the set is the right way up, or that is not clear yet.
        """
        way = self._finder.gone(tick)
        odds = odds_so_far(self._recent, reps, way, tick, worn, tuning=self._tuning)
        self._is_right_way_up = odds >= 1.0
        if odds > -1.0:
            return None
        return self._turned_over(reps, self._finder.ended)

    def at_end(self, reps: Sequence[Excursion], tick: int, worn: Worn) -> Rest:
        """Return where the rest of an ending set is.

        Args:
            reps: The movements of the set; there must be at least one.
            tick: The last tick.
        """
        around = self._way_before, self._finder.out
        return rest_of_set(self._recent, reps, around, tick, worn, tuning=self._tuning)

    def turned_over_at_end(self, reps: Sequence[Excursion]) -> list[Excursion]:
        """Return the movements of an ending set turned over."""
        return self._turned_over(reps, self._finder.out)

    def _turned_over(self, reps: Sequence[Excursion], last_way: Move | None) -> list[Excursion]:
        before = self._way_before
        return turned_over(reps, before=before, last_way=last_way, tuning=self._tuning)
