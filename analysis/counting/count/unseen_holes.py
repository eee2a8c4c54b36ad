"""Holes in the data that may hide a whole rep: they are listed, since nobody knows."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from evenstride.analysis.counting.count.set_in_progress import SetInProgress

_KEPT: Final = 4
"""No more holes lie within two reps before a set."""

_NEAR: Final = 2
"""So many reps' time before the first rep of a set, and after the last one, a rep may lie."""


class UnseenHoles:
    """Tells which holes may hide a rep of a set: those in it, after it, and right before it."""

    def __init__(self) -> None:
        self._before: deque[tuple[float, float, float]] = deque(maxlen=_KEPT)

    def may_hide(self, now: SetInProgress, from_s: float, to_s: float, unknown_s: float) -> bool:
        """Whether a rep of the set in progress may lie in a hole; without one, it waits for one.

        Args:
            now: The set; it may be empty.
            from_s: The hole's begin.
            to_s: Its end.
            unknown_s: For how long nothing tells what the limb did in it.
        """
        if now.usual_duration_s is None or now.hides_s is None:
            self._before.append((from_s, to_s, unknown_s))
            return False
        return unknown_s > now.hides_s and from_s < now.end_s + _NEAR * now.usual_duration_s

    def before_set(self, now: SetInProgress) -> Iterator[tuple[float, float]]:
        """Begin and end of those before a set that is over, in which its first reps may lie."""
        before = tuple(self._before)
        self._before.clear()
        if now.usual_duration_s is None or now.hides_s is None:
            return
        since_s = now.reps[0].first_s - _NEAR * now.usual_duration_s
        for from_s, to_s, unknown_s in before:
            if unknown_s > now.hides_s and to_s > since_s:
                yield from_s, to_s
