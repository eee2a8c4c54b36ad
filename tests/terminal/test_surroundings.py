"""Tests that versions of packages, for the head of the log, are found in a cheap way."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from evenstride.terminal.surroundings import installed_version, surroundings


@pytest.mark.parametrize("name", ["bleak", "textual"])
def test_a_version_is_the_one_that_the_standard_library_tells(name: str) -> None:
    assert installed_version(name) == metadata.version(name)


def test_what_is_not_installed_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bleak-4.5.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "none")])
    assert "bleak 4.5, textual not installed, Python 3" in surroundings()


def test_a_command_does_not_wait_for_a_parser_of_mail() -> None:
    code = (
        "import sys, evenstride.cli.logs; print({'importlib.metadata', 'email'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout == "set()\n"
