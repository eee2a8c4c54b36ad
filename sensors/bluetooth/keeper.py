"""Keep one leg's sensor connected and streaming until told to stop."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass

from sensors.bluetooth.connection import Connection
from sensors.bluetooth.scanning import FoundSensor, Heard, listen
from sensors.drivers.driver import Sensor
from sensors.errors import SensorError, SensorReason
from sensors.samples import Leg, Link, LinkState, Note

# A radio stalls for a quarter of a second at times; two seconds are no stall.
_SILENCE_S = 2.0
_FIRST_DATA_S = 5.0
_FIRST_TRIES = 3
_PAUSE_S = 1.0
_LOOK_S = 5.0
# With the disconnection's own limit this stays below three seconds.
_UNDO_LIMIT_S = 1.3


@dataclass(frozen=True, slots=True)
class Arrival:
    """A notification as it came: bytes and the host's time, microseconds."""

    leg: Leg
    characteristic: str
    data: bytes
    host_us: int


class Radio:
    """What the legs share: one adapter that connects to one sensor at a time."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.has_connected = False


class Keeper:
    """One leg's link.

    Args:
        leg: The leg.
        found: Its sensor, as the scan found it.
        sensor: The same as its driver knows it.
        radio: Shared with the other leg.
        clock: The host's monotonic clock, microseconds.
        put: Takes what is to be delivered, in order of arrival.
        why: How the sensor came to the leg, if that is worth saying.
    """

    def __init__(
        self,
        leg: Leg,
        found: FoundSensor,
        sensor: Sensor,
        *,
        radio: Radio,
        clock: Callable[[], int],
        put: Callable[[Arrival | Link | Note | SensorError], None],
        why: str = "",
    ) -> None:
        self._leg = leg
        self._found = found
        self._sensor = sensor
        self._radio = radio
        self._clock = clock
        self._put = put
        self._why = why
        self._was_connected = False
        self._is_streaming = False

    async def run(self) -> None:
        """Connect, stream, reconnect; until cancelled, or until the first connection fails.

        That is the only error that is delivered: what worked once is tried for ever.
        """
        text = f"{self._found.name} ({self._found.id})"
        self._say(LinkState.CONNECTING, f"{text}, {self._why}" if self._why else text)
        failures = 0
        while True:
            try:
                await self._stream()
            except SensorError as error:
                failures += 1
                if not self._radio.has_connected and failures >= _FIRST_TRIES:
                    self._put(self._give_up(error))
                    return
                if not self._was_connected:
                    self._say(LinkState.CONNECTING, f"trying again: {error}")
                await asyncio.sleep(_PAUSE_S)
            else:
                failures = 0
            await self._look()

    async def _stream(self) -> None:
        """Connect and stream until the link breaks, and say so.

        Raises:
            SensorError: It did not come to streaming.
        """
        self._is_streaming = False
        async with AsyncExitStack() as stack:
            async with self._radio.lock:
                connection = Connection(self._found.device, self._arrived)
                stack.push_async_callback(connection.close)
                await connection.open()
            setup = self._sensor.streaming(connection)
            await setup.__aenter__()
            stack.push_async_callback(_undo, setup)
            # What arrives during the set-up and its undoing is not at the rate that was set.
            stack.callback(connection.stop)
            connection.begin()
            battery = asyncio.create_task(self._read_battery(connection))
            stack.push_async_callback(_cancel, battery)
            # Said before the disconnection, which may take a while.
            self._say(LinkState.LOST, await _silence_or_loss(connection))

    async def _look(self) -> None:
        """Wait until the sensor can be heard again, letting the other leg use the radio.

        Connecting to a sensor that is not there would hold the radio for many seconds, and some
        stacks forget a device that was away: hence a new scan, which costs less than a second
        when the sensor is in range.
        """
        while True:
            async with self._radio.lock:
                with suppress(SensorError):
                    heard = await listen(_LOOK_S, self._hears_it)
                    if self._hears_it(heard):
                        self._found = heard.sensors[self._found.id]
                        return
            if not self._was_connected:
                return
            await asyncio.sleep(_PAUSE_S)

    def _hears_it(self, heard: Heard) -> bool:
        return self._found.id in heard.sensors

    async def _read_battery(self, connection: Connection) -> None:
        with suppress(SensorError):
            pct = await self._sensor.battery_pct(connection)
            if pct is not None:
                self._put(Note(self._clock(), "battery", {"leg": self._leg.value, "pct": pct}))

    def _arrived(self, characteristic: str, data: bytes) -> None:
        if not self._is_streaming:
            self._is_streaming = True
            self._say(LinkState.BACK if self._was_connected else LinkState.CONNECTED)
            self._was_connected = self._radio.has_connected = True
        self._put(Arrival(self._leg, characteristic, data, self._clock()))

    def _say(self, state: LinkState, text: str = "") -> None:
        self._put(Link(self._leg, state, self._clock(), text))

    def _give_up(self, error: SensorError) -> SensorError:
        remedy = "Switch it off and on, move it closer, and try again."
        return SensorError(
            f"{self._found.name} ({self._found.id}) on the {self._leg} leg: {error} {remedy}",
            error.reason,
            self._leg,
        )


async def _silence_or_loss(connection: Connection) -> str:
    """Wait for the end of a connection; returns what happened.

    Raises:
        SensorError: It ended before anything arrived.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + _FIRST_DATA_S
    broke = "the connection broke"
    while not connection.lost.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until_s):
                await connection.lost.wait()
        if connection.last_arrival_s is not None:
            until_s = connection.last_arrival_s + _SILENCE_S
        if loop.time() >= until_s:
            broke = f"no data for {_SILENCE_S:.0f} s"
            break
    if connection.last_arrival_s is None:
        if connection.lost.is_set():
            raise SensorError("Its connection broke.", SensorReason.CONNECT_FAILED)
        raise SensorError("It is connected but no data arrives.", SensorReason.NO_DATA)
    return broke


async def _undo(setup: AbstractAsyncContextManager[None]) -> None:
    with suppress(SensorError, TimeoutError):
        async with asyncio.timeout(_UNDO_LIMIT_S):
            await setup.__aexit__(None, None, None)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
