"""``evenstride history contribute``: sessions for an open data set."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import NUMBERS, YES, OutputPath

_AGE_GROUPS: Final = ("0-17", "18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")


@click.command(
    cls=Command,
    examples=(
        "evenstride history contribute -o contribution.zip",
        "evenstride history contribute 3 4 -o contribution.zip --age-group 40-49 --side left",
    ),
)
@NUMBERS
@click.option(
    "-o",
    "--output",
    "out",
    type=OutputPath(),
    metavar="FILE.zip",
    required=True,
    help="The archive.",
)
@click.option("--age-group", type=click.Choice(_AGE_GROUPS), help="Your age, about.")
@click.option(
    "--side",
    type=click.Choice(["left", "right", "both", "neither"]),
    help="Which knee is sore.",
)
@click.option(
    "--strap", default="", metavar="TEXT", help='How the sensors are strapped on: "elastic band".'
)
@YES
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.pass_context
def contribute(
    ctx: click.Context,
    numbers: Sequence[int],
    *,
    out: Path,
    age_group: str | None,
    side: str | None,
    strap: str,
    yes: bool,
    force: bool,
) -> None:
    """Pack sessions N for an open data set; without numbers, all that were not simulated.

    In the archive are the samples, times from zero, sensors by their models, and the counts with
    your corrections. Names, dates, addresses, notes and what you felt are not; age group, side and
    strap only if you say them here. All of it but the samples is shown, and you are asked, before
    it is written. Nothing is sent anywhere: docs/contribute.md tells how to share it, and under
    which licence.
    """
    from evenstride.cli.history.contribute import random_name, run_contribute
    from evenstride.history.contribution import Person
    from evenstride.terminal.outside import safe

    typed = Person(random_name(), age_group or "", side or "", safe(strap))
    ctx.exit(0 if run_contribute(numbers, out, typed=typed, is_sure=yes, force=force) else 1)
