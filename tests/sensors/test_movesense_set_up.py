"""Tests the set-up of a Movesense, and its battery."""

import pytest

from evenstride.sensors.drivers.movesense import MovesenseSensor
from evenstride.sensors.errors import SensorError, SensorReason
from tests.fakes.gatt import FakeGatt
from tests.radio.simulated_time import in_simulated_time
from tests.sensors.movesense_packets import NOTIFY, REF, stream


class FakeMovesense(FakeGatt):
    """Knows its service or not."""

    def __init__(self, *replies: bytes, has_service: bool = True) -> None:
        super().__init__(*replies)
        self.has_service = has_service

    def in_words(self, characteristic: str, data: bytes) -> str:
        assert characteristic in "34800001-7185-4d5d-b431-630e7050e8f0"
        return f"{data[:2].hex()} {data[2:].decode()}".strip()

    async def listen(self, characteristic: str) -> None:
        if not self.has_service:
            raise SensorError("Not there.", SensorReason.NOT_SUPPORTED)
        assert characteristic in NOTIFY
        self.done.append("listen")


def status(ref: int, code: int, data: bytes = b"") -> bytes:
    return bytes([1, ref]) + code.to_bytes(2, "little") + data


@pytest.mark.parametrize(
    "replies",
    [
        (status(REF, 200), stream(1)[0][1]),
        (stream(1)[0][1],),  # old firmware only answers what it refuses
        (),
    ],
)
@in_simulated_time
async def test_set_up_listens_and_subscribes_and_ends_the_subscription(
    replies: tuple[bytes, ...],
) -> None:
    gatt = FakeMovesense(*replies)
    async with MovesenseSensor(104.0).streaming(gatt):
        assert gatt.done == ["listen", "014d /Meas/IMU6/104"]
    assert gatt.done[-1] == "024d"


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (status(REF, 404), "status 404"),
        (status(REF, 507), "status 507"),
        (stream(1)[0][1][:20], "cut short, 18 of 150 bytes"),
    ],
)
@in_simulated_time
async def test_a_refusal_is_said(reply: bytes, says: str) -> None:
    gatt = FakeMovesense(status(7, 404), reply)
    with pytest.raises(SensorError, match=says):
        async with MovesenseSensor(104.0).streaming(gatt):
            raise AssertionError
    assert gatt.done[-1] == "024d"


@in_simulated_time
async def test_a_sensor_without_the_service_needs_an_update() -> None:
    with pytest.raises(SensorError, match=r"Update it to 2\.3\.0") as caught:
        async with MovesenseSensor(104.0).streaming(FakeMovesense(has_service=False)):
            raise AssertionError
    assert caught.value.reason is SensorReason.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("replies", "pct"),
    [
        ((stream(1)[0][1], status(0x42, 200, b"\x55")), 85),
        ((status(0x42, 404),), None),
        ((status(0x42, 200),), None),
        ((status(0x42, 200, b"\xff"),), None),
        ((), None),
    ],
)
@in_simulated_time
async def test_the_battery_is_a_question(replies: tuple[bytes, ...], pct: int | None) -> None:
    gatt = FakeMovesense(*replies)
    assert await MovesenseSensor(104.0).battery_pct(gatt) == pct
    assert gatt.done == ["0442 /System/Energy/Level"]
