"""What a sensor is, of the name that a recording keeps, without what tells one from another."""

import re
from typing import Final

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement

UNKNOWN: Final = "unknown"

_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")


def without_address(device: str) -> str:
    """A sensor's name as a recording has it, without the address in brackets behind it."""
    return _BRACKETS.sub("", device)


def model_of(device: str) -> str:
    """The model of a sensor, without address and number; ``UNKNOWN`` where none is known.

    Args:
        device: As a recording has it.
    """
    known = recognise(Advertisement(without_address(device)))
    return UNKNOWN if known is None else without_address(known[1])
