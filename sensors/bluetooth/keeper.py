"""Keeping one leg's sensor connected and streaming until told to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress

from evenstride.sensors.bluetooth.assignment import Worn
from evenstride.sensors.bluetooth.connection import Connection
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.bluetooth.radio import Radio
from evenstride.sensors.bluetooth.reception import Reception
from evenstride.sensors.bluetooth.reporting import Put, Reporter
from evenstride.sensors.bluetooth.scanning import Heard, listen
from evenstride.sensors.drivers.driver import Sensor
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import LinkState, NoteKind, Site

_log = logging.getLogger(__name__)

_FIRST_TRIES = 3
_OTHER_TRIES = 2

_SWITCH_ANEW = "Switch the sensor off and on, and move it closer."
NOT_PUT_BACK = (
    "it did not confirm in time that the session is over. It may go on measuring, or keep this "
    "session's rate and ranges. Switch it off and on; what it keeps can be set in its maker's app."
)
# Errors caused by the computer, and errors that include their own remedy.
_THE_COMPUTERS = frozenset(
    {SensorReason.NO_ADAPTER, SensorReason.BLUETOOTH_OFF, SensorReason.NOT_ALLOWED}
)
_HAVE_THEIR_OWN = frozenset(
    {
        SensorReason.SHORT_PACKETS,
        SensorReason.NOT_SUPPORTED,
        SensorReason.NOT_PAIRED,
        SensorReason.IN_USE,
    }
)


class Keeper:
    """One leg's link.

    Args:
        sensor: The sensor as its driver sees it.
        radio: The radio, shared with the other leg.
        put: Takes items to deliver, in order of arrival.
        worn: The same sensor as the scan found it, and why it is worn there.
        on_left: Called at the end with a sentence about a sensor that may not be as it was before.
    """

    def __init__(
        self,
        site: Site,
        sensor: Sensor,
        *,
        radio: Radio,
        put: Put,
        worn: Worn,
        on_left: Callable[[str], None],
    ) -> None:
        self._site = site
        self._found = worn.sensor
        self._sensor = sensor
        self._radio = radio
        self._put = put
        self._tell = Reporter(site, put)
        self._worn = worn
        self._on_left = on_left
        self._reception = Reception(site, sensor, radio=radio, put=put, tell=self._tell)
        self._patience_s = LIMITS.first_patience_s

    async def run(self) -> None:
        """Connect, stream, reconnect; until cancelled, or until the first connection fails.

        Only that failure is delivered as an error: after a success, retrying never ends.
        """
        why = self._worn.why
        self._tell.state(LinkState.CONNECTING, f"{self._who}, {why}" if why else self._who)
        if self._worn.said:
            self._tell.note(NoteKind.SENSOR, text=self._worn.said)
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
                    raise self._give_up(error) from error
                if not self._radio.has_connected and failures >= _FIRST_TRIES:
                    self._put(self._give_up(error))
                    return
                is_stale = failures == 1 and loop.time() < stale_until_s
                if not self._reception.was_connected and not is_stale:
                    self._tell.state(LinkState.CONNECTING, f"trying again: {error}")
                if error.reason not in _THE_COMPUTERS:
                    own = error.reason in _HAVE_THEIR_OWN
                    self._tell.remedy(str(error) if own else f"{error} {_SWITCH_ANEW}")
                await asyncio.sleep(LIMITS.pause_s)
            else:
                failures = 0
            await self._look()

    async def _stream(self) -> None:
        """Connect and stream until the link breaks, and report that.

        Raises:
            SensorError: It failed before streaming.
        """
        async with AsyncExitStack() as stack:
            assert self._found.device is not None
            connection = Connection(self._found.device, self._reception.arrived)
            stack.push_async_callback(connection.close)
            await self._open(connection)
            setup = self._sensor.streaming(connection)
            await stack.enter_async_context(_undone_in_time(setup, connection, self._left))
            # What arrives during the set-up and its undoing is not at the rate that was set.
            stack.callback(connection.stop)
            beating = asyncio.create_task(self._reception.begin(connection).beat())
            stack.push_async_callback(_cancel, beating)
            connection.begin()
            battery = asyncio.create_task(self._watch_battery(connection))
            battery.add_done_callback(self._report_fault)
            stack.push_async_callback(_cancel, battery)
            # Reported before disconnecting, which may take a while.
            self._tell.state(LinkState.LOST, await self._reception.end())
            self._tell.is_missed()

    async def _open(self, connection: Connection) -> None:
        """Connect; a sensor that does not answer must not keep the other leg from connecting.

        Raises:
            SensorError: The connection failed.
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

        Connecting to an absent sensor would occupy the radio for many seconds, and some stacks
        forget a device that was away. Hence a new scan, which takes less than a second if the
        sensor is in range.
        """
        while True:
            try:
                async with self._radio.turn(LIMITS.look_patience_s):
                    heard = await listen(LIMITS.look_s, self._hears_it)
            except SensorError as error:
                self._tell.trouble(str(error))
            except TimeoutError:
                self._tell.not_heard()  # its time is over: the other leg's turn
            else:
                self._tell.trouble("")
                if self._hears_it(heard):
                    self._found = heard.sensors[self._found.id]
                    return
                self._tell.not_heard()
            if not self._reception.was_connected:
                return
            await asyncio.sleep(LIMITS.pause_s)

    def _is_another(self, error: SensorError, failures: int) -> bool:
        """Return whether a guessed device is no sensor at all, so that it must not keep the leg.

        A sensor of a session that has just ended may lack its services for a moment.
        """
        is_not_it = error.reason is SensorReason.NOT_SUPPORTED and not self._reception.was_connected
        return is_not_it and bool(self._worn.why) and failures >= _OTHER_TRIES

    def _hears_it(self, heard: Heard) -> bool:
        return self._found.id in heard.sensors

    async def _watch_battery(self, connection: Connection) -> None:
        while True:
            with suppress(SensorError):
                pct = await self._sensor.battery_pct(connection)
                if pct is not None:
                    self._tell.battery(pct)
            await asyncio.sleep(LIMITS.battery_every_s)

    def _report_fault(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._put(error)

    @property
    def _who(self) -> str:
        return f"{self._found.name} ({self._found.id})"

    def _left(self) -> None:
        _log.info("%s leg: not all of its set-up was undone", self._site)
        self._on_left(f"{self._who}: {NOT_PUT_BACK}")

    def _give_up(self, error: SensorError) -> SensorError:
        if error.reason in _THE_COMPUTERS:
            return error
        remedy = "Switch it off and on, move it closer, and try again."
        if error.reason in _HAVE_THEIR_OWN:
            remedy = ""  # it has its own, or none would help
        text = f"{self._who} on the {self._site} leg: {error} {remedy}".rstrip()
        return SensorError(text, error.reason, self._site.leg)


@asynccontextmanager
async def _undone_in_time(
    setup: AbstractAsyncContextManager[None], connection: Connection, on_left: Callable[[], None]
) -> AsyncIterator[None]:
    """Enter a set-up whose undoing has a time limit, and ignores errors.

    Args:
        setup: The driver's set-up.
        connection: The connection to the sensor.
        on_left: Called if the session ends and the sensor has not confirmed all of the undoing.
    """
    try:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(setup)
            undo = stack.pop_all()
        try:
            yield
        finally:
            connection.leave()
            with suppress(SensorError):
                await undo.aclose()
    except asyncio.CancelledError:
        if not connection.was_heeded:
            on_left()
        raise


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
