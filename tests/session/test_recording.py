"""Where a live session is kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg, SensorInfo

from evenstride.session.recording import SessionRecording, new_path
from tests.fakes.session import block

NOW = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
SENSORS = {Leg.LEFT: SensorInfo("WT901", 100.0)}


def test_two_sessions_in_one_second_have_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    first = new_path(NOW)
    first.parent.mkdir()
    first.touch()
    second = new_path(NOW)
    second.touch()
    assert second.name == f"{first.stem}-2.csv"
    assert new_path(NOW).name == f"{first.stem}-3.csv"


def test_a_recording_without_a_sample_is_removed(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path / "new" / "session.csv", None, now=lambda: NOW)
    with recording.open(SENSORS):
        assert recording.path.exists()
    assert not recording.path.exists()
    assert not recording.is_kept


def test_a_recording_with_a_sample_stays(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path / "session.csv", None, now=lambda: NOW)
    with recording.open(SENSORS) as recorder:
        recorder.write(block())
    assert recording.is_kept
    assert read(recording.path).header.started_utc == NOW


def test_what_can_not_be_created_is_said_before_a_sensor_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    for path, reason, word in (
        (tmp_path, RecordingReason.IS_A_DIRECTORY, "is a folder"),
        (file, RecordingReason.EXISTS, "exists already"),
        (file / "nope" / "session.csv", RecordingReason.CANNOT_WRITE, "that is a file"),
    ):
        with pytest.raises(RecordingError, match=word) as caught:
            SessionRecording(path, None)
        assert caught.value.reason is reason
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(RecordingError, match="you may not write there"):
        SessionRecording(tmp_path / "new" / "session.csv", None)
    assert not (tmp_path / "new").exists()


def test_a_file_that_came_up_meanwhile_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path / "session.csv", None, now=lambda: NOW)
    recording.path.write_text("dear to somebody")
    with pytest.raises(RecordingError) as caught, recording.open(SENSORS):
        raise AssertionError
    assert caught.value.reason is RecordingReason.EXISTS
    assert recording.path.read_text() == "dear to somebody"
