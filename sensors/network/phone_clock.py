"""A phone's clock through a session, even if it is set meanwhile.

The readings of a phone carry the time of day, or of the experiment, to a microsecond. That clock
drifts by some parts in a million, which the session's timeline follows. It cannot follow a clock
that is set: then readings continue without a hole but their times jump. This shows in times that go
back, or that run further ahead than the host's own clock. If no message is missing, the readings
before and after the jump are one step apart; if some are, the host's clock tells how long it took.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evenstride.sensors.samples import IntArray

# A reading may be this much older than the last one, as it was delivered late. If it is older, the
# clock was set back.
_BACK_US = 20_000
# Times may run ahead of the host's clock by this much beyond the known lateness of the message
# before. A shorter step is left to the timeline.
_AHEAD_US = 150_000
# The promptest arrival is forgotten this fast, to follow a drift of the phone's clock.
_DRIFT = 1e-3
_USUAL_STEP_US = 10_000


@dataclass(slots=True)
class _Series:
    """One sensor of the phone."""

    regime: int
    raw_us: int | None = None
    placed_us: int | None = None
    host_us: int | None = None  # when its last readings arrived
    step_us: float = _USUAL_STEP_US


class PhoneClock:
    """The times of readings on one clock that is never set.

    Attributes:
        times_set: How often the phone's clock was set so far.
    """

    def __init__(self) -> None:
        self.times_set = 0
        # For each time that the clock was set: the offset to add to its times.
        self._offsets = [0]
        self._series: dict[str, _Series] = {}
        self._host_us: int | None = None
        self._newest_us: int | None = None
        self._low_us: float | None = None  # arrival minus newest reading
        self._is_next = False
        self._anew = False
        self._now_us = 0

    @property
    def low_us(self) -> float:
        """The promptest recent arrival: arrival minus the time of its newest reading."""
        return 0.0 if self._low_us is None else self._low_us

    def begin_anew(self) -> None:
        """Expect the next readings on another clock, as much later as the host's clock says."""
        self._anew = bool(self._series)

    def arrived(self, host_us: int, *, is_next: bool) -> None:
        """Note a message, for which ``place`` is called next.

        Args:
            host_us: Its arrival on the host's clock.
            is_next: Whether no message is missing between the last one and this one.
        """
        self._now_us = host_us
        self._is_next = is_next and not self._anew

    def place(self, name: str, raw_us: IntArray) -> tuple[IntArray, npt.NDArray[np.bool_]]:
        """Return the times of one sensor's readings in the message, in their order.

        Returns:
            The times, shape (n,), and which of them are later than all before.
        """
        if name not in self._series:
            self._series[name] = _Series(len(self._offsets) - 1)
        series = self._series[name]
        placed = np.empty(len(raw_us), np.int64)
        if not len(raw_us):
            return placed, np.empty(0, np.bool_)
        if self._anew:
            self._anew = False
            self._offsets.append(self._by_host(raw_us))
            for one in self._series.values():
                one.regime, one.raw_us = len(self._offsets) - 1, None
        last_us = np.iinfo(np.int64).min if series.placed_us is None else series.placed_us
        before = raw_us[:1] if series.raw_us is None else [series.raw_us]
        gone = np.diff(raw_us, prepend=np.asarray(before, np.int64))
        jumps = (gone < -_BACK_US) | (gone > self._most_us(series))
        at = 0
        for jump in [*np.flatnonzero(jumps).tolist(), len(raw_us)]:
            if jump > at:
                placed[at:jump] = raw_us[at:jump] + self._offsets[series.regime]
                self._learn(series, placed[at:jump])
            if jump < len(raw_us):
                self._next_regime(series, raw_us[jump:], within=jump > 0)
            at = jump
        series.raw_us, series.host_us = int(raw_us[-1]), self._now_us
        highest = np.maximum.accumulate(np.concatenate(([last_us], placed[:-1])))
        return placed, placed > highest

    def done(self) -> None:
        """Finish a message of which all readings were placed."""
        newest = [one.placed_us for one in self._series.values() if one.placed_us is not None]
        latest = max((one.regime for one in self._series.values()), default=0)
        for one in self._series.values():
            if one.regime < latest:
                # It was silent when the clock was set: its last time is of the old clock.
                one.regime, one.raw_us = latest, None
        if newest:
            late_us = float(self._now_us - max(newest))
            passed_us = 0 if self._host_us is None else max(self._now_us - self._host_us, 0)
            before_us = late_us if self._low_us is None else self._low_us + _DRIFT * passed_us
            self._low_us = min(before_us, late_us)
            self._newest_us = max(newest)
        self._host_us = self._now_us

    def _most_us(self, series: _Series) -> float:
        """Return how far ahead of a sensor's last reading its next one can be, after any pause."""
        if series.host_us is None or series.placed_us is None:
            return np.inf
        late_us = series.host_us - series.placed_us - self.low_us
        return self._now_us - series.host_us + max(late_us, 0.0) + _AHEAD_US

    def _by_host(self, raw_us: IntArray) -> int:
        """Return the offset with which the newest of these readings arrived promptly."""
        newest_us = int(self._now_us - self.low_us)
        if self._newest_us is not None:
            span_us = int(raw_us[-1] - raw_us[0])
            newest_us = max(newest_us, self._newest_us + _USUAL_STEP_US + max(span_us, 0))
        return newest_us - int(raw_us[-1])

    def _next_regime(self, series: _Series, raw_us: IntArray, *, within: bool) -> None:
        """Begin a new offset, because the clock was set before these readings."""
        series.regime += 1
        if series.regime < len(self._offsets):
            return  # another sensor's readings have shown it before
        self.times_set += 1
        if (within or self._is_next) and series.placed_us is not None:
            self._offsets.append(series.placed_us + round(series.step_us) - int(raw_us[0]))
        else:
            self._offsets.append(self._by_host(raw_us))

    def _learn(self, series: _Series, placed: IntArray) -> None:
        gone = np.diff(placed)
        if len(gone):
            series.step_us = max(float(np.median(gone)), 1.0)
        series.placed_us = max(int(placed[-1]), series.placed_us or int(placed[-1]))
