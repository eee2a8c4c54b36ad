"""Tells whether this computer has stood still lately, and how long that hid losses."""

# A computer counts as busy for this long after it stood still; its arrivals are examined for about
# as long.
_BUSY_US = 12_000_000
# Longer silences are counted as this long.
_MOST_US = 1_000_000


class Busy:
    """What one stream shows of a busy computer; times on the host's clock.

    Attributes:
        behind_us: For how long it was behind, so that nobody knows what was lost meanwhile.
        spare_us: For how long more samples have been reported lost than are believed lost.
    """

    def __init__(self) -> None:
        self.behind_us = self.spare_us = 0
        self._now_us: int | None = None
        self._stood_us = -_BUSY_US

    @property
    def is_busy(self) -> bool:
        """Whether the computer stood still lately."""
        return self._now_us is not None and self._now_us - self._stood_us < _BUSY_US

    def stood_still(self) -> None:
        """Note that it stood still until now."""
        if self._now_us is not None:
            self._stood_us = self._now_us

    def go_on(self, host_us: int, *, is_behind: bool, is_spare: bool) -> None:
        """Take an arrival.

        Args:
            host_us: The time of arrival.
            is_behind: Whether the computer was behind with it.
            is_spare: Whether many more samples are reported lost than are believed lost.
        """
        before_us = host_us if self._now_us is None else self._now_us
        passed_us = min(max(host_us - before_us, 0), _MOST_US)
        self.behind_us += passed_us if is_behind else 0
        self.spare_us = self.spare_us + passed_us if is_spare else 0
        self._now_us = host_us
