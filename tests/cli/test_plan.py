"""``evenstride plan``: the plan is shown, checked, and written as a file to change."""

from pathlib import Path

import pytest

from analysis.plan import builtin_plan
from tests.cli.helpers import json_lines, one_sentence, run
from tui.plans import load_plan, plan_path


@pytest.fixture
def plan_file(own_file: Path) -> Path:
    """Where the user's own plan would be."""
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


@pytest.mark.parametrize("command", ["show", "check", "new"])
def test_each_of_its_commands_explains_itself_with_an_example(command: str) -> None:
    result = run("plan", command, "--help")
    assert result.exit_code == 0
    assert f"\nExamples:\n  evenstride plan {command}" in result.stdout
