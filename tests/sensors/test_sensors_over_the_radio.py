"""Tests each supported product over the simulated radio, through bleak's public interface."""

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from evenstride.sensors.bluetooth import BluetoothSource, scan
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Leg, LinkState, Note
from evenstride.sensors.timeline import Timeline
from tests.radio.adafruit import VirtualAdafruit
from tests.radio.metamotion import ACC, GYRO, VirtualMetaMotion
from tests.radio.peripheral import VirtualPeripheral
from tests.radio.polar import BAND_NAME, H10_NAME, OH1_NAME, VirtualPolar
from tests.radio.session import Received, Session, cancelled, clockwork, session, time_told
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

SENSORS: dict[str, Callable[[], VirtualPeripheral]] = {
    "MetaMotion R": lambda: VirtualMetaMotion(motion=clockwork),
    "MetaMotion S": lambda: VirtualMetaMotion(motion=clockwork, chip="bmi270", rate_error=0.01),
    "MetaMotion R, old": lambda: VirtualMetaMotion(motion=clockwork, revision=0, rate_error=-0.01),
    "MetaMotion S, old": lambda: VirtualMetaMotion(motion=clockwork, revision=0, chip="bmi270"),
    "Adafruit": lambda: VirtualAdafruit(motion=clockwork),
    "Verity Sense": lambda: VirtualPolar(motion=clockwork, rate_error=0.01),
    "Verity Sense, old": lambda: VirtualPolar(motion=clockwork, has_factor=True),
    "Verity Sense, without mode": lambda: VirtualPolar(motion=clockwork, has_sdk_mode=False),
    "H10": lambda: VirtualPolar(H10_NAME, motion=clockwork),
    "OH1": lambda: VirtualPolar(OH1_NAME, motion=clockwork, rate_error=0.01),
    "360": lambda: VirtualPolar(BAND_NAME, motion=clockwork),
}
# True rate, and how far a sample's rotation and its time may be off once all is settled.
EXPECTED = {
    "MetaMotion R": (100.0, 0.003),
    "MetaMotion S": (101.0, 0.003),
    "MetaMotion R, old": (99.0, 0.010),
    "MetaMotion S, old": (100.0, 0.010),
    "Adafruit": (64.0, 0.010),
    "Verity Sense": (105.04, 0.003),
    "Verity Sense, old": (104.0, 0.003),
    "Verity Sense, without mode": (52.0, 0.005),  # its only range, 2000 °/s, is coarser
    "H10": (100.0, 0.003),
    "OH1": (50.5, 0.003),
    "360": (50.0, 0.003),
}
each_product = pytest.mark.parametrize("product", SENSORS)
# Those that differ in how their numbers and times come about.
each_way = pytest.mark.parametrize(
    "product", ["MetaMotion S", "MetaMotion R, old", "Adafruit", "Verity Sense", "H10"]
)


@each_product
@in_simulated_time
async def test_what_arrives_is_what_was_felt(product: str) -> None:
    sensor = SENSORS[product]()
    # The interval that a MetaMotion board asks for.
    async with session(sensor, interval_s=0.0125) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(9.0)
    got = Received(running)
    rate_hz, tolerance_s = EXPECTED[product]
    assert (np.diff(got.seq) == 1).all()
    assert (np.diff(got.t_s) > 0).all()
    settled = got.felt_s > got.felt_s[-1] - 4.0
    # Its clock runs as the motion does.
    error_s = (got.t_s - got.felt_s)[settled]
    assert np.ptp(error_s) < 2 * tolerance_s
    assert np.diff(got.felt_s).mean() == pytest.approx(1 / rate_hz, rel=0.002)
    assert got.has_gyro == (product not in ("H10", "OH1", "360"))
    if got.has_gyro:
        assert np.abs(got.turned_s - got.felt_s)[settled].max() < tolerance_s
    (battery,) = [i for i in running.items if isinstance(i, Note)]
    assert battery.data["pct"] in (64, 77, 92)


@each_product
@in_simulated_time
async def test_after_ten_seconds_it_is_known_when_a_sample_was_felt(product: str) -> None:
    sensor = SENSORS[product]()
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(14.0)
    timeline = Timeline()
    blocks = running.blocks(Leg.LEFT)
    t_s = np.concatenate([timeline.update(b).t_s for b in blocks])
    felt_s = time_told(np.concatenate([b.acc_m_s2 for b in blocks]))
    began_s = timeline.seconds(round(sensor.switched_on_s * 1e6))
    # No way is known in which the radio's own delay, up to one connection interval, could be seen.
    error_s = (t_s - began_s - felt_s)[t_s > 10.0]
    assert -0.005 < error_s.min() <= error_s.max() < 0.040


@each_way
@in_simulated_time
async def test_after_a_hang_up_nothing_is_counted_twice_and_the_gap_has_its_length(
    product: str,
) -> None:
    sensor = SENSORS[product]()
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
        sensor.hang_up()
        await running.until(Leg.LEFT, LinkState.LOST, within_s=0.2)
        await running.until(Leg.LEFT, LinkState.BACK, within_s=8.0)
        await asyncio.sleep(3.0)
    got = Received(running)
    assert (np.diff(got.seq) > 0).all()
    assert (np.diff(got.felt_s) > 0).all()
    assert (np.diff(got.t_s) > 0).all()
    (gap,) = np.flatnonzero(np.diff(got.felt_s) > 0.1)
    rate_hz, _ = EXPECTED[product]
    away_s = got.felt_s[gap + 1] - got.felt_s[gap]
    assert got.t_s[gap + 1] - got.t_s[gap] == pytest.approx(away_s, abs=0.1)
    assert got.seq[gap + 1] - got.seq[gap] == pytest.approx(away_s * rate_hz, rel=0.05)
    assert running.links(Leg.LEFT) == ["connecting", "connected", "lost", "back"]


def is_as_it_came(sensor: VirtualPeripheral) -> bool:
    if isinstance(sensor, VirtualMetaMotion):
        is_quiet = not any(sensor.is_on.values()) and not any(sensor.is_sampling.values())
        came_with = {ACC: b"\x28\x03", GYRO: b"\x28\x00"}
        return is_quiet and sensor.processors == {} and sensor.config == came_with
    if isinstance(sensor, VirtualAdafruit):
        return set(sensor.period_ms.values()) == {1000}
    assert isinstance(sensor, VirtualPolar)
    return sensor.running == {} and not sensor.is_in_sdk_mode


@each_way
@in_simulated_time
async def test_leaving_undoes_everything_within_three_seconds(product: str) -> None:
    sensor = SENSORS[product]()
    loop = asyncio.get_running_loop()
    async with VirtualRadio(sensor):
        async with BluetoothSource({Leg.LEFT: sensor.address}) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            assert not is_as_it_came(sensor)
            leaving_s = loop.time()
        assert loop.time() - leaving_s < 3.0
        await running.task
        await asyncio.sleep(0.1)
        assert not sensor.is_connected
        assert is_as_it_came(sensor)


@pytest.mark.parametrize("after_s", [0.8, 1.1, 1.6])
@pytest.mark.parametrize(
    "product", ["MetaMotion R", "MetaMotion R, old", "Adafruit", "Verity Sense"]
)
@in_simulated_time
async def test_cancelling_at_any_moment_undoes_everything(product: str, after_s: float) -> None:
    sensor = SENSORS[product]()
    source = BluetoothSource({Leg.LEFT: sensor.address})
    async with cancelled(source, VirtualRadio(sensor), after_s):
        assert not sensor.is_connected
        assert is_as_it_came(sensor)


@in_simulated_time
async def test_a_sensor_that_a_crashed_program_left_streaming_is_taken_over() -> None:
    board, belt = VirtualMetaMotion(motion=clockwork), VirtualPolar(motion=clockwork)
    board.is_on[ACC] = board.is_sampling[ACC] = True
    board.processors = {0: bytes.fromhex("0304ffa0113103")}
    belt.is_in_sdk_mode = True
    belt.running = {2: (52, 8)}
    async with session(board, belt) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await running.until(Leg.RIGHT, LinkState.CONNECTED)
        await asyncio.sleep(3.0)
        assert running.blocks(Leg.LEFT)
        assert running.blocks(Leg.RIGHT)
        assert len(board.processors) == 3


@in_simulated_time
async def test_a_board_without_gyroscope_or_battery_streams_acceleration() -> None:
    async with session(VirtualAdafruit(has_gyro=False, battery_pct=None)) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(2.0)
    block = running.blocks(Leg.LEFT)[-1]
    assert np.isnan(block.gyr_rad_s).all()
    assert block.acc_m_s2[0].tolist() == pytest.approx([0, 0, 9.80665])
    assert not [i for i in running.items if isinstance(i, Note)]


@in_simulated_time
async def test_a_board_whose_processors_give_nothing_streams_without_them() -> None:
    board = VirtualMetaMotion(motion=clockwork, fuses=False)
    async with session(board) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(3.0)
    assert len(Received(running).seq) == pytest.approx(300, abs=10)
    assert is_as_it_came(board)


@in_simulated_time
async def test_a_link_that_breaks_while_the_processors_are_tried_decides_nothing() -> None:
    board = VirtualMetaMotion(motion=clockwork, fuses=False)
    async with session(board) as running:
        await asyncio.sleep(2.0)
        assert len(board.processors) == 3
        assert running.links(Leg.LEFT) == [LinkState.CONNECTING]
        board.hang_up()
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(2.0)
    assert len(Received(running).seq) == pytest.approx(200, abs=10)


@in_simulated_time
async def test_a_sensor_that_keeps_the_factorys_rate_streams_at_that_and_it_is_said() -> None:
    sensor = VirtualWitMotion(motion=clockwork, keeps_rate=True)
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(9.0)
    got = Received(running)
    assert np.ptp(got.seq) + 1 == len(got.seq)
    assert np.ptp(got.t_s[20:] - got.felt_s[20:]) < 0.02
    said = [str(i.data["text"]) for i in running.items if isinstance(i, Note) and "text" in i.data]
    assert len(said) == 1
    assert "asked for 100 samples a second, and by their times of arrival its rate is 10" in said[0]


@in_simulated_time
async def test_what_can_not_be_used_is_said() -> None:
    no_gyro = VirtualMetaMotion(has_gyro=False)
    narrow = VirtualPolar()
    narrow.most_mtu = 185
    for sensor, words in (
        (no_gyro, "a board of MbientLab but none with a motion chip that is known"),
        (narrow, "It does not start: this computer's Bluetooth only does short packets"),
    ):
        async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: None}) as source:
            with pytest.raises(SensorError, match=words):
                async for _ in source:
                    pass


@in_simulated_time
async def test_a_polar_that_its_owner_renamed_is_known_by_its_service() -> None:
    async with session(VirtualPolar("left", motion=clockwork)) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(3.0)
    got = Received(running)
    assert got.has_gyro
    assert (np.diff(got.seq) == 1).all()


@in_simulated_time
async def test_a_board_that_announces_nothing_known_is_known_by_its_address() -> None:
    async with session(VirtualMetaMotion("Knee", motion=clockwork)) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(1.0)
        assert running.blocks(Leg.LEFT)


@in_simulated_time
async def test_a_scan_lists_them_and_says_which_are_too_late_for_cues() -> None:
    sensors = (
        VirtualMetaMotion(),
        VirtualAdafruit(),
        VirtualPolar(),
        VirtualPolar(H10_NAME, "CC:00:00:00:00:02"),
        VirtualPolar(OH1_NAME, "CC:00:00:00:00:03"),
    )
    async with VirtualRadio(*sensors):
        found = {s.driver: s.model for s in (await scan(1.0))[0]}
    assert found == {
        "MbientLab MetaMotion": "MetaMotion",
        "Adafruit": "Circuit Playground Bluefruit",
        "Polar Verity Sense": "Verity Sense (in bursts: too late for live cues)",
        "Polar H10": "H10 (no gyroscope; in bursts: too late for live cues)",
        "Polar": "OH1 (no gyroscope; in bursts: too late for live cues)",
    }
