"""``evenstride report``: one page for the physio."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import OutputPath, exercise_option

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice


@click.command(
    cls=Command,
    examples=(
        "evenstride report -o report.html",
        "evenstride report 11 12 -o report.html --name 'R. Unner'",
        "evenstride report -o report.pdf --plan next.toml",
        "evenstride report session.csv -o report.html --note 'Left knee sore since May'",
    ),
    writes_forms_by="The ending of -o says the form: report.html or report.pdf.",
)
@click.argument("sessions", metavar="[SESSION]...", nargs=-1, type=click.Path(readable=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=OutputPath(),
    help="Where to write it, a .html or a .pdf; an existing file stays.",
)
@click.option("--name", default="", help="Who it is about. Default: nobody is named.")
@click.option("--note", "notes", multiple=True, help="What to tell; may be given several times.")
@exercise_option("Default: what each recording says, else any repeated movement.")
@click.option("--pdf", "as_pdf", is_flag=True, help="Write a PDF, whatever FILE ends in.")
@click.option(
    "--plan",
    "next_plan",
    metavar="FILE.toml",
    type=OutputPath(),
    help="Write the plan with the advice in it as well, for the physio to change.",
)
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.pass_context
def report(  # noqa: PLR0917 # click passes all by name
    ctx: click.Context,
    sessions: tuple[str, ...],
    output: Path,
    name: str,
    notes: tuple[str, ...],
    choice: "Choice",
    as_pdf: bool,
    next_plan: Path | None,
    force: bool,
) -> None:
    """Write a report for the physio.

    It is one page of HTML, two sheets on paper. A SESSION is its number in the history or a
    recording's file; without one it is about the last six weeks. It says what was done against what
    was planned, and left against right with intervals, curves and progress. It holds all it needs:
    send it, print it, open it offline. Of you it has only what you give with --name and --note, the
    days of your sessions and the names of your sensors.

    A PDF takes an extra: in the folder of evenstride, pip install ".[report]" (65 MB). What --plan
    writes the physio can change and send back; evenstride plan take FILE.toml takes it over. A
    session that can not be used does not stop the others; the exit code is then 1.
    """
    from evenstride.report.make import make_report
    from evenstride.user.language import choose_language

    choose_language()
    is_whole = make_report(
        sessions,
        output,
        choice,
        name=name,
        notes=notes,
        force=force,
        as_pdf=as_pdf or output.suffix.lower() == ".pdf",
        next_plan=next_plan,
    )
    ctx.exit(0 if is_whole else 1)
