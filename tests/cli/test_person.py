"""Tests that ``--person`` keeps the data of people in one household apart."""

import os
from pathlib import Path

import click
import pytest

from evenstride import places
from evenstride.cli.commands.person import check_person
from evenstride.history import History
from evenstride.recordings import samples
from evenstride.user import settings
from tests.cli.helpers import Terminal, run
from tests.history.histories import add


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("data", "config", "state"):
        folder = tmp_path / kind
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", lambda *_, here=folder, **__: here)
    monkeypatch.delenv(places.PERSON, raising=False)


def test_each_person_has_a_history_and_a_plan_of_their_own() -> None:
    with History(places.history_path()) as history:
        add(history)
    assert "Straight leg raise" in run("history").stdout
    assert run("plan", "new", "--person", "anna").exit_code == 0
    of_anna = run("history", "--person", "Anna")
    assert of_anna.stdout.startswith("There is no session yet.")
    assert of_anna.stderr == ""
    assert "people" in run("--person", "anna", "plan").stdout
    assert "This is the built-in plan" in run("plan").stdout
    assert places.PERSON not in os.environ


def everything(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix != ".log")


@pytest.mark.parametrize(
    "args",
    [
        *(["history"], ["history", "show", "1"], ["history", "rebuild"], ["plan"]),
        *(["plan", "next"], ["report", "-o", "report.html"], ["exercises"]),
        ["analyze", str(samples.path("hamstring-curl"))],
    ],
    ids=" ".join,
)
def test_a_name_that_was_mistyped_is_nobody_and_makes_nothing(
    args: list[str], tmp_path: Path
) -> None:
    run("plan", "new", "--person", "anna")
    before = everything(tmp_path)
    for refused in (run(*args, "--person", "ana"), run("--person", "ana", *args)):
        assert refused.exit_code == 2
        assert "There is nobody named ana; there are: anna." in refused.stderr
        assert refused.stdout == ""
    assert everything(tmp_path) == before


def test_somebody_new_is_told_to_be_new_where_one_may_begin() -> None:
    said = run("plan", "new", "--person", "anna").stderr
    assert said == (
        "Nothing of anna is here yet; this is a new person's. Nobody else has a name here.\n"
    )
    said = run("language", "--person", "ben").stderr
    assert said == "Nothing of ben is here yet; this is a new person's. There are: anna.\n"


@pytest.mark.parametrize("begins", [True, False])
def test_on_a_terminal_who_is_new_is_asked_about(
    monkeypatch: pytest.MonkeyPatch, begins: bool
) -> None:
    run("plan", "new", "--person", "anna")
    monkeypatch.setenv(places.PERSON, "ben")
    asked: list[str] = []

    def confirm(question: str, **_: object) -> bool:
        asked.append(question)
        return begins

    monkeypatch.setattr("click.confirm", confirm)
    monkeypatch.setattr("sys.stdin", Terminal())
    if begins:
        check_person(may_begin=True)
    else:
        with pytest.raises(click.exceptions.Exit):
            check_person(may_begin=True)
    assert asked == ["There is nobody named ben yet; there are: anna. Begin as ben?"]
    assert places.people() == ("anna",)


@pytest.mark.parametrize("name", ["", "../anna", ".", "a b", "-a", "x" * 41, "con", "Lpt1"])
def test_a_name_that_is_no_folders_is_refused(name: str) -> None:
    refused = run("plan", "--person", name)
    assert refused.exit_code == 2
    assert "use letters, digits and hyphens" in refused.stderr


def test_a_name_of_any_script_is_one_however_its_accents_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = []
    for name in ("J\u00fcrgen", "ju\u0308rgen", "\u092e\u0940\u0928\u093e"):
        monkeypatch.setenv(places.PERSON, name)
        found.append(places.plan_path().parent.name)
    assert found == ["j\u00fcrgen", "j\u00fcrgen", "\u092e\u0940\u0928\u093e"]


def test_settings_are_a_persons_and_sensors_are_everybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    sensors, recordings = places.sensors_path(), places.recordings_folder()
    settings.remember(voice=True)
    monkeypatch.setenv(places.PERSON, "ben")
    assert not settings.load().voice
    assert places.sensors_path() == sensors
    assert places.recordings_folder() != recordings
    monkeypatch.setenv(places.PERSON, "../ben")
    refused = run("plan")
    assert refused.exit_code == 2
    assert "'../ben' is no name of a folder" in refused.stderr
