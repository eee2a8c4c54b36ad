"""Tests that a session survives what radios and people do, and counts nothing twice."""

import asyncio
from collections.abc import Callable

import numpy as np
import pytest
from bleak.exc import BleakError

from evenstride.sensors.bluetooth import BluetoothSource, scan
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, Leg, Link, LinkState, Note, NoteKind
from tests.radio.metamotion import VirtualMetaMotion
from tests.radio.movella_dot import VirtualMovellaDot
from tests.radio.movesense import VirtualMovesense
from tests.radio.session import Received, Session, clockwork, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.sensors.fault_matrix import PRODUCTS

Deliver = Callable[[bytes], None]

# One for each way in which samples get their numbers and times.
SENSORS = {
    name: PRODUCTS[name]
    for name in ("WitMotion", "DOT", "Movesense", "MetaMotion", "Adafruit", "Verity Sense")
}
each_product = pytest.mark.parametrize("product", SENSORS)


def twice(_: str, data: bytes, deliver: Deliver) -> None:
    deliver(data)
    deliver(data)


class InBursts:
    """Everything waits, in its order, for the next full quarter of a second."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Deliver, bytes]] = []

    def __call__(self, _: str, data: bytes, deliver: Deliver) -> None:
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_at((int(loop.time() / 0.25) + 1) * 0.25, self.end)
        self._waiting.append((deliver, data))

    def end(self) -> None:
        """Deliver what waits."""
        for deliver, data in self._waiting:
            deliver(data)
        self._waiting.clear()


class Overtaking:
    """Every eighth notification comes after the next one."""

    def __init__(self) -> None:
        self._n = 0
        self._waiting: list[bytes] = []

    def __call__(self, _: str, data: bytes, deliver: Deliver) -> None:
        self._n += 1
        if self._n % 8 == 0:
            self._waiting.append(data)
            return
        deliver(data)
        while self._waiting:
            deliver(self._waiting.pop())


class Cutting:
    """Cuts every tenth notification in half."""

    def __init__(self) -> None:
        self._n = 0

    def __call__(self, _: str, data: bytes, deliver: Deliver) -> None:
        self._n += 1
        deliver(data if self._n % 10 else data[: len(data) // 2])


@each_product
@in_simulated_time
async def test_what_comes_twice_in_bursts_or_cut_short_is_counted_once_or_not_at_all(
    product: str,
) -> None:
    async with session(SENSORS[product]()) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        central = running.radio.central
        await asyncio.sleep(4.0)
        central.way = twice
        await asyncio.sleep(3.0)
        central.way = bursts = InBursts()
        await asyncio.sleep(3.0)
        bursts.end()
        central.way = None
        await asyncio.sleep(1.0)
        whole = Received(running)
        central.way = Cutting()
        await asyncio.sleep(2.0)
        central.way = None
        await asyncio.sleep(2.0)
    # So far nothing was lost, only late or repeated.
    assert np.diff(whole.felt_s).max() < 0.025
    # A WitMotion's nominal rate is 0.7 % above the true one: 0.05 s in 7 s.
    settled = whole.felt_s > whole.felt_s[0] + 4.0
    assert np.ptp((whole.t_s - whole.felt_s)[settled]) < 0.07
    got = Received(running)
    assert running.links(Leg.LEFT) == ["connecting", "connected"]
    for moved in (np.diff(got.seq), np.diff(got.felt_s), np.diff(got.t_s)):
        assert moved.min() > 0


@pytest.mark.parametrize("product", ["DOT", "Movesense", "Verity Sense"])
@in_simulated_time
async def test_what_was_overtaken_takes_its_place_or_is_left_out(product: str) -> None:
    async with session(SENSORS[product]()) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(2.0)
        running.radio.central.way = Overtaking()
        await asyncio.sleep(6.0)
    got = Received(running)
    assert (np.diff(got.seq) > 0).all()
    assert (np.diff(got.felt_s) > 0).all()
    assert (np.diff(got.t_s) > 0).all()
    assert running.links(Leg.LEFT) == ["connecting", "connected"]


class OneStream:
    """Polar: the angular rates stay away, the accelerations go on."""

    def __call__(self, _: str, data: bytes, deliver: Deliver) -> None:
        if data[0] != 5:
            deliver(data)


def as_noise(_: str, data: bytes, deliver: Deliver) -> None:
    deliver(bytes(len(data)))


@pytest.mark.parametrize(
    ("product", "way"),
    [("Verity Sense", OneStream()), ("WitMotion", as_noise), ("DOT", as_noise)],
)
@in_simulated_time
async def test_notifications_without_samples_are_a_loss_within_two_seconds_and_connected_anew(
    product: str, way: Callable[[str, bytes, Deliver], None]
) -> None:
    async with session(SENSORS[product]()) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(4.0)
        running.radio.central.way = way
        # A Verity Sense collects 0.7 s before it sends them.
        await running.until(Leg.LEFT, LinkState.LOST, within_s=2.0)
        assert running.last_link(Leg.LEFT).text == "nothing readable for 1.8 s"
        running.radio.central.way = None
        await running.until(Leg.LEFT, LinkState.BACK, within_s=8.0)
        await asyncio.sleep(2.0)
    got = Received(running)
    assert (np.diff(got.seq) > 0).all()
    assert (np.diff(got.felt_s) > 0).all()
    assert (np.diff(got.t_s) > 0).all()


@in_simulated_time
async def test_a_sensor_that_only_sends_what_can_not_be_read_is_an_error_that_says_so() -> None:
    sensor = VirtualWitMotion()
    async with VirtualRadio(sensor) as radio, BluetoothSource({Leg.LEFT: None}) as source:
        radio.central.way = lambda _, data, deliver: deliver(
            data if data[:2] == b"\x55\x71" else bytes(len(data))
        )
        with pytest.raises(SensorError, match="can not be read as motion") as caught:
            async for _ in source:
                pass
    assert caught.value.reason is SensorReason.NO_DATA


@in_simulated_time
async def test_bluetooth_that_is_switched_off_and_on_again_is_said_and_both_legs_come_back() -> (
    None
):
    left = VirtualWitMotion(address="C4:00:00:00:00:01")
    right = VirtualMovellaDot()
    async with session(left, right) as running:
        for leg in Leg:
            await running.until(leg, LinkState.CONNECTED)
        await asyncio.sleep(2.0)
        running.radio.switch_off()
        for leg in Leg:
            await running.until(leg, LinkState.LOST, within_s=2.0)
        await asyncio.sleep(30.0)
        said = [i for i in running.items if isinstance(i, Note) and i.event == "radio"]
        assert {n.data["leg"] for n in said} == {"left", "right"}
        assert len(said) == 2  # once, not on every try
        assert all("switched off" in str(n.data["text"]) for n in said)
        running.radio.switch_on()
        for leg in Leg:
            await running.until(leg, LinkState.BACK, within_s=12.0)
            assert running.links(leg) == ["connecting", "connected", "lost", "back"]


@in_simulated_time
async def test_a_sensor_that_stops_to_answer_is_lost_and_taken_back_and_the_other_goes_on() -> None:
    left, right = VirtualMovellaDot(), VirtualMovesense()
    async with session(left, right) as running:
        for leg in Leg:
            await running.until(leg, LinkState.CONNECTED)
        await asyncio.sleep(1.0)
        left.stop_answering()
        await running.until(Leg.LEFT, LinkState.LOST, within_s=2.0)
        await asyncio.sleep(60.0)
        assert running.links(Leg.RIGHT) == ["connecting", "connected"]
        left.answer_again()
        await running.until(Leg.LEFT, LinkState.BACK, within_s=30.0)
    assert (np.diff(np.concatenate([b.seq for b in running.blocks(Leg.RIGHT)])) == 1).all()


@in_simulated_time
async def test_a_sensor_that_never_answers_does_not_keep_the_other_one_from_connecting() -> None:
    deaf, other = VirtualMovellaDot(), VirtualMovesense()
    loop = asyncio.get_running_loop()
    async with session(deaf, other) as running:
        for leg in Leg:
            await running.until(leg, LinkState.CONNECTED)
        deaf.stop_answering()
        await running.until(Leg.LEFT, LinkState.LOST)
        waits_s = []
        for pause_s in (3.0, 7.0, 11.0):  # at whatever the deaf one's connection is
            await asyncio.sleep(pause_s)
            other.hang_up()
            await running.until(Leg.RIGHT, LinkState.LOST)
            lost_s = loop.time()
            await running.until(Leg.RIGHT, LinkState.BACK)
            waits_s.append(loop.time() - lost_s)
        assert max(waits_s) < 7.0
        # Nor is it given up itself.
        deaf.answer_again()
        await running.until(Leg.LEFT, LinkState.BACK)


@in_simulated_time
async def test_at_the_start_a_sensor_that_never_answers_does_not_keep_the_other_one_waiting() -> (
    None
):
    deaf, other = VirtualMovellaDot(), VirtualMovesense()
    async with VirtualRadio(deaf, other):
        deaf.stop_answering()
        legs = {Leg.LEFT: deaf.address, Leg.RIGHT: other.address}
        async with BluetoothSource(legs) as source:
            running = Session(source)
            await running.until(Leg.RIGHT, LinkState.CONNECTED, within_s=11.0)
        await running.task


@pytest.mark.parametrize(("for_s", "said"), [(0.5, 0), (1.5, 1)])
@in_simulated_time
async def test_a_connection_that_fails_once_at_the_start_is_no_news_but_twice_is(
    for_s: float, said: int
) -> None:
    # As on BlueZ, which still disconnects from the session before.
    async with session(VirtualMovellaDot()) as running:
        running.radio.central.fault = BleakError("Not Connected")
        await asyncio.sleep(for_s)
        running.radio.central.fault = None
        await running.until(Leg.LEFT, LinkState.CONNECTED, within_s=10.0)
        links = [i for i in running.items if isinstance(i, Link)]
    again = [i.text for i in links if i.text.startswith("trying again")]
    assert len(again) == said
    assert all("Not Connected" in text for text in again)
    assert len(links) == 2 + said


@pytest.mark.parametrize("after_s", [0.5, 3.0, 11.0, 14.0])
@in_simulated_time
async def test_leaving_a_sensor_that_never_answers_takes_less_than_three_seconds(
    after_s: float,
) -> None:
    sensor = VirtualMovellaDot()
    loop = asyncio.get_running_loop()
    async with VirtualRadio(sensor):
        sensor.stop_answering()
        async with BluetoothSource({Leg.LEFT: sensor.address}) as source:
            running = Session(source)
            await asyncio.sleep(after_s)
            leaving_s = loop.time()
        assert loop.time() - leaving_s < 3.0
        await running.task


@in_simulated_time
async def test_a_battery_that_was_changed_in_mid_session_leaves_a_gap_of_that_length() -> None:
    sensor = VirtualMovellaDot(motion=clockwork)
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(3.0)
        sensor.go_out_of_range()
        await running.until(Leg.LEFT, LinkState.LOST, within_s=2.0)
        await asyncio.sleep(20.0)
        # Switched on again: its clock begins again and it does not measure.
        sensor.lose_power()
        sensor.come_back()
        await running.until(Leg.LEFT, LinkState.BACK, within_s=12.0)
        await asyncio.sleep(3.0)
    blocks = running.blocks(Leg.LEFT)
    t_s = np.concatenate([b.t_us for b in blocks]) / 1e6
    host_s = np.concatenate([b.host_us for b in blocks]) / 1e6
    (gap,) = np.flatnonzero(np.diff(host_s) > 1.0)
    assert t_s[gap + 1] - t_s[gap] == pytest.approx(host_s[gap + 1] - host_s[gap], abs=0.1)
    assert (np.diff(t_s) > 0).all()


@pytest.mark.parametrize("product", ["WitMotion", "DOT", "Movesense", "MetaMotion"])
@in_simulated_time
async def test_a_sensor_that_a_crashed_program_left_connected_is_found_and_streams(
    product: str,
) -> None:
    sensor = SENSORS[product]()
    async with VirtualRadio(sensor) as radio:
        await radio.leave_connected(sensor)
        (found,), _ = await scan(0.5)
        assert (found.id, found.rssi) == (sensor.address, None)
        async with BluetoothSource({Leg.LEFT: None}) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            await asyncio.sleep(2.0)
        await running.task
        assert len(Received(running).seq) > 100
        await asyncio.sleep(0.1)
        assert not sensor.is_connected


@in_simulated_time
async def test_the_battery_is_read_every_minute() -> None:
    async with session(VirtualMovesense(battery_pct=12)) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(125.0)
    notes = [i for i in running.items if isinstance(i, Note)]
    assert [n.data for n in notes] == [{"leg": "left", "pct": 12}] * 3
    assert np.diff([n.host_us for n in notes]) == pytest.approx(60e6, abs=0.2e6)


@in_simulated_time
async def test_a_fault_in_a_driver_costs_one_leg_a_second_but_one_that_stays_ends_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> Block:
        raise ZeroDivisionError

    sensor = VirtualMovesense()
    async with VirtualRadio(sensor), BluetoothSource({}) as source:
        running = Session(source)
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        with monkeypatch.context() as patch:
            patch.setattr("evenstride.sensors.drivers.movesense.MovesenseSensor.feed", fails)
            await running.until(Leg.LEFT, LinkState.LOST)
        (said,) = [i for i in running.items if isinstance(i, Note) and i.event is NoteKind.SENSOR]
        assert "A fault in evenstride (ZeroDivisionError)" in str(said.data["text"])
        await running.until(Leg.LEFT, LinkState.BACK, within_s=5.0)
        monkeypatch.setattr("evenstride.sensors.drivers.movesense.MovesenseSensor.feed", fails)
        with pytest.raises(ZeroDivisionError):
            await running.task


@in_simulated_time
async def test_a_board_on_a_slow_link_is_set_up_anew_at_a_lower_rate_and_that_is_said() -> None:
    board = VirtualMetaMotion(motion=clockwork)
    async with session(board, interval_s=0.08) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await running.until(Leg.LEFT, LinkState.LOST)
        assert running.last_link(Leg.LEFT).text == "it is set up anew"
        await running.until(Leg.LEFT, LinkState.BACK, within_s=5.0)
        await asyncio.sleep(2.0)
        (said,) = [i for i in running.items if isinstance(i, Note) and i.event is NoteKind.SENSOR]
        assert "It goes on at 50 samples a second." in str(said.data["text"])
