"""One of Polar's sensors, set up and decoded by the maker's PMD service.

A sensor itself reports which measurements it has, and which settings these allow.
"""

import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.clocks.device import DeviceClock
from evenstride.sensors.clocks.stamped_series import StampedSeries
from evenstride.sensors.drivers.driver import NO_MOTION, Gatt, Motion
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.drivers.polar_pmd import (
    ACC,
    CHANNELS,
    FACTOR,
    FEATURES,
    GET,
    GYRO,
    RANGE,
    RATE,
    RESOLUTION,
    SDK_MODE,
    START,
    STOP,
    at_least,
    decode,
    parse_settings,
    reply_to,
    start_command,
    stops_in,
)
from evenstride.sensors.drivers.short_packets import SHORT_PACKETS
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import GRAVITY_M_S2

CONTROL = "fb005c81-"
DATA = "fb005c82-"
_BATTERY = "00002a19-"

_INVALID_MTU = 10
# At the minimum MTU, 23, an indication has 20 bytes, five of them before the parameters: an answer
# with this many that lacks settings was cut off by that.
_MOST_OF_A_SHORT_ANSWER = 15
_ERRORS = {
    _INVALID_MTU: SHORT_PACKETS,
    13: "it is in its charger",
    14: "its memory is full",
}

# Ranges that no leg exceeds: g and °/s.
_ENOUGH = {ACC: 8, GYRO: 1000}
# Frames collect samples for up to two seconds, and the two streams do so at different times.
_PATIENCE_S = 6.0
# Numbers further beyond the range than this are noise from the radio, not movement.
_MARGIN = 1.1


class PolarSensor:
    """One sensor; each notification has its clock at the last sample, in nanoseconds."""

    def __init__(self, rate_hz: float) -> None:
        self._wanted_hz = rate_hz
        self._kinds: tuple[int, ...] = ()
        self._set_sdk_mode = False
        self._streams: dict[int, _Stream] = {}
        self._clock = DeviceClock()
        self._join: Join | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Ask what it offers and start it; afterwards stop it and leave the SDK mode again."""
        self._kinds = kinds_in(await gatt.read(CONTROL))
        await gatt.listen(CONTROL)
        await gatt.listen(DATA)
        try:
            # A crashed program may have left it running; then the mode cannot be set.
            for kind in self._kinds:
                await _succeeds(gatt, bytes([STOP, kind]))
            if GYRO in self._kinds and await _succeeds(gatt, bytes([START, SDK_MODE])):
                self._set_sdk_mode = True
            for kind in self._kinds:
                await self._start(gatt, kind)
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                # The mode cannot be left while anything runs.
                left = [SDK_MODE] if self._set_sdk_mode else []
                lines = [bytes([STOP, kind]) for kind in (*self._kinds, *left)]
                await gatt.order(CONTROL, lines, stops_in)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Read the charge from the standard service."""
        value = await gatt.read(_BATTERY)
        return min(value[0], 100) if value else None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode a notification."""
        frame = decode(data) if DATA in characteristic else None
        stream = self._streams.get(frame.kind) if frame is not None else None
        if frame is None or stream is None or not frame.is_whole:
            return NO_MOTION
        values = frame.values(stream.factor, stream.range)
        # NaN fails this as well.
        if not np.abs(values).max() <= _MARGIN * stream.range:
            return NO_MOTION
        series, n = stream.series, len(values)
        last_us = self._clock.place(frame.stamp_ns // 1000, host_us, series.least_us(n))
        stamped = None if last_us is None else series.stamp(n, last_us)
        if stamped is None:
            return NO_MOTION
        # Each sample but the last had to wait for the rest of its batch. Without that, it would
        # have arrived as much earlier as it was measured earlier.
        came_us = host_us - (stamped[1][-1] - stamped[1])
        said = series.doubt() if frame.kind == ACC else ""
        if self._join is None:
            none = np.full_like(values, np.nan)
            return Motion(*stamped, values * GRAVITY_M_S2, none, came_us, said=said)
        if frame.kind == GYRO:
            return self._join.rotation(stamped[1], np.radians(values))
        motion = self._join.acceleration(*stamped, values * GRAVITY_M_S2, came_us)
        return motion.saying(said)

    def resume(self) -> None:
        """Allow for a restart, which sets its clock; forget what waits."""
        self._clock.resume()
        if self._join is not None:
            self._join.clear()

    async def _start(self, gatt: Gatt, kind: int) -> None:
        answer = await _command(gatt, bytes([GET, kind]))
        offered = parse_settings(answer)
        if not _is_complete(offered) and len(answer) == _MOST_OF_A_SHORT_ANSWER:
            why = _ERRORS[_INVALID_MTU]
            raise SensorError(f"It does not start: {why}.", SensorReason.SHORT_PACKETS)
        chosen = choose(offered, kind, self._wanted_hz)
        factor = parse_settings(await _command(gatt, start_command(kind, chosen))).get(FACTOR)
        if kind not in self._streams:
            # Kept across lost connections, so that numbers continue.
            self._streams[kind] = _Stream(StampedSeries(chosen[RATE]))
            if kind == GYRO:
                self._join = Join(2.5 / chosen[RATE], _PATIENCE_S)
        self._streams[kind].range = float(chosen[RANGE])
        self._streams[kind].factor = (
            struct.unpack("<f", factor[0].to_bytes(4, "little"))[0] if factor else None
        )


@dataclass(slots=True)
class _Stream:
    """One kind of measurement: its numbering, its range (g or °/s) and the announced factor."""

    series: StampedSeries
    range: float = 0.0
    factor: float | None = None


def kinds_in(features: bytes) -> tuple[int, ...]:
    """Return the motion measurements among those that a sensor reports.

    Raises:
        SensorError: It measures no acceleration that it would send.
    """
    has = [
        kind
        for kind in (ACC, GYRO)
        if features[:1] == FEATURES and len(features) > 1 and features[1] >> kind & 1
    ]
    if ACC not in has:
        raise SensorError(
            "It measures no acceleration that it would send to a computer.",
            SensorReason.NOT_SUPPORTED,
        )
    return tuple(has)


def choose(offered: dict[int, list[int]], kind: int, wanted_hz: float) -> dict[int, int]:
    """Return the settings to start with: the lowest rate and range that are enough.

    Raises:
        SensorError: The sensor does not offer them.
    """
    if not _is_complete(offered):
        raise SensorError("It does not say what it can measure.", SensorReason.NOT_SUPPORTED)
    chosen = {
        RATE: at_least(offered[RATE], wanted_hz),
        RESOLUTION: max(offered[RESOLUTION]),
        RANGE: at_least(offered[RANGE], _ENOUGH[kind]),
    }
    if offered.get(CHANNELS):
        chosen[CHANNELS] = offered[CHANNELS][0]
    return chosen


def _is_complete(offered: dict[int, list[int]]) -> bool:
    return all(offered.get(setting) for setting in (RATE, RESOLUTION, RANGE))


async def _command(gatt: Gatt, command: bytes) -> bytes:
    """Execute a command; return the parameters of the answer.

    Raises:
        SensorError: The command failed.
    """
    answer = await gatt.ask(CONTROL, command, reply_to(command))
    if answer is None:
        # The answer may be lost although the measurement has started.
        if command[0] == START:
            await _succeeds(gatt, bytes([STOP, command[1]]))
        answer = await gatt.ask(CONTROL, command, reply_to(command))
    if answer is None:
        raise SensorError("It does not answer.", SensorReason.CONNECT_FAILED)
    error, parameters = answer
    if error:
        why = _ERRORS.get(error, f"it says error {error}")
        is_short = error == _INVALID_MTU
        reason = SensorReason.SHORT_PACKETS if is_short else SensorReason.CONNECT_FAILED
        raise SensorError(f"It does not start: {why}.", reason)
    return parameters


async def _succeeds(gatt: Gatt, command: bytes) -> bool:
    answer = await gatt.ask(CONTROL, command, reply_to(command))
    return answer is not None and answer[0] == 0
