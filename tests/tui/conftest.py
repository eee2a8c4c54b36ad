"""The dashboard is tested in the same surroundings everywhere."""

from pathlib import Path

import pytest
from textual import constants


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "COLORFGBG", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "config")
    # What an earlier test trained must not change whose turn it is.
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
