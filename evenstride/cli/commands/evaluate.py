"""``evenstride evaluate``: how good the counting is, on recordings of which the truth is known."""

from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.options import Command, exercise_option

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice


@click.command(
    cls=Command,
    examples=(
        "evenstride evaluate recordings-of-others",
        "evenstride evaluate --json recordings-of-others | jq .total",
        "evenstride evaluate --exercise single-leg-dip recordings-of-others",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path())
@exercise_option(
    "Taken for every file, and then only legs that did no reps are judged. "
    "Default: what each recording says."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every leg.")
@click.pass_context
def evaluate(ctx: click.Context, folder: str, choice: "Choice", as_json: bool) -> None:
    """Count recordings of which the truth is known, and say how good that was.

    DIR has a table counts.csv with the columns file, leg and reps. Beside a recording NAME.csv, a
    table NAME.truth.csv may tell when each rep began and ended, and its hold and range.

    A file that can not be read does not stop the others; the exit code is then 1.
    """
    from pathlib import Path

    from evenstride.analysis.evaluating.to_json import evaluation_as_json
    from evenstride.cli.evaluation.run import evaluate_folder
    from evenstride.cli.evaluation.tables import evaluation_text
    from evenstride.terminal.streams import print_json, print_line, say

    debug: bool = ctx.find_root().params["debug"]
    found = evaluate_folder(Path(folder), choice, is_debug=debug)
    wanted = None if choice.wanted is None else choice.wanted.id
    if as_json:
        errors = [{"file": one.file or None, "error": one.sentence} for one in found.problems]
        print_json(evaluation_as_json(folder, wanted, found.outcomes, errors))
    elif found.outcomes:
        for line in evaluation_text(found.outcomes, wanted):
            print_line(line)
    for problem in found.problems:
        say(f"Error: {problem.sentence}")
    ctx.exit(1 if found.problems else 0)
