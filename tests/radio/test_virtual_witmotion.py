"""Tests that the virtual sensor is as strict as the real one, because other tests rely on it."""

import asyncio

from bleak import BleakClient, BleakScanner

from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import BASE, UNLOCK, VirtualWitMotion

RATE_100 = bytes.fromhex("ffaa030900")
READ_BATTERY = bytes.fromhex("ffaa276400")


async def converse(*writes: bytes, pause_s: float = 0.15, subscribe: bool = True) -> list[bytes]:
    """Return what a plain client receives in ten seconds after writing all this."""
    heard: list[bytes] = []
    async with VirtualRadio(VirtualWitMotion(centivolts=388)):
        device = await BleakScanner.find_device_by_name("WT901BLE67", 5.0)
        assert device is not None
        async with BleakClient(device) as client:
            if subscribe:
                await client.start_notify(
                    BASE.format("ffe4"), lambda _, data: heard.append(bytes(data))
                )
            for write in writes:
                await client.write_gatt_char(BASE.format("ffe9"), write, response=False)
                await asyncio.sleep(pause_s)
            heard.clear()
            await asyncio.sleep(10.0)
    return heard


def frames(heard: list[bytes]) -> int:
    return sum(len(data) // 20 for data in heard)


@in_simulated_time
async def test_it_streams_at_10_hz_as_soon_as_notifications_are_enabled() -> None:
    heard = await converse()
    assert 98 <= frames(heard) <= 102
    assert heard[0][:2] == b"\x55\x61"


@in_simulated_time
async def test_it_sends_nothing_without_notifications() -> None:
    assert await converse(UNLOCK, RATE_100, READ_BATTERY, subscribe=False) == []


@in_simulated_time
async def test_unlocked_it_takes_a_rate_and_sends_four_frames_at_a_time() -> None:
    heard = await converse(UNLOCK, RATE_100)
    assert 985 <= frames(heard) <= 997
    assert {len(data) for data in heard} == {80}


@in_simulated_time
async def test_a_rate_without_unlocking_is_ignored() -> None:
    assert frames(await converse(RATE_100)) < 110


@in_simulated_time
async def test_a_write_on_the_heels_of_another_is_ignored() -> None:
    assert frames(await converse(UNLOCK, RATE_100, pause_s=0.0)) < 110
