"""Whether this computer has stood still of late, and for how long it has hidden what was lost."""

# A computer that stood still is busy for at least so long, as the arrivals are looked at.
_BUSY_US = 12_000_000
# Of a longer silence no more counts.
_MOST_US = 1_000_000


class Busy:
    """What one stream shows of it; times on the host's clock.

    Attributes:
        behind_us: For how long it was behind, so that nobody knows what was lost meanwhile.
        spare_us: For how long more have been said lost than are believed to be.
    """

    def __init__(self) -> None:
        self.behind_us = self.spare_us = 0
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

    def go_on(self, host_us: int, *, is_behind: bool, is_spare: bool) -> None:
        """Something arrived.

        Args:
            host_us: When it did.
            is_behind: Whether the computer was behind with it.
            is_spare: Whether many more are said lost than are believed to be.
        """
        before_us = host_us if self._now_us is None else self._now_us
        passed_us = min(max(host_us - before_us, 0), _MOST_US)
        self.behind_us += passed_us if is_behind else 0
        self.spare_us = self.spare_us + passed_us if is_spare else 0
        self._now_us = host_us
