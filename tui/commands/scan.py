"""``evenstride scan``: which sensors are in range."""

import click

from tui.commands.options import Command, to_seconds


@click.command(
    cls=Command,
    examples=(
        "evenstride scan",
        "evenstride scan --timeout 10 --json | jq -r .id",
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
def scan(timeout_s: float, as_json: bool) -> None:
    """List every supported sensor in range."""
    import asyncio

    from sensors.bluetooth import scan as listen
    from sensors.errors import SensorError, SensorReason
    from tui.report_text import table
    from tui.streams import print_json, print_line, say

    if not as_json:
        say(f"Listening for {timeout_s:g} s …")
    found = asyncio.run(listen(timeout_s))
    if not found:
        raise SensorError(
            "No supported sensor is in range. Switch the sensor on, move it closer, and close any "
            "other program that uses it.",
            SensorReason.NOT_FOUND,
        )
    if as_json:
        for one in found:
            fields = ("id", "name", "model", "rssi", "driver")
            print_json({field: getattr(one, field) for field in fields})
        return
    rows = [("ID", "NAME", "MODEL", "RSSI", "DRIVER")]
    rows += [
        (one.id, one.name, one.model, "?" if one.rssi is None else f"{one.rssi} dBm", one.driver)
        for one in found
    ]
    for line in table(rows):
        print_line(line)
