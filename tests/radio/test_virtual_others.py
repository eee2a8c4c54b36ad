"""Tests that virtual sensors are as strict as the real ones, because other tests rely on it."""

import asyncio
from collections.abc import Sequence

import pytest
from bleak import BleakClient, BleakScanner

from tests.radio import adafruit, metamotion, polar
from tests.radio.adafruit import VirtualAdafruit
from tests.radio.metamotion import VirtualMetaMotion
from tests.radio.peripheral import VirtualPeripheral
from tests.radio.polar import VirtualPolar
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio


async def converse(
    sensor: VirtualPeripheral,
    listen: Sequence[str],
    to: str,
    writes: Sequence[str],
    *,
    seconds: float = 2.0,
    service: str | None = None,
) -> list[tuple[str, bytes]]:
    """Return what a plain client receives after subscribing to these and writing all this (hex)."""
    heard: list[tuple[str, bytes]] = []
    async with VirtualRadio(sensor):
        device = await BleakScanner.find_device_by_address(sensor.address, 5.0)
        assert device is not None
        async with BleakClient(device) as client:
            for uuid in listen:
                await client.start_notify(uuid, lambda c, data: heard.append((c.uuid, bytes(data))))
            of_service = client.services.get_service(service) if service else None
            target = of_service.get_characteristic(to) if of_service else None
            for write in writes:
                await client.write_gatt_char(target or to, bytes.fromhex(write))
            await asyncio.sleep(seconds)
    return heard


ENABLE, START = ["03020100", "13020100"], ["130101", "030101"]
CHAIN = [
    "09021305ffa00f05",
    "09020304ffa01b0100" + "00" * 11,
    "090209030160113103",
]
NOTIFY = ["09070201", "090301"]


@pytest.mark.parametrize(
    ("writes", "hears"),
    [
        ([*CHAIN, *NOTIFY, *ENABLE, *START], True),
        ([*CHAIN, *NOTIFY, *ENABLE], False),
        ([*CHAIN, *NOTIFY, *START], False),
        ([*CHAIN, NOTIFY[0], *ENABLE, *START], False),
        ([*CHAIN, NOTIFY[1], *ENABLE, *START], False),
        ([*CHAIN[1:], *NOTIFY, *ENABLE, *START], False),
        ([*CHAIN, *NOTIFY, *ENABLE, *START, "0908"], False),
        (["031c01", "130701", *ENABLE, *START], True),
        (["030501", *ENABLE, *START], False),  # the other chip's register
    ],
)
@in_simulated_time
async def test_a_metamotion_board_streams_only_after_every_step(
    writes: list[str], hears: bool
) -> None:
    heard = await converse(VirtualMetaMotion(), [metamotion.NOTIFY], metamotion.COMMAND, writes)
    samples = [data for _, data in heard if len(data) > 5]
    assert bool(samples[2:]) == hears


@in_simulated_time
async def test_a_metamotion_board_says_nothing_to_who_does_not_listen() -> None:
    writes = [*CHAIN, *NOTIFY, *ENABLE, *START, "0380"]
    assert await converse(VirtualMetaMotion(), [], metamotion.COMMAND, writes) == []


@in_simulated_time
async def test_an_old_metamotion_board_makes_no_fuser() -> None:
    heard = await converse(
        VirtualMetaMotion(revision=2), [metamotion.NOTIFY], metamotion.COMMAND, CHAIN
    )
    assert [data.hex() for _, data in heard] == ["090200"]


@in_simulated_time
async def test_an_adafruit_board_sends_once_a_second_until_a_service_is_told_its_period() -> None:
    values = [adafruit.UUID.format(uuid) for uuid in ("0201", "0401")]
    heard = await converse(
        VirtualAdafruit(),
        values,
        adafruit.UUID.format(adafruit.PERIOD),
        ["10000000"],
        seconds=4.0,
        service=adafruit.UUID.format(adafruit.ACC),
    )
    counts = [sum(uuid == value for uuid, _ in heard) for value in values]
    assert counts[0] == pytest.approx(4 * 64, abs=5)
    assert counts[1] == 4


CONTROL, DATA = (polar.UUID.format(uuid) for uuid in ("81", "82"))
START_104 = "020200016800010110000201080004" + "0103"
START_52 = "020200013400010110000201080004" + "0103"


@pytest.mark.parametrize(
    ("listen", "writes", "errors", "frames"),
    [
        ([CONTROL, DATA], ["0209", START_104], [0, 0], 5),
        ([CONTROL, DATA], [START_52], [0], 2),
        ([CONTROL, DATA], [START_104], [polar.BAD_RATE], 0),
        ([CONTROL, DATA], [START_52, "0209"], [0, polar.BAD_STATE], 2),
        ([CONTROL, DATA], [START_52, START_52], [0, polar.ALREADY], 2),
        ([CONTROL], ["0209", START_104], [0, 0], 0),
        ([DATA], ["0209", START_104], [], 5),
    ],
)
@in_simulated_time
async def test_a_verity_sense_does_what_its_mode_allows_and_answers_who_listens(
    listen: list[str], writes: list[str], errors: list[int], frames: int
) -> None:
    heard = await converse(VirtualPolar(), listen, CONTROL, writes)
    assert [data[3] for uuid, data in heard if uuid == CONTROL] == errors
    assert len([data for uuid, data in heard if uuid == DATA]) == frames


@in_simulated_time
async def test_a_verity_sense_refuses_a_connection_that_carries_too_little() -> None:
    sensor = VirtualPolar()
    sensor.most_mtu = 185
    heard = await converse(sensor, [CONTROL, DATA], CONTROL, [START_52])
    assert [data[3] for _, data in heard] == [polar.BAD_MTU]


@in_simulated_time
async def test_an_h10_has_no_gyroscope() -> None:
    sensor = VirtualPolar("Polar H10 9A1B2C3D")
    heard = await converse(sensor, [CONTROL], CONTROL, ["0105", "0209", "0102"])
    # The answer in the maker's document.
    settings = "f0010200000004190032006400c800010110000203020004000800"
    assert [data[3] for _, data in heard] == [polar.NOT_SUPPORTED, polar.NOT_SUPPORTED, 0]
    assert heard[-1][1].hex() == settings
