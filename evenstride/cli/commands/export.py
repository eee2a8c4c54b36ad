"""``evenstride export``: sessions for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import OutputPath, exercise_option, placement_option

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice

# The values of exporting.forms.Form and exporting.table.Of. Those modules load numpy, and help must
# come at once.
_FORMS = ("csv", "parquet", "mcap", "bids", "fit")
_OF = ("reps", "sets", "samples")
_WORKBOOKS = (".xlsx", ".xls", ".ods")


@click.command(
    cls=Command,
    examples=(
        "evenstride export session.csv",
        "evenstride export --of sets *.csv -o sets.parquet",
        "evenstride export 12 -o session.fit",
        "evenstride export --to bids monday.csv thursday.csv -o dataset",
    ),
    writes_forms_by="--to FORM or the ending of -o says the form, for instance --to csv.",
)
# Plain texts: a file that cannot be read does not stop the others, and is not a usage error.
@click.argument("files", metavar="FILE|N...", nargs=-1, required=True)
@click.option(
    "--to",
    type=click.Choice(_FORMS),
    help="What it becomes. Default: what OUT ends in, else csv.",
)
@click.option(
    "-o",
    "--output",
    "out",
    type=OutputPath(),
    metavar="OUT",
    help="The file; of bids a folder. Default: FILE's name with another ending, here.",
)
@click.option(
    "--of",
    type=click.Choice(_OF),
    help="What the rows of csv or parquet are. Default: reps.",
)
@exercise_option("Default: what the recording says, else any repeated movement.")
@placement_option("Default: what the recording says.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@click.pass_context
def export(  # noqa: PLR0917 # click names them
    ctx: click.Context,
    files: tuple[str, ...],
    to: str | None,
    out: Path | None,
    of: str | None,
    choice: "Choice",
    placement: str | None,
    force: bool,
) -> None:
    """Write sessions for other programs.

    FILE is a recording, N a session of your history.

    \b
    csv      reps, sets or samples as a table, for spreadsheets, pandas and R
    parquet  the same with types and the version of the analysis
    fit      a strength training, a set for each set of each leg, for Garmin Connect and the like
    mcap     samples, angles and reps over time, for Foxglove
    bids     samples as a data set in Motion-BIDS, for archives; one session for each FILE

    Several FILEs become one table or data set if OUT is named, and else one each. A file that can
    not be read does not stop the others; the exit code is then 1. All but csv and bids take
    packages: in the folder of evenstride, pip install ".[export]" (210 MB).
    """  # noqa: D301 # this one keeps the lines apart
    from evenstride.exporting.export import Asked, export_all
    from evenstride.exporting.forms import JOINED, TABLES, form_of
    from evenstride.exporting.table import Of
    from evenstride.sensors.samples import Placement
    from evenstride.terminal.streams import say

    if to is None and out is not None and out.suffix.lower() in _WORKBOOKS:
        raise click.UsageError(
            f"{out}: workbooks are not written. Name it {out.with_suffix('.csv').name}, which a "
            "spreadsheet opens, too."
        )
    form = form_of(to, out)
    if to is None and out is not None and out.suffix.lower() != f".{form}":
        say(f"{out} ends in no form of an export and becomes {form}; --to names another one.")
    if of is not None and form not in TABLES:
        raise click.UsageError(f"--of is for tables, csv and parquet; {form} has all there is.")
    if out is not None and len(files) > 1 and form not in JOINED:
        raise click.UsageError(f"{form} is of one session: leave out -o, or name one FILE.")
    asked = Asked(
        files=files,
        form=form,
        of=Of(of or Of.REPS),
        out=out,
        choice=choice,
        placement=None if placement is None else Placement(placement),
        force=force,
    )
    ctx.exit(0 if export_all(asked) else 1)
