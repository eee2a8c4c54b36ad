"""Mapping each leg's own clock to one timeline, seconds since the session's first sample.

Arrival time is not sample time. The host's time of a sample is its sensor time on the line under
all recent arrivals (``sensors.clocks.envelope``), whose slope is the drift of the sensor's clock
against the host's: 0.01 % for a sensor with its own crystal, 1 % for one that only counts samples
at a nominal rate, any factor for one that ignores the rate it was told.

The mapping is a pure function of the samples up to and including each one. So a session has the
same times live, replayed and analysed, however it is divided into blocks.
"""

import numpy as np

from evenstride.sensors.clocks.site_clock import SiteClock
from evenstride.sensors.samples import Block, Samples, Site


class Timeline:
    """The common timeline of a session, fed with its blocks in order of arrival.

    Args:
        begin_us: When the session began, by arrivals, if processing starts in its middle; None if
            its first block comes first.
    """

    def __init__(self, begin_us: int | None = None) -> None:
        self._origin_us = begin_us
        self._clocks: dict[Site, SiteClock] = {}

    def update(self, block: Block) -> Samples:
        """Put a block on the timeline; the division of samples into blocks changes nothing."""
        t_s = np.empty(0)
        if len(block):
            if self._origin_us is None:
                self._origin_us = int(block.host_us[0])
            site = block.site
            if site not in self._clocks:
                self._clocks[site] = SiteClock(self._origin_us, site)
            t_s = self._clocks[site].map(block.t_us, block.host_us) / 1e6
        return Samples(
            block.leg,
            block.seq,
            t_s,
            block.acc_m_s2,
            block.gyr_rad_s,
            sensor_us=block.t_us,
            host_us=block.host_us,
            second=block.second,
        )

    def seconds(self, host_us: int) -> float:
        """Return the time of something that happened on the host; 0.0 before the first sample."""
        return 0.0 if self._origin_us is None else (host_us - self._origin_us) / 1e6
