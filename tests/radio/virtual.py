"""A computer's adapter and the virtual sensors around it, ready for programs that use bleak."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Self
from unittest.mock import patch

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason
from bumble import controller, hci, host

from tests.radio.air import Air, make_device
from tests.radio.backend import Central, use_bumble
from tests.radio.peripheral import VirtualPeripheral
from tests.radio.simulated_time import programs_in_simulated_time


@contextmanager
def undrawn_packets() -> Iterator[None]:
    """Bumble draws every packet in colour for a log that nobody reads: half of all the time."""
    with ExitStack() as stack:
        for module in (controller, host, hci):
            stack.enter_context(patch.object(module, "color", lambda text, *_, **__: text))
        stack.enter_context(patch.object(hci.HCI_Object, "format_fields", lambda *_: ""))
        yield


class VirtualRadio:
    """The whole bench; bleak uses it between entering and leaving.

    Use it as an asynchronous context manager inside ``run_in_simulated_time``, or call a program
    that runs its own event loop inside ``with radio.for_programs():``.

    Args:
        *sensors: The sensors in range.
        interval_s: Between connection events; 0 delivers at once.
    """

    def __init__(self, *sensors: VirtualPeripheral, interval_s: float = 0.03) -> None:
        self.sensors = sensors
        self.central: Central
        self._interval_s = interval_s
        self._stack = ExitStack()

    async def __aenter__(self) -> Self:
        self._air = air = Air(self._interval_s)
        for sensor in self.sensors:
            await sensor.power_on(air)
        device, self._adapter = make_device(air, "computer", "F0:00:00:00:00:01")
        await device.power_on()
        self.central = Central(device)
        self._stack.enter_context(use_bumble(self.central))
        self._stack.enter_context(undrawn_packets())
        return self

    async def __aexit__(self, *_: object) -> None:
        for sensor in self.sensors:
            sensor.halt()
        self._stack.close()

    async def leave_connected(self, sensor: VirtualPeripheral) -> None:
        """Connect to a sensor as a program does that then crashes: the connection stays."""
        address = hci.Address(sensor.address)
        await self.central.device.connect_le(address)
        self.central.names[address] = sensor.name

    def switch_off(self) -> None:
        """Switch the computer's Bluetooth off, as a user does in the system's settings."""
        self.central.fault = BleakBluetoothNotAvailableError(
            "off", BleakBluetoothNotAvailableReason.POWERED_OFF
        )
        self._air.switch_off(self._adapter)

    def switch_on(self) -> None:
        """Switch it on again."""
        self.central.fault = None
        self._air.bring_back(self._adapter)

    @contextmanager
    def for_programs(self) -> Iterator[None]:
        """Programs that call ``asyncio.run`` inside find this radio, in simulated time."""
        with self._stack, programs_in_simulated_time(self.__aenter__):
            yield
