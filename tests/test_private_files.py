"""Tests that only the user can read the stored files: folders are 0700, files 0600."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from evenstride.recordings.format import Header
from evenstride.recordings.private import make_private_folder
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.bluetooth import RememberedSensors
from evenstride.sensors.samples import Leg
from evenstride.user import settings
from evenstride.user.batteries import Batteries

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")


@pytest.fixture(autouse=True)
def _usual_mask() -> Iterator[None]:
    """New files are readable by everybody, as is usual."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {
        one.relative_to(folder).as_posix(): stat.S_IMODE(one.stat().st_mode)
        for one in folder.rglob("*")
    }


def test_settings_are_for_the_user_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "evenstride" / "settings.json"
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: path.parent)
    settings.remember(voice=True)
    assert modes(tmp_path) == {"evenstride": 0o700, "evenstride/settings.json": 0o600}
    assert settings.load().voice


def test_settings_of_an_earlier_version_become_the_users_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "evenstride" / "settings.json"
    path.parent.mkdir(mode=0o755)
    path.write_text('{"voice": true}')
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: path.parent)
    settings.remember(sound=False)
    assert modes(tmp_path) == {"evenstride": 0o700, "evenstride/settings.json": 0o600}
    assert settings.load() == settings.Settings(sound=False, voice=True)


def test_what_is_known_of_sensors_is_for_the_user_only(tmp_path: Path) -> None:
    folder = tmp_path / "evenstride"
    RememberedSensors(folder / "sensors.json").keep(Leg.LEFT, "C4:00:00:00:00:01")
    Batteries(folder / "batteries.json").keep("C4:00:00:00:00:01", 50)
    assert modes(tmp_path) == {
        "evenstride": 0o700,
        "evenstride/sensors.json": 0o600,
        "evenstride/batteries.json": 0o600,
    }


def test_folders_that_are_made_for_a_recording_are_for_the_user_only(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    with RecordingWriter(there / "a" / "b" / "x.csv", Header(sensors={})):
        pass
    assert modes(tmp_path) == {
        "there": 0o755,
        "there/a": 0o700,
        "there/a/b": 0o700,
        "there/a/b/x.csv": 0o600,
    }


def test_a_folder_that_others_may_look_into_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_private_folder(folder)
    folder.chmod(0o755)
    make_private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
