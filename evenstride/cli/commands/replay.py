"""``evenstride replay``: playing a recorded session as if it happened now."""

from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import (
    check_headless,
    exercise_option,
    headless_options,
    placement_option,
    speed_option,
)

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice


@click.command(
    cls=Command,
    examples=(
        "evenstride replay session.csv",
        "evenstride replay --speed 4 session.csv",
        "evenstride replay --headless --json --speed max session.csv",
    ),
)
@click.argument("file", type=click.Path(readable=False))
@speed_option
@headless_options
@exercise_option("Default: what the recording says, else any repeated movement.")
@placement_option("Default: what the recording says.")
def replay(  # noqa: PLR0917 # click passes all by name
    file: str,
    speed: float,
    headless: bool,
    as_json: bool,
    choice: "Choice",
    placement: str | None,
) -> None:
    """Play a recording in the dashboard, or print its events."""
    check_headless(headless, as_json)
    from evenstride.recordings.reader import read
    from evenstride.sensors.samples import Placement

    header = read(file).header
    exercise = choice.of_recording(file, header)
    worn = None if placement is None else Placement(placement)
    if headless:
        from evenstride.cli.replaying import play_headless

        play_headless(file, speed, exercise, choice, placement=worn, as_json=as_json)
    else:
        from evenstride.cli.replaying import play
        from evenstride.language import later

        title = later("Replay, simulated") if header.synthetic else later("Replay")
        play(file, speed, exercise, choice, title, placement=worn)
