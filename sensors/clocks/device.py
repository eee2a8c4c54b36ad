"""The clock of a sensor that stamps its samples: which stamps are damaged, and when it was set.

A sensor may have several streams (acceleration, angular rate) on one clock. This is the clock that
they share; ``stamped_series`` numbers the samples of one stream.
"""

from collections import deque

from evenstride.sensors.clocks.other_rate import RATE_ERROR

# How much a stamp may differ from the prediction of the host's clock: radios hold data back, and
# some sensors collect it for two seconds.
_LATEST_US = 3_000_000
# Once stamps have come for this long, some were prompt. One that is this much ahead of all of them
# arrived before it can have been measured: a slow link's events are 0.1 s apart. The clocks drift
# apart by little more than 500 parts in a million.
_KNOWN_US, _AHEAD_US = 5_000_000, 120_000
_DRIFT = 6e-4
# If this many stamps in a row agree with each other but not with earlier ones, the clock was set.
_STRAYS = 5
# Fewer are enough at the beginning, after a lost link, and if the sensor's and the host's time
# between two stamps agree to this: a damaged number does that once in millions.
_FIRST_STRAYS, _SAME_US = 2, 250_000
# Some Bluetooth stacks deliver a notification twice, or late among others. This many stamps are
# remembered to recognise that, and a clock that goes back is believed once nothing else has come
# for this long.
_KEPT, _OTHERS_US = 32, 260_000


class DeviceClock:
    """Keeps one clock for a session, even if the sensor's is set or stamps are damaged.

    A stamp that does not fit the passing of the host's time is refused, and so is the very first.
    If others follow that fit it, the sensor has restarted its clock. Time then continues by what
    has passed on the host, as if they were as prompt as the promptest before.
    """

    def __init__(self) -> None:
        self._offset_us = 0
        self._last: tuple[int, int] | None = None
        self._placed: deque[int] = deque(maxlen=_KEPT)
        self._ahead_us = 0.0  # the promptest stamp so far, less its arrival
        self._began_us = 0  # when the promptest was first sought, on the host's clock
        self._stray: tuple[int, int] = (0, 0)
        self._strays = 0
        self._strays_since_us = 0
        self._is_stray_early = False
        self._resumed = False

    def resume(self) -> None:
        """Expect that the clock was set before the next stamp."""
        self._resumed = True

    def place(self, stamp_us: int, host_us: int, least_us: float | None = None) -> int | None:
        """Return the session's time of a stamp; None if it is damaged.

        Args:
            host_us: When it arrived.
            least_us: The least possible time, from earlier samples of its stream; None if there
                were none.
        """
        if stamp_us in self._placed and not self._resumed:
            # Two streams may share a stamp, but neither has it twice.
            return None if self._is_before(stamp_us, least_us) else stamp_us + self._offset_us
        now = (stamp_us, host_us)
        agrees = self._strays > 0 and _agree(self._stray, now)
        # A stamp that goes back less than the last stray did is not from the old clock.
        goes_back = self._last is not None and stamp_us < self._last[0]
        is_early = self._is_before(stamp_us, least_us) and not self._resumed
        # After the clock went back, what follows the new time is from the new clock.
        has_gone_back = self._is_stray_early and agrees and self._is_long(host_us)
        if is_early or has_gone_back or not self._is_expected(now) or (agrees and goes_back):
            follows = self._strays > 0 and _follows(self._stray, now)
            self._strays = self._strays + 1 if follows else 1
            if self._strays == 1:
                self._strays_since_us, self._is_stray_early = host_us, is_early
            stray, self._stray = self._stray, now
            is_new = self._last is None or self._resumed or agrees
            if self._strays < (_FIRST_STRAYS if is_new else _STRAYS) or (
                is_early and not self._is_long(host_us)
            ):
                return None
            ahead_us = now[0] - now[1]
            if self._resumed and self._last is not None:
                self._offset_us += self._last[0] - self._last[1] - ahead_us
            elif self._last is not None:
                ahead_us = max(ahead_us, stray[0] - stray[1]) if agrees else ahead_us
                self._offset_us += round(self._ahead_us) - ahead_us
            self._ahead_us = ahead_us
            self._placed.clear()
            if self._resumed or self._last is None:
                self._began_us = host_us
        elif self._last is not None:
            drift_us = _DRIFT * (host_us - self._last[1])
            self._ahead_us = max(self._ahead_us - drift_us, stamp_us - host_us)
        self._strays = 0
        self._resumed = self._is_stray_early = False
        self._last = now
        self._placed.append(stamp_us)
        return stamp_us + self._offset_us

    def _is_long(self, host_us: int) -> bool:
        """Return whether strays have come for long enough that they are not merely late ones."""
        return host_us - self._strays_since_us >= _OTHERS_US

    def _is_before(self, stamp_us: int, least_us: float | None) -> bool:
        return least_us is not None and stamp_us + self._offset_us < least_us

    def _is_expected(self, now: tuple[int, int]) -> bool:
        """Return whether a stamp may come from the clock as it is known."""
        if self._last is None or not _follows(self._last, now):
            return False
        step_us, passed_us = now[0] - self._last[0], now[1] - self._last[1]
        if self._resumed:
            # What was measured before the link was lost has been lost with it.
            return step_us >= passed_us - _LATEST_US
        is_known = self._last[1] - self._began_us > _KNOWN_US
        ahead_us = now[0] - now[1] - self._ahead_us - _DRIFT * passed_us
        return not is_known or ahead_us <= _AHEAD_US


def _follows(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Return whether a stamp and its arrival fit earlier ones."""
    step_us, passed_us = now[0] - before[0], now[1] - before[1]
    return -_LATEST_US <= step_us <= passed_us * (1 + RATE_ERROR) + _LATEST_US


def _agree(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Return whether both clocks say that the same time has passed, and some has."""
    step_us, passed_us = now[0] - before[0], now[1] - before[1]
    return step_us > 0 and abs(step_us - passed_us) < _SAME_US
