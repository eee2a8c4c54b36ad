"""What holds for all tests of the command line: nothing of whoever runs them is read or changed."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def sensors_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is remembered which sensor was on which leg."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: folder)
    return folder / "sensors.json"


@pytest.fixture(autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, which is not there yet."""
    folder = tmp_path_factory.mktemp("user") / "data"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: folder)
    return folder


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own exercises would be."""
    folder = tmp_path / "configuration"
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))  # for processes that a test starts
    return folder / "exercises.toml"


@pytest.fixture(autouse=True)
def _in_its_own_time(patient: None, soon_idle: None) -> None:
    """No dashboard that a command opens is tested against the clock."""
