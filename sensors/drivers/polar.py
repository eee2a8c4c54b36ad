"""Polar Verity Sense (six axes), H10, OH1 and 360 (acceleration only): recognising the model.

All collect samples and send many at a time, the Verity Sense about 70: good for recording, too late
for cues during movement. Their data are decoded in ``polar_sensor``.
"""

from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.polar_pmd import at_least
from evenstride.sensors.drivers.polar_sensor import PolarSensor

SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
# The maker's number among the services; its watches, which send no data, announce it as well.
_MAKERS_SERVICE = "0000feee-0000-1000-8000-00805f9b34fb"


class VeritySense:
    """The driver for the Verity Sense.

    Rates of 104 Hz and more need its SDK mode for developers. Below 52 Hz it would be silent for
    longer than a lost sensor.
    """

    name = "Polar Verity Sense"
    rates_hz = (52.0, 104.0, 208.0, 416.0)

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise it by its name, which ends in the serial number."""
        is_it = advertisement.name.startswith(("Polar Sense", "Polar Verity Sense"))
        return "Verity Sense (in bursts: too late for live cues)" if is_it else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 52, 104, 208 or 416 Hz."""
        return at_least(self.rates_hz, wanted_hz)

    def sensor(self, rate_hz: float) -> "PolarSensor":
        """Make a sensor to stream at one of its rates."""
        return PolarSensor(rate_hz)


class H10:
    """The driver for the chest belt H10."""

    name = "Polar H10"
    rates_hz = (25.0, 50.0, 100.0, 200.0)

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise it by its name, which ends in the serial number."""
        is_it = advertisement.name.startswith("Polar H10")
        return "H10 (no gyroscope; in bursts: too late for live cues)" if is_it else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 25, 50, 100 or 200 Hz."""
        return at_least(self.rates_hz, wanted_hz)

    def sensor(self, rate_hz: float) -> "PolarSensor":
        """Make a sensor to stream at one of its rates."""
        return PolarSensor(rate_hz)


class OtherPolar:
    """The driver for OH1 and 360, and for sensors that were renamed by their owner.

    These have a single rate, which they report when asked; 50 Hz is the OH1's.
    """

    name = "Polar"
    _models = ("OH1", "360")

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise it by its name, or by the service if the name is not one of Polar's."""
        name = advertisement.name
        model = next((one for one in self._models if name.startswith(f"Polar {one}")), None)
        if model is not None:
            return f"{model} (no gyroscope; in bursts: too late for live cues)"
        # Without a name it may be a watch, whose name comes a moment later.
        is_renamed = bool(name) and not name.startswith("Polar")
        is_it = SERVICE in advertisement.service_uuids or (
            is_renamed and _MAKERS_SERVICE in advertisement.service_uuids
        )
        return "Polar sensor (in bursts: too late for live cues)" if is_it else None

    def rate_hz(self, _: float) -> float:
        """Return 50 Hz."""
        return 50.0

    def sensor(self, rate_hz: float) -> "PolarSensor":
        """Make a sensor to stream at this rate, or the next higher that it has."""
        return PolarSensor(rate_hz)
