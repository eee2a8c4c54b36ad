"""``evenstride demo``: the dashboard with no sensor at hand."""

import click

from evenstride.cli.commands.options import Command, speed_option

_DEFAULT = "straight-leg-raise"


@click.command(
    cls=Command,
    examples=(
        "evenstride demo",
        "evenstride demo --exercise single-leg-dip --speed 2",
    ),
)
@click.option(
    "--exercise",
    "exercise_id",
    metavar="ID",
    default=_DEFAULT,
    show_default=True,
    help="hamstring-curl, inner-range-quads, single-leg-dip or straight-leg-raise.",
)
@speed_option
def demo(exercise_id: str, speed: float) -> None:
    """Show the dashboard on a sample session; it is simulated, and says so."""
    from evenstride.analysis.model.exercises import find
    from evenstride.cli.replaying import play
    from evenstride.recordings import samples
    from evenstride.terminal.words import safe
    from evenstride.user.exercises import Choice

    if exercise_id not in samples.names():
        there_are = ", ".join(samples.names())
        raise click.UsageError(
            f'There is no sample session of "{safe(exercise_id)}"; there are: {there_are}.'
        )
    exercise = find(exercise_id)
    file = str(samples.path(exercise_id))
    play(file, speed, exercise, Choice(exercise), "Demo, synthetic")
