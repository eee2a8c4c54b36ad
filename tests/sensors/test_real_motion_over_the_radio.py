"""Tests that virtual sensors deliver recorded motion of real people unchanged."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.reader import read
from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.samples import Block, FloatArray, Leg
from evenstride.sensors.timeline import Timeline
from tests.radio.peripheral import recorded
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.real_recordings import DATA

LENGTH_S = 35.0


def motion_of(path: Path) -> dict[Leg, tuple[FloatArray, FloatArray, FloatArray]]:
    """Each leg's times (s), specific force (m/s²) and angular rate (rad/s)."""
    blocks = [item for item in read(path) if isinstance(item, Block)]
    return {
        leg: (
            np.concatenate([b.t_us for b in blocks if b.leg is leg]) / 1e6,
            np.concatenate([b.acc_m_s2 for b in blocks if b.leg is leg]),
            np.concatenate([b.gyr_rad_s for b in blocks if b.leg is leg]),
        )
        for leg in Leg
    }


@pytest.mark.skipif(not DATA.is_dir(), reason="the real recordings are not at hand")
@pytest.mark.parametrize("name", ["s3-straight-leg-raise"])
@in_simulated_time
async def test_real_straight_leg_raises_arrive_as_they_were_felt(name: str) -> None:
    motion = motion_of(DATA / "yurtman-barshan" / f"{name}.csv")
    left = VirtualWitMotion(address="C4:00:00:00:00:01", motion=recorded(*motion[Leg.LEFT]))
    right = VirtualWitMotion(address="C4:00:00:00:00:02", motion=recorded(*motion[Leg.RIGHT]))
    timeline = Timeline()
    loop = asyncio.get_running_loop()
    parts: dict[Leg, list[tuple[FloatArray, FloatArray]]] = {leg: [] for leg in Leg}
    async with (
        VirtualRadio(left, right),
        BluetoothSource({Leg.LEFT: left.address, Leg.RIGHT: right.address}) as source,
    ):
        async for item in source:
            if isinstance(item, Block):
                samples = timeline.update(item)
                parts[item.leg].append((samples.t_s, samples.gyr_rad_s))
            if loop.time() > left.switched_on_s + LENGTH_S:
                break
    # Both sensors' motion began when they were switched on.
    began_s = timeline.seconds(round(left.switched_on_s * 1e6))
    for leg in Leg:
        t_s = np.concatenate([t for t, _ in parts[leg]])
        gyr = np.concatenate([g for _, g in parts[leg]])
        settled = t_s > 10.0
        felt_at_s, _, felt = motion[leg]
        expected = np.column_stack(
            [np.interp(t_s - began_s, felt_at_s, felt[:, axis]) for axis in range(3)]
        )
        # Half a step of the 16 bit and a few milliseconds of the timeline.
        error = np.sqrt(np.mean((gyr - expected)[settled] ** 2))
        assert error < 0.03 * np.sqrt(np.mean(expected[settled] ** 2)) + 0.0006
