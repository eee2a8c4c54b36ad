"""``evenstride plan calendar``: the training days, for any calendar."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import (
    OutputPath,
    exercises_file_option,
    own_exercises,
    plan_file_argument,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evenstride.analysis.model.plan_days import Day


def _to_days(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> "Sequence[Day] | None":
    from evenstride.analysis.model.plan_days import Day

    if value is None:
        return None
    names = {day.value: day for day in Day}
    words = [word.strip().lower()[:3] for word in value.split(",")]
    unknown = [word for word in words if word not in names]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(names)}.")
    return [names[word] for word in words]


@click.command(
    cls=Command,
    examples=(
        "evenstride plan calendar",
        "evenstride plan calendar --days tue,thu,sat --at 7:30 -o training.ics",
    ),
)
@plan_file_argument
@click.option(
    "-o",
    "--output",
    "out",
    type=OutputPath(),
    metavar="FILE.ics",
    default="training-days.ics",
    show_default=True,
    help="The calendar.",
)
@click.option(
    "--days",
    callback=_to_days,
    help="The training days. Default: those of the plan; where it names none, mon,wed,fri.",
)
@click.option(
    "--at",
    type=click.DateTime(["%H:%M"]),
    metavar="HH:MM",
    default="18:00",
    show_default=True,
    help="When, by the clock on your wall.",
)
@click.option(
    "--from",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The first day that may be one. Default: today.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 520),
    default=6,
    show_default=True,
    help="For how many weeks.",
)
@exercises_file_option(is_exposed=False)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.pass_context
def calendar(
    ctx: click.Context,
    file: Path | None,
    *,
    out: Path,
    days: "Sequence[Day] | None",
    at: datetime,
    first: datetime | None,
    weeks: int,
    force: bool,
) -> None:
    """Write your training days, or those of the plan in FILE, for the calendar of your phone.

    Each has the plan's exercises in its notes, and reminds you ten minutes before. Open the file
    with your calendar, or import it there. Once more with another plan or other days, it replaces
    the days of before.
    """
    from evenstride.exporting.training_days import USUAL_DAYS, calendar_text
    from evenstride.places import plan_path
    from evenstride.terminal.streams import print_line
    from evenstride.user.exercises import title_of
    from evenstride.user.files.whole_file import write_whole
    from evenstride.user.plans import load_plan

    own = own_exercises(ctx)
    now = datetime.now().astimezone()
    found = load_plan(file, own)
    text = calendar_text(
        found,
        days or found.days or USUAL_DAYS,
        at.time(),
        first=(first or now).date(),
        weeks=weeks,
        title_of=lambda exercise: title_of(exercise, own),
        place=file or plan_path(),
        now=now,
    )
    write_whole(out, text, replace=force)
    print_line(str(out))
