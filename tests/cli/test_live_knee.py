"""``live`` with two sensors on one leg, from the radio to standard output, and its recording."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg, Placement
from tests.analysis.knees import do
from tests.cli.helpers import LEAD_S, LEFT_ID, RIGHT_ID, Session, analyzed, live, run
from tests.radio.peripheral import recorded
from tests.radio.witmotion import VirtualWitMotion
from tests.simulator.body import Readings

ARGS = ["--left", LEFT_ID, "--left-shank", RIGHT_ID, "--exercise", "hamstring-curl", "--rate", "20"]


def sensor(name: str, address: str, felt: Readings) -> VirtualWitMotion:
    """A virtual sensor that feels what a simulated one measured, after standing still."""
    t_s = np.concatenate([[LEAD_S - 0.02], felt.time_s + LEAD_S])
    acc = np.concatenate([felt.acc_m_s2[:1], felt.acc_m_s2])
    gyr = np.concatenate([np.zeros((1, 3)), felt.gyr_rad_s])
    return VirtualWitMotion(name, address, recorded(t_s, acc, gyr))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A person curls a leg that wears two sensors."""
    _, thigh, shank = do("hamstring-curl", 0, reps=2)
    sensors = sensor("WT901BLE67", LEFT_ID, thigh), sensor("WT901BLE68", RIGHT_ID, shank)
    args = [*ARGS, "--duration", str(LEAD_S + float(thigh.time_s[-1]))]
    return live(tmp_path_factory.mktemp("knee"), *args, sensors=sensors)


def test_both_sensors_are_recorded_each_at_its_place(session: Session) -> None:
    assert session.result.exit_code == 0, session.result.stderr
    info = read(session.path).sensors[Leg.LEFT]
    assert info.placement is Placement.THIGH
    assert info.second is not None
    assert (info.second.placement, RIGHT_ID in info.second.device) == (Placement.SHANK, True)


def test_its_recording_analyzes_to_what_the_session_showed(session: Session) -> None:
    assert session.summary == analyzed(session.path)
    reps = session.summary["legs"]["left"]["reps"]
    assert len(reps) == 2
    # A thigh that rises by 42° stands on a shank that sinks by as much.
    assert all(60 < rep["knee_rom_deg"] < 100 for rep in reps)
    assert all(event["rep"] in reps for event in session.named("rep"))


def test_what_can_not_be_worn_is_refused(tmp_path: Path) -> None:
    for args, said in (
        (["--left-shank", "A"], "--left-shank goes with --left"),
        (["--left", "A", "--left-shank", "A"], "named in two places"),
    ):
        result = run("live", "--headless", "--record", tmp_path / "x.csv", *args)
        assert result.exit_code == 2
        assert said in result.stderr
