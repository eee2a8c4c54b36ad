"""SlimeVR trackers and owoTrack phones, byte for byte as their firmware and program send.

SlimeVR-Tracker-ESP: src/network/connection.cpp and packets.h; owoTrackVRSyncMobile:
UDPGyroProviderClient.java and Handshaker.java.
"""

import asyncio
import struct
from collections.abc import Callable

from tests.network.legs import Felt, turning

MAC = bytes.fromhex("A4E57CB60102")
NAME = "A4:E5:7C:B6:01:02"

Way = Callable[[int], float | None]
"""How long a datagram takes, by its number, seconds; None where it is lost."""


class VirtualTracker(asyncio.DatagramProtocol):
    """A tracker with current firmware: acceleration always, orientation where it has changed.

    Args:
        port: Where somebody may listen.
        way: The network from the tracker to the computer.
        overtaken: Whether a datagram arrives after those that were sent after it.
        sends_when_still: False for older firmware, which is silent where nothing changes.
        sensors: How many sensors are on it.
        bundles: Whether it sends all that was measured at a time in one datagram.
    """

    def __init__(
        self,
        port: int,
        *,
        motion: Callable[[float], Felt] = turning,
        mac: bytes = MAC,
        rate_hz: float = 100.0,
        way: Way = lambda _: 0.003,
        sends_when_still: bool = True,
        overtaken: Callable[[int], bool] = lambda _: False,
        local: str = "127.0.0.1",
        sensors: int = 1,
        bundles: bool = False,
    ) -> None:
        self.connected = False
        self.said: list[bytes] = []
        self.samples = 0
        self.numbers = 0
        self._motion = motion
        self._mac = mac
        self._rate_hz = rate_hz
        self._way = way
        self._overtaken = overtaken
        self._due_s = 0.0
        self._when_still = sends_when_still
        self._server = ("127.0.0.1", port)
        self._local = local
        self._sensors = sensors
        self._bundles = bundles
        self._acked: set[int] = set()
        self._last_s = 0.0
        self._sent: dict[int, tuple[float, ...]] = {}
        self._transport: asyncio.DatagramTransport

    # How it speaks.

    def handshake(self) -> bytes:
        firmware = b"0.5.4"
        strings = b"".join(bytes([len(s)]) + s for s in (b"SlimeVR", b"", b"Tracker", b"", b""))
        body = struct.pack(">7i", 5, 9, 2, 0, 0, 0, 22)
        return self.packet(
            3, body + bytes([len(firmware)]) + firmware + self._mac + b"\0" + strings
        )

    def packet(self, kind: int, body: bytes = b"", number: int | None = None) -> bytes:
        if number is None:
            number = self.numbers
            self.numbers += 1
        return struct.pack(">IQ", kind, number) + body

    def rotation(self, sensor: int, felt: Felt) -> bytes:
        w, x, y, z = felt.quaternion
        return self.packet(17, struct.pack(">BB4fB", sensor, 1, x, y, z, w, 0))

    def acceleration(self, sensor: int, felt: Felt) -> bytes:
        return self.packet(4, struct.pack(">3fB", *felt.linear, sensor))

    # What it does.

    async def run(self, seconds: float) -> None:
        """Switch it on for so long."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(self._local, 0)
        )
        try:
            await self._go_on(loop.time() + seconds)
        finally:
            self._transport.abort()
            await asyncio.sleep(0)

    async def _go_on(self, ends_s: float) -> None:
        loop = asyncio.get_running_loop()
        shout_s = info_s = 0.0
        next_s = loop.time()
        while loop.time() < ends_s:
            now_s = loop.time()
            if self.connected and now_s - self._last_s > 3.0:
                self.connected = False
                self._acked.clear()
            if not self.connected:
                if now_s - shout_s >= 1.0:
                    shout_s = now_s
                    self.shout()
                next_s = now_s
            else:
                if now_s - info_s >= 1.0:
                    info_s = now_s
                    self.tell_of_sensors()
                if self._bundles:
                    self.send(self.bundle(self._motion(now_s)))
                for sensor in range(0 if self._bundles else self._sensors):
                    self.measure(sensor, self._motion(now_s))
            next_s += 1 / self._rate_hz
            await asyncio.sleep(max(next_s - loop.time(), 0.0))

    def tell_of_sensors(self) -> None:
        for sensor in set(range(self._sensors)) - self._acked:
            info = struct.pack(">BBBHBBBff", sensor, 1, 9, 0, 1, 0, 0, 100.0, 100.0)
            self.send(self.packet(15, info))

    def shout(self) -> None:
        """Broadcast that the tracker looks for a server; this reaches the loopback as well."""
        self._transport.sendto(self.handshake(), self._server)

    def bundle(self, felt: Felt) -> bytes:
        """All that its sensors measured, in one datagram with one number."""
        number = self.numbers
        packets = [
            packet[:4] + packet[12:]
            for sensor in range(self._sensors)
            for packet in (self.rotation(sensor, felt), self.acceleration(sensor, felt))
        ]
        self.numbers = number
        inside = b"".join(struct.pack(">H", len(one)) + one for one in packets)
        self.samples += 1
        return self.packet(100, inside)

    def measure(self, sensor: int, felt: Felt) -> None:
        has_changed = felt.quaternion != self._sent.get(sensor)
        if has_changed:
            self._sent[sensor] = felt.quaternion
            self.send(self.rotation(sensor, felt))
        if has_changed or self._when_still:
            self.send(self.acceleration(sensor, felt))
        self.samples += 1

    def send(self, data: bytes) -> None:
        delay_s = self._way(self.numbers)
        if delay_s is None:
            return
        loop = asyncio.get_running_loop()
        if self._overtaken(self.numbers):
            loop.call_later(delay_s + 0.02, self._leave, data)
            return
        # A network is a queue: what is late holds up what comes after it.
        self._due_s = max(self._due_s, loop.time() + delay_s)
        loop.call_at(self._due_s, self._leave, data)

    def _leave(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(data, self._server)

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        self.said.append(data)
        self._last_s = asyncio.get_running_loop().time()
        if not self.connected:
            self.connected = data[:13] == b"\x03Hey OVR =D 5"
            return
        match data[3]:
            case 1:
                self.send(self.packet(0))
            case 10:
                self.send(data)
            case 15:
                self._acked.add(data[4])


class VirtualOwoTrack(VirtualTracker):
    """A phone: three sensors, each packet without the number of a sensor."""

    def handshake(self) -> bytes:
        firmware = b"owoTrack8"
        body = struct.pack(">7i", 13, 0, 3, 0, 0, 0, 8)
        return self.packet(3, body + bytes([len(firmware)]) + firmware + self._mac + b"\xff", 0)

    def measure(self, sensor: int, felt: Felt) -> None:
        w, x, y, z = felt.quaternion
        self.send(self.packet(1, struct.pack(">4f", x, y, z, w)))
        self.send(self.packet(2, struct.pack(">3f", *felt.rate)))
        self.send(self.packet(4, struct.pack(">3f", *felt.linear)))
        self.samples += 1

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        self.said.append(data)
        self._last_s = asyncio.get_running_loop().time()
        if not self.connected:
            # It reads up to a zero, and fails without one.
            assert data[1 : data.index(0)] == b"Hey OVR =D 5"
            self.connected = True
        elif data[3] == 10:
            self.send(data)
