"""Keep one leg's sensor connected and streaming until told to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress

from evenstride.sensors.bluetooth.connection import Connection
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.bluetooth.pulse import Pulse
from evenstride.sensors.bluetooth.radio import Radio
from evenstride.sensors.bluetooth.reporting import Put, Reporter
from evenstride.sensors.bluetooth.scanning import FoundSensor, Heard, listen
from evenstride.sensors.drivers.driver import Sensor, TimedByArrivals
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import LinkState, NoteKind, Site
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

_FIRST_TRIES = 3
_OTHER_TRIES = 2
# After a fault of ours the sensor is set up anew, so often; then it is no use.
_MOST_FAULTS = 2

_SWITCH_ANEW = "Switch the sensor off and on, and move it closer."
# Errors that are the computer's own, and those that bring their own remedy.
_THE_COMPUTERS = frozenset(
    {SensorReason.NO_ADAPTER, SensorReason.BLUETOOTH_OFF, SensorReason.NOT_ALLOWED}
)
_NOT_THE_SENSOR = _THE_COMPUTERS | {SensorReason.SHORT_PACKETS}


class Keeper:
    """One leg's link.

    Args:
        site: Where it is worn.
        found: Its sensor, as the scan found it.
        sensor: The same as its driver knows it.
        radio: Shared with the other leg.
        put: Takes what is to be delivered, in order of arrival.
        why: How the sensor came to the leg; "" where that is not worth saying.
    """

    def __init__(
        self,
        site: Site,
        found: FoundSensor,
        sensor: Sensor,
        *,
        radio: Radio,
        put: Put,
        why: str,
    ) -> None:
        self._site = site
        self._found = found
        self._sensor = sensor
        self._radio = radio
        self._put = put
        self._tell = Reporter(site, put)
        self._why = why
        self._connection: Connection | None = None
        self._pulse: Pulse | None = None
        self._was_connected = False
        self._begins_anew = False
        self._faults = 0
        self._patience_s = LIMITS.first_patience_s
        # When samples came last on this connection, and anything at all, on the loop's clock.
        self._last_samples_s: float | None = None
        self._last_arrival_s: float | None = None

    async def run(self) -> None:
        """Connect, stream, reconnect; until cancelled, or until the first connection fails.

        That is the only error that is delivered: what worked once is tried for ever.
        """
        text = f"{self._found.name} ({self._found.id})"
        self._tell.state(LinkState.CONNECTING, f"{text}, {self._why}" if self._why else text)
        loop = asyncio.get_running_loop()
        self._tell.is_missed()
        stale_until_s = loop.time() + LIMITS.stale_s
        failures = 0
        while True:
            try:
                await self._stream()
            except SensorError as error:
                failures += 1
                _log.info(
                    "%s leg: try %d failed (%s): %s", self._site, failures, error.reason, error
                )
                if self._is_another(error, failures):
                    raise
                if not self._radio.has_connected and failures >= _FIRST_TRIES:
                    self._put(self._give_up(error))
                    return
                is_stale = failures == 1 and loop.time() < stale_until_s
                if not self._was_connected and not is_stale:
                    self._tell.state(LinkState.CONNECTING, f"trying again: {error}")
                if error.reason not in _NOT_THE_SENSOR:
                    self._tell.remedy(f"{error} {_SWITCH_ANEW}")
                await asyncio.sleep(LIMITS.pause_s)
            else:
                failures = 0
            await self._look()

    async def _stream(self) -> None:
        """Connect and stream until the link breaks, and say so.

        Raises:
            SensorError: It did not come to streaming.
        """
        async with AsyncExitStack() as stack:
            assert self._found.device is not None
            connection = self._connection = Connection(self._found.device, self._arrived)
            stack.push_async_callback(connection.close)
            await self._open(connection)
            await stack.enter_async_context(_undone_in_time(self._sensor.streaming(connection)))
            # What arrives during the set-up and its undoing is not at the rate that was set.
            stack.callback(connection.stop)
            self._last_samples_s = self._last_arrival_s = None
            self._begins_anew = False
            if self._was_connected:
                self._sensor.resume()
            self._pulse = Pulse()
            beating = asyncio.create_task(self._pulse.beat())
            stack.push_async_callback(_cancel, beating)
            connection.begin()
            battery = asyncio.create_task(self._watch_battery(connection))
            battery.add_done_callback(self._report_fault)
            stack.push_async_callback(_cancel, battery)
            # Said before the disconnection, which may take a while.
            self._tell.state(LinkState.LOST, await self._silence_or_loss(connection))
            self._tell.is_missed()

    async def _open(self, connection: Connection) -> None:
        """Connect; one that does not answer must not keep the other leg from connecting.

        Raises:
            SensorError: It did not work.
        """
        loop = asyncio.get_running_loop()
        try:
            async with self._radio.turn(self._patience_s):
                began_s = loop.time()
                await connection.open()
        except TimeoutError:
            raise SensorError(
                "It does not answer, and the other sensor waits.", SensorReason.CONNECT_FAILED
            ) from None
        self._patience_s = max(LIMITS.patience_s, 2 * (loop.time() - began_s))

    async def _look(self) -> None:
        """Wait until the sensor can be heard again, letting the other leg use the radio.

        Connecting to a sensor that is not there would hold the radio for many seconds, and some
        stacks forget a device that was away: hence a new scan, which costs less than a second
        when the sensor is in range.
        """
        while True:
            try:
                async with self._radio.turn(LIMITS.look_patience_s):
                    heard = await listen(LIMITS.look_s, self._hears_it)
            except SensorError as error:
                self._tell.trouble(str(error))
            except TimeoutError:
                self._tell.not_heard()  # it had its time: the other leg's turn
            else:
                self._tell.trouble("")
                if self._hears_it(heard):
                    self._found = heard.sensors[self._found.id]
                    return
                self._tell.not_heard()
            if not self._was_connected:
                return
            await asyncio.sleep(LIMITS.pause_s)

    def _is_another(self, error: SensorError, failures: int) -> bool:
        """Whether what was taken by guess is no sensor at all: it must not keep the leg.

        A sensor of a session that has just ended may have lost its services for a moment.
        """
        is_not_it = error.reason is SensorReason.NOT_SUPPORTED and not self._was_connected
        return is_not_it and bool(self._why) and failures >= _OTHER_TRIES

    def _hears_it(self, heard: Heard) -> bool:
        return self._found.id in heard.sensors

    async def _watch_battery(self, connection: Connection) -> None:
        while True:
            with suppress(SensorError):
                pct = await self._sensor.battery_pct(connection)
                if pct is not None:
                    self._tell.battery(pct)
            await asyncio.sleep(LIMITS.battery_every_s)

    async def _silence_or_loss(self, connection: Connection) -> str:
        """Wait for the end of a connection; returns what happened.

        A connection that holds but brings nothing that can be read as motion is no better than
        none: one of two streams may have died, or the sensor lost its settings.

        Raises:
            SensorError: It ended before any sample arrived.
        """
        loop = asyncio.get_running_loop()
        first_until_s = until_s = loop.time() + LIMITS.first_data_s
        while not connection.lost.is_set():
            if self._last_samples_s is None:
                until_s = min(first_until_s, loop.time() + LIMITS.first_look_s)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until_s):
                    await connection.lost.wait()
            last_s = self._last_samples_s
            until_s = first_until_s if last_s is None else last_s + LIMITS.silence_s
            if loop.time() >= until_s:
                is_silent = self._last_arrival_s is None or self._last_arrival_s <= loop.time() - 1
                broke = (
                    f"{'no data' if is_silent else 'nothing readable'} for {LIMITS.silence_s:.1f} s"
                )
                break
        else:
            broke = "it is set up anew" if self._begins_anew else "the connection broke"
        if self._last_samples_s is None:
            if connection.lost.is_set():
                raise SensorError("Its connection broke.", SensorReason.CONNECT_FAILED)
            raise SensorError(
                "It is connected but no data arrives."
                if self._last_arrival_s is None
                else "It is connected, but what it sends can not be read as motion.",
                SensorReason.NO_DATA,
            )
        return broke

    def _arrived(self, characteristic: str, data: bytes) -> None:
        self._last_arrival_s = asyncio.get_running_loop().time()
        host_us = loop_us()
        if self._pulse is not None and (stood_s := self._pulse.stood_s()):
            self._stood_still(stood_s, self._pulse)
        try:
            motion = self._sensor.feed(characteristic, data, host_us)
        except Exception as error:
            # Bluetooth stacks swallow what their callbacks raise.
            _log.exception("%s leg: a notification can not be taken", self._site)
            self._overcome(error)
            return
        if motion.said:
            _log.info("%s: %s", self._site, motion.said)
            self._tell.note(NoteKind.SENSOR, text=motion.said)
        if motion.begin_anew:
            self._begin_anew()
        if not len(motion):
            # Samples whose time is not settled yet are a sign of life as well.
            return
        if self._last_samples_s is None:
            self._tell.state(LinkState.BACK if self._was_connected else LinkState.CONNECTED)
            self._was_connected = self._radio.has_connected = True
            self._tell.is_there()
        self._last_samples_s = self._last_arrival_s
        self._put(motion.on(self._site, host_us))

    def _begin_anew(self) -> None:
        if self._connection is not None:
            self._begins_anew = True
            self._connection.lost.set()

    def _overcome(self, fault: Exception) -> None:
        """A fault of ours in what one sensor sent must not cost the person both legs' session."""
        if self._begins_anew:
            return
        self._faults += 1
        if self._faults > _MOST_FAULTS:
            self._put(fault)
            return
        text = (
            f"A fault in evenstride ({type(fault).__name__}): what this sensor sent can not be "
            "read. It is set up anew, and the session goes on."
        )
        self._tell.note(NoteKind.SENSOR, text=text)
        self._begin_anew()

    def _stood_still(self, for_s: float, pulse: Pulse) -> None:
        """This computer did: what comes late is not lost, and the person may help it."""
        _log.info("%s leg: this computer stood still for %.2f s", self._site, for_s)
        if isinstance(self._sensor, TimedByArrivals):
            self._sensor.stood_still()
        if pulse.is_too_busy() and not self._radio.has_told_busy:
            self._radio.has_told_busy = True
            self._tell.too_busy()

    def _report_fault(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._put(error)

    def _give_up(self, error: SensorError) -> SensorError:
        if error.reason in _THE_COMPUTERS:
            return error
        remedy = "Switch it off and on, move it closer, and try again."
        if error.reason in (SensorReason.SHORT_PACKETS, SensorReason.NOT_SUPPORTED):
            remedy = ""  # it has one of its own, or none would help
        who = f"{self._found.name} ({self._found.id}) on the {self._site} leg"
        return SensorError(
            f"{who}: {error} {remedy}".rstrip(),
            error.reason,
            self._site.leg,
        )


@asynccontextmanager
async def _undone_in_time(setup: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """A set-up whose undoing has a limit, and is silent where it does not work any more."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(setup)
        undo = stack.pop_all()
    try:
        yield
    finally:
        with suppress(SensorError, TimeoutError):
            async with asyncio.timeout(LIMITS.undo_s):
                await undo.aclose()


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
