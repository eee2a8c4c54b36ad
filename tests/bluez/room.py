"""The room around the guest's adapter: virtual sensors on a radio, moved about by the guest.

It lives on the host, outside the virtual machine. The guest sends one JSON object per line, for
instance ``{"do": "hang_up", "sensor": "left"}``, and gets one line back.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bumble import hci
from bumble.transport import open_transport

from evenstride.recordings import samples
from evenstride.sensors.samples import FloatArray, Leg
from tests.bluez.bench import RATE_AS_IT_CAME
from tests.cli.helpers import worn
from tests.radio.adafruit import VirtualAdafruit
from tests.radio.air import Air, CancellableController
from tests.radio.edgeml import NICLA, VirtualEdgeML
from tests.radio.metamotion import VirtualMetaMotion
from tests.radio.movella_dot import VirtualMovellaDot
from tests.radio.movesense import VirtualMovesense
from tests.radio.muse import VirtualMuse
from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest
from tests.radio.polar import OH1_NAME, VirtualPolar
from tests.radio.session import clockwork
from tests.radio.shimmer3r import VirtualShimmer3R
from tests.radio.thingy52 import VirtualThingy52
from tests.radio.virtual import undrawn_packets
from tests.radio.witmotion import VirtualWitMotion

RATE_REGISTER = 0x03


class Stage:
    """Plays the motion of one sensor, which may change while it streams."""

    def __init__(self) -> None:
        self._motion: Motion = at_rest
        self.began_s = 0.0
        self._at_s = 0.0

    def __call__(self, at_s: float) -> tuple[Sequence[float] | FloatArray, ...]:
        self._at_s = at_s
        return self._motion(at_s - self.began_s)

    def play(self, motion: Motion) -> None:
        """Begin a motion now."""
        self._motion, self.began_s = motion, self._at_s


def make_sensors() -> tuple[dict[str, VirtualPeripheral], dict[str, Stage]]:
    """Every product once, and a second WitMotion, by the name that the guest calls them."""
    makers: dict[str, Callable[[Any], VirtualPeripheral]] = {
        "left": lambda stage: VirtualWitMotion(motion=stage),
        "right": lambda stage: VirtualWitMotion(
            "WT901BLE68", "C4:00:00:00:00:02", stage, rate_error=2e-4
        ),
        "dot": lambda stage: VirtualMovellaDot(motion=stage, rate_error=1e-4),
        "movesense": lambda stage: VirtualMovesense(motion=stage),
        "metamotion": lambda stage: VirtualMetaMotion(motion=stage),
        "adafruit": lambda stage: VirtualAdafruit(motion=stage),
        "polar": lambda stage: VirtualPolar(motion=stage),
        "xiao": lambda stage: VirtualEdgeML(motion=stage),
        "nicla": lambda stage: VirtualEdgeML(NICLA, "", "DE:00:00:00:00:02", stage),
        "muse": lambda stage: VirtualMuse(motion=stage),
        "thingy": lambda stage: VirtualThingy52(motion=stage),
        "shimmer": lambda stage: VirtualShimmer3R(motion=stage),
        "oh1": lambda stage: VirtualPolar(OH1_NAME, "CC:00:00:00:00:03", stage),
    }
    stages = {name: Stage() for name in makers}
    return {name: make(stages[name]) for name, make in makers.items()}, stages


class Room:
    """The sensors and what can be done to them.

    Args:
        hci_path: Where the guest's adapter connects, a Unix socket.
        control_path: Where the guest's requests come from, another one.
    """

    def __init__(self, hci_path: Path, control_path: Path) -> None:
        self._hci_path = hci_path
        self._control_path = control_path
        self._sensors, self._stages = make_sensors()
        self._raises = {leg: worn(samples.path("straight-leg-raise"), leg) for leg in Leg}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Switch everything on; all sensors are out of range until they are asked in."""
        guests = await open_transport(f"unix-server:{self._hci_path}")
        async with AsyncExitStack() as stack:
            stack.enter_context(undrawn_packets())
            guest = await stack.enter_async_context(guests)
            air = Air()
            adapter = CancellableController(
                "adapter", host_source=guest.source, host_sink=guest.sink, link=air
            )
            # With either of these, Linux waits for an event that bumble never sends.
            adapter.le_features &= ~(
                hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
            )
            for sensor in self._sensors.values():
                await sensor.power_on(air)
                sensor.go_out_of_range()
                stack.callback(sensor.halt)
            server = await asyncio.start_unix_server(self._serve, self._control_path)
            await stack.enter_async_context(server)
            yield

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while line := await reader.readline():
                try:
                    answer = self._do(**json.loads(line))
                except Exception as error:
                    # The guest is told, and fails.
                    answer = {"error": repr(error)}
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        writer.close()

    def _do(self, do: str, sensor: str = "", sensors: Sequence[str] = ()) -> object:
        match do:
            case "clock":
                return asyncio.get_running_loop().time()
            case "only":
                self._only(sensors)
            case "tick":  # these feel what tells the time
                for name in sensors:
                    self._stages[name].play(clockwork)
            case "raise":  # both legs' sensors wear the recorded raises from now on
                for leg in Leg:
                    self._stages[leg.value].play(self._raises[leg])
            case "state":
                return self._state(sensor)
            case "hang_up" | "go_out_of_range" | "come_back" | "stop_answering" | "answer_again":
                getattr(self._sensors[sensor], do)()
            case _:
                raise ValueError(do)
        return None

    def _only(self, names: Sequence[str]) -> None:
        """These are in the room, at rest and as from the factory, and no others."""
        for name, sensor in self._sensors.items():
            self._stages[name].play(at_rest)
            sensor.answer_again()
            if name in names:
                sensor.come_back()
            else:
                sensor.go_out_of_range()
            if isinstance(sensor, VirtualWitMotion) and not sensor.is_connected:
                sensor.registers[RATE_REGISTER] = RATE_AS_IT_CAME

    def _state(self, name: str) -> dict[str, object]:
        sensor = self._sensors[name]
        return {
            "address": sensor.address,
            "is_connected": sensor.is_connected,
            "began_s": sensor.switched_on_s + self._stages[name].began_s,
            "rate_code": sensor.registers[RATE_REGISTER]
            if isinstance(sensor, VirtualWitMotion)
            else None,
            "sent": getattr(sensor, "sent", None),
        }
