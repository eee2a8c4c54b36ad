"""Tests sensors with their own clocks over a simulated radio: set up, stream, lose, undo."""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest

from evenstride.sensors.bluetooth import BluetoothSource, scan
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, FloatArray, Leg, LinkState, Note
from evenstride.sensors.timeline import Timeline
from tests.radio.movella_dot import VirtualMovellaDot
from tests.radio.movesense import VirtualMovesense
from tests.radio.session import Session, cancelled, felt_at_s, ramp, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio

Make: TypeAlias = Callable[[], VirtualMovellaDot | VirtualMovesense]

# Both clocks wrap around in the first seconds of every test.
WRAP_US = 1 << 32
DOT_CLOCK_US = WRAP_US - 4_000_000
MOVESENSE_CLOCK_MS = WRAP_US - 4_000


def make_dot() -> VirtualMovellaDot:
    return VirtualMovellaDot(motion=ramp, clock_us=DOT_CLOCK_US)


def make_movesense() -> VirtualMovesense:
    return VirtualMovesense(motion=ramp, clock_ms=MOVESENSE_CLOCK_MS, rate_error=0.02)


BOTH = pytest.mark.parametrize("make", [make_dot, make_movesense])
START_S = {make_dot: DOT_CLOCK_US / 1e6, make_movesense: MOVESENSE_CLOCK_MS / 1e3}


def joined(blocks: list[Block]) -> Block:
    return Block(
        blocks[0].leg,
        np.concatenate([b.seq for b in blocks]),
        np.concatenate([b.t_us for b in blocks]),
        np.concatenate([b.host_us for b in blocks]),
        np.concatenate([b.acc_m_s2 for b in blocks]),
        np.concatenate([b.gyr_rad_s for b in blocks]),
    )


@in_simulated_time
async def test_a_scan_lists_them() -> None:
    async with VirtualRadio(make_dot(), make_movesense()):
        found, _ = await scan(1.0)
    assert [(s.name, s.model, s.driver) for s in found] == [
        ("Movella DOT", "Movella DOT", "Movella DOT"),
        ("Movesense 174630000192", "Movesense", "Movesense"),
    ]


@BOTH
@in_simulated_time
async def test_every_sample_is_delivered_as_it_was_felt(make: Make) -> None:
    sensor = make()
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        before, counted = sensor.sent, sum(map(len, running.blocks(Leg.LEFT)))
        await asyncio.sleep(8.0)
        got = sum(map(len, running.blocks(Leg.LEFT))) - counted
        assert abs(sensor.sent - before - got) <= 16  # two packets may be on their way
        assert running.links(Leg.LEFT) == ["connecting", "connected"]
    rate_hz = running.source.sensors[Leg.LEFT].rate_hz
    assert rate_hz >= 52
    whole = joined(running.blocks(Leg.LEFT))
    assert (np.diff(whole.seq) == 1).all()
    assert np.allclose(whole.gyr_rad_s, [np.radians(100), 0, 0], atol=1e-6)
    # Times are those of its clock at the moment it felt that, across the wrap.
    error_s = whole.t_us / 1e6 - START_S[make] - felt_at_s(whole.acc_m_s2)
    assert np.abs(error_s).max() < 0.002
    assert whole.t_us[0] < WRAP_US * (1000 if make is make_movesense else 1) < whole.t_us[-1]


@BOTH
@in_simulated_time
async def test_an_adapter_that_only_does_short_packets_is_told_as_that_and_nothing_else(
    make: Make,
) -> None:
    sensor = make()
    sensor.most_mtu = 23
    async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: sensor.address}) as source:
        with pytest.raises(SensorError, match=r"Use another adapter\.$") as told:
            async for _ in source:
                pass
    assert told.value.reason is SensorReason.SHORT_PACKETS


@BOTH
@in_simulated_time
async def test_a_hang_up_leaves_a_gap_of_its_length_and_nothing_counts_twice(make: Make) -> None:
    sensor = make()
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
        sensor.hang_up()
        await running.until(Leg.LEFT, LinkState.LOST, within_s=0.2)
        await running.until(Leg.LEFT, LinkState.BACK, within_s=6.0)
        await asyncio.sleep(5.0)
    whole = joined(running.blocks(Leg.LEFT))
    felt_s = felt_at_s(whole.acc_m_s2)
    assert (np.diff(felt_s) > 0).all()
    assert np.abs(np.diff(whole.t_us) / 1e6 - np.diff(felt_s)).max() < 0.003
    (gap,) = np.flatnonzero(np.diff(whole.seq) != 1)
    rate_hz = running.source.sensors[Leg.LEFT].rate_hz * (1.02 if make is make_movesense else 1)
    assert abs(whole.seq[gap + 1] - whole.seq[gap] - (felt_s[gap + 1] - felt_s[gap]) * rate_hz) < 8


@BOTH
@in_simulated_time
async def test_leaving_undoes_everything_and_disconnects_within_three_seconds(make: Make) -> None:
    sensor = make()
    loop = asyncio.get_running_loop()
    if isinstance(sensor, VirtualMovellaDot):
        sensor.control[24] = 20
        came_with = bytes(sensor.control)
    async with VirtualRadio(sensor):
        async with BluetoothSource({}) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            leaving_s = loop.time()
        assert loop.time() - leaving_s < 3.0
        await running.task
        await asyncio.sleep(0.1)
        assert not sensor.is_connected
        if isinstance(sensor, VirtualMovellaDot):
            assert sensor.mode is None
            assert bytes(sensor.control[1:]) == came_with[1:]
        else:
            assert sensor.writes[-1][:2] == bytes([2, sensor.writes[0][1]])


@BOTH
@pytest.mark.parametrize("after_s", [0.3, 1.1, 1.6, 2.0])
@in_simulated_time
async def test_cancelling_at_any_moment_frees_the_sensor(make: Make, after_s: float) -> None:
    sensor = make()
    source = BluetoothSource({}, scan_s=0.3)
    async with cancelled(source, VirtualRadio(sensor), after_s):
        assert not sensor.is_connected
        if isinstance(sensor, VirtualMovellaDot):
            assert sensor.mode is None
            assert sensor.control[5] == 30
        else:
            assert not sensor.subscriptions


@BOTH
@in_simulated_time
async def test_the_battery_is_read_once_it_streams(make: Make) -> None:
    async with session(make()) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(3.0)
    (note,) = (i for i in running.items if isinstance(i, Note))
    assert note.event == "battery"
    assert note.data == {"leg": "left", "pct": 81 if make is make_dot else 85}


@BOTH
@in_simulated_time
async def test_a_connection_of_short_packets_is_told_instead_of_waiting_for_data(
    make: Make,
) -> None:
    sensor = make()
    sensor.most_mtu = 23
    async with VirtualRadio(sensor), BluetoothSource({}) as source:
        with pytest.raises(SensorError, match="arrive cut short") as caught:
            async for _ in source:
                pass
    assert caught.value.reason in (SensorReason.SHORT_PACKETS, SensorReason.NO_DATA)


@in_simulated_time
async def test_a_dot_that_a_crashed_program_left_measuring_streams_again() -> None:
    sensor = VirtualMovellaDot(motion=ramp, rate_hz=20)
    async with VirtualRadio(sensor):
        sensor.start(26)
        async with BluetoothSource({}) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            await asyncio.sleep(2.0)
        await running.task
        assert sum(map(len, running.blocks(Leg.LEFT))) > 110
        assert sensor.control[24] == 20


@in_simulated_time
async def test_a_dot_does_not_fall_asleep_in_a_session() -> None:
    sensor = VirtualMovellaDot(motion=ramp, sleeps_after_s=4)
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(6.0)
        assert running.links(Leg.LEFT) == ["connecting", "connected"]
    assert sensor.control[5:7] == bytes([0, 4])


@in_simulated_time
async def test_a_movesense_with_old_firmware_is_told_to_be_updated() -> None:
    sensor = VirtualMovesense(has_service=False)
    async with VirtualRadio(sensor), BluetoothSource({}) as source:
        with pytest.raises(SensorError, match=r"Update it to 2\.3\.0") as caught:
            async for _ in source:
                pass
    assert caught.value.reason is SensorReason.NOT_SUPPORTED


@in_simulated_time
async def test_two_products_share_a_timeline_to_twenty_milliseconds_after_ten_seconds() -> None:
    left = VirtualMovellaDot(motion=ramp, clock_us=DOT_CLOCK_US, rate_error=1e-4)
    right = make_movesense()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(15.0)
    timeline = Timeline()
    error_s: dict[Leg, list[FloatArray]] = {leg: [] for leg in Leg}
    switched_on_s = {Leg.LEFT: left.switched_on_s, Leg.RIGHT: right.switched_on_s}
    for item in running.items:
        if isinstance(item, Block):
            samples = timeline.update(item)
            late = samples.t_s > 10.0
            felt_s = felt_at_s(samples.acc_m_s2) + switched_on_s[item.leg]
            error_s[item.leg].append((samples.t_s - felt_s)[late])
    left_s, right_s = (np.concatenate(error_s[leg]) for leg in (Leg.LEFT, Leg.RIGHT))
    apart_s = [left_s.max() - right_s.min(), right_s.max() - left_s.min()]
    assert max(np.abs(apart_s)) < 0.020
