"""``evenstride live``: a session with sensors."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import (
    OutputPath,
    check_headless,
    exercise_option,
    headless_options,
    placement_option,
    to_rate_hz,
    to_seconds,
)

if TYPE_CHECKING:
    from evenstride.user.exercises import Choice


@click.command(
    cls=Command,
    begins_person=True,
    examples=(
        "evenstride live --exercise straight-leg-raise",
        "evenstride live --exercise inner-range-quads --placement shank",
        "evenstride live --left C4:00:00:00:00:01 --right C4:00:00:00:00:02",
        "evenstride live --left C4:00:00:00:00:01 --left-shank C4:00:00:00:00:02",
        "evenstride live --headless --json --duration 60 --record session.csv",
        "evenstride live --listen --exercise straight-leg-raise",
        "evenstride live --listen --left http://192.168.0.42:8080",
    ),
)
@click.option("--left", metavar="ID", help="The left leg's sensor: its address, UUID or name.")
@click.option("--right", metavar="ID", help="The right leg's sensor.")
@click.option("--left-shank", metavar="ID", help="A second sensor on the left leg, on its shank.")
@click.option("--right-shank", metavar="ID", help="The same on the right leg.")
@click.option(
    "--one",
    "shared",
    is_flag=True,
    help="One sensor for both legs, or the two of one leg, whenever you take it off to strap it on "
    "the other: press o in the dashboard, where that works without this option, too; with "
    "--headless, Enter. It begins on the left leg, or on that which has an ID.",
)
@click.option(
    "--listen",
    is_flag=True,
    help="Sensors on the local network too, while the session runs: a phone in the strap, or a "
    "SlimeVR tracker. The address to push to is printed. An ID may be a phone's, a tracker's MAC "
    "address, or the address that phyphox shows. "
    'It needs an extra: in the folder of evenstride, pip install ".[lan]".',
)
@exercise_option("Default: any repeated movement.")
@placement_option("Default: thigh.")
@click.option(
    "--rate",
    "rate_hz",
    callback=to_rate_hz,
    default="60",
    show_default=True,
    metavar="HZ",
    help="Samples a second; the sensor's next higher rate is used.",
)
@headless_options
@click.option(
    "--record",
    type=OutputPath(),
    metavar="PATH",
    help="Where to record; never overwritten. Default: a new file in your data folder.",
)
@click.option(
    "--duration",
    "duration_s",
    callback=to_seconds,
    metavar="S",
    help="End after so many seconds. Default: with Ctrl-C.",
)
def live(  # noqa: PLR0917 # click passes all by name
    left: str | None,
    right: str | None,
    left_shank: str | None,
    right_shank: str | None,
    shared: bool,
    listen: bool,
    choice: "Choice",
    placement: str | None,
    rate_hz: float,
    headless: bool,
    as_json: bool,
    record: Path | None,
    duration_s: float | None,
) -> None:
    """Train with your sensors: count, time, compare and record.

    One sensor, one on each leg, or two on a leg. Without IDs, each leg has its sensor of last time;
    of sensors that are new, one in range is taken for the left leg, two for both. Ctrl-C ends the
    session with everything saved.
    """
    check_headless(headless, as_json)
    named = [one for one in (left, right, left_shank, right_shank) if one is not None]
    if left is not None and left == right:
        raise click.UsageError("--left and --right name the same sensor; give each leg its own.")
    if len(set(named)) < len(named):
        raise click.UsageError("The same sensor is named in two places; give each its own.")
    for side, thigh, shank in (("left", left, left_shank), ("right", right, right_shank)):
        if shank is not None and thigh is None:
            raise click.UsageError(f"--{side}-shank goes with --{side}, the thigh's sensor.")
    if shared and None not in (left, right):
        raise click.UsageError("--one is for one leg's sensors; give those of the leg that begins.")
    if named and placement == "shank" and (left_shank or right_shank):
        raise click.UsageError("--placement is for a leg's only sensor; leave it out.")
    from evenstride.cli.live import Wanted, run, run_headless
    from evenstride.sensors.samples import Placement

    worn = Placement(placement or "thigh")
    wanted = Wanted(
        left,
        right,
        choice.wanted,
        worn,
        rate_hz,
        record,
        duration_s,
        choice.own,
        shared,
        left_shank,
        right_shank,
        listen,
    )
    if headless:
        run_headless(wanted, as_json=as_json)
    else:
        run(wanted)
