"""Immutable values that need not be copied."""

from typing import Self


class Unchanging:
    """A frozen value that consists only of frozen values.

    A replay keeps many copies of a session's state, which share whatever never changes.
    """

    __slots__ = ()

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return the value itself."""
        return self
