"""Connecting to sensors without a session, to see what they deliver."""

from collections.abc import Callable
from typing import Final

from evenstride.analysis.model.notes import BatteryTold, said
from evenstride.language import later
from evenstride.sensors.quality import Quality, QualityMeter
from evenstride.sensors.samples import Block, Item, Link, LinkState, Site
from evenstride.sensors.source import Source

_WORDS: Final = {
    LinkState.CONNECTING: later("connecting"),
    LinkState.CONNECTED: later("connected"),
    LinkState.LOST: later("signal lost"),
    LinkState.BACK: later("connected"),
}


class SensorCheck:
    """Reads a source only for what it tells about the sensors, and discards the samples.

    Args:
        on_battery: Called with each sensor's battery charge, percent.

    Attributes:
        links: The state of each sensor's connection, in words.
        quality: Each sensor's true rate and loss, once known.
    """

    def __init__(self, on_battery: Callable[[Site, int], None]) -> None:
        self._on_battery = on_battery
        self._meters = {site: QualityMeter() for site in Site}
        self.links: dict[Site, str] = {}
        self.quality: dict[Site, Quality] = {}

    async def run(self, source: Source) -> None:
        """Read until the source ends or this is cancelled.

        Raises:
            SensorError: There is nothing to connect to.
        """
        async with source:
            async for item in source:
                self._take(item)

    def _take(self, item: Item) -> None:
        if isinstance(item, Block):
            quality = self._meters[item.site].update(item, float(item.host_us[-1]) / 1e6)
            if quality is not None:
                self.quality[item.site] = quality
        elif isinstance(item, Link):
            self.links[item.site] = _WORDS[item.state]
            if item.state is LinkState.LOST:
                self.quality.pop(item.site, None)
        elif isinstance(told := said(item), BatteryTold):
            self._on_battery(told.site, told.pct)
