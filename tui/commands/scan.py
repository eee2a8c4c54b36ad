"""``evenstride scan``: which sensors are in range."""

import click


@click.command()
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(0, 600, min_open=True),
    metavar="S",
    default=5.0,
    show_default=True,
    help="How long to listen, seconds.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per sensor, one per line.")
def scan(timeout_s: float, as_json: bool) -> None:
    r"""List every supported sensor in range.

    \b
    Examples:
      evenstride scan
      evenstride scan --timeout 10 --json | jq -r .id
    """
    import asyncio

    from sensors.bluetooth import scan as listen
    from sensors.errors import SensorError, SensorReason
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
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print_line("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
