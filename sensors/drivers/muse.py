"""221e Muse v3, also sold as TropX: nine axes; not the headband of the same name.

Services, commands and scales: the maker's communication protocol (docs.221e.com), as in
tszheichoi/sensor-ble@bf6b911a, devices/muse_v3.js, and in public ports of the maker's Muse_HW and
Muse_Utils.
"""

import math
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion, joined
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.short_packets import cut_short
from evenstride.sensors.drivers.stamped import StampedStream
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import GRAVITY_M_S2

SERVICE = "c8c0a708-e361-4b5e-a365-98fa6b0a836f"
COMMAND = "d5913036-"
DATA = "09bf2c52-"

# At the start of a word. Another maker's headbands are "Muse-1A2B", "MuseS-1A2B".
_NAMES = re.compile(r"(?<![A-Za-z0-9])(muse_v\d|tropx)", re.IGNORECASE)

_READ = 0x80
_STATE, _BATTERY, _SCALES = 0x02, 0x07, 0x40
_IDLE = bytes([_STATE, 1, 0x02])
# Direct streaming of angular rate, acceleration, magnetic field and time. The parts of a sample
# must total 24 bytes; of these only the field, which fills it up, is not used here.
_STREAM = bytes([_STATE, 5, 0x08, 0x27, 0, 0])
_RATES_HZ = {25.0: 1, 50.0: 2, 100.0: 4, 200.0: 8}

# By the bits of the scales: the value of a count, g and °/s.
_ACC_BITS, _GYRO_BITS = 0x0C, 0x03
_ACC_G = {0x00: 0.122e-3, 0x08: 0.244e-3, 0x0C: 0.488e-3, 0x04: 0.976e-3}
_GYRO_DEG_S = {0x00: 0.00875, 0x01: 0.0175, 0x02: 0.035, 0x03: 0.07}
# 4 g and 500 °/s are too little for a leg; these are enough.
_LEAST_ACC, _LEAST_GYRO = 0x08, 0x02

_ANSWER_BYTES = 20
_HEAD_BYTES = 8
# Six bytes each: angular rate, acceleration, magnetic field, milliseconds.
_SAMPLE = np.dtype([("gyro", "<i2", 3), ("acc", "<i2", 3), ("mag", "<i2", 3), ("ms", "<u2", 3)])
_TICK_US = 1000


class Muse:
    """The driver."""

    name = "221e Muse"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise a sensor by its service or its factory name."""
        if found := _NAMES.search(advertisement.name):
            return "TropX" if found[1].casefold() == "tropx" else "Muse v3"
        return "Muse v3" if SERVICE in advertisement.service_uuids else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 25, 50, 100 or 200 Hz."""
        return next((rate for rate in _RATES_HZ if rate >= wanted_hz), max(_RATES_HZ))

    def sensor(self, rate_hz: float) -> "MuseSensor":
        """Make a sensor to stream at one of its rates."""
        return MuseSensor(rate_hz)


class MuseSensor:
    """One sensor; each sample has its clock in milliseconds."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_code = _RATES_HZ[rate_hz]
        self._stream = StampedStream(rate_hz, tick_us=_TICK_US)
        self._acc_m_s2 = self._gyro_rad_s = math.nan
        # Read only once: after a lost link the sensor still has the session's scales.
        self._came_with: int | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Widen scales that are too narrow for a leg, and stream; afterwards undo both."""
        await gatt.listen(COMMAND)
        await gatt.listen(DATA)
        try:
            # A crashed program may have left it streaming, which prevents changes.
            await gatt.ask(COMMAND, _IDLE, answer_to(_STATE))
            scales = await _read(gatt, _SCALES)
            if self._came_with is None:
                self._came_with = scales
            wanted = wide_enough(scales)
            if wanted != scales:
                await gatt.ask(COMMAND, bytes([_SCALES, 1, wanted]), answer_to(_SCALES))
                scales = await _read(gatt, _SCALES)
            self._acc_m_s2 = _ACC_G[scales & _ACC_BITS] * GRAVITY_M_S2
            self._gyro_rad_s = math.radians(_GYRO_DEG_S[scales & _GYRO_BITS])
            await self._start(gatt)
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                await gatt.write(COMMAND, _IDLE)
                if self._came_with is not None and wide_enough(self._came_with) != self._came_with:
                    await gatt.write(COMMAND, bytes([_SCALES, 1, self._came_with]))

    async def _start(self, gatt: Gatt) -> None:
        refusal: int | None = None

        def look(data: bytes) -> int | None:
            """Return the size of the first sample; 0 if there will be none."""
            nonlocal refusal
            answer = answer_to(_STATE)(data)
            if answer is None:
                return len(data)
            refusal = answer[0] or None
            return 0 if refusal is not None else None

        size = await gatt.ask(COMMAND, _STREAM + bytes([self._rate_code]), look)
        if refusal is not None:
            raise SensorError(f"It does not start: it says error {refusal}.", SensorReason.NO_DATA)
        wanted = _HEAD_BYTES + _SAMPLE.itemsize
        if size is not None and size < wanted:
            raise SensorError(
                cut_short(size, wanted),
                SensorReason.SHORT_PACKETS,
            )

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """The rates below the present one, of 25, 50, 100 and 200 Hz."""
        return [rate_hz for rate_hz, code in _RATES_HZ.items() if code < self._rate_code]

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        self._rate_code = _RATES_HZ[rate_hz]
        self._stream.change_rate(rate_hz)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Ask for the charge."""
        answer = await gatt.ask(COMMAND, bytes([_BATTERY | _READ, 0]), answer_to(_BATTERY | _READ))
        return (
            answer[1][0] if answer is not None and not answer[0] and answer[1][0] <= 100 else None
        )

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode a notification of one or more samples; one that is cut short is lost."""
        body = data[_HEAD_BYTES:]
        if DATA not in characteristic or not body or len(body) % _SAMPLE.itemsize:
            return NO_MOTION
        samples = np.frombuffer(body, _SAMPLE)
        stamps = samples["ms"][:, :2].astype(np.int64) @ (1, 1 << 16)
        acc = samples["acc"] * self._acc_m_s2
        gyro = samples["gyro"] * self._gyro_rad_s
        motion = joined(
            [
                self._stream.feed(Packet(stamp, acc[k : k + 1], gyro[k : k + 1], host_us))
                for k, stamp in enumerate(stamps.tolist())
            ]
        )
        return motion.saying(self._stream.doubt())

    def resume(self) -> None:
        """Allow for a restart of the sensor; otherwise its clock tells how much was lost."""
        self._stream.resume()


def wide_enough(scales: int) -> int:
    """Return a sensor's scales, with those widened that are too narrow for a leg."""
    if not scales & _ACC_BITS:
        scales |= _LEAST_ACC
    if scales & _GYRO_BITS < _LEAST_GYRO:
        scales = scales & ~_GYRO_BITS | _LEAST_GYRO
    return scales


def answer_to(command: int) -> Callable[[bytes], tuple[int, bytes] | None]:
    """Return a function that finds the answer to a command: its error (0 if none), its data."""

    def look(data: bytes) -> tuple[int, bytes] | None:
        if len(data) != _ANSWER_BYTES or data[0] != 0 or data[2] != command:
            return None
        return data[3], bytes(data[4:])

    return look


async def _read(gatt: Gatt, command: int) -> int:
    answer = await gatt.ask(COMMAND, bytes([command | _READ, 0]), answer_to(command | _READ))
    if answer is None or answer[0]:
        raise SensorError("It does not answer.", SensorReason.CONNECT_FAILED)
    return answer[1][0]
