"""``evenstride demo``: the dashboard with no sensor at hand."""

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import speed_option


@click.command(
    cls=Command,
    begins_person=True,
    examples=(
        "evenstride demo",
        "evenstride demo --exercise single-leg-dip --speed 2",
        "evenstride demo --knee",
    ),
)
@click.option(
    "--exercise",
    "exercise_id",
    metavar="ID",
    default=None,
    help="A sample session instead: hamstring-curl, inner-range-quads, single-leg-dip or "
    "straight-leg-raise.",
)
@click.option(
    "--knee",
    is_flag=True,
    help="Leg raises of a leg with a second sensor on the shin, and then of the other leg.",
)
@speed_option
def demo(exercise_id: str | None, knee: bool, speed: float) -> None:
    """Show a simulated session; it needs no sensor.

    A minute and a half of the dashboard: sets, rests, whose turn it is, the verdict.
    """
    from evenstride.cli.replaying import play
    from evenstride.recordings import samples
    from evenstride.session.demo import TITLE, demo_of, knee_demo
    from evenstride.terminal.outside import safe
    from evenstride.user.exercises import Choice

    if knee and exercise_id is not None:
        raise click.UsageError("--knee has an exercise of its own; leave out --exercise.")
    if exercise_id is not None and exercise_id not in samples.names():
        there_are = ", ".join(samples.names())
        raise click.UsageError(
            f'There is no sample session of "{safe(exercise_id)}"; there are: {there_are}.'
        )
    shown = knee_demo() if knee else demo_of(exercise_id)
    play(str(shown.path), speed, shown.exercise, Choice(), TITLE)
