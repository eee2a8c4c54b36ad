"""Movesense Active and Medical: the GATT SensorData protocol of firmware 2.3.0 and newer.

Protocol: the maker's document GD-77 and its gatt_sensordata_app; layout of the data: real captures
in sensein/movesense-py (MIT). The protocol has no command to set the ranges.
"""

import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion, joined
from evenstride.sensors.drivers.movesense_parts import (
    PART_BYTES,
    STAMP_BYTES,
    VECTOR_BYTES,
    Parts,
)
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.short_packets import cut_short
from evenstride.sensors.drivers.stamped import StampedStream
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import FloatArray

SERVICE = "34802252-7185-4d5d-b431-630e7050e8f0"
WRITE = "34800001-"
NOTIFY = "34800002-"

_SUBSCRIBE, _UNSUBSCRIBE, _GET = 1, 2, 4
_RESULT, _DATA, _DATA_PART_2 = 1, 2, 3
# Chosen by the client, and repeated in the answer.
_MOTION_REF, _BATTERY_REF = 0x4D, 0x42

# Samples in a packet by rate; at 96 Hz and more in two parts. Above 104 Hz a packet has more than
# the firmware can send in two parts. 13 and 26 Hz were not seen; packets would come as often as at
# 52 Hz, with fewer samples, so that they hardly help a slow link.
_SAMPLES = {52.0: 4, 104.0: 8}
_SAMPLE_BYTES = 2 * VECTOR_BYTES


class Movesense:
    """The driver."""

    name = "Movesense"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise a sensor by its service or its name, which ends in the serial number."""
        if SERVICE in advertisement.service_uuids:
            return "Movesense"
        return "Movesense" if advertisement.name.casefold().startswith("movesense") else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 52 or 104 Hz, whichever is nearer.

        At 52 Hz a packet is one notification, at 104 Hz two.
        """
        return min(_SAMPLES, key=lambda rate: abs(rate - wanted_hz))

    def sensor(self, rate_hz: float) -> "MovesenseSensor":
        """Make a sensor to stream at one of its rates."""
        return MovesenseSensor(rate_hz)


class MovesenseSensor:
    """One sensor; a packet has the sensor's clock in milliseconds at its first sample."""

    def __init__(self, rate_hz: float) -> None:
        self._stream = StampedStream(rate_hz, samples=_SAMPLES[rate_hz], tick_us=1000)
        self.go_at(rate_hz)

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """The rates below the present one; no rate has fewer than 13 notifications a second."""
        return [rate_hz for rate_hz in _SAMPLES if rate_hz < self._rate_hz]

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        self._rate_hz = rate_hz
        self._path = f"/Meas/IMU6/{rate_hz:.0f}".encode()
        self._samples = _SAMPLES[rate_hz]
        self._stream.change_rate(rate_hz, self._samples)
        self._is_confirmed_by_next = False
        self._parts = Parts(STAMP_BYTES + self._samples * _SAMPLE_BYTES)

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Subscribe; the sensor stays awake as long as someone is subscribed."""
        try:
            await gatt.listen(NOTIFY)
        except SensorError as error:
            if error.reason is not SensorReason.NOT_SUPPORTED:
                raise
            raise SensorError(
                "Its firmware is too old to stream to a computer. Update it to 2.3.0 or newer "
                "with the Movesense Showcase app. If that was done, remove it in the system's "
                "Bluetooth settings, which may remember the old one.",
                SensorReason.NOT_SUPPORTED,
            ) from error
        try:
            command = bytes([_SUBSCRIBE, _MOTION_REF]) + self._path
            # Old firmware does not answer a subscription that it accepts, so data suffice.
            answer = await gatt.ask(WRITE, command, self._answer)
            if isinstance(answer, SensorError):
                raise answer
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                await gatt.write(WRITE, bytes([_UNSUBSCRIBE, _MOTION_REF]))

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Ask for the charge while samples come."""
        command = bytes([_GET, _BATTERY_REF]) + b"/System/Energy/Level"
        value = await gatt.ask(WRITE, command, lambda data: result_in(data, _BATTERY_REF))
        if value is None or value[0] != 200 or not value[1] or value[1][0] > 100:
            return None
        return value[1][0]

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode a packet once it is complete."""
        if NOTIFY not in characteristic or len(data) < 2 or data[1] != _MOTION_REF:
            return NO_MOTION
        part = bytes(data[2:])
        if data[0] == _DATA:
            return self._first(part, host_us).saying(self._stream.doubt())
        return self._second(part, host_us) if data[0] == _DATA_PART_2 else NO_MOTION

    def resume(self) -> None:
        """Allow for a restart of the sensor; otherwise its clock tells how much was lost."""
        self._parts.forget()
        self._stream.resume()

    def _first(self, part: bytes, host_us: int) -> Motion:
        before = NO_MOTION
        # No surplus second part has come, so the packet before has its own.
        if self._is_confirmed_by_next:
            before = self._stream.confirm()
            self._is_confirmed_by_next = False
        whole, half = self._parts.first(part, host_us)
        if half is not None:
            packet = self._bridged(*half, part)
            before = joined([before, self._stream.feed(packet)])
        return before if whole is None else joined([before, self._whole(whole, host_us)])

    def _second(self, part: bytes, host_us: int) -> Motion:
        whole = self._parts.second(part, host_us)
        if whole is not None:
            return self._whole(whole, host_us)
        if not self._parts.has_one_too_many:
            return NO_MOTION
        if self._is_confirmed_by_next and self._stream.is_beyond_held(host_us):
            # Too late to belong to the waiting packet: it is the second part of the next one, whose
            # first part is lost.
            self._is_confirmed_by_next = False
            return self._stream.confirm()
        return self._stream.refute()

    def _bridged(self, half: bytes, host_us: int, following: bytes) -> Packet:
        """Return a packet whose second part is lost, bridging a gap of 50 ms at most.

        Its first part has all accelerations, and the angular rates before the lost part. Those
        after it begin in the first part that came now, if that belongs to the next packet.
        """
        packet = decode_half(half, self._samples, host_us)
        if len(following) < len(half):
            return packet
        after = decode_half(following, self._samples, host_us)
        if not self._stream.follows(after, packet):
            return packet
        known, n = len(packet.gyr_rad_s), self._samples
        part = np.arange(1, n - known + 1)[:, None] / (n - known + 1)
        last, then = packet.gyr_rad_s[-1], after.gyr_rad_s[0]
        gyr = np.vstack([packet.gyr_rad_s, last + part * (then - last)])
        return replace(packet, acc_m_s2=_forces(half, n), gyr_rad_s=gyr)

    def _whole(self, payload: bytes, host_us: int) -> Motion:
        packet = decode(payload, host_us)
        is_prompt = self._is_prompt(packet)
        if self._parts.is_doubtful or not is_prompt:
            # The content of its first part is certain nevertheless.
            packet = replace(packet, sure=_in_first_part(self._samples))
        self._is_confirmed_by_next = self._parts.is_doubtful and is_prompt
        return self._stream.feed(packet)

    def _is_prompt(self, packet: Packet) -> bool:
        """Return whether it came too early to contain a part of a later packet."""
        is_whole = len(packet.acc_m_s2) * _SAMPLE_BYTES + STAMP_BYTES <= PART_BYTES
        return is_whole or self._stream.is_prompt(packet.stamp, packet.host_us)

    def _answer(self, data: bytes) -> SensorError | bool | None:
        """Return why it does not stream; True if it does, None if the data do not tell."""
        result = result_in(data, _MOTION_REF)
        if result is not None and result[0] >= 400:
            told = f"It refuses to stream {self._path.decode()} (status {result[0]})."
            return SensorError(told, SensorReason.NO_DATA)
        if data[:2] != bytes([_DATA, _MOTION_REF]):
            return None
        size, wanted = len(data) - 2, min(PART_BYTES, self._parts.size)
        if size >= wanted:
            return True
        return SensorError(cut_short(size, wanted), SensorReason.SHORT_PACKETS)


def decode(payload: bytes, host_us: int = 0) -> Packet:
    """Decode a packet: time, all specific forces (m/s²), all angular rates (°/s)."""
    values = np.frombuffer(payload, "<f4", offset=STAMP_BYTES).reshape(2, -1, 3)
    with np.errstate(invalid="ignore"):  # arbitrary bytes may be NaN
        acc, gyr = values.astype(np.float64)
    return Packet(int.from_bytes(payload[:STAMP_BYTES], "little"), acc, np.radians(gyr), host_us)


def _in_first_part(samples: int) -> int:
    """Return how many samples are complete in a packet's first part: forces come before rates."""
    rates = (PART_BYTES - STAMP_BYTES - samples * VECTOR_BYTES) // VECTOR_BYTES
    return min(rates, samples)


def _forces(part: bytes, samples: int) -> FloatArray:
    """Return all specific forces, which come first in a packet."""
    values = np.frombuffer(part, "<f4", 3 * samples, STAMP_BYTES)
    with np.errstate(invalid="ignore"):
        return values.reshape(-1, 3).astype(np.float64)


def decode_half(part: bytes, samples: int, host_us: int = 0) -> Packet:
    """Decode the complete samples in the first part of a packet that has ``samples`` of them."""
    rest = bytes(STAMP_BYTES + samples * _SAMPLE_BYTES - len(part))
    return replace(decode(part + rest, host_us), sure=_in_first_part(samples)).sure_part()


def result_in(data: bytes, ref: int) -> tuple[int, bytes] | None:
    """Return status and data, if a notification is the answer to the command with this ref."""
    if len(data) < 4 or data[0] != _RESULT or data[1] != ref:
        return None
    return struct.unpack_from("<H", data, 2)[0], bytes(data[4:])
