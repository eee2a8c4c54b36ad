"""``evenstride import``: making a recording from exports of other products."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import OutputPath, exercise_option, placement_option

if TYPE_CHECKING:
    from evenstride.recordings.vendor.mapped import ColumnMap
    from evenstride.user.exercises import Choice


def _to_columns(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> "ColumnMap | None":
    if value is None:
        return None
    from evenstride.recordings.vendor.mapped import parsed, parsed_toml
    from evenstride.sensors.errors import EvenstrideError
    from evenstride.user.files.own_file import read_own_text

    try:
        if value.endswith(".toml"):
            return parsed_toml(read_own_text(Path(value), "a file of columns"))
        return parsed(value)
    except EvenstrideError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    name="import",
    cls=Command,
    examples=(
        "evenstride import LFemur.csv RFemur.csv -o session.csv",
        "evenstride import --left phone-export.zip -o session.csv",
        'evenstride import --columns "t = time ms; acc = ax ay az g" log.csv -o session.csv',
    ),
)
@click.argument(
    "sources", metavar="SRC...", nargs=-1, type=click.Path(path_type=Path, readable=False)
)
@click.option(
    "-o",
    "--output",
    "out",
    type=OutputPath(),
    metavar="OUT",
    help="The recording. Default: the first SRC's name with .recording.csv, here.",
)
@click.option(
    "--left",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SRC",
    help="An export of the left leg's sensor; may be said again for a second file of it.",
)
@click.option(
    "--right",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SRC",
    help="The same of the right leg.",
)
@click.option(
    "--left-shank",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SRC",
    help="An export of a second sensor on the left leg, on its shank.",
)
@click.option(
    "--right-shank",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SRC",
    help="The same of the right leg.",
)
@exercise_option("Default: not known.")
@placement_option("Default: thigh.")
@click.option(
    "--columns",
    callback=_to_columns,
    metavar="MAP|FILE.toml",
    help="Which columns of any table hold time, acceleration and rate, each with its unit last.",
)
@click.pass_context
def import_(
    ctx: click.Context,
    sources: tuple[Path, ...],
    *,
    out: Path | None,
    left: tuple[Path, ...],
    right: tuple[Path, ...],
    left_shank: tuple[Path, ...],
    right_shank: tuple[Path, ...],
    choice: "Choice",
    placement: str | None,
    columns: "ColumnMap | None",
) -> None:
    """Make a recording of exports of other products.

    SRC is a file, a folder or a zip, and is told by its content. Read are Movella DOT, Xsens MT,
    MbientLab MetaBase, Sensor Logger, phyphox, Physics Toolbox, Polar Sensor Logger, Movesense
    Showcase, WitMotion, Shimmer Consensys, x-io, Axivity, the data sets UCI Physical Therapy
    Exercises and MEx, and any table with --columns.

    Values change in nothing but their units. What is inferred (a side from a name, a unit from
    gravity), joined, derived or left out is said.
    """
    from evenstride.cli.importing import write_import
    from evenstride.sensors.samples import Leg, Placement
    from evenstride.terminal.streams import print_line, say

    if not (sources or left or right):
        raise click.UsageError("Name an export: SRC, --left SRC or --right SRC.", ctx)
    first = (*sources, *left, *right)[0]
    target = out or Path(f"{first.stem}.recording.csv")
    remarks = write_import(
        target,
        sources,
        {Leg.LEFT: left, Leg.RIGHT: right},
        columns,
        exercise=None if choice.wanted is None else choice.wanted.id,
        placement=Placement(placement or Placement.THIGH),
        shanks={Leg.LEFT: left_shank, Leg.RIGHT: right_shank},
    )
    for remark in remarks:
        say(f"{remark}.")
    print_line(str(target))
