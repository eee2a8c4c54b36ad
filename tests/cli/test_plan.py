"""Tests ``plan``: the plan is shown, checked, and written as a file to change."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.analysis.model.plan import builtin_plan
from evenstride.analysis.model.summary import Comparison
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.history.keeping import open_history
from evenstride.places import history_path, plan_path
from evenstride.user.plans import load_plan
from tests.analysis.advised import EVEN, LEFT_HOLDS_LESS, part
from tests.cli.helpers import json_lines, one_sentence, run
from tests.history import histories


@pytest.fixture
def plan_file(own_file: Path) -> Path:
    """Return the path of the user's own plan."""
    path = own_file.parent / "plan.toml"
    assert plan_path() == path
    return path


@pytest.mark.parametrize("args", [("plan",), ("plan", "show")])
def test_without_a_plan_of_ones_own_the_built_in_one_is_shown(
    args: tuple[str, ...], plan_file: Path
) -> None:
    result = run(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = result.stdout.splitlines()
    assert [row.split("   ")[0].strip() for row in rows[3:7]] == [
        "Hamstring curl",
        "Inner range quads",
        "Straight leg raise",
        "Single leg dip",
    ]
    assert "4 × 15" in rows[4]
    assert "2–5 s" in rows[4]
    assert str(plan_file) in result.stdout


def test_a_plan_of_ones_own_takes_the_built_in_ones_place(plan_file: Path) -> None:
    plan_file.parent.mkdir()
    plan_file.write_text('title = "Mine"\n[bridge]\nleft_kg = 1.5\n', encoding="utf-8")
    result = run("plan")
    assert result.stdout.startswith("Mine\n")
    assert "1.5 kg" in result.stdout
    assert f"It is in {plan_file}." in result.stdout
    (shown,) = json_lines(run("plan", "--json"))
    assert shown["file"] == str(plan_file)
    assert [one["exercise"] for one in shown["exercises"]] == ["bridge"]


def test_a_written_plan_is_the_built_in_one_is_private_and_is_not_written_over(
    plan_file: Path,
) -> None:
    assert run("plan", "new").exit_code == 0
    assert load_plan() == builtin_plan()
    assert plan_file.stat().st_mode & 0o777 == 0o600
    plan_file.write_text("[clam]", encoding="utf-8")
    result = run("plan", "new")
    assert result.exit_code == 1
    assert "was not touched" in one_sentence(result)
    assert plan_file.read_text(encoding="utf-8") == "[clam]"


def test_check_finds_nothing_wrong_with_a_good_plan(plan_file: Path) -> None:
    assert "the built-in one is in use" in run("plan", "check").stdout
    run("plan", "new")
    result = run("plan", "check")
    assert (result.exit_code, result.stdout) == (
        0,
        f"{plan_file}: 4 exercises, nothing wrong.\n",
    )


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_wrong_plan_is_one_sentence_and_exit_code_1(command: str, tmp_path: Path) -> None:
    path = tmp_path / "physio.toml"
    path.write_text("[straight-leg-raise]\nset = 3\n", encoding="utf-8")
    result = run("plan", command, path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'Did you mean "sets"?' in one_sentence(result)


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_plan_that_is_not_there_is_said(command: str, tmp_path: Path) -> None:
    result = run("plan", command, tmp_path / "none.toml")
    assert result.exit_code == 1
    assert "none.toml does not exist; name a file with a plan." in one_sentence(result)


def test_a_plan_may_name_an_exercise_of_ones_own(own_file: Path, tmp_path: Path) -> None:
    own_file.parent.mkdir()
    own_file.write_text('[step-up]\ntitle = "Step up"\n', encoding="utf-8")
    path = tmp_path / "physio.toml"
    path.write_text("[step-up]\nreps = 8\n", encoding="utf-8")
    assert "Step up" in run("plan", "show", path).stdout
    named = tmp_path / "others.toml"
    named.write_text('[heel-tap]\ntitle = "Heel tap"\n', encoding="utf-8")
    path.write_text("[heel-tap]\n", encoding="utf-8")
    assert run("plan", "check", path).exit_code == 1
    assert run("plan", "check", "--exercises", named, path).exit_code == 0


@pytest.mark.parametrize("args", [("plan", "burn"), ("plan", "show", "--fast")])
def test_wrong_usage_is_exit_code_2(args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2


@pytest.mark.parametrize("command", ["show", "check", "new", "next"])
def test_each_of_its_commands_explains_itself_with_an_example(command: str) -> None:
    result = run("plan", command, "--help")
    assert result.exit_code == 0
    assert f"\nExamples:\n  evenstride plan {command}" in result.stdout


def kept(of: Comparison, left: list[int], days_ago: int, *, synthetic: bool = False) -> None:
    """A session of straight leg raises is in the user's history, the right leg's sets whole."""
    history_path().parent.mkdir(parents=True, exist_ok=True)
    recording = history_path().parent / f"{days_ago}.csv"
    recording.touch()
    with open_history() as history:
        history.add(
            recording,
            started_utc=datetime(2026, 11, 22, 9, tzinfo=UTC) - timedelta(days=days_ago),
            synthetic=synthetic,
            version="1",
            result=summary_as_json(part(left, [12, 12, 12], of), None),
            hold_targets_s={},
        )


def test_the_next_plan_has_the_advice_of_the_last_session_and_can_be_used(
    plan_file: Path, tmp_path: Path
) -> None:
    kept(EVEN, [12, 12, 12], 5)
    kept(LEFT_HOLDS_LESS, [9, 9, 9], 2)
    kept(EVEN, [5], 1, synthetic=True)
    plan_file.parent.mkdir()
    text = 'title = "My \\"own\\" – 1"\n[straight-leg-raise]\n[clam]\nrest_s = 0.5'
    plan_file.write_text(text, encoding="utf-8")
    before = plan_file.read_bytes()
    result = run("plan", "next")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "# Left held 0.6 s shorter than right (0.3–0.9 s) and did 3 × 9 of 3 × 12;" in (
        result.stdout
    )
    assert result.stdout.startswith("# Stop if it hurts.")
    assert plan_file.read_bytes() == before
    saved = tmp_path / "next.toml"
    saved.write_text(result.stdout, encoding="utf-8")
    following, now = load_plan(saved), load_plan()
    assert following.title == now.title
    assert following.of("clam") == now.of("clam")
    assert following.of("straight-leg-raise") == replace(now.exercises[0], reps=9)


def test_a_result_of_another_version_is_said_with_what_to_do(tmp_path: Path) -> None:
    found = histories.result()
    with open_history() as history:
        history.add(
            tmp_path / "1.csv",
            started_utc=datetime(2026, 11, 20, 12, tzinfo=UTC),
            synthetic=False,
            version="0",
            result=found,
        )
    kept = json.dumps({key: found[key] for key in ("exercises", "legs")})
    with closing(sqlite3.connect(history_path())) as database, database:
        database.execute("UPDATE result SET json = ?", (kept,))
    assert "evenstride history reanalyze 1" in one_sentence(run("plan", "next"))


def test_without_a_session_the_next_plan_is_the_present_one(tmp_path: Path) -> None:
    result = run("plan", "next")
    assert result.exit_code == 0
    assert "No session of these exercises" in result.stderr
    saved = tmp_path / "next.toml"
    saved.write_text(result.stdout, encoding="utf-8")
    assert load_plan(saved) == builtin_plan()


def test_advice_is_taken_over_with_every_comment_of_ones_own(plan_file: Path) -> None:
    assert (
        run("plan", "take", "--yes").stderr == "Nothing is advised yet; your plan stays as it is.\n"
    )
    kept(LEFT_HOLDS_LESS, [9, 9, 9], 2)
    plan_file.parent.mkdir()
    plan_file.write_text("[straight-leg-raise]\nreps = 12 # for now\n", encoding="utf-8")
    assert "nobody to ask" in one_sentence(run("plan", "take"))
    result = run("plan", "take", "--yes")
    assert result.stdout == "Straight leg raise: reps 12 → 9\n"
    assert str(plan_file) in result.stderr
    assert plan_file.read_text(encoding="utf-8") == "[straight-leg-raise]\nreps = 9 # for now\n"


def test_the_plan_of_a_physio_is_taken_over(plan_file: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "physio.toml"
    theirs.write_text('title = "By Mrs. Knee"\ndays = ["tue"]\n[clam]\nsets = 2', encoding="utf-8")
    result = run("plan", "take", theirs, "--yes")
    assert result.exit_code == 0
    assert "Clam: new, 2 × 10" in result.stdout
    assert load_plan() == load_plan(theirs)
    assert run("plan").stdout.startswith("By Mrs. Knee, Tuesday\n")


def test_the_training_days_are_written_as_a_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("plan", "calendar", "--days", "tue, Saturday", "--at", "7:05", "--weeks", "3")
    assert (done.exit_code, done.stdout) == (0, "training-days.ics\n")
    text = (tmp_path / "training-days.ics").read_bytes().decode()
    assert "RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU,SA\r\n" in text
    assert re.search(r"DTSTART:\d{8}T070500\r\n", text)
    assert "Straight leg raise: 3 × 12 each leg" in text.replace("\r\n ", "")
    assert "exists already" in one_sentence(run("plan", "calendar"))
    assert run("plan", "calendar", "--force", "--from", "2026-12-01").exit_code == 0
    assert "DTSTART:20261202T180000" in (tmp_path / "training-days.ics").read_text()


@pytest.mark.parametrize(
    "args", [("--days", "mon,someday"), ("--at", "25:00"), ("--days", ""), ("--weeks", "0")]
)
def test_training_days_that_there_are_not_are_wrong_usage(args: tuple[str, str]) -> None:
    assert run("plan", "calendar", *args).exit_code == 2


def test_half_a_plan_is_none(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "No space left on device" in one_sentence(run("plan", "new"))
    assert list(own_file.parent.iterdir()) == []
