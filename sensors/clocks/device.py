"""The clock of a sensor that stamps its samples: what is a duplicate, what is late, what is lost.

A sensor may have several streams (acceleration, angular rate) on one clock: ``DeviceClock`` is
the clock that they share, ``StampedSeries`` numbers the samples of one of them.
"""

import numpy as np

from evenstride.sensors.samples import IntArray

# A stamp may differ from what the host's clock predicts by this much: radios keep data back, and
# some sensors collect it for two seconds.
_LATEST_US = 3_000_000
# Once stamps have come for so long, some were prompt. One that is this much ahead of all of them
# came before it can have been measured: a slow link's events are 0.1 s apart. The clocks drift
# apart by 500 parts in a million and a little.
_KNOWN_US, _AHEAD_US = 5_000_000, 120_000
_DRIFT = 6e-4
# So many stamps in a row that agree with each other but not with those before: the clock was set.
_STRAYS = 5
# So many are enough at the beginning, after a lost link, and where both clocks say that as much
# has passed from one to the next: a damaged number agrees to that once in millions.
_FIRST_STRAYS, _SAME_US = 2, 250_000
# True rates differ from nominal ones by so much, which is no loss.
_RATE_ERROR = 0.03


class DeviceClock:
    """One clock for a session, though the sensor's may be set anew and stamps may be damaged.

    A stamp that does not fit to the passing of the host's time is refused, and so is the very
    first. If others follow that fit to it, the sensor has begun its clock anew: time then goes on
    by what has passed on the host.
    """

    def __init__(self) -> None:
        self._offset_us = 0
        self._last: tuple[int, int] | None = None
        self._ahead_us = 0.0  # of the promptest so far, its stamp against its arrival
        self._began_us = 0  # on the host's clock, when it was first looked for
        self._stray: tuple[int, int] = (0, 0)
        self._strays = 0
        self._resumed = False

    def resume(self) -> None:
        """Expect that the clock was set before the next stamp."""
        self._resumed = True

    def place(self, stamp_us: int, host_us: int) -> int | None:
        """The session's time of a stamp that arrived at ``host_us``; None if it is damaged."""
        now = (stamp_us, host_us)
        agrees = self._strays > 0 and _agree(self._stray, now)
        # One that goes back less than the last stray did is not of the clock as it was.
        goes_back = self._last is not None and stamp_us < self._last[0]
        if not self._is_expected(now) or (agrees and goes_back):
            follows = self._strays > 0 and _follows(self._stray, now)
            self._strays = self._strays + 1 if follows else 1
            self._stray = now
            is_new = self._last is None or self._resumed or agrees
            if self._strays < (_FIRST_STRAYS if is_new else _STRAYS):
                return None
            if self._last is not None:
                passed_us = host_us - self._last[1]
                self._offset_us += self._last[0] + passed_us - stamp_us
            self._ahead_us, self._began_us = stamp_us - host_us, host_us
        elif self._last is not None:
            drift_us = _DRIFT * (host_us - self._last[1])
            self._ahead_us = max(self._ahead_us - drift_us, stamp_us - host_us)
        self._strays = 0
        self._resumed = False
        self._last = now
        return stamp_us + self._offset_us

    def _is_expected(self, now: tuple[int, int]) -> bool:
        """Whether a stamp may be of the clock as it is known."""
        if self._last is None or not _follows(self._last, now):
            return False
        step_us, passed_us = now[0] - self._last[0], now[1] - self._last[1]
        if self._resumed:
            # What was measured before the link was lost has gone with it.
            return step_us >= passed_us - _LATEST_US
        is_known = self._last[1] - self._began_us > _KNOWN_US
        ahead_us = now[0] - now[1] - self._ahead_us - _DRIFT * passed_us
        return not is_known or ahead_us <= _AHEAD_US


def _follows(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether a stamp and its arrival fit to earlier ones."""
    step_us, passed_us = now[0] - before[0], now[1] - before[1]
    return -_LATEST_US <= step_us <= passed_us * (1 + _RATE_ERROR) + _LATEST_US


def _agree(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether as much has passed by the sensor's clock as by the host's, and not nothing."""
    step_us, passed_us = now[0] - before[0], now[1] - before[1]
    return step_us > 0 and abs(step_us - passed_us) < _SAME_US


class StampedSeries:
    """Numbers the samples of one stream; each notification tells the time of its last sample.

    Args:
        rate_hz: The nominal rate.
    """

    def __init__(self, rate_hz: float) -> None:
        self._period_us = 1e6 / rate_hz
        self._last_us: int | None = None
        self._next = 0

    def change_rate(self, rate_hz: float) -> None:
        """From now on the nominal rate is another one."""
        self._period_us = 1e6 / rate_hz

    def stamp(self, n: int, last_us: int) -> tuple[IntArray, IntArray] | None:
        """Numbers and times in microseconds of n samples, the last of them at ``last_us``.

        Times go on evenly from the last sample before; at the start and after a loss they are
        one nominal period apart (as the makers of the sensors do it).

        Returns:
            None for samples that came before already, or too late to be put in order.
        """
        step_us = self._period_us
        if self._last_us is not None:
            span_us = last_us - self._last_us
            if span_us <= 0:
                return None
            missing = round(span_us / self._period_us) - n
            if missing > _RATE_ERROR * n:
                self._next += missing
            else:
                step_us = span_us / n
        seq = np.arange(self._next, self._next + n, dtype=np.int64)
        self._next += n
        self._last_us = last_us
        back = np.arange(n - 1, -1, -1)
        return seq, last_us - np.round(back * step_us).astype(np.int64)
