"""Tests ``live`` with two sensors on one leg that are moved to the other one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg, Placement
from tests.api.arrays import arrays_of
from tests.cli.helpers import LEAD_S, LEFT_ID, RIGHT_ID, Session, analyzed, at, live, run
from tests.radio.peripheral import Motion, recorded
from tests.radio.witmotion import VirtualWitMotion

ARGS = ["--left", LEFT_ID, "--left-shank", RIGHT_ID, "--one", "--rate", "20"]
# Two raises of the left leg, and after the pair was moved two of the right leg, in the sample.
MOVED_S, RIGHT_FROM_S, LENGTH_S = 19.0, 44.5, 35.5

over_the_radio = pytest.mark.xdist_group("a knee over the radio")  # it is done once


def felt(second: bool) -> Motion:
    """Return the motion of one sensor of the pair: on the left leg, then on the right one."""
    arrays = arrays_of(samples.knee_path())
    parts = []
    for leg, from_s, to_s, begin_s in (
        ("left", 0.0, MOVED_S, 0.0),
        ("right", RIGHT_FROM_S, RIGHT_FROM_S + LENGTH_S - MOVED_S, MOVED_S),
    ):
        t_s, acc, gyr = arrays[f"{leg}-shank" if second else leg]
        part = (t_s >= from_s) & (t_s < to_s)
        parts.append((t_s[part] - from_s + begin_s + LEAD_S, acc[part], gyr[part]))
    t_s, acc, gyr = (np.concatenate(column) for column in zip(*parts, strict=True))
    still = np.zeros((1, 3))
    return recorded(
        np.concatenate([t_s[:1] - 0.02, t_s]),
        np.concatenate([acc[:1], acc]),
        np.concatenate([still, gyr]),
    )


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A person raises a leg that wears two sensors, and then the other one."""
    enter: list[Callable[[], None]] = []

    @contextmanager
    def on_enter(act: Callable[[], None]) -> Iterator[None]:
        enter.append(act)
        yield

    def press_enter() -> None:
        enter[0]()

    moves = at(LEAD_S + MOVED_S, felt(second=False), press_enter)
    sensors = (
        VirtualWitMotion("WT901BLE67", LEFT_ID, moves),
        VirtualWitMotion("WT901BLE68", RIGHT_ID, felt(second=True)),
    )
    args = ["--exercise", "straight-leg-raise", "--duration", str(LEAD_S + LENGTH_S - 2.0)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evenstride.cli.headless.on_enter", on_enter)
        yield live(tmp_path_factory.mktemp("knee"), *ARGS, *args, sensors=sensors)


@over_the_radio
def test_both_sensors_are_recorded_each_at_its_place_on_either_leg(session: Session) -> None:
    assert session.result.exit_code == 0, session.result.stderr
    assert "The right leg wears the sensor." in session.result.stderr
    for leg in Leg:
        info = read(session.path).sensors[leg]
        assert info.placement is Placement.THIGH
        assert info.second is not None
        assert (info.second.placement, RIGHT_ID in info.second.device) == (Placement.SHANK, True)


@over_the_radio
def test_its_recording_analyzes_to_what_the_session_showed(session: Session) -> None:
    assert session.summary == analyzed(session.path)
    legs = session.summary["legs"]
    assert {leg: legs[leg]["count"] for leg in Leg} == {Leg.LEFT: 2, Leg.RIGHT: 2}
    reps = [rep for leg in Leg for rep in legs[leg]["reps"]]
    truth = (3.0, 4.0, 2.0, 3.0)
    assert [rep["knee_lag_deg"] for rep in reps] == [pytest.approx(one, abs=3) for one in truth]
    assert all(event["rep"] in reps for event in session.named("rep"))
    assert [leg["data"]["lost_fraction"] for leg in legs.values()] == [0.0, 0.0]


def test_what_can_not_be_worn_is_refused(tmp_path: Path) -> None:
    for args, said in (
        (["--left-shank", "A"], "--left-shank goes with --left"),
        (["--left", "A", "--left-shank", "A"], "named in two places"),
    ):
        result = run("live", "--headless", "--record", tmp_path / "x.csv", *args)
        assert result.exit_code == 2
        assert said in result.stderr
