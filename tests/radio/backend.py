"""A backend for bleak 3 on a bumble device: unmodified programs use the simulated radio."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Self, TypeAlias, TypeVar
from unittest.mock import patch

from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError, BleakGATTProtocolError
from bleak.uuids import normalize_uuid_str
from bumble import att, core, hci
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Connection, Device

T = TypeVar("T")


Way: TypeAlias = Callable[[str, bytes, Callable[[bytes], None]], None]
"""What becomes of a notification: address of its sensor, value, and what delivers a value."""


class Central:
    """The computer's adapter, shared by any number of scanners and clients.

    Attributes:
        fault: Raised by whoever begins to scan or to connect, for tests of an adapter that is
            not there.
        way: What happens to notifications on their way to the program; None for nothing.
        names: What the operating system remembers of devices that it has heard once.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        self.fault: Exception | None = None
        self.way: Way | None = None
        self.names: dict[hci.Address, str] = {}
        self.scanners = 0
        self.connecting = 0
        self.most_connecting = 0
        # An adapter has one initiator; starting and stopping scans must not overlap either.
        self.lock = asyncio.Lock()


@contextlib.contextmanager
def use_bumble(central: Central) -> Iterator[None]:
    """Let bleak pick this backend: patches the three pickers that its front door imported."""
    scanner = type("Scanner", (BumbleScanner,), {"central": central})
    client = type("Client", (BumbleClient,), {"central": central})
    adapter = type("Adapter", (BumbleAdapter,), {"central": central})
    with (
        patch("bleak.get_platform_adapter_backend_type", lambda: (adapter, "bumble")),
        patch("bleak.get_platform_scanner_backend_type", lambda: (scanner, "bumble")),
        patch("bleak.get_platform_client_backend_type", lambda: (client, "bumble")),
    ):
        yield


class BumbleAdapter(BaseBleakAdapter):
    central: Central

    @classmethod
    async def get(cls, **_: Any) -> Self:
        return cls()

    async def get_connected_devices(self, _: frozenset[str]) -> list[BLEDevice]:
        links = self.central.device.connections.values()
        return [
            BLEDevice(
                link.peer_address.to_string(with_type_qualifier=False),
                self.central.names.get(link.peer_address),
                link.peer_address,
            )
            for link in links
        ]


class BumbleScanner(BaseBleakScanner):
    central: Central

    def __init__(
        self, detection_callback: Any, service_uuids: Any, scanning_mode: str, **_: Any
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._is_scanning = False

    async def start(self) -> None:
        self.seen_devices = {}
        central = self.central
        if central.fault is not None:
            raise central.fault
        async with central.lock:
            central.device.on("advertisement", self._on_advertisement)
            self._is_scanning = True
            central.scanners += 1
            if central.scanners == 1:
                await central.device.start_scanning(active=True, filter_duplicates=False)

    async def stop(self) -> None:
        central = self.central
        if not self._is_scanning:
            return
        self._is_scanning = False
        async with central.lock:
            central.device.remove_listener("advertisement", self._on_advertisement)
            central.scanners -= 1
            if central.scanners == 0:
                await central.device.stop_scanning()

    def _on_advertisement(self, heard: Advertisement) -> None:
        kind = AdvertisingData.Type
        name = heard.data.get(kind.COMPLETE_LOCAL_NAME)
        makers = heard.data.get_all(kind.MANUFACTURER_SPECIFIC_DATA, raw=True)
        data = AdvertisementData(
            local_name=name if isinstance(name, str) else None,
            manufacturer_data={int.from_bytes(m[:2], "little"): m[2:] for m in makers},
            service_data={},
            service_uuids=[
                _uuid(uuid)
                for listed in (
                    heard.data.get_all(kind.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS),
                    heard.data.get_all(kind.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS),
                )
                for uuids in listed
                for uuid in uuids
            ],
            tx_power=None,
            rssi=heard.rssi,
            platform_data=(heard,),
        )
        address = heard.address.to_string(with_type_qualifier=False)
        device = self.create_or_update_device(
            address, address, data.local_name, heard.address, data
        )
        self.call_detection_callbacks(device, data)


class BumbleClient(BaseBleakClient):
    central: Central

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        services: Any = None,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_: Any,
    ) -> None:
        super().__init__(
            address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout
        )
        if isinstance(address_or_ble_device, str):
            raise BleakError("connect with the device that a scan found")
        self._peer: hci.Address = address_or_ble_device.details
        self._name = address_or_ble_device.name or self.address
        self._link: Connection | None = None
        self._subscriptions: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        return self._name

    @property
    def mtu_size(self) -> int:
        return self._link.att_mtu if self._link else 23

    @property
    def is_connected(self) -> bool:
        return self._link is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        central = self.central
        if central.fault is not None:
            raise central.fault
        central.connecting += 1
        central.most_connecting = max(central.most_connecting, central.connecting)
        try:
            async with central.lock:
                link = await self._connect_le()
            link.on("disconnection", lambda _: self._on_disconnection(link))
            self._link = link
            await asyncio.wait_for(self._discover(link), self._timeout)
        except (core.TimeoutError, core.ConnectionError) as error:
            raise TimeoutError(f"no connection to {self.address}") from error
        except BaseException:
            with contextlib.suppress(Exception):
                await self.disconnect()
            raise
        finally:
            central.connecting -= 1

    async def _connect_le(self) -> Connection:
        """Connect, safe to cancel; bumble would leave the controller connecting for ever."""
        device = self.central.device
        if left := device.find_connection_by_bd_addr(self._peer):
            return left
        task = asyncio.ensure_future(device.connect_le(self._peer, timeout=self._timeout))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            with contextlib.suppress(hci.HCI_Error):
                await device.send_sync_command(hci.HCI_LE_Create_Connection_Cancel_Command())
            with contextlib.suppress(core.ConnectionError, core.TimeoutError):
                await (await task).disconnect()
            raise

    async def _discover(self, link: Connection) -> None:
        gatt = link.gatt_client
        await self._call(gatt.request_mtu(247))
        services = BleakGATTServiceCollection()
        for found in await self._call(gatt.discover_services()):
            service = BleakGATTService(found, found.handle, _uuid(found.uuid))
            services.add_service(service)
            for inner in await self._call(found.discover_characteristics()):
                properties = list(gatt_char_props_to_strs(int(inner.properties)))
                services.add_characteristic(
                    BleakGATTCharacteristic(
                        inner,
                        inner.handle,
                        _uuid(inner.uuid),
                        properties,
                        lambda: self.mtu_size - 3,
                        service,
                    )
                )
                await self._call(inner.discover_descriptors())
        self.services = services

    def _on_disconnection(self, link: Connection) -> None:
        if link is not self._link:
            return
        self._link = self.services = None
        self._subscriptions.clear()
        if self._disconnected_callback:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        if (link := self._link) is None:
            return
        gone = asyncio.Event()
        link.on("disconnection", lambda _: gone.set())
        await link.disconnect()
        await asyncio.wait_for(gone.wait(), 10)

    async def _call(self, procedure: Coroutine[Any, Any, T]) -> T:
        """Run one procedure; bumble *cancels* who waits for it when the link dies.

        It runs to its end even if nobody waits for it any more: the answer comes all the same,
        and bumble can not take an answer to a cancelled question.
        """
        task = asyncio.ensure_future(procedure)
        task.add_done_callback(lambda task: task.cancelled() or task.exception())
        await asyncio.wait({task})
        if task.cancelled():
            raise BleakError("disconnected")
        try:
            return task.result()
        except att.ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error

    @property
    def _gatt(self) -> Any:
        if self._link is None:
            raise BleakError("Not connected")
        return self._link.gatt_client

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, **_: Any) -> bytearray:
        return bytearray(await self._call(self._gatt.read_value(characteristic.handle)))

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: Any, response: bool
    ) -> None:
        await self._call(
            self._gatt.write_value(characteristic.handle, bytes(data), with_response=response)
        )

    async def start_notify(
        self,
        characteristic: BleakGATTCharacteristic,
        callback: Callable[[bytearray], None],
        **_: Any,
    ) -> None:
        if characteristic.handle in self._subscriptions:
            raise BleakError("Characteristic notifications already started")

        def deliver(value: bytes) -> None:
            # What is late finds nobody once the connection is gone.
            if self._subscriptions.get(characteristic.handle) is on_value:
                callback(bytearray(value))

        def on_value(value: bytes) -> None:
            if self.central.way is None:
                deliver(value)
            else:
                self.central.way(self.address, value, deliver)

        self._subscriptions[characteristic.handle] = on_value
        await self._call(characteristic.obj.subscribe(on_value))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        on_value = self._subscriptions.pop(characteristic.handle, None)
        await self._call(characteristic.obj.unsubscribe(on_value))

    async def read_gatt_descriptor(self, *_: Any, **__: Any) -> bytearray:
        raise NotImplementedError

    async def write_gatt_descriptor(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError

    async def pair(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError

    async def unpair(self) -> None:
        raise NotImplementedError


def _uuid(uuid: core.UUID) -> str:
    return normalize_uuid_str(
        uuid.to_hex_str("-") if len(uuid.uuid_bytes) == 16 else uuid.to_hex_str()
    )
