"""The computer's clock in a recording, made to go on where it was set or another file goes on.

The clock of arrivals is common to both legs and never goes back while a recorder runs. In a file it
may: two sessions were joined, or a program that wrote it took the time of day and that was set.
"""

from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import IntArray, Site

BACK_US: Final = 10_000_000
"""Arrivals of a sensor that go back by more than this are of a clock that was set: lines of two
programs or threads change places within a second, and no buffer holds ten."""

JUMP_US: Final = 24 * 3600 * 1_000_000
"""Nobody trains for a day without a break: a clock that is this much later has jumped."""

_MIXED_US: Final = 1_000_000
"""Arrivals that go back by more than this, while the sensor's own clock goes on, are told, too:
that is no line that changed places. A lone wrong figure is as likely as a clock that was set, so
they are left as they are."""

_USUAL_STEP_US: Final = 1_000_000
"""How long a jump lasted, where the sensor's own clock does not tell either."""

_SAME_US: Final = 5_000_000
"""All sensors meet the same jump within this of each other."""


class HostClock:
    """The times of arrival of one recording, sensor by sensor.

    Attributes:
        jumps: How often each sensor's arrivals jumped, mended or not.
    """

    def __init__(self) -> None:
        self.jumps = dict.fromkeys(Site, 0)
        self._shift_us = dict.fromkeys(Site, 0)
        self._last: dict[Site, tuple[int, int]] = {}
        self._latest_us = 0

    def follow(self, site: Site, t_us: IntArray, host_us: IntArray) -> IntArray:
        """When samples of a sensor arrived, microseconds, shape (n,), on a clock that goes on.

        Args:
            site: Where it is worn.
            t_us: The sensor's own clock, microseconds, shape (n,), n > 0.
            host_us: When they arrived, as the file says, microseconds, shape (n,).
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
        """When all samples of a stretch arrived, in their order: who jumped first is followed."""
        host_us = np.empty(len(stretch), np.int64)
        for start, end in pairwise(self._cuts(stretch)):
            part = stretch.part(start, end)
            for site, places in part.of_sites():
                _, t_us, arrived_us = part.counts[places].T
                host_us[start + places] = self.follow(site, t_us, arrived_us)
        self._latest_us = self._shift_us[SITES[int(stretch.sites[-1])]]
        return host_us

    def at(self, host_us: int) -> int:
        """When something happened that stands beside the samples that came last."""
        return host_us + self._latest_us

    def _cuts(self, stretch: Stretch) -> list[int]:
        """The start, the end, and the places between at which a sensor's arrivals jump."""
        cuts = {0, len(stretch)}
        for site, places in stretch.of_sites():
            arrived_us = stretch.host_us[places]
            _, before_us = self._last.get(site, (0, int(arrived_us[0])))
            cuts.update(places[_jumps(np.diff(arrived_us, prepend=before_us))].tolist())
        return sorted(cuts)

    def _agreed(self, site: Site, change_us: int) -> int:
        """How much a sensor's shift changes: to that of another one that met this jump before."""
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
