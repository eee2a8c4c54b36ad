"""Tests that keys, exercises, events and figures in the pages are those of the program."""

import json
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.reps import AttemptWhy, Flag
from evenstride.recordings.format import COLUMNS
from evenstride.recordings.samples import path
from evenstride.tui.keys import COMMON_KEYS
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from tests.cli.helpers import run
from tests.docs.pages import ROOT

DOCS = ROOT / "docs"
KEYS = [
    ("first-session.md", "Key on Today", TodayScreen),
    ("first-session.md", "Key on Sensors", SensorsScreen),
    ("first-session.md", "Key in a session", TrainingScreen),
    ("reading-the-result.md", "Key in a replay", ReplayScreen),
]
WRITTEN = {
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
    "+": "plus",
    "-": "minus",
    "?": "question_mark",
    "esc": "escape",
}
"""Keys as the pages write them, where Textual has another word."""


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def table(page: str, head: str) -> list[list[str]]:
    """The rows of the table of a page whose first column has this head."""
    lines = iter(text_of(page).splitlines())
    next(line for line in lines if line.startswith(f"| {head} |"))
    next(lines)
    return list(_rows(lines))


def _rows(lines: Iterator[str]) -> Iterator[list[str]]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def first_cells(page: str, head: str) -> set[str]:
    """Every name in the first column of a table."""
    return {name for row in table(page, head) for name in re.findall("`(.+?)`", row[0])}


def keys_of(bindings: object) -> list[tuple[str, ...]]:
    """The keys of each binding that the help has."""
    assert isinstance(bindings, list)
    told = (one for one in bindings if isinstance(one, Binding) and not one.system)
    return [tuple(one.key.split(",")) for one in told]


@pytest.mark.parametrize(("page", "head", "screen"), KEYS)
def test_the_keys_in_a_page_are_those_of_the_screen(
    page: str, head: str, screen: type[Screen[None]]
) -> None:
    told = {
        WRITTEN.get(key, key) for row in table(page, head) for key in re.findall("`(.+?)`", row[0])
    }
    own, common = keys_of(screen.BINDINGS), keys_of(COMMON_KEYS)
    assert told <= {key for keys in own + common for key in keys}
    everywhere = set(re.findall("`(.+?)`", text_of("first-session.md")))
    assert [keys for keys in own if told.isdisjoint(keys) and everywhere.isdisjoint(keys)] == []


def test_the_exercises_are_those_that_there_are_with_their_prescriptions() -> None:
    rows = table("exercises-and-plan.md", "id")
    told = {name: (row[3], row[4]) for row in rows for name in re.findall("`(.+?)`", row[0])}
    there = {}
    for name, exercise in builtin().items():
        target, most = exercise.hold_target_s, exercise.hold_target_max_s
        hold = "–" if target is None else f"{target:g}–{most:g} s" if most else f"{target:g} s"
        there[name] = (hold, f"{exercise.sets} × {exercise.reps}")
    assert told == there


def test_every_column_of_a_recording_is_told() -> None:
    told = re.findall("`(.+?)`", " ".join(row[0] for row in table("recordings.md", "Column")))
    assert tuple(told) == COLUMNS


@pytest.mark.parametrize(("head", "words"), [("Flag", Flag), ("Why", AttemptWhy)])
def test_every_word_in_a_result_is_told(head: str, words: type[StrEnum]) -> None:
    assert first_cells("recordings.md", head) == {word.value for word in words}


@pytest.fixture(scope="module")
def result() -> Any:
    """A result, as the program prints it."""
    return json.loads(run("analyze", "--json", str(path("straight-leg-raise"))).stdout)


def test_every_field_of_a_result_is_told(result: Any) -> None:
    leg = result["legs"]["left"]
    assert first_cells("recordings.md", "Field") == set(result)
    assert first_cells("recordings.md", "Field of a leg") == set(leg)
    assert first_cells("recordings.md", "Field of a rep") == set(leg["reps"][0])


def test_the_pause_that_ends_a_set_is_told() -> None:
    assert f"after {COUNTING.set_pause_s:g} seconds of rest" in text_of("troubleshooting.md")


def test_the_citation_has_the_version_of_the_program() -> None:
    citation = Path(ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {version('evenstride')}\n" in citation


def test_the_pythons_in_the_readme_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [line.rsplit(" ", 1)[1] for line in project["classifiers"] if ":: 3." in line]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {', '.join(named[:-1])} or {named[-1]}" in readme


def test_the_pictures_fetch_nothing() -> None:
    pictures = sorted((DOCS / "pictures").glob("*.svg"))
    assert pictures
    assert [one.name for one in pictures if "@font-face" in one.read_text(encoding="utf-8")] == []
