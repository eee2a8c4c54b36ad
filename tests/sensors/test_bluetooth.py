"""Sensors over a simulated radio: find, connect, stream, lose, find again, leave."""

import asyncio
import math
import sys
from collections.abc import Mapping
from unittest.mock import patch

import numpy as np
import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from evenstride.sensors.bluetooth import BluetoothSource, faults, scan
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, FloatArray, Leg, Link, LinkState, Note, NoteKind
from evenstride.sensors.timeline import Timeline
from tests.radio.session import Session, cancelled, felt_at_s, ramp, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

LEFT_ID = "C4:00:00:00:00:01"
RIGHT_ID = "C4:00:00:00:00:02"
BOTH = {Leg.LEFT: LEFT_ID, Leg.RIGHT: RIGHT_ID}


def two_sensors() -> tuple[VirtualWitMotion, VirtualWitMotion]:
    return (
        VirtualWitMotion("WT901BLE67", LEFT_ID, ramp),
        VirtualWitMotion("WT901BLE67", RIGHT_ID, ramp),
    )


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
        await asyncio.sleep(60.0)
        left.is_mute = right.is_mute = True
        await asyncio.sleep(0.2)
        for leg, sent in ((Leg.LEFT, left.sent - left_from), (Leg.RIGHT, right.sent - right_from)):
            got = sum(map(len, running.blocks(leg))) - counted[leg]
            # What was sent while muted is not delivered; one notification was on its way.
            assert abs(sent - 20 - got) <= 8
            assert got > 5900


@in_simulated_time
async def test_both_legs_share_a_timeline_to_ten_milliseconds_after_a_minute() -> None:
    left, right = two_sensors()
    async with session(left, right) as running:
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(90.0)
    timeline = Timeline()
    error_s: dict[Leg, list[FloatArray]] = {leg: [] for leg in Leg}
    for item in running.items:
        if isinstance(item, Block):
            samples = timeline.update(item)
            late = samples.t_s > 62.0
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


async def entering_fails(
    assignments: Mapping[Leg, str | None], *sensors: VirtualWitMotion
) -> SensorError:
    async with VirtualRadio(*sensors):
        with pytest.raises(SensorError) as caught:
            async with BluetoothSource(assignments):
                raise AssertionError
    return caught.value


@in_simulated_time
async def test_no_device_in_range_says_what_to_do() -> None:
    error = await entering_fails({})
    assert error.reason is SensorReason.NOT_FOUND
    assert str(error).startswith("No Bluetooth device answers at all. Switch the sensor on")


@in_simulated_time
async def test_a_missing_sensor_is_reported_with_those_that_were_found() -> None:
    error = await entering_fails({Leg.RIGHT: "C4:00:00:00:00:77"}, *two_sensors())
    assert error.reason is SensorReason.NOT_FOUND
    assert error.leg is Leg.RIGHT
    assert f"WT901BLE67 ({LEFT_ID}), WT901BLE67 ({RIGHT_ID})" in str(error)


@in_simulated_time
async def test_a_name_that_two_sensors_share_is_ambiguous() -> None:
    error = await entering_fails({Leg.LEFT: "wt901ble67"}, *two_sensors())
    assert error.reason is SensorReason.AMBIGUOUS
    assert LEFT_ID in str(error)


@in_simulated_time
async def test_one_sensor_can_not_be_on_both_legs() -> None:
    error = await entering_fails({Leg.LEFT: LEFT_ID, Leg.RIGHT: LEFT_ID.lower()}, *two_sensors())
    assert error.reason is SensorReason.AMBIGUOUS


@in_simulated_time
async def test_more_sensors_than_legs_need_to_be_told_apart() -> None:
    third = VirtualWitMotion("WT901BLE68", "C4:00:00:00:00:03")
    error = await entering_fails({}, *two_sensors(), third)
    assert error.reason is SensorReason.AMBIGUOUS
    assert "--left" in str(error)


@in_simulated_time
async def test_an_id_may_be_written_in_small_letters_and_a_name_in_any_case() -> None:
    for wanted in (LEFT_ID.lower(), "wt901ble67", " WT901BLE67 "):
        async with session(two_sensors()[0], assignments={Leg.RIGHT: wanted}) as running:
            await running.until(Leg.RIGHT, LinkState.CONNECTED)
            assert list(running.source.sensors) == [Leg.RIGHT]


@in_simulated_time
async def test_a_device_that_is_no_supported_sensor_is_refused_by_name() -> None:
    headphones = VirtualWitMotion("Headphones", "C4:00:00:00:00:09")
    error = await entering_fails({Leg.LEFT: "Headphones"}, headphones)
    assert error.reason is SensorReason.NOT_SUPPORTED


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
        await asyncio.sleep(120.0)
        assert not running.task.done()
        right.is_mute = False
        await running.until(Leg.RIGHT, LinkState.CONNECTED, within_s=30.0)
    assert sum(map(len, running.blocks(Leg.LEFT))) > 11_000


def not_available(reason: BleakBluetoothNotAvailableReason) -> BleakBluetoothNotAvailableError:
    return BleakBluetoothNotAvailableError("as bleak says it", reason)


Why = BleakBluetoothNotAvailableReason


@pytest.mark.parametrize(
    ("fault", "reason", "says"),
    [
        (not_available(Why.NO_BLUETOOTH), SensorReason.NO_ADAPTER, "no Bluetooth adapter"),
        (not_available(Why.NO_BLE_CENTRAL_ROLE), SensorReason.NO_ADAPTER, "no Bluetooth adapter"),
        (not_available(Why.POWERED_OFF), SensorReason.BLUETOOTH_OFF, "Switch it on"),
        (not_available(Why.DENIED_BY_USER), SensorReason.NOT_ALLOWED, "Allow it"),
        (not_available(Why.DENIED_BY_SYSTEM), SensorReason.NOT_ALLOWED, "Allow it"),
        (not_available(Why.DENIED_BY_UNKNOWN), SensorReason.NOT_ALLOWED, "Allow it"),
        (not_available(Why.UNKNOWN), SensorReason.NO_ADAPTER, "as bleak says it"),
        (BleakError("something\x1b[2J\nnew"), SensorReason.NO_ADAPTER, r"something \[2J new"),
        (
            BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["no bluez"]),
            SensorReason.NO_ADAPTER,
            "service does not answer",
        ),
        (BleakDBusError("org.bluez.Error.NotReady", ["off"]), SensorReason.BLUETOOTH_OFF, "off"),
        (FileNotFoundError(2, "no socket"), SensorReason.NO_ADAPTER, "service does not answer"),
        (PermissionError(13, "denied"), SensorReason.NOT_ALLOWED, "Allow it"),
    ],
)
@in_simulated_time
async def test_unusable_bluetooth_is_one_sentence_with_its_remedy(
    fault: Exception, reason: SensorReason, says: str
) -> None:
    with patch.object(faults, "_has_adapter", lambda: True):
        await _says_why(fault, reason, says)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there the system says it")
@in_simulated_time
async def test_without_an_adapter_nobody_is_told_to_start_the_service() -> None:
    fault = BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["no bluez"])
    with patch.object(faults, "_has_adapter", lambda: False):
        await _says_why(fault, SensorReason.NO_ADAPTER, "Plug in")


async def _says_why(fault: Exception, reason: SensorReason, says: str) -> None:
    async with VirtualRadio() as radio:
        radio.central.fault = fault
        with pytest.raises(SensorError, match=says) as caught:
            await scan(1.0)
        assert caught.value.reason is reason
        with pytest.raises(SensorError, match=says):
            async with BluetoothSource({}):
                raise AssertionError


@in_simulated_time
async def test_what_has_a_sensors_name_but_not_its_services_gives_the_leg_back() -> None:
    fake = VirtualWitMotion("WT901", LEFT_ID)
    fake.services = list  # type: ignore[method-assign]
    true = VirtualWitMotion("WT901BLE67", RIGHT_ID)
    async with VirtualRadio(fake, true), BluetoothSource({}) as source:
        running = Session(source)
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await running.until(Leg.LEFT, LinkState.LOST, within_s=20.0)
        assert "is no sensor" in running.last_link(Leg.LEFT).text
        heard = len(running.blocks(Leg.RIGHT))
        await asyncio.sleep(3.0)
        assert len(running.blocks(Leg.RIGHT)) > heard
        assert not running.task.done()
