"""The computer's clock in a recording, made continuous if it was set or another file follows.

The arrivals' clock is common to both legs, and never goes back while a recorder runs. In a file it
may: two sessions were joined, or a program wrote the time of day, and the clock was set.
"""

from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import IntArray, Site

BACK_US: Final = 10_000_000
"""If a sensor's arrivals go back by more than this, the clock was set: lines of two programs or
threads change places within a second, and no buffer holds ten."""

JUMP_US: Final = 24 * 3600 * 1_000_000
"""Nobody trains for a day without a break: a clock that is later by this much has jumped."""

_MIXED_US: Final = 1_000_000
"""If arrivals go back by more than this while the sensor's own clock goes on, they are reported,
too: such lines did not just change places. A single wrong figure is as likely as a clock that was
set, so they are left as they are."""

_USUAL_STEP_US: Final = 1_000_000
"""The assumed length of a jump, if the sensor's own clock does not show it either."""

_SAME_US: Final = 5_000_000
"""All sensors meet the same jump within this time of each other."""


class HostClock:
    """The times of arrival in one recording, sensor by sensor.

    Attributes:
        jumps: How often each sensor's arrivals jumped, corrected or not.
    """

    def __init__(self) -> None:
        self.jumps = dict.fromkeys(Site, 0)
        self._shift_us = dict.fromkeys(Site, 0)
        self._last: dict[Site, tuple[int, int]] = {}
        self._latest_us = 0

    def follow(self, site: Site, t_us: IntArray, host_us: IntArray) -> IntArray:
        """Return a sensor's arrivals, microseconds, shape (n,), on a continuous clock.

        Args:
            t_us: The sensor's own clock, microseconds, shape (n,), n > 0.
            host_us: The arrivals as in the file, microseconds, shape (n,).
        """
        t_before_us, before_us = self._last.get(site, (int(t_us[0]), int(host_us[0])))
        self._last[site] = int(t_us[-1]), int(host_us[-1])
        steps_us = np.diff(host_us, prepend=before_us)
        jumps = _jumps(steps_us)
        is_back = (steps_us < -_MIXED_US) & (steps_us >= -BACK_US)
        if is_back.any():
            goes_on = np.diff(t_us, prepend=t_before_us) > 0
            self.jumps[site] += int(np.count_nonzero(is_back & goes_on))
        if not len(jumps):
            self._latest_us = self._shift_us[site]
            return host_us + self._latest_us
        t_steps_us = np.diff(t_us, prepend=t_before_us)
        shifts_us = np.zeros(len(host_us), np.int64)
        for at in jumps.tolist():
            passed_us = int(t_steps_us[at])
            if not 0 < passed_us < JUMP_US:
                passed_us = _USUAL_STEP_US
            shifts_us[at:] += self._agreed(site, passed_us - int(steps_us[at]))
        self.jumps[site] += len(jumps)
        return host_us + shifts_us + (self._shift_us[site] - int(shifts_us[-1]))

    def arrivals(self, stretch: Stretch) -> IntArray:
        """Return the arrivals of a stretch's samples in order; the first sensor to jump leads."""
        host_us = np.empty(len(stretch), np.int64)
        for start, end in pairwise(self._cuts(stretch)):
            part = stretch.part(start, end)
            for site, places in part.of_sites():
                _, t_us, arrived_us = part.counts[places].T
                host_us[start + places] = self.follow(site, t_us, arrived_us)
        self._latest_us = self._shift_us[SITES[int(stretch.sites[-1])]]
        return host_us

    def at(self, host_us: int) -> int:
        """Return the time of an event next to the samples that came last."""
        return host_us + self._latest_us

    def _cuts(self, stretch: Stretch) -> list[int]:
        """Return the start, the end, and the places between at which a sensor's arrivals jump."""
        cuts = {0, len(stretch)}
        for site, places in stretch.of_sites():
            arrived_us = stretch.host_us[places]
            _, before_us = self._last.get(site, (0, int(arrived_us[0])))
            cuts.update(places[_jumps(np.diff(arrived_us, prepend=before_us))].tolist())
        return sorted(cuts)

    def _agreed(self, site: Site, change_us: int) -> int:
        """Return a sensor's change of shift: to that of another one that met this jump before."""
        shift_us = self._shift_us[site] + change_us
        others_us = [known for other, known in self._shift_us.items() if other is not site]
        nearest_us = min(others_us, key=lambda known: abs(shift_us - known))
        if abs(shift_us - nearest_us) < _SAME_US:
            shift_us = nearest_us
        change_us = shift_us - self._shift_us[site]
        self._shift_us[site] = self._latest_us = shift_us
        return change_us


def _jumps(steps_us: IntArray) -> IntArray:
    return np.flatnonzero((steps_us < -BACK_US) | (steps_us > JUMP_US))
