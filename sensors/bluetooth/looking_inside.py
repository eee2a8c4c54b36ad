"""What a device is that the user asked for by its address, and that announces nothing known.

A board that its owner renamed may not announce its maker's service either: it has to be connected
to for that.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress

from evenstride.sensors.bluetooth.assignment import is_id
from evenstride.sensors.bluetooth.connection import Connection
from evenstride.sensors.bluetooth.scanning import Heard, take
from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.unsupported import why_not
from evenstride.sensors.errors import SensorError

_log = logging.getLogger(__name__)


async def look_inside(heard: Heard, wanted: Iterable[str | None]) -> None:
    """Take the services of each device that is wanted by its address and is no sensor so far.

    Args:
        heard: What the scan heard; those that turn out to be sensors are among them then.
        wanted: What was asked for.
    """
    asked = [want for want in wanted if want is not None]
    for address, name in list(heard.others.items()):
        if why_not(name) or not any(is_id(address, want) for want in asked):
            continue
        device = heard.devices[address]
        connection = Connection(device, lambda *_: None)
        with suppress(SensorError):
            try:
                await connection.open()
                _log.info("%s announces no service that is known: it is asked for them", address)
                take(heard, device, Advertisement("", connection.services), None)
            finally:
                await connection.close()
