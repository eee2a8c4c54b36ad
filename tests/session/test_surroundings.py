"""Tests that names, clocks, and other programs do not change a session's recording."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg, SensorInfo
from evenstride.session.recording import SessionRecording
from tests.fakes.session import CountingAnalyzer, block

SENSORS = {Leg.LEFT: SensorInfo("WT901", 100.0)}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with spaces, umlauts, and what a shell or a database would read otherwise."""
    folder = tmp_path / "Jörg & Zoë's Übungen #1 %20?" / "données"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: folder)
    return folder


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone can not be changed here")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    os.environ.setdefault("TZ", "UTC")
    time.tzset()


def recorded(at: datetime) -> Path:
    """One session that begins at this moment."""
    recording = SessionRecording(None, None, now=lambda: at)
    with recording.open(SENSORS) as recorder:
        recorder.write(block())
    _, summary = CountingAnalyzer().finish()
    recording.keep(summary)
    assert recording.say_outcome()
    return recording.path


def test_a_home_of_any_name_keeps_sessions(home: Path) -> None:
    path = recorded(datetime(2026, 11, 22, 6, 40, tzinfo=UTC))
    assert path.parent == home / "recordings"
    assert read(path).header.started_utc is not None
    with History(home / "history.sqlite3") as history:
        (session,) = history.sessions()
    assert session.path == path


def test_the_hour_that_comes_twice_has_two_recordings_in_order(home: Path, berlin: None) -> None:
    summer = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2:30, an hour before it is 2:30 again
    winter = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    later, earlier = recorded(winter), recorded(summer)
    assert later.name == "2026-10-25-023000.csv"
    assert earlier.name == "2026-10-25-023000-2.csv"
    with History(home / "history.sqlite3") as history:
        assert [one.path for one in history.sessions()] == [earlier, later]


def test_a_clock_that_was_set_back_overwrites_nothing(home: Path) -> None:
    at = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)
    paths = [recorded(at) for _ in range(3)]
    assert len(set(paths)) == 3
    assert all(len(list(read(path))) == 1 for path in paths)


def test_two_programs_that_begin_at_once_have_a_recording_each(home: Path) -> None:
    at = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
    one, other = (SessionRecording(None, None, now=lambda: at) for _ in range(2))
    assert one.path == other.path  # neither has begun
    with one.open(SENSORS) as first, other.open(SENSORS) as second:
        first.write(block(Leg.LEFT))
        second.write(block(Leg.RIGHT))
    assert one.path != other.path
    assert [item.leg for item in read(one.path) if hasattr(item, "leg")] == [Leg.LEFT]
    assert [item.leg for item in read(other.path) if hasattr(item, "leg")] == [Leg.RIGHT]
