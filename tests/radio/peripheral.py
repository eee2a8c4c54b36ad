"""The common part of virtual sensors: they advertise, hold one connection and can leave."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import numpy as np
from bumble.controller import Controller
from bumble.core import AdvertisingData
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, Service

from evenstride.sensors.samples import FloatArray
from tests.radio.air import Air, make_device

MOST_ADVERTISED_BYTES = 31

Motion = Callable[[float], tuple[Sequence[float] | FloatArray, Sequence[float] | FloatArray]]
"""Seconds since the sensor was switched on → specific force (m/s²), angular rate (rad/s)."""


def announced(service: str) -> tuple[AdvertisingData.Type, bytes]:
    """The field that announces a service by its whole UUID."""
    kind = AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
    return kind, bytes.fromhex(service.replace("-", ""))[::-1]


def at_rest(_: float) -> tuple[Sequence[float], Sequence[float]]:
    """A sensor that lies still, its z axis up."""
    return (0.0, 0.0, 9.80665), (0.0, 0.0, 0.0)


def recorded(t_s: FloatArray, acc_m_s2: FloatArray, gyr_rad_s: FloatArray) -> Motion:
    """Motion from arrays, each of shape (n,) or (n, 3); at rest in the last pose afterwards."""
    times_s = t_s.tolist()
    readings = np.column_stack([acc_m_s2, gyr_rad_s])
    per_s = np.diff(readings, axis=0) / np.diff(t_s)[:, None]

    def motion(at_s: float) -> tuple[FloatArray, FloatArray]:
        before = bisect_right(times_s, at_s) - 1
        if before < 0:
            reading = readings[0]
        elif before < len(per_s):
            reading = readings[before] + per_s[before] * (at_s - times_s[before])
        else:
            reading = np.concatenate([acc_m_s2[-1], np.zeros(3)])
        return reading[:3], reading[3:]

    return motion


class VirtualPeripheral:
    """A device; its product says which services it has and what happens on a connection.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.

    Attributes:
        is_mute: Whether it has stopped to send, though it is connected.
        switched_on_s: When, on the loop's clock.
        wrong: What was done to it that its document does not allow; ``session`` asserts that it is
            nothing.
    """

    # What else it advertises, as (type, value).
    advertised: tuple[tuple[AdvertisingData.Type, bytes], ...] = ()
    # The longest ATT packet that it agrees to; None for any. Notifications are cut to it.
    most_mtu: int | None = None

    def __init__(self, name: str, address: str, motion: Motion) -> None:
        self.name = name
        self.address = address
        self.is_mute = False
        self.switched_on_s = 0.0
        self.wrong: list[str] = []
        self._motion = motion
        self._link: Connection | None = None
        self._work: set[asyncio.Task[None]] = set()

    def services(self) -> list[Service]:
        """Its GATT table."""
        raise NotImplementedError

    def on_connection(self) -> None:
        """A central has connected."""

    def on_disconnection(self) -> None:
        """The central has gone."""

    def halt(self) -> None:
        """Stop sampling."""

    @property
    def is_connected(self) -> bool:
        """Whether a central holds a connection."""
        return self._link is not None

    async def power_on(self, air: Air) -> None:
        """Advertise."""
        self._air = air
        self._device: Device
        self._controller: Controller
        self._device, self._controller = make_device(air, self.name, self.address)
        self._device.add_services(self.services())
        if self.most_mtu is not None:
            self._device.gatt_server.max_mtu = self.most_mtu
        self._device.on("connection", self._on_connection)
        await self._device.power_on()
        self.switched_on_s = asyncio.get_running_loop().time()
        kind = AdvertisingData.Type
        told = [*self.advertised, (kind.COMPLETE_LOCAL_NAME, self.name.encode())]
        flags = (kind.FLAGS, bytes([6]))
        if len(bytes(AdvertisingData([flags, *told]))) <= MOST_ADVERTISED_BYTES:
            told.insert(0, flags)
        data = bytes(AdvertisingData(told))
        assert len(data) <= MOST_ADVERTISED_BYTES
        await self._device.start_advertising(advertising_data=data, auto_restart=True)

    def hang_up(self) -> None:
        """End the connection from this side."""
        if self._link:
            self.run(self._link.disconnect())

    def go_out_of_range(self) -> None:
        """Let nothing pass any more."""
        self._air.take_away(self._controller)

    def come_back(self) -> None:
        """In range again."""
        self._air.bring_back(self._controller)

    def stop_answering(self) -> None:
        """Stay connected and connectable, but send nothing at all."""
        self._air.strike_dumb(self._controller)

    def answer_again(self) -> None:
        """Answer as before."""
        self._air.let_speak(self._controller)

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    @property
    def room_bytes(self) -> int:
        """How many bytes a notification can carry on this connection."""
        return self._link.att_mtu - 3 if self._link is not None else 0

    def hears(self, characteristic: Characteristic[Any]) -> bool:
        """Return whether the central has subscribed to a characteristic."""
        if self._link is None:
            return False
        of_link = self._device.gatt_server.subscribers.get(self._link, {})
        return any(of_link.get(characteristic.handle, b""))

    async def send(self, characteristic: Characteristic[bytes], data: bytes) -> None:
        """Notify the central, if it is there and has subscribed."""
        if self._link is not None and not self.is_mute:
            await self._device.notify_subscriber(self._link, characteristic, data)

    def _on_connection(self, link: Connection) -> None:
        self._link = link
        link.on("disconnection", lambda _: self._on_disconnection())
        self.on_connection()

    def _on_disconnection(self) -> None:
        self._link = None
        self.on_disconnection()
