"""What has been waiting for a computer or a radio: nobody can judge it before all has arrived.

After either has stood still, the rest of the stream is still to be delivered. Meanwhile everything
is late, as if samples had been lost; but lateness from waiting passes, and lateness from a loss
stays. So nothing is called lost until its lateness has stayed the same for long enough: longer for
more lateness, and longest if it is known that the computer stood still.
"""

from collections import deque
from itertools import combinations

# Lateness above this may still be passing.
_MUCH_US = 150_000
# How long it has to stay: this fraction of itself, up to the limit.
_PART, _MOST_US = 0.4, 500_000
# The same if the computer is known to have stood still: it catches up slowly.
_OWN_US = 900_000
# That time is divided into this many parts. Lateness is still passing if the promptest arrival of a
# part is less late than that of an earlier part, by half a quantum and by this; or if a part is
# empty.
_PARTS = 4
_LESS_US = 8_000


class Backlog:
    """The lateness of arrivals since the last prompt one.

    Attributes:
        is_ours: Whether the computer stood still, and is not known to have caught up since.
    """

    def __init__(self) -> None:
        self.is_ours = False
        self._seen: deque[tuple[int, float]] = deque()

    def stood_still(self) -> None:
        """Note that the computer stood still."""
        self.is_ours = True
        self._seen.clear()

    def begins_anew(self) -> None:
        """Forget the arrivals before a long silence: another stop, so they tell nothing now."""
        self._seen.clear()

    def is_over(self) -> None:
        """Note that something was prompt, or that lasting lateness was called a loss."""
        self.is_ours = False
        self._seen.clear()

    def add(self, host_us: int, late_us: float) -> None:
        """Take a late arrival."""
        self._seen.append((host_us, late_us))
        while self._seen[0][0] < host_us - 2 * _OWN_US:
            self._seen.popleft()

    def may_pass(self, late_us: float, step_us: float) -> bool:
        """Return whether lateness may be due to waiting, and pass.

        Args:
            late_us: The lateness of the promptest arrival to be judged.
            step_us: The duration of one quantum (the samples that are lost together).
        """
        if not self.is_ours and late_us <= _MUCH_US:
            return False
        most_us = max((late_us, *(late_us for _, late_us in self._seen)))
        stays_us = _OWN_US if self.is_ours else min(_PART * most_us, _MOST_US)
        less_us = max(step_us / 2, _LESS_US)
        return self._stayed_us(less_us) < stays_us or (self.is_ours and self._passes(less_us))

    def _stayed_us(self, less_us: float) -> int:
        """Return for how long the lateness has not been less than it is now."""
        least_us = min((late_us for _, late_us in self._seen), default=0.0)
        since_us = [at_us for at_us, late_us in self._seen if late_us < least_us + less_us]
        return self._seen[-1][0] - since_us[0] if since_us else 0

    def _passes(self, less_us: float) -> bool:
        """Return whether the lateness has fallen lately."""
        parts: list[list[float]] = [[] for _ in range(_PARTS)]
        now_us = self._seen[-1][0]
        for at_us, late_us in self._seen:
            part = (now_us - at_us) * _PARTS // _OWN_US
            if part < _PARTS:
                parts[part].append(late_us)
        if not all(parts):
            return True
        promptest_us = [min(part) for part in reversed(parts)]
        return any(after < before - less_us for before, after in combinations(promptest_us, 2))
