"""WitMotion WT901BLE67/68, WT901BLECL, BWT901BLE, WT9011DCL, WTSDCL: the maker's BLE 5 protocol.

Layout, commands and battery table: WITMOTION/WitBluetooth_BWT901BLE5_0 (the maker's samples);
rate codes and their true rates: measured on a WT901BLE67 by RGu0/WT901, docs/protocol.md (MIT).
"""

import asyncio
import logging
import math
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.clocks.stamps import joined
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion, counted
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

_log = logging.getLogger(__name__)

# Most units have this base, which only looks like the Bluetooth SIG's (…9b34fb); some have that
# one, where lamps use the same service. Characteristics are found under both.
SERVICE = "0000ffe5-0000-1000-8000-00805f9a34fb"
NOTIFY = "0000ffe4-"
WRITE = "0000ffe9-"

# Names as the maker gives them, at the start of a word: the model, sometimes with more behind it.
# Earphones ("WT2 Edge") and watches have others that begin alike.
_NAMES = re.compile(r"(?<![A-Za-z0-9])B?(WT(?:9|\d{3,4}|S?DCL|BLE)[A-Za-z0-9.]*)")
# The vibration sensors put other values into the same frames; the others have another protocol, or
# classic Bluetooth only.
_OTHER_NAMES = re.compile(r"WTVB|WTGAHRS|B?WT\d{3}CL(?![A-Za-z])|B?WT61|HC-0[46]")

_HEADER = 0x55
_MOTION = 0x61
_REGISTERS = 0x71
_HEADERS = re.compile(rb"\x55[\x61\x71]")
_FRAME_BYTES = 20

_M_S2_PER_UNIT = 16 * GRAVITY_M_S2 / 32768
_RAD_S_PER_UNIT = math.radians(2000) / 32768

# Nominal rate: code. 0x0A, 125 or 200 Hz in the maker's tables, measures 99 Hz; 0x0B is 200 Hz.
_RATES_HZ = {10.0: 0x06, 20.0: 0x07, 50.0: 0x08, 100.0: 0x09, 200.0: 0x0B}

_UNLOCK = bytes.fromhex("ffaa6988b5")
_RATE_REGISTER = 0x03
_BATTERY_REGISTER = 0x64

# The maker's samples wait 0.1 s after each write; a little more, as timers may be early.
_SETTLE_S = 0.12
# The battery reads 0 for about 0.3 s after a connection was made.
_BATTERY_TRIES = 5
_RATE_TRIES = 3
_READ_TRIES = 2
# Some stacks deliver a notification twice, at the same instant. A sensor's noise makes sure that
# no two are alike.
_TWICE_US = 10_000

# From centivolts: charge in percent at and above, by the maker's table.
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
        """By the name, which is always advertised, or by the maker's own service."""
        name = advertisement.name
        if _OTHER_NAMES.search(name):
            return None
        if found := _NAMES.search(name):
            return found[1]
        return "WT901BLE" if SERVICE in advertisement.service_uuids else None

    def rate_hz(self, wanted_hz: float) -> float:
        """10, 20, 50, 100 or 200 Hz; the true rate is 0.7 to 1.1 % lower."""
        return next((rate for rate in _RATES_HZ if rate >= wanted_hz), max(_RATES_HZ))

    def sensor(self, rate_hz: float) -> "WitMotionSensor":
        """A sensor that shall stream at one of its rates."""
        return WitMotionSensor(rate_hz)


class WitMotionSensor:
    """One sensor, and the decoder of its byte stream.

    A frame is 55 61, then nine 16-bit words; there is no checksum.

    Frames may be split over notifications, share one, and be followed by the eight bytes of chip
    time that the SDCL models add; those never look like a header, and are skipped as any noise.
    """

    def __init__(self, rate_hz: float) -> None:
        self._clock = ArrivalClock(rate_hz)
        self._rest = b""
        self._rest_us = 0  # when the first byte of that came
        self._last: tuple[int, bytes] = (0, b"")
        self._rate_code = _RATES_HZ[rate_hz]
        # Asked only once: after a lost link the sensor still has the session's rate.
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
                # The battery may have been asked for just now, and the next command comes too soon.
                await asyncio.sleep(_SETTLE_S)
                await _write_register(gatt, _RATE_REGISTER, self._came_with)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """From the battery's voltage."""
        for _ in range(_BATTERY_TRIES):
            centivolts = await _read_register(gatt, _BATTERY_REGISTER)
            if centivolts:
                return next((pct for least, pct in _BATTERY_PCT if centivolts >= least), 0)
        return None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode whatever frames are complete now."""
        if NOTIFY not in characteristic:
            return NO_MOTION
        (last_us, last), self._last = self._last, (host_us, data)
        if len(data) >= _FRAME_BYTES and data == last and host_us - last_us < _TWICE_US:
            return NO_MOTION
        stream, begun_us = self._rest + bytes(data), self._rest_us
        is_begun = bool(self._rest)
        frames, self._rest, cut = split_frames(stream)
        if len(self._rest) <= len(data):
            self._rest_us = host_us
        if cut:
            self._clock.skip(cut)
        # A frame has come when its first byte has: the others may wait for those of the next one.
        early = int(is_begun and bool(frames) and stream.startswith(frames[0]))
        done = [
            self._clock.stamp(_counts(some), came_us)
            for some, came_us in ((frames[:early], begun_us), (frames[early:], host_us))
        ]
        if not any(frame[1] == _MOTION for frame in frames):
            return NO_MOTION
        return counted(joined(done, 6), _M_S2_PER_UNIT, _RAD_S_PER_UNIT, self._clock.doubt())

    def resume(self) -> None:
        """Forget half a frame; the number of samples lost is known from the next arrival."""
        self._rest = b""
        self._clock.resume()

    def stood_still(self) -> None:
        """What comes next is late, not lost."""
        self._clock.stood_still()


def _counts(frames: list[bytes]) -> FloatArray:
    """Acceleration and angular rate in those frames that hold them, shape (n, 6)."""
    motion = b"".join(frame[2:14] for frame in frames if frame[1] == _MOTION)
    return np.frombuffer(motion, "<i2").reshape(-1, 6).astype(np.float64)


def split_frames(data: bytes) -> tuple[list[bytes], bytes, int]:
    """Split a byte stream into frames.

    Returns:
        The complete frames, the bytes to put before the next ones, and how many motion frames
        were cut short by the start of another.
    """
    frames: list[bytes] = []
    cut = 0
    heads = [found.start() for found in _HEADERS.finditer(data)]
    at = 0
    for n, head in enumerate(heads):
        if head < at:
            continue  # inside a frame: a value that looks like a header
        end = head + _FRAME_BYTES
        if end > len(data):
            at = head
            break
        if not _ends_well(data, end) and any(
            other < end and _ends_well(data, other + _FRAME_BYTES) for other in heads[n + 1 :]
        ):
            cut += data[head + 1] == _MOTION
            at = head + 2
            continue
        frames.append(data[head:end])
        at = end
    else:
        at = len(data) - 1 if data[at:].endswith(bytes([_HEADER])) else len(data)
    return frames, data[at:], cut


def _ends_well(data: bytes, end: int) -> bool:
    """Whether what follows a frame is the end of the data or another frame."""
    rest = data[end : end + 2]
    if len(rest) < 2:
        return rest in (b"", bytes([_HEADER]))
    return _HEADERS.match(data, end) is not None or _ends_with_time(data, end)


def _ends_with_time(data: bytes, end: int) -> bool:
    """Whether eight bytes of chip time follow, and then the end or another frame."""
    return len(data) == end + 8 or _HEADERS.match(data, end + 8) is not None


async def _rate_now(gatt: Gatt) -> int | None:
    """Its rate's code, by which the rate is put back; an answer may be lost among the samples."""
    for _ in range(_READ_TRIES):
        code = await _read_register(gatt, _RATE_REGISTER)
        if code is not None:
            return code
    return None


async def _set_rate(gatt: Gatt, code: int) -> None:
    """Set the rate and read it back, because the sensor never answers to a write.

    One that keeps its own rate streams at that: its arrivals tell which it is.
    """
    for _ in range(_RATE_TRIES):
        await _write_register(gatt, _RATE_REGISTER, code)
        # A sensor that does not answer is believed: not all models are known to read back.
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


def register_reply(register: int) -> Callable[[bytes], int | None]:
    """Finds the value of a register in the stream, also where notifications split the reply."""
    rest = b""

    def look(data: bytes) -> int | None:
        nonlocal rest
        joined = rest + data
        rest = joined[-(_FRAME_BYTES - 1) :]
        return register_in(joined, register)

    return look


def register_in(data: bytes, register: int) -> int | None:
    """The value of a register, if a notification holds the reply that begins with it."""
    for frame in split_frames(bytes(data))[0]:
        if frame[1] == _REGISTERS and int.from_bytes(frame[2:4], "little") == register:
            return int.from_bytes(frame[4:6], "little")
    return None
