"""Tests a computer that sleeps for hours during a session, in simulated time."""

import asyncio
from pathlib import Path

import pytest

from evenstride.recordings import samples
from evenstride.sensors.samples import Leg
from tests.cli.helpers import LEAD_S, LEFT_ID, analyzed, at, live, worn
from tests.radio.movella_dot import VirtualMovellaDot
from tests.radio.simulated_time import SimulatedTimeLoop

EXERCISE = "straight-leg-raise"
ASLEEP_S = 7200.0
SLEEPS_AT_S = LEAD_S + 19.0
"""Between the second and the third rep."""


@pytest.mark.parametrize("clock", ["goes on", "stands"])
def test_what_comes_after_hours_of_sleep_is_counted_on(tmp_path: Path, clock: str) -> None:
    worn_before = worn(samples.path(EXERCISE), Leg.LEFT)
    begun_anew_s = [0.0]

    def fall_asleep() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimulatedTimeLoop)
        sensor.hang_up()
        if clock == "goes on":  # as on Windows; the sensor's battery was empty meanwhile
            loop.sleep_through(ASLEEP_S)
            sensor.lose_power()
            begun_anew_s[0] = SLEEPS_AT_S
        else:  # as on Linux and macOS; the sensor's own clock has wrapped around
            sensor.switched_on_s -= ASLEEP_S
            begun_anew_s[0] = -ASLEEP_S

    motion = at(SLEEPS_AT_S, lambda on_s: worn_before(on_s + begun_anew_s[0]), fall_asleep)
    sensor = VirtualMovellaDot("Movella DOT", LEFT_ID, motion)
    duration_s = 36.0 + (ASLEEP_S if clock == "goes on" else 0.0)
    session = live(
        tmp_path,
        "--exercise",
        EXERCISE,
        "--duration",
        f"{duration_s}",
        "--rate",
        "30",
        sensors=(sensor,),
    )
    assert session.result.exit_code == 0, session.result.stderr
    assert [one["event"] for one in session.named("lost", "back")] == ["lost", "back"]
    (back,) = session.named("back")
    counted = [one["at_s"] for one in session.named("rep")]
    assert min(counted) < back["at_s"] < max(counted)
    (gap,) = session.summary["legs"]["left"]["data"]["gaps"]
    assert (gap[1] - gap[0] > 7000.0) == (clock == "goes on")
    assert session.summary == analyzed(session.path)
