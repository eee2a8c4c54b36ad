"""Which sensor was on which leg last time: a small file of the user's."""

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
"""So long are an id and a name at most; a name is cut."""


@dataclass(frozen=True, slots=True)
class KnownSensors:
    """What is remembered, as it was when it was read.

    Attributes:
        sites: The id of each sensor by where it is worn; where nothing is known, it is absent.
        names: What sensors are called, by their ids, as far as that is known.
    """

    sites: Mapping[Site, str]
    names: Mapping[str, str]

    def name(self, sensor_id: str) -> str:
        """What a sensor is called; "" where that is not known."""
        return self.names.get(sensor_id, "")


class RememberedSensors:
    """The ids of the sensors that each leg wore last, and the names by which people know them.

    A file that is missing or damaged means that nothing is remembered, and one that can not be
    written that nothing will be: neither is worth ending a session.

    Args:
        path: The file; it and its folder are made when there is something to remember.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> KnownSensors:
        """All that is remembered now."""
        found = self._read()
        legs, names = (_texts(found.get(part)) for part in ("legs", "names"))
        sites = {site: legs[site.value] for site in Site if legs.get(site.value)}
        # The same one in two places says nothing.
        is_sound = len(set(sites.values())) == len(sites)
        return KnownSensors(sites if is_sound else {}, names)

    def sites(self) -> dict[Site, str]:
        """The id of each sensor by where it is worn; where nothing is known, it is absent."""
        return dict(self.known().sites)

    def ids(self) -> dict[Leg, str]:
        """The id of each leg's sensor; second ones, and legs of which nothing is known, absent."""
        return {site.leg: known for site, known in self.sites().items() if not site.is_second}

    def name(self, sensor_id: str) -> str:
        """What a sensor that is remembered is called; "" where that is not known."""
        return self.known().name(sensor_id)

    def keep(self, worn: Leg | Site, sensor_id: str, name: str = "") -> None:
        """Remember where a sensor is worn; what was known of it elsewhere is forgotten.

        Args:
            worn: Where.
            sensor_id: The sensor.
            name: What it calls itself; "" where nobody heard that, and then it stays as it was.
        """
        before = self.known()
        sites = {other: known for other, known in before.sites.items() if known != sensor_id}
        sites[Site(worn.value)] = sensor_id
        name = name[:_LONGEST] or before.name(sensor_id)
        if sites != before.sites or name != before.name(sensor_id):
            self._write(sites, {**before.names, sensor_id: name})

    def forget(self, worn: Leg | Site) -> None:
        """No sensor that is worth remembering is worn there."""
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
        # Whoever has these sensors near them is nobody else's business: mkstemp makes files that
        # only their owner can read. The old file stays whole until the new one is.
        number, name = tempfile.mkstemp(prefix=".sensors-", dir=folder)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(kept, file)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _texts(found: object) -> dict[str, str]:
    """The texts of bearable length in a part of the file, which may by now be anything."""
    inside = found if isinstance(found, dict) else {}
    return {
        key: text for key, text in inside.items() if isinstance(text, str) and len(text) <= _LONGEST
    }
