"""The computer's clock in a recording, made to go on where it was set or another file goes on.

The clock of arrivals is common to both legs and never goes back while a recorder runs. In a file it
may: two sessions were joined, or a program that wrote it took the time of day and that was set.
"""

from typing import Final

import numpy as np

from evenstride.sensors.samples import IntArray, Leg

BACK_US: Final = 10_000_000
"""A leg's arrivals that go back by more than this are of a clock that was set: lines of two
programs or threads change places within a second, and no buffer holds ten."""

JUMP_US: Final = 24 * 3600 * 1_000_000
"""Nobody trains for a day without a break: a clock that is so much later has jumped."""

_USUAL_STEP_US: Final = 1_000_000
"""How long a jump lasted, where the sensor's own clock does not tell either."""

_SAME_US: Final = 5_000_000
"""Both legs meet the same jump within this of each other."""


class HostClock:
    """The times of arrival of one recording, leg by leg.

    Attributes:
        jumps: How often each leg's arrivals jumped.
    """

    def __init__(self) -> None:
        self.jumps = dict.fromkeys(Leg, 0)
        self._shift_us = dict.fromkeys(Leg, 0)
        self._last: dict[Leg, tuple[int, int]] = {}
        self._latest_us = 0

    def follow(self, leg: Leg, t_us: IntArray, host_us: IntArray) -> IntArray:
        """When samples of a leg arrived, microseconds, shape (n,), on a clock that goes on.

        Args:
            leg: The leg.
            t_us: The sensor's own clock, microseconds, shape (n,), n > 0.
            host_us: When they arrived, as the file says, microseconds, shape (n,).
        """
        t_before_us, before_us = self._last.get(leg, (int(t_us[0]), int(host_us[0])))
        self._last[leg] = int(t_us[-1]), int(host_us[-1])
        steps_us = np.diff(host_us, prepend=before_us)
        jumps = np.flatnonzero((steps_us < -BACK_US) | (steps_us > JUMP_US))
        if not len(jumps):
            self._latest_us = self._shift_us[leg]
            return host_us + self._latest_us
        t_steps_us = np.diff(t_us, prepend=t_before_us)
        shifts_us = np.zeros(len(host_us), np.int64)
        for at in jumps.tolist():
            passed_us = int(t_steps_us[at])
            if not 0 < passed_us < JUMP_US:
                passed_us = _USUAL_STEP_US
            shifts_us[at:] += self._agreed(leg, passed_us - int(steps_us[at]))
        self.jumps[leg] += len(jumps)
        return host_us + shifts_us + (self._shift_us[leg] - int(shifts_us[-1]))

    def at(self, host_us: int) -> int:
        """When something happened that stands beside the samples that came last."""
        return host_us + self._latest_us

    def _agreed(self, leg: Leg, change_us: int) -> int:
        """How much a leg's shift changes: to that of the other leg, if it met this jump before."""
        shift_us = self._shift_us[leg] + change_us
        other_us = self._shift_us[leg.other]
        if abs(shift_us - other_us) < _SAME_US:
            shift_us = other_us
        change_us = shift_us - self._shift_us[leg]
        self._shift_us[leg] = self._latest_us = shift_us
        return change_us
