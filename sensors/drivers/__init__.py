"""One file per sensor product: how to recognise it, set it up and decode its data."""

from evenstride.sensors.drivers.adafruit import Adafruit
from evenstride.sensors.drivers.driver import Advertisement, Driver
from evenstride.sensors.drivers.edgeml import EdgeML
from evenstride.sensors.drivers.metamotion import MetaMotion
from evenstride.sensors.drivers.movella_dot import MovellaDot
from evenstride.sensors.drivers.movesense import Movesense
from evenstride.sensors.drivers.muse import Muse
from evenstride.sensors.drivers.polar import H10, OtherPolar, VeritySense
from evenstride.sensors.drivers.shimmer3r import Shimmer3R
from evenstride.sensors.drivers.thingy52 import Thingy52
from evenstride.sensors.drivers.witmotion import WitMotion

DRIVERS: tuple[Driver, ...] = (
    WitMotion(),
    MovellaDot(),
    Movesense(),
    MetaMotion(),
    Adafruit(),
    EdgeML(),
    Muse(),
    Thingy52(),
    Shimmer3R(),
    VeritySense(),
    H10(),
    OtherPolar(),
)
"""Every supported product; a device belongs to the first driver that recognises it."""


def recognise(advertisement: Advertisement) -> tuple[Driver, str] | None:
    """Return the driver and the model of a device, or None if it is not supported."""
    for driver in DRIVERS:
        model = driver.recognise(advertisement)
        if model is not None:
            return driver, model
    return None


def driver_named(name: str) -> Driver:
    """Return the driver with this name."""
    return next(driver for driver in DRIVERS if driver.name == name)
