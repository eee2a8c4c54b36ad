"""Every fault of a radio and its sensors, for every product, at every moment of a session.

A cell of the matrix passes if the session is in a defined state within a defined time: it streams,
it says that the sensor is lost or is being connected, or it ended with one sentence; once the fault
is over it streams again; and leaving never takes longer than three seconds.

Without ``EVENSTRIDE_WHOLE_MATRIX`` each product meets each fault at one of the moments; with it, at
all of them.
"""

import asyncio
import os
import random
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.bluetooth.limits import END_WITHIN_S
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Block, Leg, Link, LinkState
from tests.radio.adafruit import VirtualAdafruit
from tests.radio.edgeml import VirtualEdgeML
from tests.radio.metamotion import VirtualMetaMotion
from tests.radio.movella_dot import VirtualMovellaDot
from tests.radio.movesense import VirtualMovesense
from tests.radio.muse import VirtualMuse
from tests.radio.peripheral import VirtualPeripheral
from tests.radio.polar import VirtualPolar
from tests.radio.session import Session, clockwork
from tests.radio.shimmer3r import VirtualShimmer3R
from tests.radio.simulated_time import run_in_simulated_time
from tests.radio.thingy52 import VirtualThingy52
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

PRODUCTS: dict[str, Callable[[], VirtualPeripheral]] = {
    "WitMotion": lambda: VirtualWitMotion(motion=clockwork),
    "DOT": lambda: VirtualMovellaDot(motion=clockwork),
    "Movesense": lambda: VirtualMovesense(motion=clockwork),
    "MetaMotion": lambda: VirtualMetaMotion(motion=clockwork),
    "Adafruit": lambda: VirtualAdafruit(motion=clockwork),
    "Verity Sense": lambda: VirtualPolar(motion=clockwork),
    "H10": lambda: VirtualPolar("Polar H10 9A1B2C3D", motion=clockwork),
    "EdgeML": lambda: VirtualEdgeML(motion=clockwork),
    "Muse": lambda: VirtualMuse(motion=clockwork),
    "Thingy:52": lambda: VirtualThingy52(motion=clockwork),
    "Shimmer3R": lambda: VirtualShimmer3R(motion=clockwork),
}
MOMENTS = ("scanning", "connecting", "setting up", "streaming", "ending")


class Bench:
    """A sensor, the radio, and what is done to them."""

    def __init__(self, sensor: VirtualPeripheral, radio: VirtualRadio) -> None:
        self.sensor = sensor
        self.radio = radio

    def garble(self) -> None:
        """Whatever arrives is noise of the same length."""
        rng = random.Random(1)
        self.radio.central.way = lambda _, data, deliver: deliver(rng.randbytes(len(data)))

    def clear(self) -> None:
        """Notifications arrive as they were sent."""
        self.radio.central.way = None

    def mute(self) -> None:
        """It stays connected but sends nothing."""
        self.sensor.is_mute = True

    def unmute(self) -> None:
        """It sends again."""
        self.sensor.is_mute = False

    def reset_clock(self) -> None:
        """Its clock begins at nothing, as after a battery that was empty."""
        self.sensor.switched_on_s = asyncio.get_running_loop().time()


def nothing(_: Bench) -> None:
    """For faults that are there from the beginning, or over at once."""


FAULTS: dict[str, tuple[Callable[[Bench], None], Callable[[Bench], None]]] = {
    "hangs up": (lambda bench: bench.sensor.hang_up(), nothing),
    "out of range": (
        lambda bench: bench.sensor.go_out_of_range(),
        lambda bench: bench.sensor.come_back(),
    ),
    "silent": (Bench.mute, Bench.unmute),
    "answers nothing": (
        lambda bench: bench.sensor.stop_answering(),
        lambda bench: bench.sensor.answer_again(),
    ),
    "garbage": (Bench.garble, Bench.clear),
    "short packets": (nothing, nothing),
    "adapter off": (lambda bench: bench.radio.switch_off(), lambda bench: bench.radio.switch_on()),
    "slow link": (nothing, nothing),
    "clock begins anew": (Bench.reset_clock, nothing),
    "services gone": (nothing, nothing),
    "a namesake": (nothing, nothing),
}
# With these it never comes to streaming, and the end is a sentence.
HOPELESS = {"services gone"}


def cells() -> list[tuple[str, str, str]]:
    """Those that are tried: a Latin square, or all of them."""
    whole = bool(os.environ.get("EVENSTRIDE_WHOLE_MATRIX"))
    return [
        (product, fault, moment)
        for row, product in enumerate(PRODUCTS)
        for column, fault in enumerate(FAULTS)
        for k, moment in enumerate(MOMENTS)
        if whole or k == (row + column) % len(MOMENTS)
    ]


async def until(condition: Callable[[], bool], within_s: float) -> bool:
    """Wait until something is so; returns whether it came to that."""
    loop = asyncio.get_running_loop()
    end_s = loop.time() + within_s
    while not condition() and loop.time() < end_s:  # noqa: ASYNC110 - time is simulated
        await asyncio.sleep(0.004)
    return condition()


def sensors_in(product: str, fault: str) -> list[VirtualPeripheral]:
    """The sensor, with the faults that it has from the beginning, and who else is there."""
    sensor = PRODUCTS[product]()
    around = [sensor]
    if fault == "short packets":
        sensor.most_mtu = 23
    if fault == "services gone":
        sensor.services = list  # type: ignore[method-assign]
    if fault == "a namesake":
        other = PRODUCTS[product]()
        other.address = "FE:00:00:00:00:09"
        around.append(other)
    return around


async def play(product: str, fault: str, moment: str) -> str:
    """Play one cell; returns the state in which it ended."""
    loop = asyncio.get_running_loop()
    around = sensors_in(product, fault)
    sensor = around[0]
    interval_s = 0.1 if fault == "slow link" else 0.03
    begin, end = FAULTS[fault]
    async with AsyncExitStack() as stack:
        radio = await stack.enter_async_context(VirtualRadio(*around, interval_s=interval_s))
        bench = Bench(sensor, radio)
        if moment == "scanning":
            begin(bench)
            loop.call_later(6.0, end, bench)
        source = BluetoothSource({Leg.LEFT: sensor.address}, scan_s=12.0)
        try:
            await source.__aenter__()
        except SensorError as error:
            return f"refused: {error.reason}"
        running = Session(source, radio)

        def streams() -> bool:
            return bool(running.blocks(Leg.LEFT))

        if moment in ("connecting", "setting up"):
            is_there = {
                "connecting": lambda: radio.central.connecting > 0,
                "setting up": lambda: sensor.is_connected and radio.central.connecting == 0,
            }[moment]
            await until(is_there, 10.0)
            begin(bench)
            loop.call_later(6.0, end, bench)
        await until(lambda: streams() or running.task.done(), 30.0)
        if moment in ("streaming", "ending") and streams():
            await asyncio.sleep(4.0)
            begin(bench)
            if moment == "streaming":
                await asyncio.sleep(6.0)
                end(bench)
                await asyncio.sleep(25.0)
        if moment != "ending" and streams():
            heard = len(running.items)
            await asyncio.sleep(3.0)
            came = any(isinstance(item, Block) for item in running.items[heard:])
            states = {item.state for item in running.items if isinstance(item, Link)}
            assert came or LinkState.LOST in states
        began_s = loop.time()
        await source.__aexit__()
        assert loop.time() - began_s <= END_WITHIN_S
        end(bench)
        try:
            await asyncio.wait_for(running.task, 1.0)
        except SensorError as error:
            return f"ended: {error.reason}"
        return "streamed" if streams() else running.last_link(Leg.LEFT).state


@pytest.mark.parametrize(("product", "fault", "moment"), cells())
def test_every_cell_of_the_matrix_ends_in_a_defined_state(
    product: str, fault: str, moment: str
) -> None:
    state = run_in_simulated_time(play(product, fault, moment), limit_s=180.0)
    allowed = ("refused", "ended") if fault in HOPELESS else ("streamed", "ended", "refused")
    assert state.startswith((*allowed, "connecting"))
