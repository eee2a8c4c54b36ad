"""Tests how long a sensor may send nothing before its link is given up."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.bluetooth.radio import Radio
from evenstride.sensors.bluetooth.reception import Reception
from evenstride.sensors.bluetooth.reporting import Reporter
from evenstride.sensors.drivers.driver import NO_MOTION, Motion
from evenstride.sensors.samples import Site
from tests.radio.simulated_time import in_simulated_time

ONE = Motion(np.arange(1), np.arange(1), np.zeros((1, 3)), np.zeros((1, 3)))
WAITING = replace(NO_MOTION, is_waiting=True)


def one_and_then(motion: Motion) -> Iterator[Motion]:
    """A sample, and then the same again and again."""
    yield ONE
    while True:
        yield motion


def begun(feed: Callable[..., Motion]) -> tuple[Reception, list[None]]:
    """A connection that brings this, and a list that grows when the computer stood still."""
    stood: list[None] = []
    sensor = SimpleNamespace(feed=feed, stood_still=lambda: stood.append(None))
    told: list[Any] = []
    tell = Reporter(Site.LEFT, told.append)
    reception = Reception(Site.LEFT, cast(Any, sensor), radio=Radio(), put=told.append, tell=tell)
    reception.begin(cast(Any, SimpleNamespace(lost=asyncio.Event())))
    return reception, stood


@pytest.mark.parametrize(
    ("then", "lasts_s"),
    [(NO_MOTION, LIMITS.silence_s), (WAITING, LIMITS.waiting_s + LIMITS.silence_s)],
    ids=["unreadable", "waiting"],
)
@in_simulated_time
async def test_samples_that_wait_for_their_time_are_a_sign_of_life(
    then: Motion, lasts_s: float
) -> None:
    brought = one_and_then(then)
    reception, _ = begun(lambda *_: next(brought))
    loop = asyncio.get_running_loop()
    ending = asyncio.create_task(reception.end())
    await asyncio.sleep(0.1)
    began_s = loop.time()
    reception.arrived("", b"")
    while not ending.done():
        await asyncio.sleep(0.1)
        reception.arrived("", b"")
    assert await ending == f"nothing readable for {LIMITS.silence_s:.1f} s"
    assert loop.time() - began_s == pytest.approx(lasts_s, abs=0.3)


@in_simulated_time
async def test_a_sensor_that_sends_rarely_may_lose_a_notification() -> None:
    reception, _ = begun(lambda *_: ONE)
    ending = asyncio.create_task(reception.end())
    for wait_s in (1.4, 1.4, 1.4, 1.4, 2.8 + 0.3, 1.4):
        await asyncio.sleep(wait_s)
        assert not ending.done()
        reception.arrived("", b"")
    assert await ending == "no data for 3.3 s"


@in_simulated_time
async def test_the_clock_of_a_sensor_learns_that_the_computer_stood_still() -> None:
    reception, stood = begun(lambda *_: ONE)
    await asyncio.sleep(0.05)
    reception.arrived("", b"")
    assert not stood
    await asyncio.sleep(1.0)  # no beat comes meanwhile
    reception.arrived("", b"")
    assert len(stood) == 1
