"""Tests that an unreadable file is a failed job and not wrong usage."""

from pathlib import Path

import pytest

from evenstride.recordings import samples
from tests.cli.helpers import json_lines, one_sentence, run

SAMPLE = samples.path("straight-leg-raise")


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is there and may not be read, also where root runs the tests."""
    path = tmp_path / "locked.csv"
    path.write_bytes(SAMPLE.read_bytes())
    opened = Path.open

    def refused(self: Path, *args: str, **options: str) -> object:
        if self.name == path.name:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    return path


@pytest.mark.parametrize("command", [("analyze",), ("replay", "--headless", "--speed", "max")])
def test_a_file_without_permission_is_said_with_exit_code_1(
    locked: Path, command: tuple[str, ...]
) -> None:
    done = run(*command, locked)
    assert done.exit_code == 1
    assert "may not be read" in one_sentence(done)


def test_among_several_it_is_an_error_row_and_the_others_are_analyzed(locked: Path) -> None:
    done = run("analyze", "--json", locked, SAMPLE)
    assert done.exit_code == 1
    refused, found = json_lines(done)
    assert refused["file"] == str(locked)
    assert "may not be read" in refused["error"]
    assert found["legs"]["left"]["count"] > 0
