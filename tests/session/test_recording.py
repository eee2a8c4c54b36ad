"""Tests recording a live session."""

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg, SensorInfo
from evenstride.session.recording import SessionRecording, new_path
from tests.fakes.disk import Disk, until
from tests.fakes.session import CountingAnalyzer, block

NOW = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
SENSORS = {Leg.LEFT: SensorInfo("WT901", 100.0)}
_, SUMMARY = CountingAnalyzer().finish()


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


def test_a_file_that_came_up_meanwhile_is_neither_overwritten_nor_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "session.csv"
    recording = SessionRecording(path, None, now=lambda: NOW)
    path.write_text("dear to somebody")
    with recording.open(SENSORS) as recorder:
        recorder.write(block())
    assert path.read_text() == "dear to somebody"
    assert recording.path == tmp_path / "session-2.csv"
    assert recording.say_outcome()
    assert capsys.readouterr().err.startswith(f"Saved {recording.path}\n")


def test_saved_is_said_only_of_what_was_read_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = SessionRecording(tmp_path / "session.csv", None, now=lambda: NOW)
    monkeypatch.setattr("evenstride.recordings.writer.RecordingWriter.is_whole", lambda _: False)
    with recording.open(SENSORS) as recorder:
        recorder.write(block())
    assert not recording.say_outcome()
    assert not recording.is_kept
    said = capsys.readouterr().err
    assert "Saved" not in said
    assert said.startswith("The recording is not saved.")


def test_what_the_disk_did_not_take_is_saved_later_and_the_result_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    disk = Disk(monkeypatch)
    recording = SessionRecording(tmp_path / "session.csv", None, now=lambda: NOW, again_s=0.001)
    disk.fault = errno.ENOSPC
    history = tmp_path / "history.sqlite3"
    history.mkdir()  # cannot be opened either
    with recording.open(SENSORS) as recorder:
        recorder.write(block())
        assert "No space left" in recorder.trouble
    recording.keep(SUMMARY)
    assert "could not be added to the history" in str(recording.problem)
    disk.fault = None
    history.rmdir()
    until(lambda: recording.problem is None and recording.path.exists())
    assert recording.say_outcome()
    assert capsys.readouterr().err == f"Saved {recording.path}\n"
    with History(history) as kept:
        assert [one.path for one in kept.sessions()] == [recording.path]


def test_a_result_goes_into_the_history_though_its_recording_could_not_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    Disk(monkeypatch).fault = errno.ENOSPC
    recording = SessionRecording(tmp_path / "session.csv", None, now=lambda: NOW)
    with recording.open(SENSORS) as recorder:
        recorder.write(block())
    recording.keep(SUMMARY)
    assert not recording.say_outcome()
    assert capsys.readouterr().err.startswith("The recording is not saved. Cannot write")
    with History(tmp_path / "history.sqlite3") as kept:
        assert len(kept.sessions()) == 1
