"""Tests which errors are those of the Bluetooth stack, and which are faults of ours."""

import asyncio

import pytest
from bleak import BleakClient
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
)

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.bluetooth.faults import describe, is_of_the_stack, unavailable, unreachable
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Item, Leg, Link
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

SENSOR = "C4:00:00:00:00:01"


@pytest.mark.parametrize(
    ("error", "is_theirs"),
    [
        (BleakError("not connected"), True),
        (OSError("no such device"), True),
        (TimeoutError(), True),
        (EOFError(), True),
        (KeyError("/org/bluez/hci0"), True),
        (AssertionError(), True),
        (TypeError("takes 2 arguments"), False),
        (NameError("lost is not defined"), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_from_outside_is_the_stacks_unless_the_call_was_wrong(
    error: Exception, is_theirs: bool
) -> None:
    assert is_of_the_stack(error) is is_theirs


def test_a_plain_error_that_a_line_of_ours_raised_is_ours() -> None:
    code = compile("{}['service']", "ours.py", "exec")
    with pytest.raises(KeyError) as caught:
        exec(code, {"__name__": "evenstride.sensors.bluetooth.connection"})
    assert not is_of_the_stack(caught.value)


@in_simulated_time
async def test_a_fault_of_ours_ends_the_session_and_is_not_told_as_a_sensor_out_of_reach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise TypeError("a wrong call")

    monkeypatch.setattr(BleakClient, "start_notify", fail)
    said: list[Item] = []

    async def stream() -> None:
        async with BluetoothSource({Leg.LEFT: SENSOR}) as source, asyncio.timeout(30.0):
            async for item in source:
                said.append(item)

    async with VirtualRadio(VirtualWitMotion("WT901BLE68", SENSOR)):
        with pytest.raises(TypeError, match="a wrong call"):
            await stream()
    assert not [item for item in said if isinstance(item, Link) and "reached" in item.text]


@pytest.mark.parametrize(
    "fault",
    [
        BleakBluetoothNotAvailableError(
            "powered off", BleakBluetoothNotAvailableReason.POWERED_OFF
        ),
        BleakDBusError("org.bluez.Error.NotReady", ["Resource Not Ready"]),
    ],
)
@in_simulated_time
async def test_a_sensor_is_not_to_blame_for_bluetooth_that_goes_off_while_it_connects(
    fault: Exception,
) -> None:
    async with (
        VirtualRadio(VirtualWitMotion("WT901BLE68", SENSOR)) as radio,
        BluetoothSource({Leg.LEFT: SENSOR}) as source,
    ):
        radio.switch_off()
        radio.central.fault = fault
        with pytest.raises(SensorError) as told:
            async for _ in source:
                pass
    assert told.value.reason is SensorReason.BLUETOOTH_OFF
    assert str(told.value).startswith("Bluetooth is switched off.")


@pytest.mark.parametrize(
    ("error", "reason", "remedy"),
    [
        (BleakGATTProtocolError(0x0D), SensorReason.SHORT_PACKETS, "Use another adapter."),
        (
            BleakDBusError("org.bluez.Error.InvalidValueLength", []),
            SensorReason.SHORT_PACKETS,
            "Use another adapter.",
        ),
        (BleakGATTProtocolError(0x05), SensorReason.NOT_PAIRED, "Pair it"),
        (BleakGATTProtocolError(0x0F), SensorReason.NOT_PAIRED, "Pair it"),
        # bleak-retry-connector's issue 226: BlueZ still connects for a program that has ended.
        (
            BleakDBusError("org.bluez.Error.InProgress", ["in progress"]),
            SensorReason.IN_USE,
            "switch Bluetooth off and on",
        ),
        # Windows, where another program has the service for itself.
        (
            BleakError("Could not get GATT services: Access Denied"),
            SensorReason.IN_USE,
            "Close that program",
        ),
        # macOS, after the sensor was reset.
        (
            BleakError("failed to connect: Error Code=14 Peer removed pairing information"),
            SensorReason.NOT_PAIRED,
            "remove it there first",
        ),
        (
            BleakError("Could not get GATT services: Unreachable"),
            SensorReason.CONNECT_FAILED,
            "Unreachable",
        ),
        (BleakGATTProtocolError(0x0E), SensorReason.CONNECT_FAILED, "Unlikely Error"),
    ],
)
def test_what_a_sensor_refuses_has_the_remedy_for_that(
    error: Exception, reason: SensorReason, remedy: str
) -> None:
    told = unreachable(error)
    assert told.reason is reason
    assert remedy in str(told)


def test_a_scan_that_another_program_is_in_the_way_of_is_no_adapter_that_is_off() -> None:
    told = unavailable(BleakDBusError("org.bluez.Error.InProgress", ["in progress"]))
    assert "another program" in str(told)


@pytest.mark.parametrize("error", [FileNotFoundError(2, "no"), ValueError("no transport")])
def test_an_address_of_the_message_bus_that_is_wrong_is_named(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SYSTEM_BUS_ADDRESS", raising=False)
    assert "DBUS" not in str(unavailable(error))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "somewhere")
    assert "Unset it" in str(unavailable(error))


def test_a_code_beside_its_text_is_not_shown() -> None:
    error = BleakBluetoothNotAvailableError("in use", BleakBluetoothNotAvailableReason.UNKNOWN)
    assert describe(error) == "in use"
    assert describe(BleakDBusError("org.bluez.Error.Failed", ["le-connection-abort"])).endswith(
        "le-connection-abort"
    )
