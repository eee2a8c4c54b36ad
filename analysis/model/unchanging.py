"""Values that are their own copies."""

from typing import Self


class Unchanging:
    """A frozen value, of frozen values all the way down.

    A replay keeps many copies of a session's state; they share what never changes.
    """

    __slots__ = ()

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """The value itself."""
        return self
