"""``evenstride scan``: listing the sensors in range."""

from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import to_seconds

if TYPE_CHECKING:
    from evenstride.cli.scanning import Seen
    from evenstride.sensors.bluetooth import FoundSensor


_SHORTEST_NAME = 8


@click.command(
    cls=Command,
    begins_person=True,
    examples=(
        "evenstride scan",
        "evenstride scan --timeout 10 --json | jq -r .id",
        "evenstride scan --legs",
        "evenstride scan --listen --timeout 60",
    ),
)
@click.option(
    "--timeout",
    "timeout_s",
    callback=to_seconds,
    metavar="S",
    default="5",
    show_default=True,
    help="How long to listen, seconds.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per sensor, one per line.")
@click.option("--all", "with_others", is_flag=True, help="List devices that it can not use, too.")
@click.option(
    "--legs",
    "by_moving",
    is_flag=True,
    help="Find out which of two sensors is on which leg, for the next session: you are asked to "
    "lift the left one.",
)
@click.option(
    "--listen",
    is_flag=True,
    help="Sensors on the local network too: phones that push meanwhile, and trackers that ask. It "
    'needs an extra: in the folder of evenstride, pip install ".[lan]".',
)
def scan(timeout_s: float, as_json: bool, with_others: bool, by_moving: bool, listen: bool) -> None:
    """List every supported sensor in range."""
    from evenstride.sensors.bluetooth import scan as scan_bluetooth
    from evenstride.sensors.drivers.unsupported import in_range
    from evenstride.sensors.errors import SensorError, SensorReason
    from evenstride.session.result.report_text import table
    from evenstride.terminal.outside import cells, cut
    from evenstride.terminal.stopping import run_to_end, until_stopped
    from evenstride.terminal.streams import print_json, print_line, say, terminal_columns

    if by_moving:
        _find_legs(timeout_s, as_json)
        return
    if not as_json:
        say(f"Listening for {timeout_s:g} s …")
    on_network: list[Seen] = []
    if listen:
        from evenstride.cli.scanning import scan_both

        found, others, on_network = run_to_end(until_stopped(scan_both(timeout_s)))
    else:
        found, others = run_to_end(until_stopped(scan_bluetooth(timeout_s)))
    told = in_range(others.values())
    if not with_others:
        others = {}
    if not found and not others and not on_network:
        raise SensorError(
            "No supported sensor is in range. Switch the sensor on, move it closer, and close any "
            f"other program that uses it. {told}".rstrip(),
            SensorReason.NOT_FOUND,
        )
    everyone: list[FoundSensor | Seen] = [*found, *on_network]
    if as_json:
        for one in everyone:
            fields = ("id", "name", "model", "rssi", "driver")
            print_json({field: getattr(one, field) for field in fields})
        for device_id, name in others.items():
            print_json({"id": device_id, "name": name, "model": None, "rssi": None, "driver": None})
        return
    rows = [("ID", "NAME", "MODEL", "RSSI", "DRIVER")]
    rows += [
        (one.id, one.name, one.model, "?" if one.rssi is None else f"{one.rssi} dBm", one.driver)
        for one in everyone
    ]
    rows += [(device_id, name, "", "", "not supported") for device_id, name in others.items()]
    room = terminal_columns()
    too_wide = max(map(cells, table(rows))) - room if room else 0
    longest = max(cells(row[1]) for row in rows)
    if 0 < too_wide <= longest - _SHORTEST_NAME:
        # A table with broken lines is unreadable, so the names are cut.
        rows = [(row[0], cut(row[1], longest - too_wide), *row[2:]) for row in rows]
    for line in table(rows):
        print_line(line)


def _find_legs(timeout_s: float, as_json: bool) -> None:
    from evenstride.places import sensors_path
    from evenstride.sensors.bluetooth import RememberedSensors, find_legs
    from evenstride.terminal.stopping import run_to_end, until_stopped
    from evenstride.terminal.streams import print_json, print_line, say

    say("Strap both sensors on, lie or sit down, and keep both legs still.")
    finding = find_legs(
        RememberedSensors(sensors_path()),
        lambda: say("Now lift your left leg."),
        scan_s=timeout_s,
    )
    legs = run_to_end(until_stopped(finding))
    for leg, sensor in legs.items():
        if as_json:
            print_json({"leg": leg.value, "id": sensor.id, "name": sensor.name})
        else:
            print_line(f"{leg:5}  {sensor.name} ({sensor.id})")
    say("The next session without --left and --right will use them so.")
