"""Tests that the virtual sensor is as strict as the real one, because other tests rely on it."""

import asyncio

from bleak import BleakClient, BleakScanner

from tests.radio.movesense import BASE, VirtualMovesense
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio

SUBSCRIBE_104 = b"\x01\x07/Meas/IMU6/104"
SUBSCRIBE_52 = b"\x01\x07/Meas/IMU6/52"


async def converse(
    *writes: bytes, subscribe: bool = True, sensor: VirtualMovesense | None = None
) -> list[bytes]:
    """Return what a plain client receives in two seconds after writing all this."""
    heard: list[bytes] = []
    async with VirtualRadio(sensor or VirtualMovesense()):
        device = await BleakScanner.find_device_by_name("Movesense 174630000192", 5.0)
        assert device is not None
        async with BleakClient(device) as client:
            if subscribe:
                await client.start_notify(
                    BASE.format("0002"), lambda _, data: heard.append(bytes(data))
                )
            for write in writes:
                await client.write_gatt_char(BASE.format("0001"), write, response=True)
            await asyncio.sleep(2.0)
    return heard


@in_simulated_time
async def test_a_subscription_is_answered_and_brings_packets_in_two_parts() -> None:
    answer, *data = await converse(SUBSCRIBE_104)
    assert answer == bytes.fromhex("0107c800")
    assert 48 <= len(data) <= 52
    assert [(d[0], len(d)) for d in data[:4]] == [(2, 152), (3, 48)] * 2


@in_simulated_time
async def test_at_52_hz_a_packet_has_100_bytes_and_one_part() -> None:
    _, *data = await converse(SUBSCRIBE_52)
    assert {(d[0], len(d)) for d in data} == {(2, 102)}
    assert 24 <= len(data) <= 26


@in_simulated_time
async def test_it_sends_nothing_without_notifications() -> None:
    assert await converse(SUBSCRIBE_104, subscribe=False) == []


@in_simulated_time
async def test_a_command_numbered_zero_or_for_a_path_that_it_lacks_brings_no_data() -> None:
    assert await converse(b"\x01\x00/Meas/IMU6/104") == []
    assert await converse(b"\x01\x07/Meas/IMU6/60") == [bytes.fromhex("01079401")]


@in_simulated_time
async def test_subscriptions_end_when_they_are_told_to_or_with_the_connection() -> None:
    sensor = VirtualMovesense()
    heard = await converse(SUBSCRIBE_104, b"\x02\x07", sensor=sensor)
    assert heard == [bytes.fromhex("0107c800")] * 2
    sensor = VirtualMovesense()
    await converse(SUBSCRIBE_104, sensor=sensor)
    assert sensor.subscriptions == {}


@in_simulated_time
async def test_the_battery_is_a_question() -> None:
    assert await converse(b"\x04\x09/System/Energy/Level") == [bytes.fromhex("0109c80055")]
