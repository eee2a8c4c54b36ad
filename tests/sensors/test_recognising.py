"""Tests which devices are recognised as sensors, and the reasons why others are not."""

from collections.abc import Callable, Mapping
from unittest.mock import patch

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from evenstride.sensors.bluetooth.assignment import assign
from evenstride.sensors.bluetooth.scanning import Heard, listen
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Site
from tests.radio.simulated_time import in_simulated_time

ADDRESS = "C4:00:00:00:00:01"
EDGEML = "34c2e3bb-34aa-11eb-adc1-0242ac120002"
POLARS = "0000feee-0000-1000-8000-00805f9b34fb"
Said = tuple[str | None, tuple[str, ...]]


def scanner(packets: tuple[Said, ...]) -> Callable[..., object]:
    """A scanner that hears these of one device: name, and services."""

    class Scanner:
        def __init__(self, heard: Callable[[BLEDevice, AdvertisementData], None]) -> None:
            self._heard = heard

        async def start(self) -> None:
            device = BLEDevice(ADDRESS, None, None)
            for name, services in packets:
                self._heard(device, AdvertisementData(name, {}, {}, list(services), None, -50, ()))

        async def stop(self) -> None:
            pass

    return Scanner


async def heard_of(*packets: Said) -> Heard:
    with patch("evenstride.sensors.bluetooth.scanning.BleakScanner", scanner(packets)):
        return await listen(1.0)


@pytest.mark.parametrize("turn", [1, -1])
@in_simulated_time
async def test_a_name_in_one_packet_and_a_service_in_another_are_of_one_sensor(turn: int) -> None:
    heard = await heard_of(*(("XIAO-A1B2", ()), (None, (EDGEML,)))[::turn])
    assert {one.name: one.driver for one in heard.sensors.values()} == {"XIAO-A1B2": "EdgeML"}
    assert heard.others == {}


@in_simulated_time
async def test_a_watch_whose_name_comes_after_its_makers_service_is_no_sensor() -> None:
    heard = await heard_of((None, (POLARS,)), ("Polar Vantage V2", ()), (None, (POLARS,)))
    assert heard.sensors == {}
    assert heard.others == {ADDRESS: "Polar Vantage V2"}


@in_simulated_time
async def test_a_vibration_sensor_with_the_service_of_others_is_none_once_its_name_is_known() -> (
    None
):
    service = "0000ffe5-0000-1000-8000-00805f9a34fb"
    heard = await heard_of((None, (service,)), ("WTVB01-BT50", (service,)))
    assert heard.sensors == {}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("BWT901CL", "It speaks classic Bluetooth"),
        ("wt61cl", "It speaks classic Bluetooth"),
        ("HC-06", "It speaks classic Bluetooth"),
        ("WTVB01-BT50", "It measures vibration"),
        ("WTGAHRS2", "a protocol of its own"),
        ("Shimmer3-5B2A", "Shimmer3R works"),
        ("Polar Vantage V2", "It sends no motion"),
        ("Muse-1A2B", "It is a headband"),
    ],
)
@pytest.mark.parametrize("is_in_range", [False, True])
def test_a_product_that_can_not_be_used_is_told_why_and_nobody_is_told_to_move_it_closer(
    name: str, why: str, is_in_range: bool
) -> None:
    assert recognise(Advertisement(name)) is None
    others: Mapping[str, str] = {ADDRESS: name} if is_in_range else {}
    with pytest.raises(SensorError, match=why) as told:
        assign(Heard({}, dict(others)), {Site.LEFT: name}, {})
    assert "closer" not in str(told.value)
    assert told.value.reason is SensorReason.NOT_SUPPORTED


@pytest.mark.parametrize("name", ["WT901BLECL5.0", "WT9011DCL", "Shimmer3R-5B2A", "Muse v3"])
def test_a_product_that_is_only_not_there_is_to_be_switched_on(name: str) -> None:
    with pytest.raises(SensorError, match="Switch the sensor on") as told:
        assign(Heard({}, {}), {Site.LEFT: name}, {})
    assert told.value.reason is SensorReason.NOT_FOUND


@in_simulated_time
async def test_a_product_in_range_that_can_not_be_used_is_told_why_without_being_named() -> None:
    heard = await heard_of(("Polar Vantage V2", ()))
    with pytest.raises(SensorError, match="Polar Vantage V2 is in range, but"):
        assign(heard, {}, {})
