"""``evenstride analyze``: what was done in recorded sessions."""

from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.options import Command, exercise_option, placement_option

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice


@click.command(
    cls=Command,
    examples=(
        "evenstride analyze session.csv",
        "evenstride analyze --json *.csv | jq .legs.left.count",
        "evenstride analyze --exercise single-leg-dip session.csv",
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@exercise_option("Default: what the recording says, else any repeated movement.")
@placement_option("Default: what the recording says.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file, one per line.")
@click.pass_context
def analyze(
    ctx: click.Context,
    files: tuple[str, ...],
    choice: "Choice",
    placement: str | None,
    as_json: bool,
) -> None:
    """Say what was done in recorded sessions, leg by leg.

    A file that can not be read does not stop the others; the exit code is then 1.
    """
    from evenstride.cli.analyzing.one_file import analyze_file
    from evenstride.sensors.samples import Placement
    from evenstride.terminal.faults import is_expected, sentence
    from evenstride.terminal.streams import print_json, say

    worn = None if placement is None else Placement(placement)
    failed = False
    for number, file in enumerate(files):
        try:
            analyze_file(file, choice, worn, as_json=as_json, is_first=number == 0)
        except BrokenPipeError:
            raise
        except Exception as error:
            if not is_expected(error) and ctx.find_root().params["debug"]:
                raise
            failed = True
            if as_json:
                print_json({"file": file, "error": sentence(error)})
            say(f"Error: {sentence(error) if is_expected(error) else f'{file}: {sentence(error)}'}")
    ctx.exit(1 if failed else 0)
