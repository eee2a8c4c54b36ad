"""Counting refusals on the local network, so that persistent attempts do not fill the log."""

import logging
from collections import Counter
from collections.abc import Callable
from typing import Final

_log = logging.getLogger(__name__)

_EVERY_S: Final = 60.0


class Refusals:
    """Writes the first refusal of each kind to the log, and then how many there were.

    Args:
        clock_s: A monotonic clock, seconds.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._counts: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._told_s: dict[str, float] = {}

    def count(self, kind: str) -> None:
        """Count one more refusal.

        Args:
            kind: What was refused, as text for the log; one of a few.
        """
        self._counts[kind] += 1
        now_s = self._clock_s()
        if kind not in self._told_s or now_s - self._told_s[kind] >= _EVERY_S:
            self._tell(kind, now_s)

    def sum_up(self) -> None:
        """Log what was not logged yet."""
        for kind, n in self._counts.items():
            if n > self._told[kind]:
                self._tell(kind, self._clock_s())

    def _tell(self, kind: str, now_s: float) -> None:
        n = self._counts[kind]
        _log.warning("refused: %s%s", kind, f", {n} so far" if n > 1 else "")
        self._told[kind], self._told_s[kind] = n, now_s
