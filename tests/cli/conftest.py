"""Isolates all tests of the command line from the user's own files."""

from pathlib import Path

import pytest

from evenstride.recordings.truth_names import COUNTS_NAME
from tests.cli.studies import short


@pytest.fixture(autouse=True)
def sensors_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that remembers which sensor was on which leg."""
    folder = tmp_path.with_name(f"{tmp_path.name}-state")
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: folder)
    return folder / "sensors.json"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, which is not there yet."""
    folder = tmp_path.with_name(f"{tmp_path.name}-user") / "data"
    folder.parent.mkdir()
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: folder)
    return folder


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the user's own exercises."""
    folder = tmp_path / "configuration"
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))  # for processes that a test starts
    return folder / "exercises.toml"


@pytest.fixture(autouse=True)
def _in_its_own_time(patient: None, soon_idle: None) -> None:
    """No dashboard that a command opens is tested against the clock."""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with three recordings, one file that is none, and tables of truth."""
    folder = tmp_path / "study"
    for name in ("b/two.csv", "a/three.csv", "a-1/one.csv"):
        short(folder / name)
    (folder / "b" / "notes.csv").write_text("name,age\n")
    (folder / "b" / "readme.txt").write_text("no table")
    (folder / COUNTS_NAME).write_text("file,leg,reps\n")
    (folder / "b" / "two.truth.csv").write_text("leg,rep,start_s,end_s\n")
    return folder
