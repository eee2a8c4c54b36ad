"""Tests where a user's files are, also if the system knows no place for them."""

from pathlib import Path

import pytest

from evenstride.places import folders_for_files, history_path, log_path, plan_path
from evenstride.recordings import samples
from tests.cli.helpers import run


def test_a_user_without_a_home_can_analyze(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unknown(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    def relative(*_: object, **__: object) -> Path:
        return Path("~/.local/state/evenstride")

    monkeypatch.chdir(tmp_path)
    for kind in ("data", "config", "downloads", "desktop"):
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", unknown)
    monkeypatch.setattr("platformdirs.user_state_path", relative)
    monkeypatch.setattr(Path, "home", unknown)
    for path in (history_path(), log_path(), plan_path(), *folders_for_files()):
        assert path.is_absolute()
    assert run("analyze", "--json", samples.path("single-leg-dip")).exit_code == 0
    assert run("--help").exit_code == 0
    assert list(tmp_path.iterdir()) == []
