"""Packets of a Movesense, for tests."""

import struct

import numpy as np

from tests.sensors.damage import Arrival

NOTIFY = "34800002-7185-4d5d-b431-630e7050e8f0"

REF = 0x4D


def notifications(payload: bytes) -> list[bytes]:
    """Return notifications of up to 150 bytes, split as by the maker's gatt_sensordata_app."""
    parts = [payload[:150], payload[150:]]
    return [bytes([kind, REF]) + part for kind, part in zip((2, 3), parts, strict=True) if part]


def stream(
    n: int,
    first: int = 0,
    *,
    rate_hz: float = 104.0,
    true_hz: float = 104.0,
    start_ms: int = 0,
    host_us: int = 0,
) -> list[Arrival]:
    """Packets whose samples tell their number twice, 20 ms on the way.

    The angular rate rises with it in a straight line, so that what is bridged is known as well.
    """
    size = {52.0: 4, 104.0: 8}[rate_hz]
    arrivals: list[Arrival] = []
    for k in range(first, first + n):
        at_s = k * size / true_hz
        numbers = [(k - first) * size + i for i in range(size)]
        values = [[i % 100, i // 100 % 100, i // 10_000] for i in numbers]
        payload = struct.pack(
            f"<I{6 * size}f",
            (start_ms + int(at_s * 1000)) % (1 << 32),
            *np.ravel(values),
            *np.ravel([[i / 10, 0.0, 0.0] for i in numbers]),
        )
        sent_us = host_us + round((at_s + size / true_hz) * 1e6) + 20_000
        arrivals += [(sent_us, data) for data in notifications(payload)]
    return arrivals
