"""Tests that the program accepts the files and programs shown in the pages."""

from pathlib import Path

import pytest

from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block
from tests.cli.helpers import run
from tests.docs.pages import PAGES, ROOT, CodeBlock, blocks, name_of


def shown(page: str, language: str) -> list[CodeBlock]:
    return [block for block in blocks(ROOT / "docs" / page) if block.language == language]


def test_the_exercises_that_are_shown_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "exercises.toml"
    file.write_text(shown("exercises-and-plan.md", "toml")[0].text, encoding="utf-8")
    done = run("exercises", "--exercises", file)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "step-up" in done.stdout


def test_the_plan_that_is_shown_is_a_sound_one(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(shown("exercises-and-plan.md", "toml")[1].text, encoding="utf-8")
    assert run("plan", "check", file).exit_code == 0
    assert "Week 3" in run("plan", "show", file).stdout


def test_the_recording_that_is_shown_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "session.csv"
    file.write_text(shown("recordings.md", "")[0].text, encoding="utf-8")
    recording = read(file)
    items = list(recording)
    assert sum(len(item) for item in items if isinstance(item, Block)) == 1
    assert len(items) == 2
    assert recording.report.sentences() == []


@pytest.mark.parametrize(
    "block",
    [block for page in PAGES for block in blocks(page) if block.language == "python"],
    ids=lambda block: name_of(block.page),
)
def test_a_program_that_is_shown_is_python(block: CodeBlock) -> None:
    compile(block.text, name_of(block.page), "exec")
