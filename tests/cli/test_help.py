"""Tests that every command has help with examples, and prints it at once."""

import json
import subprocess
import sys

import click
import pytest

from evenstride.__main__ import main
from evenstride.cli.main import cli
from tests.cli.helpers import one_sentence, run

COMMANDS = cli.list_commands(click.Context(cli))

# Each takes a tenth of a second or more to import, and help needs none of them.
HEAVY = ("numpy", "scipy", "bleak", "textual", "vqf", "asyncio", "matplotlib")

PROBE = """
import json, sys, click
from evenstride.__main__ import main
from evenstride.cli.main import cli
loaded = {}
for name in ["", *cli.list_commands(click.Context(cli))]:
    try:
        cli([name, "--help"] if name else ["--help"], prog_name="evenstride")
    except SystemExit:
        loaded[name] = sorted(sys.modules)
print(json.dumps(loaded), file=sys.stderr)
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stderr)
    assert list(loaded) == ["", *COMMANDS]
    for name, modules in loaded.items():
        assert set(HEAVY).isdisjoint(modules), name


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"\nExamples:\n  evenstride {command}" in result.stdout


def test_the_commands_are_listed() -> None:
    result = run("--help")
    for command in ("analyze", "replay", "live", "demo", "scan"):
        assert f"\n  {command} " in result.stdout


def test_a_mistyped_command_is_answered_with_the_one_that_is_like_it() -> None:
    assert "'analyze'" in run("analyse").stderr


def test_help_of_a_command_that_takes_an_exercise_lists_them() -> None:
    assert "single-leg-dip" in run("analyze", "--help").stdout


def test_the_version_is_printed() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("evenstride ")


@pytest.mark.parametrize(
    "args",
    [
        ["analyse"],
        ["analyze", "--exercise", "leg-day", "session.csv"],
        ["replay", "--speed", "fast", "session.csv"],
        ["replay", "--speed", "0", "session.csv"],
        ["replay", "--speed", "-1", "session.csv"],
        ["replay", "--speed", "nan", "session.csv"],
        ["replay", "--json", "session.csv"],
        ["live", "--json"],
        ["live", "--headless", "--duration", "0"],
        ["live", "--headless", "--duration", "nan"],
        ["live", "--headless", "--duration", "soon"],
        ["scan", "--timeout", "-3"],
        ["scan", "--timeout", "inf"],
        ["demo", "--exercise", "clam"],
    ],
)
def test_wrong_usage_ends_with_exit_code_two(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_what_is_missing_is_said_with_an_example() -> None:
    for command in ("analyze", "report"):
        result = run(command)
        assert result.exit_code == 2
        assert f". For example: evenstride {command} " in result.stderr


def test_a_form_that_is_asked_for_as_an_option_is_answered_by_how_to_get_it() -> None:
    assert "--output OUT.csv" in run("analyze", "--csv", "session.csv").stderr
    assert "--to" in run("export", "--json", "session.csv").stderr
    assert "report.html" in run("report", "--html").stderr
    assert "No such option '--colour'" in run("analyze", "--colour", "session.csv").stderr


def test_an_unknown_exercise_is_answered_with_the_nearest_one() -> None:
    result = run("analyze", "--exercise", "straight-leg-rise", "session.csv")
    assert 'Did you mean "straight-leg-raise"?' in " ".join(result.stderr.split())


def test_an_unknown_exercise_can_not_paint_the_terminal() -> None:
    assert "\x1b" not in run("analyze", "--exercise", "\x1b[31mred", "session.csv").stderr


def test_without_a_terminal_the_dashboard_says_so() -> None:
    result = run()
    assert result.exit_code == 1
    assert "terminal" in one_sentence(result)


class _Stopping:
    """Stops the program as control-C does, while a module is loaded."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "evenstride.cli.main":
            raise KeyboardInterrupt


def test_control_c_while_the_command_is_loaded_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "evenstride.cli.main")
    monkeypatch.setattr(sys, "meta_path", [_Stopping(), *sys.meta_path])
    with pytest.raises(SystemExit, match="Stopped"):
        main()
