"""A connection's rhythm over time: found, kept while it is hidden, and changed."""

from evenstride.sensors.clocks.rhythm import NO_RHYTHM, Rhythm, find_rhythm
from evenstride.sensors.samples import FloatArray

# A connection may change its interval, which the latest arrivals tell.
_LATEST_US = 3_000_000
# A rhythm found over less time than this may be a multiple of the true one.
_WHOLE_US = 5_000_000
# A known rhythm is not forgotten before arrivals did not follow it for this long, because a busy
# computer hides it.
_HIDDEN_US = 30_000_000


class KnownRhythm:
    """What is believed of one connection.

    Attributes:
        rhythm: The rhythm; None while too few have arrived to tell.
    """

    def __init__(self) -> None:
        self.rhythm: Rhythm | None = None
        self._another: Rhythm | None = None
        self._another_us = self._kept_us = 0.0

    @property
    def is_changing(self) -> bool:
        """Whether the connection's interval may have changed."""
        return self._another is not None

    @property
    def interval_us(self) -> float:
        """The time between the connection's events; 0.0 if unknown."""
        return self.rhythm.interval_us if self.rhythm is not None else 0.0

    def event_us(self, host_us: int) -> float:
        """Return when the event's promptest arrival would be heard; ``host_us`` if unknown."""
        if self.rhythm is None or self.is_changing:
            return float(host_us)
        return float(self.rhythm.event_us(float(host_us)))

    def look(self, host_us: FloatArray, *, is_busy: bool) -> int:
        """Search for the rhythm again.

        Args:
            host_us: When the instants of the window were heard, shape (m,).
            is_busy: Whether the computer is busy, which may hide the rhythm.

        Returns:
            How many of the first instants had another interval, and tell nothing now.
        """
        begin = 0
        if self._has_changed(host_us):
            begin = int(host_us.searchsorted(host_us[-1] - _LATEST_US))
            host_us = host_us[begin:]
        if not self.is_changing:
            is_whole = host_us[-1] - host_us[0] > _WHOLE_US
            found = find_rhythm(host_us, self.rhythm if is_whole else None)
            is_hidden = is_busy and found == NO_RHYTHM and host_us[-1] - self._kept_us < _HIDDEN_US
            if found is not None and not (self.interval_us and is_hidden):
                self.rhythm, self._kept_us = found, float(host_us[-1])
        return begin

    def _has_changed(self, host_us: FloatArray) -> bool:
        """Return whether the interval has changed, according to the latest arrivals for a while."""
        known = self.rhythm
        if known is None or known == NO_RHYTHM:
            return False  # a sensor's own pace looks like a rhythm for a few seconds
        latest = find_rhythm(host_us[host_us >= host_us[-1] - _LATEST_US], known)
        if latest is None or latest == NO_RHYTHM or latest.is_like(known):
            self._another = None
            return False
        if self._another is None or not latest.is_like(self._another):
            self._another, self._another_us = latest, float(host_us[-1])
        # While arrivals from before the change are among the latest, these tell nothing.
        if host_us[-1] - self._another_us <= _LATEST_US:
            return False
        self.rhythm, self._another = latest, None
        return True
