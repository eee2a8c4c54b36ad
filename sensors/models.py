"""The model of a sensor, from the name in a recording, without what identifies the unit."""

import re
from typing import Final

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement

UNKNOWN: Final = "unknown"

_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")


def without_address(device: str) -> str:
    """Return a sensor's name in a recording, without the address in brackets after it."""
    return _BRACKETS.sub("", device)


def model_of(device: str) -> str:
    """Return the model of a sensor, without address and number; ``UNKNOWN`` if not recognised.

    Args:
        device: The sensor's name in a recording.
    """
    known = recognise(Advertisement(without_address(device)))
    return UNKNOWN if known is None else without_address(known[1])
