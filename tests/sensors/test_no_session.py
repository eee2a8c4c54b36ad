"""Tests why no session begins: nothing in range, an unclear choice, unusable Bluetooth."""

import asyncio
import sys
from collections.abc import Mapping
from unittest.mock import patch

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from evenstride.sensors.bluetooth import BluetoothSource, faults, scan
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Leg, LinkState
from tests.radio.session import Session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.sensors.two_sensors import LEFT_ID, RIGHT_ID, two_sensors


async def entering_fails(
    assignments: Mapping[Leg, str | None], *sensors: VirtualWitMotion
) -> SensorError:
    async with VirtualRadio(*sensors):
        with pytest.raises(SensorError) as caught:
            async with BluetoothSource(assignments):
                raise AssertionError
    return caught.value


@in_simulated_time
async def test_no_device_in_range_says_what_to_do() -> None:
    error = await entering_fails({})
    assert error.reason is SensorReason.NOT_FOUND
    assert str(error).startswith("No Bluetooth device answers at all. Switch the sensor on")


@in_simulated_time
async def test_a_missing_sensor_is_reported_with_those_that_were_found() -> None:
    error = await entering_fails({Leg.RIGHT: "C4:00:00:00:00:77"}, *two_sensors())
    assert error.reason is SensorReason.NOT_FOUND
    assert error.leg is Leg.RIGHT
    assert f"WT901BLE67 ({LEFT_ID}), WT901BLE67 ({RIGHT_ID})" in str(error)


@in_simulated_time
async def test_a_name_that_two_sensors_share_is_ambiguous() -> None:
    error = await entering_fails({Leg.LEFT: "wt901ble67"}, *two_sensors())
    assert error.reason is SensorReason.AMBIGUOUS
    assert LEFT_ID in str(error)


@in_simulated_time
async def test_one_sensor_can_not_be_on_both_legs() -> None:
    error = await entering_fails({Leg.LEFT: LEFT_ID, Leg.RIGHT: LEFT_ID.lower()}, *two_sensors())
    assert error.reason is SensorReason.AMBIGUOUS


@in_simulated_time
async def test_more_sensors_than_legs_need_to_be_told_apart() -> None:
    third = VirtualWitMotion("WT901BLE68", "C4:00:00:00:00:03")
    error = await entering_fails({}, *two_sensors(), third)
    assert error.reason is SensorReason.AMBIGUOUS
    assert "--left" in str(error)


@in_simulated_time
async def test_a_device_that_is_no_supported_sensor_is_refused_by_name() -> None:
    for want in ("Headphones", "C4:00:00:00:00:09"):
        headphones = VirtualWitMotion("Headphones", "C4:00:00:00:00:09")
        headphones.services = list  # type: ignore[method-assign]
        error = await entering_fails({Leg.LEFT: want}, headphones)
        assert error.reason is SensorReason.NOT_SUPPORTED


def not_available(reason: BleakBluetoothNotAvailableReason) -> BleakBluetoothNotAvailableError:
    return BleakBluetoothNotAvailableError("as bleak says it", reason)


Why = BleakBluetoothNotAvailableReason


@pytest.mark.parametrize(
    ("fault", "reason", "says"),
    [
        (not_available(Why.NO_BLUETOOTH), SensorReason.NO_ADAPTER, "no Bluetooth adapter"),
        (not_available(Why.NO_BLE_CENTRAL_ROLE), SensorReason.NO_ADAPTER, "no Bluetooth adapter"),
        (not_available(Why.POWERED_OFF), SensorReason.BLUETOOTH_OFF, "Switch it on"),
        (not_available(Why.DENIED_BY_USER), SensorReason.NOT_ALLOWED, "Allow it"),
        (not_available(Why.DENIED_BY_SYSTEM), SensorReason.NOT_ALLOWED, "Allow it"),
        (not_available(Why.DENIED_BY_UNKNOWN), SensorReason.NOT_ALLOWED, "Allow it"),
        (not_available(Why.UNKNOWN), SensorReason.NO_ADAPTER, "as bleak says it"),
        (BleakError("something\x1b[2J\nnew"), SensorReason.NO_ADAPTER, r"something \[2J new"),
        (
            BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["no bluez"]),
            SensorReason.NO_ADAPTER,
            "service does not answer",
        ),
        (BleakDBusError("org.bluez.Error.NotReady", ["off"]), SensorReason.BLUETOOTH_OFF, "off"),
        (FileNotFoundError(2, "no socket"), SensorReason.NO_ADAPTER, "service does not answer"),
        (PermissionError(13, "denied"), SensorReason.NOT_ALLOWED, "Allow it"),
    ],
)
@in_simulated_time
async def test_unusable_bluetooth_is_one_sentence_with_its_remedy(
    fault: Exception, reason: SensorReason, says: str
) -> None:
    with patch.object(faults, "_has_adapter", lambda: True):
        await _says_why(fault, reason, says)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there the system says it")
@in_simulated_time
async def test_without_an_adapter_nobody_is_told_to_start_the_service() -> None:
    fault = BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["no bluez"])
    with patch.object(faults, "_has_adapter", lambda: False):
        await _says_why(fault, SensorReason.NO_ADAPTER, "Plug in")


async def _says_why(fault: Exception, reason: SensorReason, says: str) -> None:
    async with VirtualRadio() as radio:
        radio.central.fault = fault
        with pytest.raises(SensorError, match=says) as caught:
            await scan(1.0)
        assert caught.value.reason is reason
        with pytest.raises(SensorError, match=says):
            async with BluetoothSource({}):
                raise AssertionError


@in_simulated_time
async def test_what_has_a_sensors_name_but_not_its_services_gives_the_leg_back() -> None:
    fake = VirtualWitMotion("WT901", LEFT_ID)
    fake.services = list  # type: ignore[method-assign]
    true = VirtualWitMotion("WT901BLE67", RIGHT_ID)
    async with VirtualRadio(fake, true), BluetoothSource({}) as source:
        running = Session(source)
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await running.until(Leg.LEFT, LinkState.LOST, within_s=20.0)
        assert "Nothing else is in range" in running.last_link(Leg.LEFT).text
        heard = len(running.blocks(Leg.RIGHT))
        await asyncio.sleep(3.0)
        assert len(running.blocks(Leg.RIGHT)) > heard
        assert not running.task.done()
