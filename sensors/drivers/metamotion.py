"""MbientLab MetaMotion R, RL (BMI160) and S (BMI270): the MetaWear protocol.

The order of the set-up: mbientlab/MetaWear-API-Swift@3ebadbaa.

The board's own data processors put acceleration, angular rate and the board's time into one
notification. Boards that cannot do that send packed notifications of three samples, which carry no
time and are joined by their count and arrival.
"""

import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from evenstride.sensors.clocks.device import DeviceClock
from evenstride.sensors.clocks.stamped_series import StampedSeries
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion
from evenstride.sensors.drivers.metamotion_packed import PackedStream
from evenstride.sensors.drivers.metawear import (
    ACC,
    BATTERY_QUESTION,
    CHIPS,
    CONFIG,
    GYRO,
    PROCESSOR,
    READ,
    Chip,
    acc_config,
    answer_to,
    battery_in,
    buffer_command,
    fused,
    fuser_command,
    gyro_config,
    new_processor,
    start_all,
    stop,
    subscribe_processor,
    time_command,
)
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import GRAVITY_M_S2

SERVICE = "326a9000-85cb-9195-d9dd-464cfbbae75a"
COMMAND = "326a9001-"
NOTIFY = "326a9006-"

# The board cannot send more than about a hundred notifications a second.
_RATES_HZ = (25.0, 50.0, 100.0)
_RANGE_G = 8
_RANGE_DEG_S = 1000
_M_S2_PER_UNIT = _RANGE_G / 32768 * GRAVITY_M_S2
# The maker's scale, which differs from full range / 32768 by 0.1 %.
_RAD_S_PER_UNIT = math.radians(1 / 32.8)
# One tick of the board's time.
_TICK_US = 48 / 32768 * 1e6
_HALF_WRAP = 1 << 31
_FUSED_TRIES = 2
_FUSER_REVISION = b"\x03"
_MODULES = [bytes([module, READ]) for module in (ACC, GYRO, PROCESSOR)]
_CONFIGS = [bytes([module, READ | CONFIG]) for module in (ACC, GYRO)]
# Interval 7.5 to 15 ms, no latency, supervision timeout 4 s.
_CONNECTION = bytes.fromhex("110906000c0000009001")


class MetaMotion:
    """The driver."""

    name = "MbientLab MetaMotion"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise a board by its service or its factory name: not all announce the service."""
        is_named = advertisement.name.startswith(("MetaWear", "MetaMotion"))
        return "MetaMotion" if SERVICE in advertisement.service_uuids or is_named else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 25, 50 or 100 Hz; a link that is too slow for it is detected later."""
        return next((rate for rate in _RATES_HZ if rate >= wanted_hz), max(_RATES_HZ))

    def sensor(self, rate_hz: float) -> "MetaMotionSensor":
        """Make a sensor to stream at one of its rates."""
        return MetaMotionSensor(rate_hz)


class MetaMotionSensor:
    """One sensor.

    Its settings stay on the board until a reset, even without a connection. So each set-up begins
    by clearing what an earlier program may have left running.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._came_with: list[bytes] | None = None
        self._is_fused: bool | None = None  # not known yet
        self._fused_id: int | None = None
        self._tick = 0
        self._clock = DeviceClock()
        self._series = StampedSeries(rate_hz)
        self._packed = PackedStream(rate_hz, _M_S2_PER_UNIT, _RAD_S_PER_UNIT)

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Clear the board, set ranges and rates, and start; afterwards stop and restore them."""
        await gatt.listen(NOTIFY)
        acc, gyro, processor, *configs = await _read(gatt, [*_MODULES, *_CONFIGS])
        chip = _chip(acc, gyro)
        if self._came_with is None:
            self._came_with = [
                bytes([module, CONFIG]) + config if config else b""
                for module, config in zip((ACC, GYRO), configs, strict=True)
            ]
        try:
            await self._set_up(gatt, chip)
            await self._start(gatt, chip, has_fuser=(processor or b"")[1:2] >= _FUSER_REVISION)
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                # Commands are not acknowledged, and disconnecting may overtake those on their way:
                # the answer to a question after them shows that all were received.
                lines = [*stop(chip), *filter(None, self._came_with), _MODULES[0]]
                answer = answer_to(lines[-1])
                await gatt.order(
                    COMMAND,
                    lines,
                    lambda data: 0 if answer(data) is None else len(lines),
                    in_turn=False,
                )

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """The rates below the present one."""
        return [rate_hz for rate_hz in _RATES_HZ if rate_hz < self._rate_hz]

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        self._rate_hz = rate_hz
        self._series.change_rate(rate_hz)
        self._packed.change_rate(rate_hz)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Ask the board for its estimate of the charge."""
        return await gatt.ask(COMMAND, BATTERY_QUESTION, battery_in)

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode a notification."""
        if NOTIFY not in characteristic:
            return NO_MOTION
        if data[:2] == bytes([PROCESSOR, 3]):
            return self._feed_fused(data, host_us)
        if self._is_fused:
            return NO_MOTION
        return self._packed.feed(data, host_us)

    def resume(self) -> None:
        """Allow for a restart of the board; what waits will never be complete."""
        self._clock.resume()
        self._packed.resume()

    def stood_still(self) -> None:
        """Note that what comes next is late, not lost."""
        self._packed.stood_still()

    async def _set_up(self, gatt: Gatt, chip: Chip) -> None:
        """Stop whatever runs, and set ranges and rates, in as few round trips as possible."""
        settings = (
            acc_config(chip, self._rate_hz, _RANGE_G),
            gyro_config(self._rate_hz, _RANGE_DEG_S),
        )
        await gatt.post(COMMAND, [*stop(chip), _CONNECTION, *settings])
        # If a range was not accepted, values would be misread.
        for line, now in zip(settings, await _read(gatt, _CONFIGS), strict=True):
            if now is None or not now.startswith(line[2:]):
                await gatt.write(COMMAND, line)

    async def _start(self, gatt: Gatt, chip: Chip, *, has_fuser: bool) -> None:
        if self._is_fused is not False and has_fuser:
            # A lost answer must not cost the session the board's time; and some busy stacks drop
            # what is written without response.
            for _ in range(_FUSED_TRIES):
                if await self._start_fused(gatt, chip):
                    self._is_fused = True
                    return
                await gatt.post(COMMAND, stop(chip))
        if self._is_fused:
            # With packed notifications the numbers of the samples would begin again.
            raise SensorError("Its data processors do not start.", SensorReason.NO_DATA)
        self._is_fused = False
        await gatt.post(COMMAND, [*self._packed.start(chip), *start_all()])

    async def _start_fused(self, gatt: Gatt, chip: Chip) -> bool:
        """Start the fused stream; only data proves it, as boards accept chains that yield none."""
        self._fused_id = fused_id = await _make_fuser(gatt, chip)
        if fused_id is None:
            return False
        *lines, last = [*subscribe_processor(fused_id), *start_all()]
        await gatt.post(COMMAND, lines)
        return await gatt.ask(COMMAND, last, lambda data: fused(data, fused_id)) is not None

    def _feed_fused(self, data: bytes, host_us: int) -> Motion:
        decoded = fused(data, self._fused_id)
        if decoded is None:
            return NO_MOTION
        tick, values = decoded
        # The ticks wrap around after 72 days of power.
        self._tick += (tick - self._tick + _HALF_WRAP) % (2 * _HALF_WRAP) - _HALF_WRAP
        stamp_us = round(self._tick * _TICK_US)
        t_us = self._clock.place(stamp_us, host_us, self._series.least_us(1))
        stamped = None if t_us is None else self._series.stamp(1, t_us)
        if t_us is None or stamped is None:
            return NO_MOTION
        acc, gyr = values[:1] * _M_S2_PER_UNIT, values[1:] * _RAD_S_PER_UNIT
        return Motion(*stamped, acc, gyr, due_us=t_us, said=self._series.doubt())


def _chip(acc: bytes | None, gyro: bytes | None) -> Chip:
    """Return which chip the board has, from its modules' descriptions.

    Raises:
        SensorError: The chip is unknown, or the board did not answer.
    """
    if acc is None or gyro is None:
        raise SensorError("It does not say which chips it has.", SensorReason.CONNECT_FAILED)
    chip = CHIPS.get(acc[0]) if acc and gyro else None
    if chip is None:
        raise SensorError(
            "It is a board of MbientLab but none with a motion chip that is known.",
            SensorReason.NOT_SUPPORTED,
        )
    return chip


async def _make_fuser(gatt: Gatt, chip: Chip) -> int | None:
    """Chain buffer, fuser and time; return the last one's id, or None if the board refuses."""
    buffer_id = await gatt.ask(COMMAND, buffer_command(chip), new_processor)
    if buffer_id is None:
        return None
    fuser_id = await gatt.ask(COMMAND, fuser_command(buffer_id), new_processor)
    if fuser_id is None:
        return None
    return await gatt.ask(COMMAND, time_command(fuser_id), new_processor)


async def _read(gatt: Gatt, registers: Sequence[bytes]) -> list[bytes | None]:
    """Return the contents of registers: for a module its description, empty if it is absent.

    None if the board does not answer.
    """
    found = await gatt.ask_at_once(COMMAND, registers, [answer_to(one) for one in registers])
    if 0 < found.count(None) < len(found):
        # The board answers, so only some answers were lost.
        again = [one for one, held in zip(registers, found, strict=True) if held is None]
        late = iter(await gatt.ask_at_once(COMMAND, again, [answer_to(one) for one in again]))
        found = [next(late) if held is None else held for held in found]
    return found
