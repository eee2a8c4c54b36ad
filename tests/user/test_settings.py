"""Tests storing the user's choices."""

import json
from pathlib import Path

import pytest

from evenstride.places import settings_path
from evenstride.user import settings
from evenstride.user.settings import Settings
from tests.cli.helpers import one_sentence, run


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"sound": "no", "more": 1}', "\x00", "[" * 100_000]
)
def test_damaged_settings_are_as_at_first(content: str) -> None:
    settings_path().parent.mkdir()
    settings_path().write_text(content)
    assert settings.load() == Settings()


def test_settings_that_can_not_be_kept_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the way")
    assert not settings.save(Settings(sound=False))
    assert settings.load() == Settings()
    refused = run("language", "de")
    assert refused.exit_code == 1
    assert "The language can not be kept" in one_sentence(refused)


def test_settings_are_plain_json() -> None:
    settings.save(Settings(sound=False))
    kept = json.loads(settings_path().read_text())
    assert kept["sound"] is False
    assert all(isinstance(value, bool | str) for value in kept.values())
