"""Tries every fault of a radio and its sensors, for every product, at every moment.

A cell of the matrix passes if the session is in a defined state within a defined time: it streams,
it says that the sensor is lost or is being connected, or it ended with one sentence; once the fault
is over it streams again; and leaving never takes longer than three seconds.

``python -m tests.sensors.fault_matrix`` plays all cells and prints them as a table.
"""

import asyncio
import logging
import random
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack

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
from tests.radio.polar import BAND_NAME, H10_NAME, OH1_NAME, VirtualPolar
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
    "H10": lambda: VirtualPolar(H10_NAME, motion=clockwork),
    "OH1": lambda: VirtualPolar(OH1_NAME, motion=clockwork),
    "Polar 360": lambda: VirtualPolar(BAND_NAME, motion=clockwork),
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
        """Stay connected but send nothing."""
        self.sensor.is_mute = True

    def unmute(self) -> None:
        """Send again."""
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


async def until(condition: Callable[[], bool], within_s: float, look_s: float = 0.01) -> None:
    """Wait until something is so, and no longer than that."""
    loop = asyncio.get_running_loop()
    end_s = loop.time() + within_s
    while not condition() and loop.time() < end_s:  # noqa: ASYNC110 - time is simulated
        await asyncio.sleep(look_s)


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

        def streams(since: int = 0) -> bool:
            return any(isinstance(item, Block) for item in running.items[since:])

        if moment in ("connecting", "setting up"):
            is_there = {
                "connecting": lambda: radio.central.connecting > 0,
                "setting up": lambda: sensor.is_connected and radio.central.connecting == 0,
            }[moment]
            await until(is_there, 10.0)
            begin(bench)
            loop.call_later(6.0, end, bench)
        await until(lambda: streams() or running.task.done(), 30.0, 0.1)
        if moment in ("streaming", "ending") and streams():
            await asyncio.sleep(4.0)
            begin(bench)
            if moment == "streaming":
                await asyncio.sleep(6.0)
                end(bench)
                # What is sent just before the session notices is none of the streaming after.
                await asyncio.sleep(3.0)
                heard = len(running.items)
                await until(lambda: streams(heard) or running.task.done(), 22.0, 0.1)
        if moment != "ending" and streams():
            heard = len(running.items)
            await asyncio.sleep(3.0)
            states = {item.state for item in running.items if isinstance(item, Link)}
            assert streams(heard) or LinkState.LOST in states
        began_s = loop.time()
        await source.__aexit__()
        assert loop.time() - began_s <= END_WITHIN_S
        end(bench)
        assert not sensor.wrong
        try:
            await asyncio.wait_for(running.task, 1.0)
        except SensorError as error:
            return f"ended: {error.reason}"
        return "streamed" if streams() else running.last_link(Leg.LEFT).state


def ended_in(product: str, fault: str, moment: str) -> str:
    """The state in which a cell ends, in simulated time."""
    return run_in_simulated_time(play(product, fault, moment), limit_s=180.0)


def is_defined(fault: str, state: str) -> bool:
    """Return whether a session may end in this way under a fault."""
    if fault == "short packets" and state == "ended: not-supported":
        return False  # the sensor would be accused of what the adapter does
    allowed = ("refused", "ended") if fault in HOPELESS else ("streamed", "ended", "refused")
    return state.startswith((*allowed, "connecting"))


def table() -> tuple[list[str], bool]:
    """All cells in lines of Markdown, by fault and moment, and whether each is as it has to be.

    Products that end alike share a word: "streamed; ended: lost (H10)".
    """
    lines = [f"| fault | {' | '.join(MOMENTS)} |", f"|---|{'---|' * len(MOMENTS)}"]
    are_sound = True
    for fault in FAULTS:
        words = []
        for moment in MOMENTS:
            by_state: dict[str, list[str]] = {}
            for product in PRODUCTS:
                state = ended_in(product, fault, moment)
                are_sound &= is_defined(fault, state)
                by_state.setdefault(state, []).append(product)
            common = max(by_state, key=lambda state: len(by_state[state]))
            others = [f"{state} ({', '.join(of)})" for state, of in by_state.items()]
            others = [one for one in others if not one.startswith(f"{common} (")]
            words.append("; ".join([common, *others]))
        lines.append(f"| {fault} | {' | '.join(words)} |")
    return lines, are_sound


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # what bumble tells of a fault
    printed, is_sound = table()
    sys.stdout.write("\n".join([*printed, ""]))
    sys.exit(0 if is_sound else 1)
