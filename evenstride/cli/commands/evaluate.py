"""``evenstride evaluate``: the quality of the counting, on recordings with known truth."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import OutputPath, exercise_option, one_that_ends_in

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice


@click.command(
    cls=Command,
    examples=(
        "evenstride evaluate recordings-of-others",
        "evenstride evaluate --json recordings-of-others | jq .total",
        "evenstride evaluate recordings-of-others --output legs.csv",
        "evenstride evaluate --exercise single-leg-dip recordings-of-others",
        "evenstride evaluate --hold-out s3 recordings-of-others",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(readable=False))
@exercise_option(
    "Taken for every file, and then only legs that did no reps are judged. "
    "Default: what each recording says."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every leg.")
@click.option(
    "--output",
    type=OutputPath(),
    callback=one_that_ends_in(".csv", ".parquet"),
    metavar="OUT",
    help="Write a row for each leg and setting to OUT.csv or OUT.parquet.",
)
@click.option("--force", is_flag=True, help="Replace OUT.")
@click.option(
    "--hold-out",
    metavar="PERSON",
    help="Judge one person alone, with confidence calibrated on everybody else.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes. Default: one for each processor, where there is enough to do.",
)
@click.pass_context
def evaluate(
    ctx: click.Context,
    folder: str,
    *,
    choice: "Choice",
    as_json: bool,
    output: Path | None,
    force: bool,
    hold_out: str | None,
    jobs: int | None,
) -> None:
    """Count recordings of known reps, and say how good that was.

    DIR has a table counts.csv with the columns file, leg and reps. Beside a recording NAME.csv, a
    table NAME.truth.csv may tell when each rep began and ended, and its hold and range. ZIP holds
    the same, as evenstride history contribute makes it.

    Each recording is judged as it is, and a second time with each leg alone, as if it wore the only
    sensor. Where there is nothing to count, every exercise is chosen in turn as well. In the end
    the reps are sorted by how sure they were said to be, beside how many of them were reps.

    PERSON is one of the column person, if DIR has it, else what names of files begin with. No rule
    of the counting is learnt from people, so that nothing of it changes without one of them. What
    can be learnt from the others is how sure reps are: that is fitted without PERSON.

    A file that can not be read does not stop the others; the exit code is then 1.
    """
    from evenstride.analysis.evaluating.to_json import evaluation_as_json
    from evenstride.cli.evaluation.archive import unpacked
    from evenstride.cli.evaluation.leg_table import check_leg_table, write_leg_table
    from evenstride.cli.evaluation.run import evaluate_folder
    from evenstride.cli.evaluation.tables import evaluation_text
    from evenstride.terminal.streams import print_json, print_line, say

    if output is not None:
        check_leg_table(output, force=force)
    with unpacked(Path(folder)) as place:
        found = evaluate_folder(place, choice, hold_out=hold_out, jobs=jobs)
    if output is not None:
        write_leg_table(output, found, force=force)
    wanted = None if choice.wanted is None else choice.wanted.id
    if as_json:
        errors = [{"file": one.file or None, "error": one.sentence} for one in found.problems]
        as_object = evaluation_as_json(
            folder,
            wanted,
            found.recorded,
            errors,
            alone=found.alone,
            chosen=found.chosen,
            hold_out=hold_out,
            others=found.others,
        )
        print_json(as_object)
    elif found.recorded:
        for line in evaluation_text(found, wanted, hold_out):
            print_line(line)
    for problem in found.problems:
        say(f"Error: {problem.sentence}")
    ctx.exit(1 if found.problems else 0)
