"""Tests sensors over a simulated radio: find, connect, stream, leave."""

import asyncio
import math

import numpy as np
import pytest

from evenstride.sensors.bluetooth import BluetoothSource, scan
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Block, FloatArray, Leg, Link, LinkState, Note
from evenstride.sensors.timeline import Timeline
from tests.radio.session import Session, cancelled, felt_at_s, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.sensors.two_sensors import LEFT_ID, RIGHT_ID, two_sensors

BOTH = {Leg.LEFT: LEFT_ID, Leg.RIGHT: RIGHT_ID}


@in_simulated_time
async def test_a_scan_lists_supported_sensors_and_nothing_else() -> None:
    others = VirtualWitMotion("Headphones", "C4:00:00:00:00:09")
    async with VirtualRadio(*two_sensors(), others):
        found, _ = await scan(1.0)
    assert [(s.id, s.name, s.model, s.driver) for s in found] == [
        (LEFT_ID, "WT901BLE67", "WT901BLE67", "WitMotion"),
        (RIGHT_ID, "WT901BLE67", "WT901BLE67", "WitMotion"),
    ]
    assert found[0].rssi == -50  # what bumble reports


@in_simulated_time
async def test_names_are_cleaned_before_they_get_anywhere() -> None:
    sensor = VirtualWitMotion("WT9\x1b[31m\n\u202e\u2066X" + "é" * 5)
    async with VirtualRadio(sensor):
        (found,), _ = await scan(1.0)
        assert found.name == "WT9 [31m Xééééé"
        with pytest.raises(SensorError) as caught:
            async with BluetoothSource({Leg.LEFT: "\x1b[2J" + "n" * 400}):
                raise AssertionError
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


@in_simulated_time
async def test_two_sensors_stream_at_once_at_the_rate_that_was_set() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        assert {leg: s.rate_hz for leg, s in running.source.sensors.items()} == {
            Leg.LEFT: 100.0,
            Leg.RIGHT: 100.0,
        }
        before = {leg: sum(map(len, running.blocks(leg))) for leg in Leg}
        await asyncio.sleep(20.0)
        after = {leg: sum(map(len, running.blocks(leg))) for leg in Leg}
    for leg in Leg:
        assert 1970 < after[leg] - before[leg] < 2000  # 99.26 Hz
        blocks = running.blocks(leg)
        seq = np.concatenate([b.seq for b in blocks])
        assert (np.diff(seq) == 1).all()
        settled_us = np.concatenate([b.t_us for b in blocks])[500:]
        assert np.diff(settled_us).mean() == pytest.approx(1e6 / 99.26, abs=5)
        assert np.abs(np.diff(settled_us) - 1e6 / 99.26).max() < 1000
        assert running.links(leg) == [LinkState.CONNECTING, LinkState.CONNECTED]
        assert np.allclose(blocks[-1].gyr_rad_s, [math.radians(100), 0, 0], atol=0.001)


@in_simulated_time
async def test_every_sample_that_the_sensors_sent_is_delivered() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        left_from, right_from = left.sent, right.sent
        counted = {leg: sum(map(len, running.blocks(leg))) for leg in Leg}
        await asyncio.sleep(30.0)
        left.is_mute = right.is_mute = True
        await asyncio.sleep(0.2)
        for leg, sent in ((Leg.LEFT, left.sent - left_from), (Leg.RIGHT, right.sent - right_from)):
            got = sum(map(len, running.blocks(leg))) - counted[leg]
            # What was sent while muted is not delivered; one notification was on its way.
            assert abs(sent - 20 - got) <= 8
            assert got > 2950


@in_simulated_time
async def test_both_legs_share_a_timeline_to_ten_milliseconds_after_half_a_minute() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(45.0)
    timeline = Timeline()
    error_s: dict[Leg, list[FloatArray]] = {leg: [] for leg in Leg}
    for item in running.items:
        if isinstance(item, Block):
            samples = timeline.update(item)
            late = samples.t_s > 32.0
            # Both sensors were switched on at the same simulated instant.
            error_s[item.leg].append((samples.t_s - felt_at_s(samples.acc_m_s2))[late])
    left_s, right_s = (np.concatenate(error_s[leg]) for leg in (Leg.LEFT, Leg.RIGHT))
    assert abs(np.median(left_s) - np.median(right_s)) < 0.010
    assert np.ptp(left_s) < 0.010
    assert np.ptp(right_s) < 0.010


@in_simulated_time
async def test_one_connection_is_made_at_a_time() -> None:
    left, right = two_sensors()
    async with VirtualRadio(left, right) as radio, BluetoothSource(BOTH) as source:
        running = Session(source)
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        assert radio.central.most_connecting == 1
        running.task.cancel()


@in_simulated_time
async def test_the_battery_is_read_once_it_streams() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
    notes = [i for i in running.items if isinstance(i, Note)]
    assert [n.event for n in notes] == ["battery", "battery"]
    assert {n.data["leg"]: n.data["pct"] for n in notes} == {"left": 75, "right": 75}


@in_simulated_time
async def test_leaving_undoes_the_rate_and_disconnects_within_three_seconds() -> None:
    left, right = two_sensors()
    loop = asyncio.get_running_loop()
    async with VirtualRadio(left, right):
        async with BluetoothSource(BOTH) as source:
            running = Session(source)
            await running.until(Leg.RIGHT, LinkState.CONNECTED)
            assert left.registers[0x03] == 0x09
            leaving_s = loop.time()
        assert loop.time() - leaving_s < 3.0
        await running.task
        await asyncio.sleep(0.1)
        for sensor in (left, right):
            assert not sensor.is_connected
            assert sensor.registers[0x03] == 0x06  # as from the factory
            assert bytes.fromhex("ffaa000000") not in [w for _, w in sensor.writes]  # saved


@pytest.mark.parametrize("after_s", [0.01, 0.1, 0.15, 0.2, 0.4, 0.7, 1.0, 1.3, 2.0])
@in_simulated_time
async def test_cancelling_at_any_moment_frees_the_sensors_within_three_seconds(
    after_s: float,
) -> None:
    left, right = two_sensors()
    source = BluetoothSource(BOTH)
    async with cancelled(source, VirtualRadio(left, right), after_s):
        assert not left.is_connected
        assert not right.is_connected
        assert {left.registers[0x03], right.registers[0x03]} == {0x06}
        assert {s.id for s in (await scan(1.0))[0]} == {LEFT_ID, RIGHT_ID}
        others = [t for t in asyncio.all_tasks() if "sensor" in t.get_name()]
        assert others == []


@in_simulated_time
async def test_cancelling_while_it_connects_to_an_absent_sensor_frees_the_adapter() -> None:
    left, right = two_sensors()
    async with VirtualRadio(left, right):
        async with BluetoothSource({Leg.LEFT: LEFT_ID}) as source:
            running = Session(source)
            left.go_out_of_range()
            await asyncio.sleep(3.0)
        left.come_back()
        await running.task
        async with BluetoothSource({Leg.LEFT: LEFT_ID}) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
        await running.task


@in_simulated_time
async def test_an_id_may_be_written_in_small_letters_and_a_name_in_any_case() -> None:
    for wanted in (LEFT_ID.lower(), "wt901ble67", " WT901BLE67 "):
        async with session(two_sensors()[0], assignments={Leg.RIGHT: wanted}) as running:
            await running.until(Leg.RIGHT, LinkState.CONNECTED)
            assert list(running.source.sensors) == [Leg.RIGHT]


@in_simulated_time
async def test_without_ids_two_sensors_go_on_the_legs_in_the_order_of_their_names() -> None:
    first = VirtualWitMotion("WT901BLE67-A", RIGHT_ID)
    second = VirtualWitMotion("WT901BLE67-B", LEFT_ID)
    async with session(second, first, assignments={}) as running:
        assert running.source.sensors[Leg.LEFT].device == f"WT901BLE67-A ({RIGHT_ID})"
        assert running.source.sensors[Leg.RIGHT].device == f"WT901BLE67-B ({LEFT_ID})"
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
    said = next(i for i in running.items if isinstance(i, Link))
    assert "taken for the left leg; use --left and --right to choose" in said.text


@in_simulated_time
async def test_without_ids_one_sensor_is_taken_for_the_left_leg_and_that_is_said() -> None:
    async with session(two_sensors()[0], assignments={}) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
    assert list(running.source.sensors) == [Leg.LEFT]
    said = next(i for i in running.items if isinstance(i, Link))
    assert "taken for the left leg" in said.text


@in_simulated_time
async def test_a_leg_without_an_id_takes_the_sensor_that_is_left_over() -> None:
    wanted = {Leg.LEFT: RIGHT_ID, Leg.RIGHT: None}
    async with session(*two_sensors(), assignments=wanted) as running:
        assert running.source.sensors[Leg.RIGHT].device == f"WT901BLE67 ({LEFT_ID})"
