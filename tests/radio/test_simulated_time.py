"""Tests the simulated time itself."""

import asyncio
import signal
import time

import pytest

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.samples import Block, Leg
from tests.radio.simulated_time import in_simulated_time, run_in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion


def test_an_hour_passes_at_once() -> None:
    began_s = time.perf_counter()
    run_in_simulated_time(asyncio.sleep(3600))
    assert time.perf_counter() - began_s < 600.0


def test_a_program_that_never_ends_is_stopped() -> None:
    with pytest.raises(TimeoutError):
        run_in_simulated_time(asyncio.Event().wait(), limit_s=100.0)


@in_simulated_time
async def test_time_stands_still_while_a_thread_works() -> None:
    loop = asyncio.get_running_loop()
    before_s = loop.time()
    ticking = asyncio.create_task(asyncio.sleep(3600))
    await asyncio.to_thread(time.sleep, 0.02)
    assert loop.time() == before_s
    ticking.cancel()


def test_a_program_with_its_own_event_loop_finds_the_radio_and_is_interrupted() -> None:
    sensor = VirtualWitMotion()
    received = 0

    async def program() -> None:
        nonlocal received
        asyncio.get_running_loop().call_later(65.0, signal.raise_signal, signal.SIGINT)
        async with BluetoothSource({Leg.LEFT: "WT901BLE67"}) as source:
            async for item in source:
                received += len(item) if isinstance(item, Block) else 0

    with VirtualRadio(sensor).for_programs(), pytest.raises(KeyboardInterrupt):
        asyncio.run(program())
    assert 5500 < received < 6000
    assert not sensor.is_connected
