"""Finding the supported sensors in range."""

import asyncio
import logging
import unicodedata
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field

from bleak import BleakAdapter, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from evenstride.sensors.bluetooth.faults import is_of_the_stack, unavailable
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement, Driver

_log = logging.getLogger(__name__)

_LONGEST_NAME = 32
# "Unknown" (127), and what some stacks report for a device that they only remember (0).
_NO_RSSI = (0, 127)


@dataclass(frozen=True, slots=True)
class FoundSensor:
    """A supported sensor in range.

    Attributes:
        id: Its address; on macOS the UUID that CoreBluetooth gives it on this computer.
        name: The advertised name without unprintable characters; if there is none, the model.
        model: The model, as far as the advertisement tells.
        rssi: Signal strength, dBm; None if unknown.
        driver: The name of its driver.
        device: The Bluetooth stack's device to connect to; None if it is not on Bluetooth.
    """

    id: str
    name: str
    model: str
    rssi: int | None
    driver: str
    device: BLEDevice | None = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that a scan heard.

    Attributes:
        sensors: The supported sensors by their ids.
        others: The names of all other devices by their ids.
        said: Everything that each device has advertised so far.
        devices: The Bluetooth stack's device of each of the others, to connect to.
    """

    sensors: dict[str, FoundSensor]
    others: dict[str, str]
    said: dict[str, Advertisement] = field(default_factory=dict, repr=False)
    devices: dict[str, BLEDevice] = field(default_factory=dict, repr=False)


def clean_name(name: str | None) -> str:
    """Return a name that is safe on any screen: printable, one line, at most 32 characters."""
    printable = (c if unicodedata.category(c)[0] not in "CZ" else " " for c in name or "")
    return " ".join("".join(printable).split())[:_LONGEST_NAME].strip()


async def scan(timeout_s: float) -> tuple[list[FoundSensor], dict[str, str]]:
    """Scan for this long.

    Returns:
        All supported sensors in range, the strongest signal first; and the names of all other
        devices by their ids.

    Raises:
        SensorError: Bluetooth cannot be used.
    """
    heard = await listen(timeout_s, with_connected=True)
    found = sorted(heard.sensors.values(), key=lambda s: (-(s.rssi or -128), s.name, s.id))
    return found, dict(sorted(heard.others.items()))


async def listen(
    timeout_s: float,
    enough: Callable[[Heard], bool] | None = None,
    *,
    with_connected: bool = False,
) -> Heard:
    """Scan until the time is over or ``enough`` returns True.

    Args:
        timeout_s: How long to scan at most.
        enough: Called whenever something was heard.
        with_connected: Whether to include devices that this computer is connected to already.

    Raises:
        SensorError: Bluetooth cannot be used.
    """
    heard = Heard({}, {})
    done = asyncio.Event()

    def on_advertisement(device: BLEDevice, data: AdvertisementData) -> None:
        _note(heard, device, data)
        if enough is not None and enough(heard):
            done.set()

    scanner = BleakScanner(on_advertisement)
    _log.debug("scanning for %g s at the most", timeout_s)
    try:
        await _start(scanner)
        if with_connected:
            await _note_connected(heard)
            if enough is not None and enough(heard):
                done.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await done.wait()
    finally:
        await _stop(scanner)
    _log.debug("heard %d sensors and %d other devices", len(heard.sensors), len(heard.others))
    return heard


async def _start(scanner: BleakScanner) -> None:
    try:
        async with asyncio.timeout(LIMITS.scan_start_s):
            await scanner.start()
    except Exception as error:
        # Each platform's stack raises its own kinds of errors.
        if not is_of_the_stack(error):
            raise
        _log.warning("scanning can not begin: %s", error, exc_info=error)
        raise unavailable(error) from error


async def _stop(scanner: BleakScanner) -> None:
    try:
        async with asyncio.timeout(LIMITS.scan_stop_s):
            await scanner.stop()
    except Exception as error:
        # Also after a start that failed or was cancelled, to which stacks react in any way.
        if not is_of_the_stack(error):
            raise
        _log.debug("scanning does not end properly: %s", error)


async def _note_connected(heard: Heard) -> None:
    """Add sensors that a crashed program has left connected: these do not advertise.

    On Linux a connection outlives the program that made it.
    """
    try:
        async with asyncio.timeout(LIMITS.connected_s):
            adapter = await BleakAdapter.get()
            connected = await adapter.get_connected_devices()
    except Exception as error:
        # Not every platform can tell; then there is nothing to add.
        if not is_of_the_stack(error):
            raise
        _log.debug("no list of connected devices: %s", error)
        return
    for device in connected:
        if device.address not in heard.sensors:
            take(heard, device, Advertisement(clean_name(device.name)), None)


def _note(heard: Heard, device: BLEDevice, data: AdvertisementData) -> None:
    advertisement = Advertisement(
        clean_name(data.local_name or device.name),
        tuple(u.lower() for u in data.service_uuids),
        data.manufacturer_data,
    )
    take(heard, device, advertisement, None if data.rssi in _NO_RSSI else data.rssi)


def take(heard: Heard, device: BLEDevice, advertisement: Advertisement, rssi: int | None) -> None:
    """Note a device by all that it has advertised: one packet has its name, another its service.

    A name that comes later may show that an apparent sensor is another product of its maker.
    """
    address = device.address
    before = heard.said.get(address)
    advertisement = advertisement if before is None else before.and_then(advertisement)
    heard.said[address] = advertisement
    known: tuple[Driver, str] | None = recognise(advertisement)
    if known is None:
        heard.sensors.pop(address, None)
        if address not in heard.others:
            _log.debug("%s (%s): no driver knows it", advertisement.name, address)
        heard.others[address], heard.devices[address] = advertisement.name, device
        return
    driver, model = known
    heard.others.pop(address, None)
    name = advertisement.name or model
    if address not in heard.sensors:
        _log.info(
            "found %s (%s), %s dBm: a %s by driver %s", name, address, rssi, model, driver.name
        )
    heard.sensors[address] = FoundSensor(
        id=address, name=name, model=model, rssi=rssi, driver=driver.name, device=device
    )


def names(sensors: Collection[FoundSensor]) -> str:
    """Return a list of sensors for a message."""
    return ", ".join(f"{s.name} ({s.id})" for s in sorted(sensors, key=lambda s: (s.name, s.id)))
