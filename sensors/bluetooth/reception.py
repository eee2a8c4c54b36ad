"""Reception from one leg's sensor: decoding and delivering, or ending a silent link."""

import asyncio
import logging
from collections import deque
from contextlib import suppress
from statistics import median

from evenstride.sensors.bluetooth.connection import Connection
from evenstride.sensors.bluetooth.handing_over import HandingOver
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.bluetooth.pulse import Pulse
from evenstride.sensors.bluetooth.radio import Radio
from evenstride.sensors.bluetooth.reporting import Put, Reporter
from evenstride.sensors.bluetooth.slow_link import SlowLink, next_rate_hz, slow_words
from evenstride.sensors.drivers.driver import CanGoSlower, Motion, Sensor, TimedByArrivals
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import LinkState, NoteKind, Site
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

# A sensor that sends rarely is not silent after one lost notification and one that a stall of the
# radio held up; this many gaps tell how rarely it sends.
_GAPS, _STALL_S = 3, 0.5
# How often a sensor is set up again after a fault of this program; after that it is hopeless.
_MOST_FAULTS = 2


class Reception:
    """Takes the notifications of one leg's sensor, connection after connection.

    Args:
        sensor: The sensor as its driver sees it.
        radio: The radio, shared with the other leg.
        put: Takes items to deliver, in order of arrival.
        tell: Reports about the leg.

    Attributes:
        was_connected: Whether it has delivered samples in this session.
    """

    def __init__(
        self, site: Site, sensor: Sensor, *, radio: Radio, put: Put, tell: Reporter
    ) -> None:
        self.was_connected = False
        self._site = site
        self._sensor = sensor
        self._radio = radio
        self._put = put
        self._tell = tell
        self._connection: Connection | None = None
        self._pulse: Pulse | None = None
        self._begins_anew = False
        self._faults = 0
        self._link = SlowLink()
        self._has_told_slow = False
        self._handing_over = HandingOver()
        self._has_told_rarely = False
        # The last arrival of samples on this connection, and of anything, on the loop's clock.
        self._last_samples_s: float | None = None
        self._last_arrival_s: float | None = None
        self._last_waiting_s = 0.0
        self._gaps_s: deque[float] = deque(maxlen=_GAPS)  # between arrivals of samples

    def begin(self, connection: Connection) -> Pulse:
        """Expect arrivals from this connection from now on; its set-up is done.

        Returns:
            The pulse, which must beat as long as the connection lasts.
        """
        self._connection = connection
        self._last_samples_s = self._last_arrival_s = None
        self._begins_anew = False
        self._link, self._handing_over = SlowLink(), HandingOver()
        if self.was_connected:
            self._sensor.resume()
        self._pulse = Pulse()
        return self._pulse

    async def end(self) -> str:
        """Wait for the end of the connection; return what happened.

        A connection that holds but brings nothing readable as motion is no better than none: one of
        two streams may have died, or the sensor may have lost its settings.

        Raises:
            SensorError: It ended before any sample arrived.
        """
        loop = asyncio.get_running_loop()
        connection = self._connection
        assert connection is not None
        first_until_s = until_s = loop.time() + LIMITS.first_data_s
        while not connection.lost.is_set():
            if self._last_samples_s is None:
                until_s = min(first_until_s, loop.time() + LIMITS.first_look_s)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until_s):
                    await connection.lost.wait()
            last_s = self._last_samples_s
            until_s = first_until_s
            if last_s is not None:
                # Samples whose time is not settled yet are also a sign of life, for a while.
                waiting_s = min(self._last_waiting_s, last_s + LIMITS.waiting_s)
                until_s = max(last_s, waiting_s) + self._silence_s
            if loop.time() >= until_s:
                is_silent = self._last_arrival_s is None or self._last_arrival_s <= loop.time() - 1
                broke = (
                    f"{'no data' if is_silent else 'nothing readable'} for {self._silence_s:.1f} s"
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

    @property
    def _silence_s(self) -> float:
        """How long the sensor may be silent."""
        usual_s = median(self._gaps_s) if len(self._gaps_s) == _GAPS else 0.0
        return max(LIMITS.silence_s, min(2 * usual_s + _STALL_S, LIMITS.rare_silence_s))

    def arrived(self, characteristic: str, data: bytes) -> None:
        """Take a notification."""
        self._last_arrival_s = asyncio.get_running_loop().time()
        host_us = loop_us()
        if self._pulse is not None and (stood_s := self._pulse.stood_s()):
            self._stood_still(stood_s, self._pulse)
        try:
            motion = self._sensor.feed(characteristic, data, host_us)
        except Exception as error:
            # Bluetooth stacks swallow exceptions from their callbacks.
            _log.exception("%s leg: a notification can not be taken", self._site)
            self._overcome(error)
            return
        if motion.said:
            _log.info("%s: %s", self._site, motion.said)
            self._tell.note(NoteKind.SENSOR, text=motion.said)
        if motion.begin_anew:
            self._begin_anew()
        if motion.is_waiting:
            self._last_waiting_s = self._last_arrival_s
        if not len(motion):
            return
        if self._last_samples_s is None:
            self._tell.state(LinkState.BACK if self.was_connected else LinkState.CONNECTED)
            self.was_connected = self._radio.has_connected = True
            self._tell.is_there()
        if self._last_samples_s is not None:
            self._gaps_s.append(self._last_arrival_s - self._last_samples_s)
        self._last_samples_s = self._last_arrival_s
        self._put(motion.on(self._site, host_us))
        if not self._begins_anew:
            self._watch_link(motion, host_us)

    def _watch_link(self, motion: Motion, host_us: int) -> None:
        """Check whether samples wait in the sensor or here, if its clock or rate can tell."""
        if motion.due_us is None and isinstance(self._sensor, TimedByArrivals):
            return
        last_us = int(motion.t_us[-1])
        due_us = last_us if motion.due_us is None else motion.due_us
        came_us = host_us if motion.host_us is None else int(motion.host_us[-1])
        # A clock based on arrivals has its own doubts.
        told = self._handing_over.doubt(due_us, came_us) if due_us == last_us else ""
        if told and not self._has_told_rarely:
            self._has_told_rarely = True
            self._tell.note(NoteKind.SENSOR, text=told)
        lag_s = self._link.lag_s(len(motion), due_us, came_us)
        if lag_s and not self._has_told_slow:
            self._on_slow_link(lag_s)

    def _on_slow_link(self, lag_s: float) -> None:
        """Report it, and have the sensor set up again at a rate that the link can carry."""
        next_hz = None
        if isinstance(self._sensor, CanGoSlower):
            next_hz = next_rate_hz(self._link.brings_hz, self._sensor.lower_rates_hz)
        self._has_told_slow = next_hz is None
        self._tell.note(NoteKind.SENSOR, text=slow_words(lag_s, next_hz))
        if isinstance(self._sensor, CanGoSlower) and next_hz is not None:
            self._sensor.go_at(next_hz)
            self._begin_anew()

    def _begin_anew(self) -> None:
        if self._connection is not None:
            self._begins_anew = True
            self._connection.lost.set()

    def _overcome(self, fault: Exception) -> None:
        """Set the sensor up again after a fault of this program, instead of ending the session."""
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
        """Note that this computer stood still: late samples are not lost, and the user may help."""
        _log.info("%s leg: this computer stood still for %.2f s", self._site, for_s)
        if isinstance(self._sensor, TimedByArrivals):
            self._sensor.stood_still()
        if pulse.is_too_busy() and not self._radio.has_told_busy:
            self._radio.has_told_busy = True
            self._tell.too_busy()
