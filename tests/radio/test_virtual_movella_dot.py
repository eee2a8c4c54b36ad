"""Tests that the virtual sensor is as strict as the real one, because other tests rely on it."""

import asyncio
from collections.abc import Sequence

from bleak import BleakClient, BleakScanner

from tests.radio.movella_dot import BASE, VirtualMovellaDot
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio

START, STOP = bytes.fromhex("010115"), bytes.fromhex("010015")
START_QUATERNIONS = bytes.fromhex("010105")
LISTEN = b""


async def converse(
    sensor: VirtualMovellaDot, steps: Sequence[tuple[str, bytes]], listen_s: float = 2.0
) -> list[bytes]:
    """Return what a plain client receives after these steps."""
    heard: list[bytes] = []
    device = await BleakScanner.find_device_by_name("Movella DOT", 5.0)
    assert device is not None
    async with BleakClient(device) as client:
        for short, value in steps:
            if value == LISTEN:
                await client.start_notify(BASE.format(short), lambda _, v: heard.append(bytes(v)))
            else:
                await client.write_gatt_char(BASE.format(short), value, response=True)
        await asyncio.sleep(listen_s)
    return heard


def with_rate(sensor: VirtualMovellaDot, rate_hz: int, visit: int = 0x10) -> bytes:
    control = bytearray(sensor.control)
    control[0], control[24] = visit, rate_hz
    return bytes(control)


@in_simulated_time
async def test_it_sends_40_bytes_60_times_a_second_once_it_is_started() -> None:
    sensor = VirtualMovellaDot()
    async with VirtualRadio(sensor):
        heard = await converse(sensor, [("2003", LISTEN), ("2001", START)])
    assert 115 <= len(heard) <= 121
    assert {len(data) for data in heard} == {40}


@in_simulated_time
async def test_it_sends_nothing_to_who_listens_too_late_or_to_the_wrong_payload() -> None:
    sensor = VirtualMovellaDot()
    async with VirtualRadio(sensor):
        for listen, start in (("2004", START), ("2003", START_QUATERNIONS)):
            assert await converse(sensor, [(listen, LISTEN), ("2001", start)]) == []
            await converse(sensor, [("2001", STOP)], 0.1)
        assert await converse(sensor, [("2001", START), ("2003", LISTEN)]) == []


@in_simulated_time
async def test_a_measurement_outlives_its_connection_and_is_in_the_way_of_the_next() -> None:
    sensor = VirtualMovellaDot()
    steps = [("2003", LISTEN), ("2001", START)]
    async with VirtualRadio(sensor):
        await converse(sensor, steps)
        assert sensor.mode == 21
        assert await converse(sensor, steps) == []
        assert await converse(sensor, [("2001", STOP), *steps]) != []


@in_simulated_time
async def test_a_rate_needs_its_bit_and_a_sensor_that_does_not_measure() -> None:
    sensor = VirtualMovellaDot()
    async with VirtualRadio(sensor):
        await converse(sensor, [("1002", with_rate(sensor, 30, visit=0x04))], 0.1)
        assert sensor.control[24] == 60
        await converse(sensor, [("2001", START), ("1002", with_rate(sensor, 30))], 0.1)
        assert sensor.control[24] == 60
        await converse(sensor, [("2001", STOP), ("1002", with_rate(sensor, 30))], 0.1)
        assert sensor.control[24] == 30


@in_simulated_time
async def test_it_falls_asleep_when_its_time_is_over() -> None:
    sensor = VirtualMovellaDot(sleeps_after_s=4)
    async with VirtualRadio(sensor):
        heard = await converse(sensor, [("2003", LISTEN), ("2001", START)], 8.0)
        assert 120 <= len(heard) <= 241  # looking through its services takes a second
        assert await BleakScanner.find_device_by_name("Movella DOT", 5.0) is None
