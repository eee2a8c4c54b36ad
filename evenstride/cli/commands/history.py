"""``evenstride history``: past sessions, and commands for them."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from evenstride.cli.commands.command import Command, Group
from evenstride.cli.commands.contribute import contribute
from evenstride.cli.commands.options import (
    NUMBERS,
    YES,
    OutputPath,
    exercises_file_option,
    own_exercises,
)

_NUMBER = click.argument("number", metavar="N", type=int)


class _History(Group):
    """A group of commands in which a bare number is taken for a slip for ``show``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command.

        Raises:
            UsageError: There is none of that name; for a number, with a hint.
        """
        if args[0].isdecimal():
            raise click.UsageError(f"evenstride history show {args[0]} shows session {args[0]}.")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_History,
    default="list",
    examples=(
        "evenstride history",
        "evenstride history --csv > sessions.csv",
        "evenstride history show 12",
        "evenstride history add anna-1.csv",
        "evenstride history export training.zip",
    ),
)
def history() -> None:
    """List your sessions; show, export or delete them.

    Every live session is in the history, with the result of its analysis. All of it is on this
    computer only, in your data folder.
    """


@history.command(
    "list",
    cls=Command,
    examples=(
        "evenstride history list",
        "evenstride history --json | jq .exercises[].metrics.hold_s",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per session and line.")
@click.option("--csv", "as_csv", is_flag=True, help="A line for each exercise of each session.")
@exercises_file_option(is_exposed=False)
@click.pass_context
def list_(ctx: click.Context, as_json: bool, as_csv: bool) -> None:
    """List all sessions, oldest first."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two answers to one question; choose one.")
    from evenstride.cli.history.table import (
        misdated,
        session_json,
        session_lines,
        sessions_csv,
    )
    from evenstride.history.keeping import open_history
    from evenstride.session.rebuild import say_left_out
    from evenstride.terminal.streams import print_json, print_line, print_raw, say

    with open_history() as found:
        sessions = found.sessions()
    if as_json:
        for session in sessions:
            print_json(session_json(session))
    elif as_csv:
        for line in sessions_csv(sessions):
            print_raw(line)
    elif sessions:
        for line in session_lines(sessions, own_exercises(ctx)):
            print_line(line)
    else:
        print_line("There is no session yet. evenstride begins one.")
    for remark in misdated(sessions, datetime.now(UTC)):
        say(remark)
    say_left_out()


@history.command(
    cls=Command,
    examples=("evenstride history show 12", "evenstride history show 12 --json | jq .comparison"),
)
@_NUMBER
@click.option("--analysis", "version", metavar="VERSION", help="An older result of it.")
@click.option("--json", "as_json", is_flag=True, help="As evenstride analyze --json prints it.")
@exercises_file_option(is_exposed=False)
@click.pass_context
def show(ctx: click.Context, number: int, version: str | None, as_json: bool) -> None:
    """Show what was found in session N, by the newest analysis of it."""
    from evenstride.cli.history.show import show_session
    from evenstride.history.keeping import open_history
    from evenstride.terminal.streams import print_json, print_line

    with open_history() as found:
        session = found.get(number)
        result = found.result_json(number, version)
    if result is None:
        there = ", ".join(session.versions) or "none"
        raise click.BadParameter(
            f"There is no such analysis of session {number}; there are: {there}.",
            param_hint="--analysis",
        )
    if as_json:
        print_json({**result, "file": str(session.path)})
        return
    for line in show_session(session, result, version, own_exercises(ctx)):
        print_line(line)


@history.command(
    cls=Command,
    examples=('evenstride history note 12 "knee a bit sore on the stairs"',),
)
@_NUMBER
@click.argument("text", metavar="TEXT")
def note(number: int, text: str) -> None:
    """Write a note about session N, in place of the one before; "" takes it away."""
    from evenstride.history.keeping import open_history
    from evenstride.terminal.outside import safe
    from evenstride.terminal.streams import say

    kept = safe(text, limit=1000)
    with open_history() as found:
        found.write_note(number, kept)
    say(f"Session {number}: {kept or 'no note any more.'}")


@history.command(
    cls=Command,
    examples=("evenstride history delete 12", "evenstride history delete --all"),
)
@NUMBERS
@click.option("--all", "everything", is_flag=True, help="All sessions and all recordings.")
@YES
def delete(numbers: Sequence[int], everything: bool, yes: bool) -> None:
    """Delete sessions with their results and recordings. It asks first, and can not be undone.

    A recording that is not in your data folder, because you said --record, stays where it is.
    """
    if bool(numbers) == everything:
        raise click.UsageError("Say which: the numbers of sessions, or --all.")
    from evenstride.cli.history.delete import run_delete, run_delete_all

    if everything:
        run_delete_all(is_sure=yes)
    else:
        run_delete(numbers, is_sure=yes)


@history.command(
    cls=Command,
    examples=("evenstride history export training.zip", "evenstride history export training/"),
)
@click.argument("to", metavar="DEST", type=OutputPath())
def export(to: Path) -> None:
    """Write all sessions, results and recordings to DEST: a zip file, or a folder."""
    from evenstride.cli.history.export import export as write
    from evenstride.history.keeping import open_history
    from evenstride.terminal.streams import say

    with open_history() as found:
        count, missing = write(found, to)
    for session in missing:
        there = "is no recording in your data folder, so it stays out: "
        why = there if os.path.lexists(session.path) else "is gone from "
        say(f"Session {session.number}: its recording {why}{session.path}.")
    say(f"Exported {count} session{'s' * (count != 1)} to {to}.")


history.add_command(contribute)


@history.command(
    cls=Command,
    examples=("evenstride history accuracy", "evenstride history accuracy --json"),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@exercises_file_option(is_exposed=False)
@click.pass_context
def accuracy(ctx: click.Context, as_json: bool) -> None:
    """Say how well you were counted, by your own corrections."""
    from evenstride.cli.history.accuracy import accuracy_json, accuracy_lines, corrected_counts
    from evenstride.terminal.streams import print_json, print_line

    sessions = corrected_counts()
    if as_json:
        print_json(accuracy_json(sessions))
    else:
        for line in accuracy_lines(sessions, own_exercises(ctx)):
            print_line(line)


@history.command(
    cls=Command,
    examples=("evenstride history add --person anna anna-1.csv anna-2.csv",),
    begins_person=True,
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(readable=False, path_type=Path),
)
@exercises_file_option(is_exposed=False)
@click.pass_context
def add(ctx: click.Context, files: Sequence[Path]) -> None:
    """Add recordings that came from elsewhere, by mail or on a stick.

    Each is analyzed and copied into your data folder; FILE stays where it is. What the history has
    already, under whatever name, is passed over.
    """
    from evenstride.session.adding import run_add

    ctx.exit(0 if run_add(files, own_exercises(ctx)) else 1)


@history.command(cls=Command, examples=("evenstride history rebuild",))
@exercises_file_option(is_exposed=False)
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Add recordings that are not in the history, and rebuild a damaged history.

    A session whose program was killed, or whose computer lost its power, is recorded and not yet
    in the history. A damaged history is moved aside; what can be read of it is kept.
    """
    from evenstride.session.rebuild import run_rebuild

    ctx.exit(0 if run_rebuild(own_exercises(ctx)) else 1)


@history.command(
    cls=Command,
    examples=("evenstride history reanalyze", "evenstride history reanalyze 3 4"),
)
@NUMBERS
@exercises_file_option(is_exposed=False)
@click.pass_context
def reanalyze(ctx: click.Context, numbers: Sequence[int]) -> None:
    """Analyze sessions again; without numbers, all whose newest result is of an older version.

    Older results are kept: history show N tells which there are.
    """
    from evenstride.session.rebuild import run_reanalyze

    ctx.exit(0 if run_reanalyze(numbers, own_exercises(ctx)) else 1)
