"""``evenstride exercises``: the list of exercises, and how to add one's own."""

from collections.abc import Container, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import exercises_file_option, own_exercises

if TYPE_CHECKING:
    from evenstride.analysis.model.exercises import Exercise

_EXAMPLE = (
    "[step-up]",
    'title = "Step up"',
    'thigh_at_rest = "upright"',
    "reps = 12",
    "min_range_deg = 10",
)


@click.command(
    cls=Command,
    examples=(
        "evenstride exercises",
        "evenstride exercises --exercises from-my-physio.toml",
        "evenstride exercises --json | jq -r .id",
    ),
)
@exercises_file_option(is_exposed=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per exercise and line.")
@click.pass_context
def exercises(ctx: click.Context, exercises_file: Path | None, as_json: bool) -> None:
    """List the exercises, built-in and your own.

    Your own are in a TOML file, one table for each, headed by its id in brackets: small letters,
    digits and hyphens. Under a built-in id, your values replace the built-in ones. Numbers after a
    semicolon are the defaults.

    \b
    title              the name on the screen; the only key that is needed
    thigh_at_rest      "lying", "level", "upright" or "any": between reps
    knee, hip          on the way out, for two sensors on a leg: "bends",
                       "straightens" or "straight"; "flexes", "extends" or "aside"
    sensor_moves       "up" or "down": where the way out carries a thigh's sensor
    min_range_deg      smallest turn of the thigh that can be a rep; 6
    max_range_deg      largest turn of the thigh that can be a rep; 120
    min_rep_s          shortest rep, with its hold; 1.1
    max_rep_s          longest ways out and back together, without the hold; 20
    hold_target_s      how long to hold, with hold_target_max_s for a range
    sets, reps         for each leg; 3 and 10
    both_legs          true if both legs move together
    placement          "thigh" or "shank": where the sensor sees it best
    shank_at_rest, shank_sensor_moves, shank_min_range_deg, shank_max_range_deg
                       the same for the shank, if it differs
    rest, moves        how the limb rests, and what moves, in words
    set_up, cues       lists of lines: what to prepare first; hints for each set
    unseen             a list of lines: what the sensor cannot check
    unseen_by_two      the same for two sensors on the leg
    harder             what the advice increases: of ["reps", "hold", "weight"]
    """  # noqa: D301 # keeps the lines apart
    from evenstride.places import exercises_path
    from evenstride.terminal.streams import print_json, print_line
    from evenstride.user.exercises import all_exercises

    own = own_exercises(ctx)
    path = exercises_file or exercises_path()
    is_own = {exercise.id for exercise in own}
    found = all_exercises(own).values()
    if as_json:
        for exercise in found:
            print_json(_as_json(exercise, path if exercise.id in is_own else None))
        return
    for line in _table(found, is_own):
        print_line(line)
    print_line()
    if own:
        print_line(f"Your own are in {path}.")
        return
    print_line(f"Your own belong in {path}, for instance:")
    print_line()
    for line in _EXAMPLE:
        print_line(line)


def _table(found: Iterable["Exercise"], is_own: Container[str]) -> list[str]:
    from evenstride.session.result.report_text import table
    from evenstride.terminal.outside import safe
    from evenstride.user.plan_words import hold_words

    rows = [("ID", "NAME", "EACH LEG", "HOLD", "SENSOR", "")]
    rows += [
        (
            exercise.id,
            safe(exercise.title, limit=40),
            f"{exercise.sets} × {exercise.reps}",
            hold_words(exercise.hold_target_s, exercise.hold_target_max_s) or "–",
            exercise.placement,
            "yours" if exercise.id in is_own else "",
        )
        for exercise in found
    ]
    return table(rows)


def _as_json(exercise: "Exercise", file: Path | None) -> dict[str, object]:
    return {**asdict(exercise), "file": None if file is None else str(file)}
