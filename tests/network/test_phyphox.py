"""Tests a phone that is asked, over a real socket."""

import asyncio
import json

import numpy as np
import pytest

from evenstride.sensors.network import to_phyphox
from evenstride.sensors.network.phyphox import (
    WRONG_EXPERIMENT,
    BadAnswerError,
    read_answer,
    read_config,
)
from evenstride.sensors.network.sensor_logger import Readings
from evenstride.sensors.samples import Leg, LinkState, Site
from tests.network.bench import Reader, listening, session, until_streaming
from tests.network.phyphox_phone import CONFIG, VirtualPhyphox
from tests.radio.simulated_time import in_simulated_time


async def asked(phone: VirtualPhyphox, seconds: float, *acts: object) -> Reader:
    """Ask a phone for so long; ``acts`` happen one after the other, each after its third."""
    async with listening() as listener:
        device = listener.ask_phyphox(to_phyphox(f"http://127.0.0.1:{phone.port}"))
        await until_streaming(listener, 1)
        async with session(listener, {Site.LEFT: device.id}) as reader:
            for act in acts:
                await asyncio.sleep(seconds / 3)
                assert callable(act)
                act()
            await asyncio.sleep(seconds / 3)
    return reader


@in_simulated_time
async def test_a_phone_is_started_asked_and_stopped_again() -> None:
    async with VirtualPhyphox(is_measuring=False) as phone:
        reader = await asked(phone, 18.0)
        await asyncio.sleep(0.2)
    assert phone.asked.count("/control?cmd=start") == 1
    assert phone.asked[-1] == "/control?cmd=stop"
    got = reader.of(Leg.LEFT)
    assert (got.lost, got.holes_s) == (0, [])
    assert np.ptp(got.off_s[300:]) < 0.02
    assert got.gyr[5, 0] == pytest.approx(2 * np.pi / 60, rel=1e-4)
    # Its lateness, and not a platform: phyphox writes the same on all of them.
    (said,) = reader.said(Leg.LEFT)
    assert "0.1" in said or "0.0" in said


@in_simulated_time
async def test_one_that_runs_already_is_left_running_and_its_past_is_not_fetched() -> None:
    async with VirtualPhyphox() as phone:
        await asyncio.sleep(30.0)
        reader = await asked(phone, 6.0)
        assert phone.is_measuring
    assert not [one for one in phone.asked if "control" in one]
    assert len(reader.of(Leg.LEFT).seq) < 300


@in_simulated_time
async def test_a_pause_and_a_cleared_experiment_are_holes() -> None:
    async with VirtualPhyphox() as phone:

        def pause() -> None:
            phone.is_measuring = False
            asyncio.get_running_loop().call_later(1.5, setattr, phone, "is_measuring", True)

        reader = await asked(phone, 15.0, pause, phone.clear)
    got = reader.of(Leg.LEFT)
    assert got.holes_s == [pytest.approx(1.5, abs=0.1)]
    assert np.ptp(got.off_s[200:]) < 0.05
    assert reader.links(Leg.LEFT) == [LinkState.CONNECTING, LinkState.CONNECTED]


@in_simulated_time
async def test_a_time_that_begins_anew_under_the_same_name_is_a_hole_and_no_end() -> None:
    async with VirtualPhyphox() as phone:

        def clear() -> None:
            session = phone.session
            phone.clear()
            phone.session = session

        reader = await asked(phone, 15.0, clear)
    got = reader.of(Leg.LEFT)
    assert len(got.holes_s) == 1
    assert got.holes_s[0] < 2.0
    assert np.ptp(got.off_s[200:]) < 0.05


def test_readings_that_come_twice_or_go_back_are_taken_once() -> None:
    times_us = np.array([3, 4, 5, 4, 5, 6, 2, 7])
    found = Readings(times_us, np.repeat(times_us[:, None], 3, axis=1).astype(float)).after_us(3)
    assert found.t_us.tolist() == found.values[:, 0].tolist() == [4, 5, 6, 7]
    assert not len(Readings(times_us[:0], np.empty((0, 3))).after_us(3).t_us)


@in_simulated_time
async def test_a_network_that_stalls_loses_nothing() -> None:
    async with VirtualPhyphox(stall=lambda n: 0.4 if n % 10 == 0 else 0.01) as phone:
        reader = await asked(phone, 24.0)
    got = reader.of(Leg.LEFT)
    assert (got.lost, got.holes_s) == (0, [])
    assert np.ptp(got.off_s[500:]) < 0.02


@in_simulated_time
async def test_a_phone_that_answers_nonsense_is_told_with_the_remedy_and_asked_again() -> None:
    async with VirtualPhyphox() as phone, listening() as listener:
        phone.answer_with = b"<html>a router</html>"
        device = listener.ask_phyphox(to_phyphox(f"http://127.0.0.1:{phone.port}"))
        await asyncio.sleep(3.0)
        (said,) = device._said
        assert "Type the address that phyphox shows" in said
        phone.answer_with = None
        await until_streaming(listener, 1)


@pytest.mark.parametrize("typed", ["http://127.0.0.1:9", "127.0.0.9"])
@in_simulated_time
async def test_where_nobody_answers_it_is_said_once_what_to_do(typed: str) -> None:
    async with listening() as listener:
        device = listener.ask_phyphox(to_phyphox(typed))
        await asyncio.sleep(6.0)
        (said,) = device._said
        assert "allow remote access" in said


def test_an_experiment_without_gravity_is_refused_with_the_remedy() -> None:
    inputs = [{**CONFIG["inputs"][0], "source": "linear_acceleration"}]
    with pytest.raises(BadAnswerError, match="Accelerometer and Gyroscope"):
        read_config(json.dumps({**CONFIG, "inputs": inputs}).encode())
    assert "plus sign" in WRONG_EXPERIMENT


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"buffer": 1, "status": {}}',
        b'{"inputs": [1, {"source": "accelerometer", "outputs": 7}]}',
        b"[" * 100_000,
    ],
)
def test_no_answer_gives_any_other_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read_config(body)
    with pytest.raises(BadAnswerError):
        read_answer(body, read_config(json.dumps(CONFIG).encode()))


def test_what_is_no_number_in_an_answer_is_left_out() -> None:
    experiment = read_config(json.dumps(CONFIG).encode())
    columns = {
        "acc_time": [1.0, 1.01, 1.02],
        "accX": [0, None, 1e300],
        "accY": [0, 0, 0],
        "accZ": [9.8, 9.8],
    }
    buffer = {name: {"buffer": values} for name, values in columns.items()}
    body = json.dumps({"buffer": buffer, "status": {"session": 7}}).encode()
    answer = read_answer(body, experiment)
    assert answer.readings["totalacceleration"].t_us.tolist() == [1_000_000]
    assert len(answer.readings["gyroscope"].t_us) == 0
    assert (answer.session, answer.is_measuring) == ("", False)
