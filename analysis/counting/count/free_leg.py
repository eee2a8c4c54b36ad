"""Tells the reps of a leg that is stood on from movements of the same leg while it is free.

A leg that is put down and lifted again turns as far as in a dip, and may rest in the same pose; one
that is held up sways while the other leg lets the body down. But neither turns about its foot.
"""

from evenstride.analysis.counting.count.counted import Counted
from evenstride.analysis.counting.measuring.bend import Bend, together
from evenstride.analysis.counting.measuring.kept_movement import bends_of


class FreeLeg:
    """Tells in which movements a leg is free, once a set shows how it turns as it is stood on.

    Before that nothing is believed to swing, since a sensor may show the height wrongly.

    Args:
        counted: What was counted on the leg.
    """

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._stood = False

    def is_free(self, bend: Bend) -> bool:
        """Whether the leg is free in a movement, alone or together with the set in progress.

        Args:
            bend: How the sensor's height bends in it.
        """
        with_set = bend.with_like(self._bends_now)
        return with_set.rides or (self._stood and with_set.swings)

    def is_like_set(self, bend: Bend) -> bool:
        """Whether the height bends in a movement as in the set in progress; False without one.

        Args:
            bend: How the sensor's height bends in it.
        """
        return bend.is_like(self._bends_now)

    def sets(self) -> set[int]:
        """Return the numbers of sets in which the leg swung, once.

        That is when the set in progress is the first to show how the leg turns as it is stood on.
        """
        if self._stood or not self._counted.now.is_sure:
            return set()
        in_set = self._bends_now
        if not (in_set and together(in_set).stands):
            return set()
        self._stood = True
        return self._counted.sets_in(
            lambda movements: bool(bends := bends_of(movements)) and together(bends).swings
        )

    @property
    def _bends_now(self) -> list[Bend]:
        return bends_of(self._counted.kept_now)
