"""Tests that sensors that are lost, or never come, are reported in time, with the remedy."""

import asyncio

import numpy as np
import pytest

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.merged import MergedSource
from evenstride.sensors.samples import Leg, LinkState, Note, NoteKind
from tests.fakes.session import BOTH, ScriptedSource, block
from tests.radio.session import Session, felt_at_s, ramp, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.sensors.two_sensors import LEFT_ID, two_sensors


@in_simulated_time
async def test_a_sensor_that_hangs_up_comes_back_and_leaves_a_gap() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
        hung_up_us = round(asyncio.get_running_loop().time() * 1e6)
        left.hang_up()
        await running.until(Leg.LEFT, LinkState.LOST, within_s=0.2)
        assert running.last_link(Leg.LEFT).text == "the connection broke"
        await running.until(Leg.LEFT, LinkState.BACK, within_s=6.0)
        back_us = running.last_link(Leg.LEFT).host_us
        await asyncio.sleep(5.0)
    seq = np.concatenate([b.seq for b in running.blocks(Leg.LEFT)])
    t_us = np.concatenate([b.t_us for b in running.blocks(Leg.LEFT)])
    steps_us = np.diff(t_us)
    assert (steps_us > 0).all()
    (gap,) = np.flatnonzero(np.diff(seq) != 1)
    assert abs(steps_us[gap] - (back_us - hung_up_us)) < 100_000
    # What it felt tells how long it was away: the gap has that length.
    felt_s = felt_at_s(np.concatenate([b.acc_m_s2 for b in running.blocks(Leg.LEFT)]))
    assert abs(felt_s[gap + 1] - felt_s[gap] - steps_us[gap] / 1e6) < 0.1
    # The other leg noticed nothing.
    assert (np.diff(np.concatenate([b.seq for b in running.blocks(Leg.RIGHT)])) == 1).all()


@in_simulated_time
async def test_a_sensor_out_of_range_is_reported_within_two_seconds_and_found_again() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(2.0)
        right.go_out_of_range()
        await running.until(Leg.RIGHT, LinkState.LOST, within_s=2.1)
        await asyncio.sleep(9.5)
        assert remedies(running) == []
        await asyncio.sleep(20.0)
        assert running.last_link(Leg.RIGHT).state is LinkState.LOST
        ((at_s, leg, text),) = remedies(running)
        assert 10.0 <= at_s - running.last_link(Leg.RIGHT).host_us / 1e6 < 16.5
        assert leg == "right"
        assert "switched on and charged" in text
        right.come_back()
        await running.until(Leg.RIGHT, LinkState.BACK, within_s=10.0)
        await asyncio.sleep(5.0)
    assert running.links(Leg.RIGHT) == ["connecting", "connected", "lost", "back"]
    assert running.links(Leg.LEFT) == ["connecting", "connected"]
    assert (np.diff(np.concatenate([b.seq for b in running.blocks(Leg.LEFT)])) == 1).all()


def remedies(running: Session) -> list[tuple[float, object, str]]:
    notes = [i for i in running.items if isinstance(i, Note) and i.event == NoteKind.RADIO]
    return [(n.host_us / 1e6, n.data["leg"], str(n.data["text"])) for n in notes]


@in_simulated_time
async def test_two_sensors_that_stay_away_are_told_each_what_to_do() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(1.0)
        left.go_out_of_range()
        right.go_out_of_range()
        await asyncio.sleep(30.0)
    assert sorted(str(leg) for _, leg, _ in remedies(running)) == ["left", "right"]


@in_simulated_time
async def test_a_sensor_that_goes_with_a_low_battery_is_to_be_charged() -> None:
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, ramp, centivolts=350)
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(2.0)
        sensor.go_out_of_range()
        await asyncio.sleep(20.0)
    ((_, _, text),) = remedies(running)
    assert text == (
        "Nothing is heard of the sensor, and its battery was at 10 %. Charge it, and switch it on."
    )


@in_simulated_time
async def test_a_sensor_that_is_heard_but_lets_nobody_connect_is_told_what_to_do() -> None:
    left, _ = two_sensors()
    async with session(left) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        left.stop_answering()
        await asyncio.sleep(60.0)
    ((_, leg, text),) = remedies(running)
    assert leg == "left"
    assert text.endswith("Switch the sensor off and on, and move it closer.")


@in_simulated_time
async def test_a_second_sensor_that_never_answers_is_told_what_to_do() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        right.stop_answering()
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        left.is_mute = True  # which is cheaper
        await asyncio.sleep(60.0)
    (text,) = [text for _, leg, text in remedies(running) if leg == "right"]
    assert text.endswith("Switch the sensor off and on, and move it closer.")


@in_simulated_time
async def test_a_sensor_is_not_blamed_while_bluetooth_is_off() -> None:
    left, _ = two_sensors()
    async with session(left) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        running.radio.switch_off()
        await asyncio.sleep(40.0)
        assert [text.split(".")[0] for _, _, text in remedies(running)] == [
            "Bluetooth is switched off"
        ]
        left.go_out_of_range()
        running.radio.switch_on()
        await asyncio.sleep(30.0)
    assert [text.split(".")[0] for _, _, text in remedies(running)] == [
        "Bluetooth is switched off",
        "Nothing is heard of the sensor",
    ]


@in_simulated_time
async def test_a_sensor_that_falls_silent_counts_as_lost_and_is_connected_anew() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(3.0)
        left.is_mute = True
        await running.until(Leg.LEFT, LinkState.LOST, within_s=2.1)
        assert running.last_link(Leg.LEFT).text == "no data for 1.8 s"
        left.is_mute = False
        await running.until(Leg.LEFT, LinkState.BACK, within_s=6.0)


@in_simulated_time
async def test_a_sensor_that_never_sends_is_an_error_after_three_tries() -> None:
    sensor = VirtualWitMotion()
    sensor.is_mute = True
    async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: LEFT_ID}) as source:
        with pytest.raises(SensorError, match="no data arrives") as caught:
            async for _ in source:
                pass
    assert caught.value.reason is SensorReason.NO_DATA
    assert caught.value.leg is Leg.LEFT


@in_simulated_time
async def test_one_leg_goes_on_while_the_other_never_connects() -> None:
    left, right = two_sensors()
    right.is_mute = True
    async with session(left, right) as running:
        await asyncio.sleep(60.0)
        assert not running.task.done()
        right.is_mute = False
        await running.until(Leg.RIGHT, LinkState.CONNECTED, within_s=30.0)
    assert sum(map(len, running.blocks(Leg.LEFT))) > 5_500


@in_simulated_time
async def test_a_sensor_that_never_answers_ends_no_session_of_a_phone_on_the_other_leg() -> None:
    deaf = VirtualWitMotion("WT901BLE67", LEFT_ID)
    phone = ScriptedSource([block(Leg.RIGHT)], sensors={Leg.RIGHT: BOTH[Leg.RIGHT]}, hangs=True)
    async with VirtualRadio(deaf):
        deaf.stop_answering()
        async with MergedSource([BluetoothSource({Leg.LEFT: LEFT_ID}), phone]) as source:
            running = Session(source)
            await asyncio.sleep(90.0)
            assert not running.task.done()
            ((_, leg, text),) = remedies(running)
            assert (leg, "Switch the sensor off and on" in text) == ("left", True)
            deaf.answer_again()
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            running.task.cancel()
