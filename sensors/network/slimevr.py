"""SlimeVR trackers on UDP: which ones look for a server, and which were admitted.

A tracker broadcasts once a second until it is answered. It knows no token, so it is answered only
after the user has admitted it, and then only at the address from which it was admitted.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Final

from evenstride.sensors.network.addresses import is_local
from evenstride.sensors.network.device import Device
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.refusals import Refusals
from evenstride.sensors.network.slimevr_motion import NOMINAL_HZ
from evenstride.sensors.network.slimevr_packets import (
    HANDSHAKE_ANSWER,
    HEARTBEAT,
    Handshake,
    read_packet,
)
from evenstride.sensors.network.slimevr_tracker import DRIVER, Address, Tracker
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

# A tracker that hears nothing for three seconds looks for another server.
_HEARTBEAT_S: Final = 1.0
# A tracker that sends nothing lies still, or is gone: a ping tells within a second.
_PING_S: Final = 0.05
_SILENT_US: Final = 60_000
_GONE_US: Final = 1_000_000


class SlimeVr(asyncio.DatagramProtocol):
    """The socket of all trackers.

    Args:
        devices: All known devices, by their ids; new ones are added.
        changed: Called when a tracker is new.
        allowed: Whether an address may send to this program.
    """

    def __init__(
        self,
        devices: dict[str, Device],
        changed: Callable[[], None],
        allowed: Callable[[str], bool] = is_local,
    ) -> None:
        self._devices = devices
        self._changed = changed
        self._allowed = allowed
        self._transport: asyncio.DatagramTransport | None = None
        self._asked: dict[str, Address] = {}  # trackers that look for a server, by MAC
        self._trackers: dict[str, Tracker] = {}
        self._at: dict[Address, Tracker] = {}
        self._task: asyncio.Task[None] | None = None
        self._refusals = Refusals(lambda: loop_us() / 1e6)

    async def open(self, host: str, port: int) -> int:
        """Listen; return the port.

        Raises:
            OSError: Another program does already.
        """
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, port))
        self._transport = transport
        self._task = asyncio.create_task(self._keep_alive(), name="trackers")
        found: int = transport.get_extra_info("sockname")[1]
        return found

    async def close(self) -> None:
        """Stop listening; the trackers then look for another server."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        if self._transport is not None:
            self._transport.abort()
            await asyncio.sleep(0)  # afterwards the socket is closed
        self._trackers.clear()
        self._at.clear()
        self._refusals.sum_up()

    def let_in(self, device_id: str) -> None:
        """Admit this tracker; it is answered when it asks again, within a second."""
        device, address = self._devices[device_id], self._asked[device_id]
        device.is_let_in = True
        tracker = Tracker(device, address, devices=self._devices, changed=self._changed)
        self._trackers[device_id] = tracker
        self._welcome(tracker, address)

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        """Take a datagram from any sender."""
        address = str(addr[0]), int(addr[1])
        if not self._allowed(address[0]):
            self._refusals.count("a datagram from an address that is not private")
            return
        packet = read_packet(data)
        if packet is None:
            return
        host_us = loop_us()
        if isinstance(packet.said, Handshake):
            self._asks(packet.said, address, host_us)
        elif (tracker := self._at.get(address)) is not None:
            for answer in tracker.take(packet, host_us):
                self._send(answer, address)

    def error_received(self, exc: Exception) -> None:
        """Log an error: a tracker that is gone cannot be answered."""
        _log.debug("a datagram could not be sent: %s", exc)

    def _asks(self, handshake: Handshake, address: Address, host_us: int) -> None:
        """Handle a tracker that looks for a server."""
        mac = handshake.mac
        if mac not in self._devices:
            self._forget_silent(host_us)
            if len(self._asked) >= LIMITS.trackers_seen:
                self._refusals.count("more trackers that look for somebody than can be shown")
                return
            is_phone = handshake.firmware.lower().startswith("owotrack")
            kind = "owoTrack" if is_phone else DRIVER
            model = f"{kind} ({handshake.firmware})" if handshake.firmware else kind
            self._devices[mac] = Device(
                mac,
                f"{kind} {mac[-5:]}",
                DRIVER,
                model=model,
                address=address[0],
                is_let_in=False,
                began=self._changed,
                nominal_hz=NOMINAL_HZ,
            )
            self._asked[mac] = address
            self._changed()
        device = self._devices[mac]
        device.heard(host_us)
        tracker = self._trackers.get(mac)
        if tracker is None:
            if mac in self._asked:
                self._asked[mac] = address
                device.address = address[0]
            return
        # Another device may use the same name, but cannot take over a place that is in use.
        is_gone = host_us - tracker.heard_us > _GONE_US
        if address[0] == tracker.address[0] and (is_gone or address == tracker.address):
            self._welcome(tracker, address)
        elif address[0] != tracker.address[0]:
            self._refusals.count("a tracker at another address than it was let in from")
            if is_gone and not tracker.has_told_moved:
                tracker.has_told_moved = True
                device.give_said(
                    f"It looks for a server from another address, {address[0]}, and is not taken, "
                    "since anybody may use its name. End the session and let it in anew."
                )

    def _forget_silent(self, host_us: int) -> None:
        """Forget trackers that asked once and no more, so that others can be shown."""
        for mac in [mac for mac, one in self.asking.items() if not one.is_here(host_us)]:
            del self._asked[mac], self._devices[mac]

    def _welcome(self, tracker: Tracker, address: Address) -> None:
        self._at.pop(tracker.address, None)
        tracker.resume(address)
        self._at[address] = tracker
        self._send(HANDSHAKE_ANSWER, address)
        self._send(HEARTBEAT, address)

    async def _keep_alive(self) -> None:
        """Tell trackers that a server listens, and ping the silent ones."""
        beat_s = 0.0
        loop = asyncio.get_running_loop()
        while True:
            is_beat = loop.time() - beat_s >= _HEARTBEAT_S
            if is_beat:
                beat_s = loop.time()
            for tracker in self._trackers.values():
                if is_beat:
                    self._send(HEARTBEAT, tracker.address)
                if is_beat or loop_us() - tracker.samples_us > _SILENT_US:
                    self._send(tracker.ping(), tracker.address)
            await asyncio.sleep(_PING_S)

    def _send(self, data: bytes, address: Address) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, address)

    @property
    def asking(self) -> Mapping[str, Device]:
        """The trackers that were not admitted yet."""
        return {mac: self._devices[mac] for mac in self._asked if mac not in self._trackers}
