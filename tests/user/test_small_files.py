"""Tests the program's own small files when something else is in their place."""

import os
import sys
from pathlib import Path

import pytest

from evenstride.sensors.bluetooth.remembered import RememberedSensors
from evenstride.sensors.samples import Leg, Site
from evenstride.user import settings
from evenstride.user.batteries import Batteries
from tests.cli.helpers import one_sentence, run

KINDS = ("pipe", "folder", "device", "large", "no text", "deep", "link to itself")


def spoil(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "large":
        path.write_bytes(b"[" * 2_000_000)
    elif kind == "no text":
        path.write_bytes(b"\xff\xfe\x00")
    elif kind == "deep":
        path.write_text("[" * 100_000)
    else:
        path.symlink_to(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes of POSIX")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_small_file_means_that_nothing_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / "x.json"
    spoil(path, kind)
    monkeypatch.setattr("evenstride.user.settings.settings_path", lambda: path)
    assert RememberedSensors(path).ids() == {}
    assert settings.load() == settings.Settings()
    assert Batteries(path).of("A") is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes of POSIX")
def test_a_pipe_is_replaced_by_what_is_to_be_remembered(tmp_path: Path) -> None:
    path = tmp_path / "sensors.json"
    os.mkfifo(path)
    RememberedSensors(path).keep(Leg.LEFT, "A")
    assert RememberedSensors(path).ids() == {Leg.LEFT: "A"}


def test_the_sensor_on_a_shank_is_remembered_beside_that_on_the_thigh(tmp_path: Path) -> None:
    remembered = RememberedSensors(tmp_path / "sensors.json")
    remembered.keep(Leg.LEFT, "A")
    remembered.keep(Site.LEFT_SHANK, "B")
    assert remembered.ids() == {Leg.LEFT: "A"}
    assert remembered.sites() == {Site.LEFT: "A", Site.LEFT_SHANK: "B"}
    remembered.keep(Leg.RIGHT, "B")
    assert remembered.sites() == {Site.LEFT: "A", Site.RIGHT: "B"}


def test_a_plan_of_endless_lines_is_refused_before_it_takes_minutes(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(f"title = 'x'\n{'a.' * 50_000}b = 1\n")
    refused = run("plan", "check", path)
    assert refused.exit_code == 1
    assert "its line 2 is far too long" in one_sentence(refused)
