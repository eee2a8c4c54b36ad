"""One admitted SlimeVR tracker: its packets in order, and its sensors."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from evenstride.sensors.network.device import Device
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.message_order import MessageOrder
from evenstride.sensors.network.slimevr_motion import NOMINAL_HZ, SAID, TrackerMotion
from evenstride.sensors.network.slimevr_packets import (
    Acceleration,
    Bundle,
    Charge,
    Packet,
    Pong,
    Rate,
    Rotation,
    Said,
    TrackerSensor,
    info_answer,
    ping,
)
from evenstride.sensors.source import loop_us

DRIVER: Final = "SlimeVR"

Address: TypeAlias = tuple[str, int]

# How long a packet waits for one that it has overtaken; or until this many wait.
_PATIENCE_US: Final = 40_000
_MOST_WAITING: Final = 12
_MOST_SENSORS: Final = 4
_MOST_PINGS: Final = 64


class Tracker:
    """One tracker, and the devices of its sensors.

    Args:
        device: Its main sensor.
        address: The address from which it was admitted.
        devices: All known devices, by their ids; its other sensors are added.
        changed: Called when another sensor is new.

    Attributes:
        heard_us: When anything from it last came.
        samples_us: When samples last came.
        has_told_moved: Whether the user was told that it calls from another address.
    """

    def __init__(
        self,
        device: Device,
        address: Address,
        *,
        devices: dict[str, Device],
        changed: Callable[[], None],
    ) -> None:
        self.device = device
        self.address = address
        self.heard_us = loop_us()
        self.samples_us = 0
        self.has_told_moved = False
        self._devices = devices
        self._changed = changed
        self._sensors = {0: (device, TrackerMotion())}
        self._order: MessageOrder[Packet]
        self._in_order_us = 0
        self._pings: dict[int, int] = {}
        self._ping_number = 0
        device.give_said(SAID)
        self.resume(address)

    def resume(self, address: Address) -> None:
        """Begin anew, perhaps at another address; what comes next does not follow on directly."""
        self.address = address
        self._order = MessageOrder(_PATIENCE_US, _MOST_WAITING)
        for _, motion in self._sensors.values():
            motion.resume()

    def take(self, packet: Packet, host_us: int) -> list[bytes]:
        """Take a packet that arrived at ``host_us``; return the answers to send."""
        self.heard_us = host_us
        self.device.heard(host_us)
        if isinstance(packet.said, Pong):
            self._came_back(packet.said.number, host_us)
            return []
        answers: list[bytes] = []
        lost = self._order.lost
        for ready, came_us, is_next in self._order.take(packet, host_us):
            for _, motion in self._sensors.values():
                if not is_next:
                    motion.missed(self._order.lost - lost)
                motion.counted()
            lost = self._order.lost
            # A packet that was overtaken waited for nothing: those after it arrived before.
            self._in_order_us = max(self._in_order_us, came_us)
            for said in ready.said.each if isinstance(ready.said, Bundle) else (ready.said,):
                answers += self._in_order(said, self._in_order_us)
        return answers

    def ping(self) -> bytes:
        """Make a ping, which tells whether it is there, and how long the round trip takes."""
        self._ping_number = (self._ping_number + 1) % 2**31
        self._pings[self._ping_number] = loop_us()
        while len(self._pings) > _MOST_PINGS:
            del self._pings[next(iter(self._pings))]
        return ping(self._ping_number)

    def _in_order(self, said: Said, host_us: int) -> Iterator[bytes]:
        match said:
            case Rotation() | Acceleration() | Rate():
                found = self._sensor(said.sensor)
                if found is not None:
                    device, motion = found
                    self.samples_us = host_us
                    device.rate_hz = motion.rate_hz
                    device.give_motion(motion.feed(said, host_us), host_us)
            case Charge(pct=pct):
                for device, _ in self._sensors.values():
                    device.give_battery(pct)
            case TrackerSensor() as info:
                yield info_answer(info)

    def _sensor(self, number: int) -> tuple[Device, TrackerMotion] | None:
        """Return a sensor of the tracker; another one on its cable is a device of its own."""
        if number not in self._sensors:
            is_full = len(self._devices) >= LIMITS.devices + LIMITS.trackers_seen
            if number >= _MOST_SENSORS or is_full:
                return None
            main = self.device
            device = Device(
                f"{main.id}/{number}",
                f"{main.name}/{number}",
                DRIVER,
                model=main.model,
                address=main.address,
                began=self._changed,
                nominal_hz=NOMINAL_HZ,
            )
            device.give_said(SAID)
            self._devices[device.id] = device
            self._sensors[number] = device, TrackerMotion()
            self._changed()
        return self._sensors[number]

    def _came_back(self, number: int, host_us: int) -> None:
        """Handle a ping that came back."""
        sent_us = self._pings.pop(number, None)
        if sent_us is None:
            return
        for device, motion in self._sensors.values():
            way_us = (host_us - sent_us) / 2
            device.way_us = way_us if device.way_us == 0 else min(device.way_us, way_us)
            if not self._order.is_waiting:
                self._in_order_us = max(self._in_order_us, host_us)
                device.give_motion(motion.pong(sent_us, host_us), host_us)
