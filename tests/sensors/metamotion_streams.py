"""Notifications of a MetaMotion as it sends them, for tests."""

import struct

import numpy as np

from evenstride.sensors.drivers.driver import Motion
from evenstride.sensors.drivers.metamotion import MetaMotionSensor
from evenstride.sensors.drivers.metawear import (
    CHIPS,
)
from evenstride.sensors.samples import FloatArray
from tests.sensors.damage import Arrival

NOTIFY = "326a9006-85cb-9195-d9dd-464cfbbae75a"

BMI160, BMI270 = CHIPS[1], CHIPS[4]

TICK_US = 48 / 32768 * 1e6


def motion_at(k: int) -> tuple[int, int, int, int, int, int]:
    """Six different numbers for the k-th sample."""
    return k % 30_000, -k % 30_000, 4096, 2 * k % 30_000, k % 77, -5


def fused_stream(n: int, host_us: int = 1_000_000) -> list[Arrival]:
    """Notifications at 100 Hz on the board's clock, which began long before."""
    return [
        (
            host_us + 10_000 * k,
            struct.pack("<BBBI6h", 9, 3, 2, 700_000 + round(10_000 * k / TICK_US), *motion_at(k)),
        )
        for k in range(n)
    ]


def fused_sensor() -> MetaMotionSensor:
    sensor = MetaMotionSensor(100.0)
    sensor._is_fused, sensor._fused_id = True, 2
    return sensor


def packed_sensor() -> MetaMotionSensor:
    sensor = MetaMotionSensor(100.0)
    sensor._is_fused = False
    sensor._packed.start(BMI160)
    return sensor


def packed_stream(n: int, host_us: int = 1_000_000) -> list[Arrival]:
    """N notifications of each kind, three samples in one, at 100 Hz."""
    out: list[Arrival] = []
    for k in range(0, 3 * n, 3):
        motions = [motion_at(k + i) for i in range(3)]
        at_us = host_us + 10_000 * (k + 2)
        out.append((at_us, struct.pack("<BB9h", 3, 0x1C, *(v for m in motions for v in m[:3]))))
        out.append((at_us, struct.pack("<BB9h", 0x13, 7, *(v for m in motions for v in m[3:]))))
    return out


def which(motion: Motion) -> list[int]:
    """The samples' own numbers, from what was measured."""
    raw = motion.acc_m_s2 / 9.80665 * 4096
    assert np.abs(raw - raw.round()).max(initial=0.0) < 1e-6
    assert (raw[:, 2].round() == 4096).all()
    return raw[:, 0].round().astype(int).tolist()  # type: ignore[no-any-return]


def turned(motion: Motion) -> FloatArray:
    """Angular rates in the chip's units."""
    raw: FloatArray = np.degrees(motion.gyr_rad_s) * 32.8
    return raw
