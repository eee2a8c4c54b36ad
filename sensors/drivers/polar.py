"""Polar Verity Sense (six axes), H10, OH1 and 360 (acceleration only): which of them a device is.

All collect samples and send many at a time, the Verity Sense about 70: good for recording, too
late for cues while you move. What they send is in ``polar_sensor``.
"""

from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.polar_pmd import at_least
from evenstride.sensors.drivers.polar_sensor import PolarSensor

SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
# The maker's number among the services; its watches, which send nothing here, announce it as well.
_MAKERS_SERVICE = "0000feee-0000-1000-8000-00805f9b34fb"


class VeritySense:
    """The driver for the Verity Sense.

    It has 104 Hz and more in its mode for developers only. With less than 52 Hz it would be
    silent for longer than a lost sensor.
    """

    name = "Polar Verity Sense"
    rates_hz = (52.0, 104.0, 208.0, 416.0)

    def recognise(self, advertisement: Advertisement) -> str | None:
        """By the name, which ends in the serial number."""
        is_it = advertisement.name.startswith(("Polar Sense", "Polar Verity Sense"))
        return "Verity Sense (in bursts: too late for live cues)" if is_it else None

    def rate_hz(self, wanted_hz: float) -> float:
        """52, 104, 208 or 416 Hz."""
        return at_least(self.rates_hz, wanted_hz)

    def sensor(self, rate_hz: float) -> "PolarSensor":
        """A sensor that shall stream at one of its rates."""
        return PolarSensor(rate_hz)


class H10:
    """The driver for the chest belt H10."""

    name = "Polar H10"
    rates_hz = (25.0, 50.0, 100.0, 200.0)

    def recognise(self, advertisement: Advertisement) -> str | None:
        """By the name, which ends in the serial number."""
        is_it = advertisement.name.startswith("Polar H10")
        return "H10 (no gyroscope; in bursts: too late for live cues)" if is_it else None

    def rate_hz(self, wanted_hz: float) -> float:
        """25, 50, 100 or 200 Hz."""
        return at_least(self.rates_hz, wanted_hz)

    def sensor(self, rate_hz: float) -> "PolarSensor":
        """A sensor that shall stream at one of its rates."""
        return PolarSensor(rate_hz)


class OtherPolar:
    """The driver for OH1 and 360, and for what its owner renamed.

    These have one rate, which they say when they are asked; 50 Hz is that of the OH1.
    """

    name = "Polar"
    _models = ("OH1", "360")

    def recognise(self, advertisement: Advertisement) -> str | None:
        """By the name, or by the service where the name is none of the maker's."""
        name = advertisement.name
        model = next((one for one in self._models if name.startswith(f"Polar {one}")), None)
        if model is not None:
            return f"{model} (no gyroscope; in bursts: too late for live cues)"
        # Without a name it may be a watch, which says it a moment later.
        is_renamed = bool(name) and not name.startswith("Polar")
        is_it = SERVICE in advertisement.service_uuids or (
            is_renamed and _MAKERS_SERVICE in advertisement.service_uuids
        )
        return "Polar sensor (in bursts: too late for live cues)" if is_it else None

    def rate_hz(self, _: float) -> float:
        """50 Hz."""
        return 50.0

    def sensor(self, rate_hz: float) -> "PolarSensor":
        """A sensor that shall stream at this rate, or the next higher that it has."""
        return PolarSensor(rate_hz)
