"""Tests finding out which sensor is on which leg, by lifting one."""

import asyncio
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evenstride.sensors.bluetooth import RememberedSensors, find_legs
from evenstride.sensors.errors import SensorError
from evenstride.sensors.moved import MovedLeg
from evenstride.sensors.samples import Block, Leg
from tests.radio.peripheral import Motion, at_rest
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

A, B = "C4:00:00:00:00:01", "C4:00:00:00:00:02"


def tilted(turn_rad: float) -> list[float]:
    return [9.80665 * math.sin(turn_rad), 0.0, 9.80665 * math.cos(turn_rad)]


def lifted(angle_deg: float, at_s: float = 3.0) -> Callable[[float], list[float]]:
    """Specific force of a leg that is lifted in a second, and stays there."""
    return lambda now_s: tilted(math.radians(angle_deg) * min(max(now_s - at_s, 0.0), 1.0))


def moved_leg(
    left: Callable[[float], list[float]], right: Callable[[float], list[float]]
) -> tuple[Leg, float] | None:
    """Return the leg that is found, and when."""
    watch = MovedLeg()
    for n in range(800):
        for leg, felt in ((Leg.LEFT, left), (Leg.RIGHT, right)):
            one = np.array([n])
            acc = np.array([felt(n / 100)])
            block = Block(leg, one, one * 10_000, one * 10_000, acc, np.full((1, 3), np.nan))
            found = watch.update(block)
            if found is not None:
                return found, n / 100
    return None


@pytest.mark.parametrize("angle_deg", [25.0, 60.0, -40.0])
def test_the_leg_that_is_lifted_is_found_though_the_other_sways_along(
    angle_deg: float,
) -> None:
    found = moved_leg(lifted(0.2 * angle_deg), lifted(angle_deg))
    assert found is not None
    assert found[0] is Leg.RIGHT
    assert 3.0 < found[1] < 4.6


def test_neither_is_found_while_both_move_or_none() -> None:
    assert moved_leg(lifted(40.0), lifted(30.0)) is None
    assert moved_leg(lifted(0.0), lifted(8.0)) is None


def test_a_knock_is_no_lift() -> None:
    def knocked(now_s: float) -> list[float]:
        return [60.0, 0.0, 9.8] if 3.0 <= now_s < 3.08 else tilted(0.0)

    assert moved_leg(knocked, lifted(0.0)) is None


class Wearer:
    """Lifts a leg two seconds after being asked to."""

    def __init__(self) -> None:
        self.asked_s: float | None = None

    def ask(self) -> None:
        assert self.asked_s is None
        self.asked_s = asyncio.get_running_loop().time()

    def motion(self, angle_deg: float) -> Motion:
        def move(_: float) -> tuple[list[float], list[float]]:
            since_s = 0.0
            if self.asked_s is not None:
                since_s = asyncio.get_running_loop().time() - self.asked_s
            return lifted(angle_deg, 2.0)(since_s), [0.0, 0.0, 0.0]

        return move


@pytest.mark.parametrize(("left", "right"), [(A, B), (B, A)])
@in_simulated_time
async def test_the_sensor_that_the_left_leg_moves_is_remembered_as_the_left(
    tmp_path: Path, left: str, right: str
) -> None:
    wearer = Wearer()
    sensors = (
        VirtualWitMotion("WT901BLE67", left, wearer.motion(40.0)),
        VirtualWitMotion("WT901BLE67", right, wearer.motion(5.0)),
    )
    remembered = RememberedSensors(tmp_path / "sensors.json")
    async with VirtualRadio(*sensors):
        legs = await find_legs(remembered, wearer.ask, scan_s=1.0)
        await asyncio.sleep(0.1)
        assert not any(sensor.is_connected for sensor in sensors)
    assert {leg: sensor.id for leg, sensor in legs.items()} == {Leg.LEFT: left, Leg.RIGHT: right}
    assert remembered.ids() == {Leg.LEFT: left, Leg.RIGHT: right}


@pytest.mark.parametrize(
    ("sensors", "says"),
    [
        ((), "in range: none. It takes two"),
        ((A,), r"in range: WT901BLE67 \(C4:00:00:00:00:01\). It takes two"),
        ((A, B), "Neither leg was lifted"),
    ],
)
@in_simulated_time
async def test_what_can_not_be_found_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sensors: tuple[str, ...], says: str
) -> None:
    monkeypatch.setattr("evenstride.sensors.bluetooth.finding._LIFT_LIMIT_S", 6.0)
    remembered = RememberedSensors(tmp_path / "sensors.json")
    async with VirtualRadio(*(VirtualWitMotion(address=a, motion=at_rest) for a in sensors)):
        with pytest.raises(SensorError, match=says):
            await find_legs(remembered, lambda: None, scan_s=1.0)
    assert remembered.ids() == {}
