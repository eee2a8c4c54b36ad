"""Which sensor was on which leg last time: a small file of the user's."""

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evenstride.sensors.samples import Leg, Site
from evenstride.sensors.small_file import read_small_text

_log = logging.getLogger(__name__)

_VERSION = 1
_LONGEST = 100
"""So long are an id and a name at most; a name is cut."""


class RememberedSensors:
    """The ids of the sensors that each leg wore last, and the names by which people know them.

    A file that is missing or damaged means that nothing is remembered, and one that can not be
    written that nothing will be: neither is worth ending a session.

    Args:
        path: The file; it and its folder are made when there is something to remember.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def sites(self) -> dict[Site, str]:
        """The id of each sensor by where it is worn; where nothing is known, it is absent."""
        legs = self._read("legs")
        ids = {site: legs.get(site.value) for site in Site}
        known = {
            site: sensor_id
            for site, sensor_id in ids.items()
            if isinstance(sensor_id, str) and 0 < len(sensor_id) <= _LONGEST
        }
        # The same one in two places says nothing.
        return known if len(set(known.values())) == len(known) else {}

    def ids(self) -> dict[Leg, str]:
        """The id of each leg's sensor; second ones, and legs of which nothing is known, absent."""
        return {site.leg: known for site, known in self.sites().items() if not site.is_second}

    def name(self, sensor_id: str) -> str:
        """What a sensor that is remembered is called; "" where that is not known."""
        name = self._read("names").get(sensor_id)
        return name if isinstance(name, str) and len(name) <= _LONGEST else ""

    def keep(self, worn: Leg | Site, sensor_id: str, name: str = "") -> None:
        """Remember where a sensor is worn; what was known of it elsewhere is forgotten.

        Args:
            worn: Where.
            sensor_id: The sensor.
            name: What it calls itself; "" where nobody heard that, and then it stays as it was.
        """
        before = self.sites()
        ids = {other: known for other, known in before.items() if known != sensor_id}
        ids[Site(worn.value)] = sensor_id
        name = name[:_LONGEST] or self.name(sensor_id)
        if ids != before or name != self.name(sensor_id):
            self._write(ids, {sensor_id: name})

    def forget(self, worn: Leg | Site) -> None:
        """No sensor that is worth remembering is worn there."""
        ids = self.sites()
        if ids.pop(Site(worn.value), None) is not None:
            self._write(ids)

    def _read(self, part: str) -> dict[str, object]:
        try:
            found = json.loads(read_small_text(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict) or found.get("version") != _VERSION:
            return {}
        inside = found.get(part)
        return inside if isinstance(inside, dict) else {}

    def _write(self, ids: Mapping[Site, str], named: Mapping[str, str] | None = None) -> None:
        names = {one: self.name(one) for one in ids.values()} | dict(named or {})
        kept = {
            "version": _VERSION,
            "legs": dict(sorted(ids.items())),
            "names": {one: name for one, name in sorted(names.items()) if name},
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
