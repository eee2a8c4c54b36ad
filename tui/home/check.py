"""Sensors connected for a look at what they deliver, without a session."""

from collections.abc import Callable
from typing import Final

from evenstride.analysis.model.notes import BatteryTold, said
from evenstride.sensors.quality import Quality, QualityMeter
from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState
from evenstride.sensors.source import Source

_WORDS: Final = {
    LinkState.CONNECTING: "connecting",
    LinkState.CONNECTED: "connected",
    LinkState.LOST: "signal lost",
    LinkState.BACK: "connected",
}


class SensorCheck:
    """Reads a source and throws its samples away, but for what they tell of the sensors.

    Args:
        on_battery: Told of each leg's battery, percent.

    Attributes:
        links: How far each leg's connection is, in words.
        quality: Each leg's true rate and loss, once they are known.
    """

    def __init__(self, on_battery: Callable[[Leg, int], None]) -> None:
        self._on_battery = on_battery
        self._meters = {leg: QualityMeter() for leg in Leg}
        self.links: dict[Leg, str] = {}
        self.quality: dict[Leg, Quality] = {}

    async def run(self, source: Source) -> None:
        """Read until the source ends or this is cancelled.

        Raises:
            SensorError: There is nothing to connect to.
        """
        async with source:
            async for item in source:
                self._take(item)

    def _take(self, item: Item) -> None:
        if isinstance(item, Block | Link) and item.second:
            return  # the row is that of the sensor on the thigh
        if isinstance(item, Block):
            quality = self._meters[item.leg].update(item, float(item.host_us[-1]) / 1e6)
            if quality is not None:
                self.quality[item.leg] = quality
        elif isinstance(item, Link):
            self.links[item.leg] = _WORDS[item.state]
            if item.state is LinkState.LOST:
                self.quality.pop(item.leg, None)
        elif isinstance(told := said(item), BatteryTold):
            self._on_battery(told.leg, told.pct)
