"""``evenstride replay``: a recorded session as if it happened now."""

from typing import TYPE_CHECKING

import click

from tui.commands.options import (
    Command,
    check_headless,
    exercise_of,
    exercise_option,
    headless_options,
    speed_option,
)

if TYPE_CHECKING:
    from analysis.exercises import Exercise


@click.command(
    cls=Command,
    examples=(
        "evenstride replay session.csv",
        "evenstride replay --speed 4 session.csv",
        "evenstride replay --headless --json --speed max session.csv",
    ),
)
@click.argument("file", type=click.Path())
@speed_option
@headless_options
@exercise_option("Default: what the recording says, else any repeated movement.")
def replay(
    file: str, speed: float, headless: bool, as_json: bool, exercise: "Exercise | None"
) -> None:
    """Play a recording in the dashboard, or print its events."""
    check_headless(headless, as_json)
    from recordings.reader import read

    header = read(file).header
    is_chosen = exercise is not None
    exercise = exercise_of(file, header, exercise)
    if headless:
        from tui.play import play_headless

        play_headless(file, speed, exercise, as_json=as_json, is_chosen=is_chosen)
    else:
        from tui.play import play

        title = "Replay, synthetic" if header.synthetic else "Replay"
        play(file, speed, exercise, title, is_chosen=is_chosen)
