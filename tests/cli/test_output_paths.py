"""Tests that every command that writes a file treats its name in the same way."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from evenstride.cli.commands.options import OutputPath
from evenstride.cli.main import cli
from evenstride.recordings import samples
from tests.cli.helpers import one_sentence, run

SAMPLE = str(samples.path("hamstring-curl"))
WRITING = (
    ("export", SAMPLE, "-o", "-"),
    ("export", SAMPLE, "--to", "bids", "-o", "-"),
    ("import", SAMPLE, "-o", "-"),
    ("report", SAMPLE, "-o", "-"),
    ("report", SAMPLE, "-o", "report.html", "--plan", "-"),
    ("analyze", SAMPLE, "--output", "-"),
    ("evaluate", str(Path(SAMPLE).parent), "--output", "-"),
    ("history", "export", "-"),
    ("history", "contribute", "-o", "-"),
    ("plan", "calendar", "-o", "-"),
    ("live", "--headless", "--record", "-"),
)


def commands(of: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(of, click.Group):
        context = click.Context(of)
        for word in of.list_commands(context):
            command = of.get_command(context, word)
            assert command is not None
            yield from commands(command, f"{name} {word}".strip())
    else:
        yield name, of


def test_each_option_for_a_file_to_write_is_tried_below() -> None:
    tried = {" ".join(arg for arg in args if arg.isalpha()) for args in WRITING}
    for name, command in commands(cli):
        names = {opt for param in command.params for opt in param.opts}
        writes = any(isinstance(param.type, OutputPath) for param in command.params)
        assert writes or not names & {"-o", "--output", "--record"}, name
        assert not writes or any(args.startswith(name) for args in tried), name


@pytest.mark.parametrize("args", WRITING, ids=[" ".join(args[:2]) for args in WRITING])
def test_a_dash_is_refused_in_words_and_no_file_is_named_so(
    args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*args)
    assert refused.exit_code == 2
    assert "evenstride writes whole files, and none to standard output" in one_sentence(refused)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_rather_mistyped_than_to_be_made(tmp_path: Path) -> None:
    made = tmp_path / "missing" / "out.csv"
    for args in (
        ("import", SAMPLE),
        ("export", SAMPLE),
        ("report", SAMPLE),
        ("analyze", SAMPLE, "--output"),
    ):
        asked = (*args, made) if args[-1] == "--output" else (*args, "-o", made)
        refused = run(*asked)
        assert refused.exit_code == 1
        assert f"The folder {made.parent} does not exist; make it" in one_sentence(refused)
    assert list(tmp_path.iterdir()) == []
