"""Whether this computer has stood still of late, and for how long it has hidden what was lost."""

# A computer that stood still is busy for at least so long, as the arrivals are looked at.
_BUSY_US = 12_000_000
# Of a longer silence no more counts.
_MOST_US = 1_000_000


class Busy:
    """What one stream shows of it; times on the host's clock.

    Attributes:
        behind_us: For how long it was behind, so that nobody knows what was lost meanwhile.
    """

    def __init__(self) -> None:
        self.behind_us = 0
        self._now_us: int | None = None
        self._stood_us = -_BUSY_US

    @property
    def is_busy(self) -> bool:
        """Whether it stood still of late."""
        return self._now_us is not None and self._now_us - self._stood_us < _BUSY_US

    def stood_still(self) -> None:
        """It did until now."""
        if self._now_us is not None:
            self._stood_us = self._now_us

    def go_on(self, host_us: int, *, is_behind: bool) -> None:
        """Something arrived, of which it is known whether the computer was behind with it."""
        if is_behind and self._now_us is not None:
            self.behind_us += min(max(host_us - self._now_us, 0), _MOST_US)
        self._now_us = host_us
