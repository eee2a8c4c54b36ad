"""What holds for all tests of the command line."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own exercises would be: never those of whoever runs the tests."""
    folder = tmp_path / "configuration"
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))  # for processes that a test starts
    return folder / "exercises.toml"
