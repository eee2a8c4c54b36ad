"""Checking a device that the user asked for by its address, but that announces nothing known.

A board that its owner renamed may not announce its maker's service either: only a connection tells
its services.
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
    """Read the services of devices that are wanted by address and not yet known as sensors.

    Args:
        heard: The result of the scan; devices that turn out to be sensors are moved to those.
        wanted: The ids and names asked for.
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
