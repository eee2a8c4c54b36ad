"""Deciding which sensor is on which leg."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.sensors.bluetooth.scanning import FoundSensor, Heard, clean_name, names
from evenstride.sensors.drivers import unsupported
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Site

_SWITCH_ON = "Switch the sensor on, move it closer, and close any other program that uses it"
_SEE_OTHERS = "Run evenstride scan to see those that it does."


_FIRST = (Site.LEFT, Site.RIGHT)


@dataclass(frozen=True, slots=True)
class Worn:
    """A sensor and the reason for its place.

    Attributes:
        sensor: The sensor.
        why: Why it is there; empty if the user chose it.
        said: What its wearer should know about a guess that is not remembered; empty if nothing.
    """

    sensor: FoundSensor
    why: str = ""
    said: str = ""


def matches(sensor: FoundSensor, wanted: str) -> bool:
    """Return whether an address, a CoreBluetooth UUID or an advertised name means this sensor."""
    return clean_name(wanted).casefold() == sensor.name.casefold() or is_id(sensor.id, wanted)


def is_id(sensor_id: str, wanted: str) -> bool:
    """Return whether this is the sensor's address, in any spelling."""
    return sensor_id.casefold() == wanted.strip().casefold()


def is_settled(
    heard: Heard, wanted: Mapping[Site, str | None], remembered: Mapping[Site, str]
) -> bool:
    """Return whether further scanning cannot change the result: every sensor was heard by its id.

    A name may still turn out to mean two sensors, and who wore one sensor may wear two today.
    """
    asked = wanted or dict.fromkeys(Site, None)
    # Second sensors are awaited only if the user named them, or if they are remembered.
    ids = [
        (remembered.get(site) if site.is_second or not wanted else None) if want is None else want
        for site, want in asked.items()
        if not (site.is_second and want is None and site not in remembered)
    ]
    return all(
        want is not None and any(is_id(sensor_id, want) for sensor_id in heard.sensors)
        for want in ids
    )


def assign(
    heard: Heard, wanted: Mapping[Site, str | None], remembered: Mapping[Site, str]
) -> dict[Site, Worn]:
    """Choose a sensor for each place where one is worn.

    Args:
        heard: The result of the scan.
        wanted: For each place at which a sensor is worn: its id or name, or None for any that is
            left over; at the second place of a leg, None means last time's, if it is there. If
            empty: last time's sensors, or else one sensor in range on the left leg, or two on both
            legs.
        remembered: The id of the sensor that was worn at each place last time.

    Raises:
        SensorError: A wanted sensor is not in range, or several could be meant.
    """
    worn: dict[Site, Worn] = {}
    for site, want in wanted.items():
        if want is not None:
            sensor = _named(heard, site, want)
            if any(sensor.id == other.sensor.id for other in worn.values()):
                raise SensorError(
                    f"Both legs ask for the same sensor, {names([sensor])}. Give each leg its own."
                    if not any(one.is_second for one in wanted)
                    else f"The same sensor, {names([sensor])}, is asked for in two places. Give"
                    " each its own.",
                    SensorReason.AMBIGUOUS,
                    site.leg,
                )
            worn[site] = Worn(sensor)
    was_said = set(worn)
    for site in wanted or Site:
        sensor_id = remembered.get(site)
        taken = {w.sensor.id for w in worn.values()}
        if site not in worn and sensor_id in heard.sensors and sensor_id not in taken:
            worn[site] = Worn(heard.sensors[sensor_id], "as last time")
    taken = {w.sensor.id for w in worn.values()}
    spare = sorted(
        (s for s in heard.sensors.values() if s.id not in taken), key=lambda s: (s.name, s.id)
    )
    open_sites = [site for site in wanted or _FIRST if site not in worn and not site.is_second]
    if not open_sites:
        return worn
    if not wanted and set(worn) - was_said and len(spare) != 1:
        # The other leg's sensor is not here, and which of several it might be is unknown.
        return worn
    if not spare:
        if worn and len(wanted) > len(worn):
            return worn
        raise SensorError(f"{_nothing(heard)} {_SWITCH_ON}.", SensorReason.NOT_FOUND)
    if len(spare) > len(open_sites):
        raise SensorError(
            f"{len(spare)} sensors are in range: {names(spare)}. "
            "Say which leg wears which with --left ID and --right ID.",
            SensorReason.AMBIGUOUS,
        )
    for site, sensor in zip(open_sites, spare, strict=False):
        worn[site] = guess(sensor, site, remembered)
    return worn


def guess(sensor: FoundSensor, site: Site, remembered: Mapping[Site, str]) -> Worn:
    """Return a sensor that nobody chose, with the reason.

    If sensors are remembered this one may be a neighbour's, so it serves for this session only.
    """
    if not remembered:
        return Worn(sensor, f"taken for the {site} leg; use --left and --right to choose")
    known = remembered.get(site)
    who = f"{sensor.name} ({sensor.id})"
    told = (
        f"The sensor of last time ({known}) is not in range, so {who} is used."
        if known
        else f"No sensor of the {site} leg is remembered, so {who} is used."
    )
    return Worn(
        sensor,
        f"taken for the {site} leg for this session only",
        f"{told} It may be somebody else's, so it serves for this session only. To keep it, choose "
        f"it with --{site} or on the Sensors screen.",
    )


def _named(heard: Heard, site: Site, want: str) -> FoundSensor:
    found = [s for s in heard.sensors.values() if matches(s, want)]
    if len(found) > 1:
        raise SensorError(
            f"{len(found)} sensors are called {clean_name(want)}: {names(found)}. "
            f"Give the address of the one on the {_place(site)}.",
            SensorReason.AMBIGUOUS,
            site.leg,
        )
    if found:
        return found[0]
    why_not = unsupported.why_not(want)
    for other_id, name in heard.others.items():
        if is_id(other_id, want) or (name and name.casefold() == clean_name(want).casefold()):
            why_not = unsupported.why_not(name) or why_not
            raise SensorError(
                unsupported.not_known(
                    f"{name or 'The device'} ({other_id})", why_not or _SEE_OTHERS
                ),
                SensorReason.NOT_SUPPORTED,
                site.leg,
            )
    if why_not:
        raise SensorError(
            f"{clean_name(want)}, asked for on the {_place(site)}, can not be used. {why_not}",
            SensorReason.NOT_SUPPORTED,
            site.leg,
        )
    raise SensorError(
        f"The sensor for the {_place(site)}, {clean_name(want)}, is not in range."
        f" {_nothing(heard)} {_SWITCH_ON}.",
        SensorReason.NOT_FOUND,
        site.leg,
    )


def _place(site: Site) -> str:
    return f"{site.leg} shin" if site.is_second else f"{site} leg"


def _nothing(heard: Heard) -> str:
    if heard.sensors:
        return f"Found instead: {names(heard.sensors.values())}."
    n = len(heard.others)
    if n:
        only = f"No supported sensor answers, only {n} other Bluetooth device{'s' * (n > 1)}."
        return f"{only} {unsupported.in_range(heard.others.values())}".rstrip()
    return "No Bluetooth device answers at all."
