"""WitMotion WT901BLE67/68, WT901BLECL, BWT901BLE, WT9011DCL, WTSDCL: the maker's BLE 5 protocol.

Layout, commands and battery table: WITMOTION/WitBluetooth_BWT901BLE5_0 (the maker's samples);
rate codes and their true rates: measured on a WT901BLE67 by RGu0/WT901, docs/protocol.md (MIT).
"""

import asyncio
import logging
import math
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import groupby

import numpy as np

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.clocks.stamps import joined
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion, counted
from evenstride.sensors.drivers.witmotion_frames import (
    FRAME_BYTES,
    MOTION,
    Frame,
    FrameStream,
    register_reply,
)
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

_log = logging.getLogger(__name__)

# Most units have this base, which only resembles the Bluetooth SIG's (…9b34fb). Some have the
# SIG's, under which lamps use the same service. Characteristics are found under both.
SERVICE = "0000ffe5-0000-1000-8000-00805f9a34fb"
NOTIFY = "0000ffe4-"
WRITE = "0000ffe9-"

# The maker's names, at the start of a word: the model, sometimes with more after it. Earphones
# ("WT2 Edge") and watches have other names that begin alike.
_NAMES = re.compile(r"(?<![A-Za-z0-9])B?(WT(?:9|\d{3,4}|S?DCL|BLE)[A-Za-z0-9.]*)")
# The vibration sensors send other values in the same frames; the others have another protocol, or
# only classic Bluetooth.
_OTHER_NAMES = re.compile(r"WTVB|WTGAHRS|B?WT\d{3}CL(?![A-Za-z])|B?WT61|HC-0[46]")

_M_S2_PER_UNIT = 16 * GRAVITY_M_S2 / 32768
_RAD_S_PER_UNIT = math.radians(2000) / 32768

# Code by nominal rate. 0x0A, 125 or 200 Hz in the maker's tables, measures 99 Hz; 0x0B is 200 Hz.
_RATES_HZ = {10.0: 0x06, 20.0: 0x07, 50.0: 0x08, 100.0: 0x09, 200.0: 0x0B}

_UNLOCK = bytes.fromhex("ffaa6988b5")
_RATE_REGISTER = 0x03
_BATTERY_REGISTER = 0x64

# The maker's samples wait 0.1 s after each write; this is a little more, as timers may be early.
_SETTLE_S = 0.12
# The battery reads 0 for about 0.3 s after connecting.
_BATTERY_TRIES = 5
_RATE_TRIES = 3
_READ_TRIES = 2
# Some stacks deliver a notification twice, at the same instant. Because of a sensor's noise no two
# notifications are otherwise equal.
_TWICE_US = 10_000

# From centivolts: the charge in percent at and above each voltage, by the maker's table.
_BATTERY_PCT = (
    (396, 100),
    (393, 90),
    (387, 75),
    (382, 60),
    (379, 50),
    (377, 40),
    (373, 30),
    (370, 20),
    (368, 15),
    (350, 10),
    (340, 5),
)


class WitMotion:
    """The driver."""

    name = "WitMotion"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise it by its name, which is always advertised, or by the maker's own service."""
        name = advertisement.name
        if _OTHER_NAMES.search(name):
            return None
        if found := _NAMES.search(name):
            return found[1]
        return "WT901BLE" if SERVICE in advertisement.service_uuids else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 10, 20, 50, 100 or 200 Hz; the true rate is 0.7 to 1.1 % lower."""
        return next((rate for rate in _RATES_HZ if rate >= wanted_hz), max(_RATES_HZ))

    def sensor(self, rate_hz: float) -> "WitMotionSensor":
        """Make a sensor to stream at one of its rates."""
        return WitMotionSensor(rate_hz)


class WitMotionSensor:
    """One sensor, and the decoder of its byte stream."""

    def __init__(self, rate_hz: float) -> None:
        self._clock = ArrivalClock(rate_hz)
        self._stream = FrameStream()
        self._last: tuple[int, bytes] = (0, b"")
        self._rate_code = _RATES_HZ[rate_hz]
        # Read only once: after a lost link the sensor still has the session's rate.
        self._came_with: int | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Set the rate, in memory only: nothing is saved to the sensor's flash.

        The sensor streams by itself as long as notifications are enabled.
        """
        await gatt.listen(NOTIFY)
        if self._came_with is None:
            self._came_with = await _rate_now(gatt)
        try:
            await _set_rate(gatt, self._rate_code)
            yield
        finally:
            if self._came_with not in (None, self._rate_code):
                # If the battery was asked for just now, the next command would come too soon.
                await asyncio.sleep(_SETTLE_S)
                await _write_register(gatt, _RATE_REGISTER, self._came_with)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Return the charge, from the battery's voltage."""
        for _ in range(_BATTERY_TRIES):
            centivolts = await _read_register(gatt, _BATTERY_REGISTER)
            if centivolts:
                return next((pct for least, pct in _BATTERY_PCT if centivolts >= least), 0)
        return None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode the frames that are complete now."""
        if NOTIFY not in characteristic:
            return NO_MOTION
        (last_us, last), self._last = self._last, (host_us, data)
        if len(data) >= FRAME_BYTES and data == last and host_us - last_us < _TWICE_US:
            return NO_MOTION
        frames, cut = self._stream.take(data, host_us)
        if cut:
            self._clock.skip(cut)
        frames = [frame for frame in frames if frame.data[1] == MOTION]
        if not frames:
            return NO_MOTION
        done = [
            self._clock.stamp(_counts(some), came_us)
            for came_us, some in groupby(frames, lambda frame: frame.came_us)
        ]
        return counted(joined(done, 6), _M_S2_PER_UNIT, _RAD_S_PER_UNIT, self._clock.doubt())

    def resume(self) -> None:
        """Forget any partial frame; the next arrival tells how many samples were lost."""
        self._stream.forget()
        self._clock.resume()

    def stood_still(self) -> None:
        """Note that what comes next is late, not lost."""
        self._clock.stood_still()


def _counts(frames: Iterable[Frame]) -> FloatArray:
    """Return acceleration and angular rate in motion frames, shape (n, 6)."""
    motion = b"".join(frame.data[2:14] for frame in frames)
    return np.frombuffer(motion, "<i2").reshape(-1, 6).astype(np.float64)


async def _rate_now(gatt: Gatt) -> int | None:
    """Read the rate's code, to restore it; an answer may get lost among the samples."""
    for _ in range(_READ_TRIES):
        code = await _read_register(gatt, _RATE_REGISTER)
        if code is not None:
            return code
    return None


async def _set_rate(gatt: Gatt, code: int) -> None:
    """Set the rate and read it back, because the sensor never answers a write.

    A sensor that keeps its own rate streams at that: its arrivals tell which it is.
    """
    for _ in range(_RATE_TRIES):
        await _write_register(gatt, _RATE_REGISTER, code)
        # Without an answer, assume success: not all models are known to support reading.
        if await _read_register(gatt, _RATE_REGISTER) in (code, None):
            return
    _log.info("it keeps its own rate")


async def _write_register(gatt: Gatt, register: int, value: int) -> None:
    await gatt.write(WRITE, _UNLOCK)
    await asyncio.sleep(_SETTLE_S)
    await gatt.write(WRITE, bytes([0xFF, 0xAA, register]) + value.to_bytes(2, "little"))
    await asyncio.sleep(_SETTLE_S)


async def _read_register(gatt: Gatt, register: int) -> int | None:
    command = bytes([0xFF, 0xAA, 0x27, register, 0x00])
    value = await gatt.ask(WRITE, command, register_reply(register))
    await asyncio.sleep(_SETTLE_S)
    return value
