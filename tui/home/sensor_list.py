"""The sensors before a session, and which leg wears which: seen, known or guessed."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from evenstride.language import tr
from evenstride.sensors.bluetooth import FoundSensor, Heard, KnownSensors, RememberedSensors, assign
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Leg, Site
from evenstride.terminal.outside import safe
from evenstride.tui.home.check import SensorCheck
from evenstride.tui.home.local_network import ASKS, LocalNetwork
from evenstride.tui.home.sensor_setup_state import SensorRow
from evenstride.user.batteries import Batteries

FADE_S: Final = 25.0
"""A sensor advertises several times a second; this is two rounds of scanning without any."""

# Two sensors of one maker differ in the last octets of their addresses.
_END: Final = 5


class SensorList:
    """The sensors that were heard recently, and those that are expected.

    Args:
        remembered: Which sensor is on which leg.
        batteries: Their last known charges.
        clock: Seconds, on any steady clock.
    """

    def __init__(
        self,
        remembered: RememberedSensors,
        batteries: Batteries,
        network: LocalNetwork,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._remembered = remembered
        self._batteries = batteries
        self._network = network
        self._clock = clock
        self._heard: dict[str, FoundSensor] = {}
        self._heard_s: dict[str, float] = {}
        self._since_s: float | None = None  # when listening stopped; None while it goes on

    def hear(self, heard: Heard) -> None:
        """Take the sensors that advertise."""
        for sensor_id, sensor in heard.sensors.items():
            # Each packet makes a new object.
            if self._heard.get(sensor_id) is not sensor:
                self._heard[sensor_id] = sensor
                self._heard_s[sensor_id] = self._clock()

    def name(self, sensor_id: str) -> str:
        """Return a sensor's own name; "" if it was not heard and is on no leg."""
        heard = self._heard.get(sensor_id)
        return heard.name if heard else self._remembered.name(sensor_id)

    def listens(self, is_listening: bool) -> None:
        """Take note that listening starts or stops; while it is off, silence means nothing."""
        if is_listening:
            if self._since_s is not None:
                away_s = self._clock() - self._since_s
                self._heard_s = {key: at_s + away_s for key, at_s in self._heard_s.items()}
            self._since_s = None
        elif self._since_s is None:
            self._since_s = self._clock()

    def forget_heard(self) -> None:
        """Forget what was heard, because nothing can be heard any more."""
        self._heard_s.clear()

    def ready_sites(self, *, one_sensor: bool) -> dict[Site, str | None]:
        """Return the sensor in each place with which a session would begin."""
        worn: dict[Site, str | None] = {
            row.site: row.id
            for row in self.rows(one_sensor=one_sensor)
            if row.site is not None and row.in_range
        }
        for leg in self.mixed(worn):
            worn.pop(Site.of(leg, second=True))
        return worn

    def mixed(self, worn: Mapping[Site, str | None]) -> tuple[Leg, ...]:
        """Return legs with a sensor on Bluetooth and one on the network: their clocks differ."""
        on_network = self._network.part(worn)
        pairs = ((leg, Site.of(leg), Site.of(leg, second=True)) for leg in Leg)
        return tuple(
            leg
            for leg, first, second in pairs
            if {first, second} <= set(worn) and (first in on_network) != (second in on_network)
        )

    def rows(self, *, one_sensor: bool, check: SensorCheck | None = None) -> tuple[SensorRow, ...]:
        """Return the rows of the legs' sensors, and of the others in range.

        Args:
            one_sensor: Whether one sensor serves both legs in turn.
            check: The connections being checked now.
        """
        now_s = self._clock() if self._since_s is None else self._since_s
        here = {
            sensor_id: self._heard[sensor_id]
            for sensor_id, at_s in self._heard_s.items()
            if now_s - at_s <= FADE_S
        }
        here |= self._network.here()
        remembered = self._remembered.known()
        wearers = self._wearers(here, remembered.sites, one_sensor=one_sensor)
        rows = [
            self._row(sensor_id, here, remembered, site=site, guessed=g, check=check)
            for site, (sensor_id, g) in wearers.items()
        ]
        taken = {row.id for row in rows}
        spare = sorted(
            (one for one in here.values() if one.id not in taken), key=lambda s: (s.name, s.id)
        )
        return _told_apart((*rows, *(self._row(one.id, here, remembered) for one in spare)))

    def _wearers(
        self,
        here: Mapping[str, FoundSensor],
        remembered: Mapping[Site, str],
        *,
        one_sensor: bool,
    ) -> dict[Site, tuple[str, bool]]:
        """Return the sensor in each place, as a session would choose, and whether it is a guess."""
        own = self._network.sites
        known = {site: id_ for site, id_ in remembered.items() if id_ not in own.values()}
        known |= own
        # A tracker that was not let in is not put on a leg by a guess.
        guessable = {id_: one for id_, one in here.items() if id_ not in self._network.asking}
        try:
            worn = assign(Heard(guessable, {}), {}, {**remembered, **own})
        except SensorError:  # there is none, or it is not clear which of several
            worn = {}
        wearers = {
            site: (one.sensor.id, known.get(site) != one.sensor.id) for site, one in worn.items()
        }
        taken = {sensor_id for sensor_id, _ in wearers.values()}
        for site, sensor_id in known.items():
            if site not in wearers and sensor_id not in taken:
                wearers[site] = sensor_id, False
        legs: Sequence[Leg] = tuple(Leg)
        if one_sensor:
            order = sorted(
                wearers,
                key=lambda site: (wearers[site][0] not in here, wearers[site][1], site.is_second),
            )
            legs = [site.leg for site in order[:1]]
        sites = [Site.of(leg, second=second) for leg in legs for second in (False, True)]
        return {site: wearers[site] for site in sites if site in wearers}

    def _row(
        self,
        sensor_id: str,
        here: Mapping[str, FoundSensor],
        remembered: KnownSensors,
        *,
        site: Site | None = None,
        guessed: bool = False,
        check: SensorCheck | None = None,
    ) -> SensorRow:
        known = self._heard.get(sensor_id) or here.get(sensor_id)
        asks = sensor_id in self._network.asking
        check = check if site is not None else None
        return SensorRow(
            id=sensor_id,
            name=safe((known.name if known else remembered.name(sensor_id)) or sensor_id),
            model=safe(known.model) if known else "",
            rssi_dbm=known.rssi if known and sensor_id in here else None,
            in_range=sensor_id in here and not asks,
            site=site,
            guessed=guessed,
            instead_of=self._own_name(remembered, site, sensor_id) if site and guessed else "",
            battery=self._batteries.of(sensor_id),
            link=_link_words(site, check, asks=asks),
            quality=check.quality.get(site) if check and site else None,
        )

    def _own_name(self, remembered: KnownSensors, site: Site, sensor_id: str) -> str:
        """Return the name of the sensor known to be worn there, if it is another one."""
        own = remembered.sites.get(site)
        if own is None or own == sensor_id:
            return ""
        heard = self._heard.get(own)
        name = heard.name if heard else remembered.name(own)
        return f"{safe(name)} ({own})" if name else own


def _link_words(site: Site | None, check: SensorCheck | None, *, asks: bool) -> str:
    """Return the state of a sensor's connection, in words."""
    if asks:
        return tr(ASKS)
    return tr(check.links.get(site, "")) if check and site else ""


def _told_apart(rows: tuple[SensorRow, ...]) -> tuple[SensorRow, ...]:
    """Return rows in which equal names are followed by the ends of the addresses."""
    names = [row.name for row in rows]
    return tuple(
        replace(row, name=f"{row.name} ·{row.id[-_END:]}") if names.count(row.name) > 1 else row
        for row in rows
    )
