"""Remembering which sensor was on which leg last time, in a small file of the user's."""

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evenstride.sensors.samples import Leg, Site
from evenstride.sensors.small_file import read_small_text

_log = logging.getLogger(__name__)

_VERSION = 1
_LONGEST = 100
"""The greatest length of an id and a name; a longer name is cut."""


@dataclass(frozen=True, slots=True)
class KnownSensors:
    """What is remembered, as it was when it was read.

    Attributes:
        sites: The id of each sensor by where it is worn; unknown places are absent.
        names: The names of sensors by their ids, as far as known.
    """

    sites: Mapping[Site, str]
    names: Mapping[str, str]

    def name(self, sensor_id: str) -> str:
        """Return a sensor's name; "" if unknown."""
        return self.names.get(sensor_id, "")


class RememberedSensors:
    """The ids of the sensors that each leg wore last, and the names by which people know them.

    If the file is missing or damaged nothing is remembered, and if it cannot be written nothing
    will be: neither is a reason to end a session.

    Args:
        path: The file; it and its folder are created when there is something to remember.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> KnownSensors:
        """Return everything that is remembered now."""
        found = self._read()
        legs, names = (_texts(found.get(part)) for part in ("legs", "names"))
        sites = {site: legs[site.value] for site in Site if legs.get(site.value)}
        # If the same sensor is in two places, neither is believed.
        is_sound = len(set(sites.values())) == len(sites)
        return KnownSensors(sites if is_sound else {}, names)

    def sites(self) -> dict[Site, str]:
        """Return the id of each sensor by where it is worn; unknown places are absent."""
        return dict(self.known().sites)

    def ids(self) -> dict[Leg, str]:
        """Return the id of each leg's sensor, without second ones and unknown legs."""
        return {site.leg: known for site, known in self.sites().items() if not site.is_second}

    def name(self, sensor_id: str) -> str:
        """Return the name of a remembered sensor; "" if unknown."""
        return self.known().name(sensor_id)

    def keep(self, worn: Leg | Site, sensor_id: str, name: str = "") -> None:
        """Remember where a sensor is worn, and forget any other place of it.

        Args:
            worn: The place.
            name: Its advertised name; "" if it was not heard, which leaves the known one unchanged.
        """
        before = self.known()
        sites = {other: known for other, known in before.sites.items() if known != sensor_id}
        sites[Site(worn.value)] = sensor_id
        name = name[:_LONGEST] or before.name(sensor_id)
        if sites != before.sites or name != before.name(sensor_id):
            self._write(sites, {**before.names, sensor_id: name})

    def forget(self, worn: Leg | Site) -> None:
        """Forget the sensor at this place."""
        before = self.known()
        site = Site(worn.value)
        if site in before.sites:
            kept = {other: known for other, known in before.sites.items() if other != site}
            self._write(kept, before.names)

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(read_small_text(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        is_ours = isinstance(found, dict) and found.get("version") == _VERSION
        return found if is_ours else {}

    def _write(self, sites: Mapping[Site, str], names: Mapping[str, str]) -> None:
        worn = sorted(set(sites.values()))
        kept = {
            "version": _VERSION,
            "legs": dict(sorted(sites.items())),
            "names": {one: names[one] for one in worn if names.get(one)},
        }
        try:
            self._replace(kept)
        except OSError as error:
            _log.warning("the sensors can not be remembered: %s", error)

    def _replace(self, kept: Mapping[str, object]) -> None:
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Which sensors are near a person is private: mkstemp makes files that only their owner can
        # read. The old file stays complete until the new one is.
        number, name = tempfile.mkstemp(prefix=".sensors-", dir=folder)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(kept, file)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _texts(found: object) -> dict[str, str]:
    """Return the texts of acceptable length in a part of the file, which may contain anything."""
    inside = found if isinstance(found, dict) else {}
    return {
        key: text for key, text in inside.items() if isinstance(text, str) and len(text) <= _LONGEST
    }
