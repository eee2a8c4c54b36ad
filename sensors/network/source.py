"""Devices on the local network as a source of samples, like any other."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Final, Self

from evenstride.sensors.drivers.driver import Motion
from evenstride.sensors.item_queue import ItemQueue
from evenstride.sensors.network.device import Device
from evenstride.sensors.network.latency import Latency, latency_words
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.listener import Listener
from evenstride.sensors.quality import TOO_LATE_S
from evenstride.sensors.samples import (
    Item,
    Leg,
    Link,
    LinkState,
    Note,
    NoteKind,
    Placement,
    SensorInfo,
    Site,
    by_leg,
)
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

_LOOK_S: Final = 0.2
# A device that sends in batches counts as lost when two of them are missing, any other after the
# first of these times. How often it sends is told by its arrivals, up to the second of them, and by
# the length of a batch.
_SILENCE_S: Final = 1.8
_MOST_SILENCE_S: Final = 5.0
# After so long a silence the wearer is told what to check: most networks are back by then.
_REMEDY_US: Final = 10_000_000
_SILENT: Final = (
    "Nothing comes from it any more. Check that it is switched on and in the same network, and on "
    "a phone that the recording runs and that battery saving leaves its app alone."
)
# The timeline can take this much of a first batch and settle; if it were more, movements would be
# compressed to a fraction of their duration.
_MOST_PAST_US: Final = 2_000_000


class NetworkSource:
    """Streams from devices that a listener has heard.

    Leaving it releases the devices; the listener continues until it is closed itself.

    Args:
        listener: The listener that has heard them.
        sites: The id of the device that is worn in each place.
        placement: Where they are strapped.
    """

    def __init__(
        self, listener: Listener, sites: Mapping[Site, str], *, placement: Placement
    ) -> None:
        self._listener = listener
        self._sites = dict(sites)
        self._placement = placement
        self._sensors: dict[Site, SensorInfo] = {}
        self._queue = ItemQueue()
        self._links: list[_Link] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg, with its rate so far."""
        return by_leg(self._sensors)

    async def __aenter__(self) -> Self:
        for site, device_id in sorted(self._sites.items()):
            device = self._listener.devices[device_id]
            placement = Placement.SHANK if site.is_second else self._placement
            self._sensors[site] = SensorInfo(
                f"{device.name} ({device.id})", round(device.rate_hz, 1), placement
            )
            link = _Link(site, device, self._queue.put)
            self._links.append(link)
            link.begin()
        self._task = asyncio.create_task(self._watch(), name="silence on the network")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for link in self._links:
            link.end()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self._queue.end()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        return await self._queue.next()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            for link in self._links:
                link.look(loop_us())


class _Link:
    """One leg's device."""

    def __init__(self, site: Site, device: Device, put: Callable[[Item], None]) -> None:
        self._site = site
        self._device = device
        self._put = put
        self._state = LinkState.CONNECTING
        self._last_us: int | None = None
        self._missed_since_us: int | None = None  # until the remedy was told
        self._usual_us = 0.0  # between two deliveries
        self._batch_us = 0  # from the first to the last sample of the newest one
        self._latency = Latency()
        self._was_late: bool | None = None

    def begin(self) -> None:
        """Take the device's samples from now on."""
        self._say(LinkState.CONNECTING, f"{self._device.name} ({self._device.id})")
        self._device.subscribe(self)

    def end(self) -> None:
        """Take no more samples."""
        self._device.unsubscribe()

    def motion(self, motion: Motion, host_us: int) -> None:
        """Take samples."""
        now_us = loop_us()
        self._batch_us = int(motion.t_us[-1] - motion.t_us[0])
        if self._state is not LinkState.CONNECTED:
            is_first = self._state is LinkState.CONNECTING
            if is_first:
                motion = self._without_past(motion)
            self._say(LinkState.CONNECTED if is_first else LinkState.BACK)
            self._state = LinkState.CONNECTED
        elif self._last_us is not None and now_us > self._last_us:
            self._usual_us += 0.2 * (now_us - self._last_us - self._usual_us)
        self._last_us = now_us
        self._missed_since_us = None
        block = motion.on(self._site, host_us)
        self._latency.way_us = self._device.way_us
        self._latency.update(block, now_us)
        self._put(block)
        self._tell_lateness()

    def _without_past(self, motion: Motion) -> Motion:
        """Return the end of the first batch, at whose arrival the session's time begins."""
        past_us = int(motion.t_us[-1] - motion.t_us[0])
        if past_us <= _MOST_PAST_US:
            return motion
        self.said(
            f"Its first batch holds {past_us / 1e6:.0f} s, measured before the session's time "
            "began: all but the last two seconds are left out."
        )
        return motion.after(int(motion.t_us[-1]) - _MOST_PAST_US)

    def battery(self, pct: int) -> None:
        """Report the charge."""
        self._note(NoteKind.BATTERY, pct=pct)

    def said(self, text: str) -> None:
        """Report a sentence that the wearer should know."""
        self._note(NoteKind.SENSOR, text=text)

    def look(self, now_us: int) -> None:
        """Check whether the device has fallen silent, and for how long."""
        since_us = self._missed_since_us
        if since_us is not None and now_us - since_us > _REMEDY_US:
            self._missed_since_us = None
            self._note(NoteKind.RADIO, text=self._device.hindrance or _SILENT)
        if self._state is not LinkState.CONNECTED or self._last_us is None:
            return
        limit_us = min(max(_SILENCE_S * 1e6, 2.5 * self._usual_us), _MOST_SILENCE_S * 1e6)
        limit_us = max(limit_us, min(2.5 * self._batch_us, LIMITS.silence_us))
        if now_us - max(self._last_us, self._device.came_us) > limit_us:
            self._state = LinkState.LOST
            self._missed_since_us = now_us
            self._usual_us = 0.0
            self._say(LinkState.LOST, f"no data for {limit_us / 1e6:.1f} s")

    def _tell_lateness(self) -> None:
        """Report how late samples come, once that is known, and again when it matters."""
        usual_s = self._latency.usual_s
        if usual_s is None:
            return
        # It is reported again only when it becomes too late, so as not to annoy.
        is_late = usual_s > TOO_LATE_S
        if self._was_late is None or (is_late and not self._was_late):
            self._was_late = is_late
            self.said(latency_words(usual_s, self._device.remedy))

    def _note(self, event: NoteKind, **data: object) -> None:
        self._put(Note(loop_us(), event, {"leg": self._site.value, **data}))

    def _say(self, state: LinkState, text: str = "") -> None:
        _log.info("%s leg: %s%s", self._site, state, f", {text}" if text else "")
        self._put(Link(self._site.leg, state, loop_us(), text, second=self._site.is_second))
