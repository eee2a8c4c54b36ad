"""Tests that random answers during set-up give a clear error or a stream, never a fault."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import numpy as np
import pytest

from evenstride.sensors.drivers import DRIVERS
from evenstride.sensors.drivers.driver import Driver
from evenstride.sensors.errors import SensorError
from tests.fakes.gatt import OneByOne
from tests.radio.simulated_time import in_simulated_time

T = TypeVar("T")


class RandomGatt(OneByOne):
    """A connection whose every answer is random bytes, or what was asked with some of them."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def _bytes(self, like: bytes = b"") -> bytes:
        data = bytearray(like) + self._rng.bytes(int(self._rng.integers(24)))
        for _ in range(int(self._rng.integers(3))):
            if data:
                data[int(self._rng.integers(len(data)))] = int(self._rng.integers(256))
        return bytes(data)[: int(self._rng.integers(40))]

    async def write(self, characteristic: str, data: bytes) -> None:
        pass

    async def read(self, characteristic: str) -> bytes:
        return self._bytes(bytes(32 * int(self._rng.integers(2))))

    async def listen(self, characteristic: str) -> None:
        pass

    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None:
        for _ in range(8):
            # Answers begin with the command, with a mark before it, or with its first byte changed.
            like = [b"", command, b"\xf0" + command, bytes([command[0] | 0x80]) + command[1:]]
            found = answer(self._bytes(like[int(self._rng.integers(len(like)))]))
            if found is not None:
                return found
        return None


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda driver: driver.name)
@in_simulated_time
async def test_random_answers_are_an_error_or_a_stream(driver: Driver) -> None:
    for seed in range(150):
        sensor = driver.sensor(driver.rate_hz(60.0))
        gatt = RandomGatt(seed)
        # Whatever else they raise would end the session.
        with suppress(SensorError):
            async with sensor.streaming(gatt):
                pct = await sensor.battery_pct(gatt)
                assert pct is None or 0 <= pct <= 100
        with suppress(SensorError):
            pct = await sensor.battery_pct(gatt)
            assert pct is None or 0 <= pct <= 100
