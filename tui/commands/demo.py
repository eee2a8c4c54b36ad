"""``evenstride demo``: the dashboard with no sensor at hand."""

from typing import TYPE_CHECKING

import click

from tui.commands.options import Command, exercise_option, speed_option

if TYPE_CHECKING:
    from analysis.exercises import Exercise

_DEFAULT = "straight-leg-raise"


@click.command(
    cls=Command,
    examples=(
        "evenstride demo",
        "evenstride demo --exercise single-leg-dip --speed 2",
    ),
)
@exercise_option(f"Default: {_DEFAULT}.")
@speed_option
def demo(exercise: "Exercise | None", speed: float) -> None:
    """Show the dashboard on a sample session; it is simulated, and says so."""
    from analysis.exercises import find
    from recordings import samples
    from tui.play import play

    exercise = exercise or find(_DEFAULT)
    if exercise.id not in samples.names():
        raise click.UsageError(
            f"There is no sample session of {exercise.id}; there are: {', '.join(samples.names())}."
        )
    play(str(samples.path(exercise.id)), speed, exercise, "Demo, synthetic", is_chosen=True)
