"""What has waited for a computer or a radio, and when all of it has come: until then nobody knows.

Whoever stood still has the rest of the stream still to hand over. Meanwhile everything is late, as
if samples had been lost; but lateness that was waiting passes, and lateness that is a loss stays.
So nothing is called lost before its lateness has stayed the same for long enough: the longer, the
more of it there is, and longest where the computer is known to be the one that stood still.
"""

from collections import deque
from itertools import combinations

# So much lateness may still be passing.
_MUCH_US = 150_000
# For how long it has to stay: a part of itself, up to the limit.
_PART, _MOST_US = 0.4, 500_000
# The same where the computer is known to have stood still: it catches up slowly.
_OWN_US = 900_000
# Then it is still passing if the promptest of such a part of that time is less late than the
# promptest of one before, by half the time of what is lost together and by this; or if a part has
# nothing at all.
_PARTS = 4
_LESS_US = 8_000


class Backlog:
    """How late arrivals were since the last prompt one.

    Attributes:
        is_ours: Whether the computer stood still, and has not caught up since as far as is known.
    """

    def __init__(self) -> None:
        self.is_ours = False
        self._seen: deque[tuple[int, float]] = deque()

    def stood_still(self) -> None:
        """The computer did."""
        self.is_ours = True
        self._seen.clear()

    def begins_anew(self) -> None:
        """A long silence was another stop: what came before it tells nothing of what waits now."""
        self._seen.clear()

    def is_over(self) -> None:
        """Something was prompt, or what stays late was called lost."""
        self.is_ours = False
        self._seen.clear()

    def add(self, host_us: int, late_us: float) -> None:
        """Something arrived that was late."""
        self._seen.append((host_us, late_us))
        while self._seen[0][0] < host_us - 2 * _OWN_US:
            self._seen.popleft()

    def may_pass(self, late_us: float, step_us: float) -> bool:
        """Whether lateness may be waiting that passes.

        Args:
            late_us: How late the promptest is of what is to be judged.
            step_us: The time of what is lost together.
        """
        if not self.is_ours and late_us <= _MUCH_US:
            return False
        most_us = max((late_us, *(late_us for _, late_us in self._seen)))
        stays_us = _OWN_US if self.is_ours else min(_PART * most_us, _MOST_US)
        less_us = max(step_us / 2, _LESS_US)
        return self._stayed_us(less_us) < stays_us or (self.is_ours and self._passes(less_us))

    def _stayed_us(self, less_us: float) -> int:
        """For how long it has not become less than it is now."""
        least_us = min((late_us for _, late_us in self._seen), default=0.0)
        since_us = [at_us for at_us, late_us in self._seen if late_us < least_us + less_us]
        return self._seen[-1][0] - since_us[0] if since_us else 0

    def _passes(self, less_us: float) -> bool:
        """Whether it has become less of late."""
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
