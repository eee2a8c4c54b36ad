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
_LONGEST_ID = 100


class RememberedSensors:
    """The ids of the sensors that each leg wore last.

    A file that is missing or damaged means that nothing is remembered, and one that can not be
    written that nothing will be: neither is worth ending a session.

    Args:
        path: The file; it and its folder are made when there is something to remember.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def sites(self) -> dict[Site, str]:
        """The id of each sensor by where it is worn; where nothing is known, it is absent."""
        try:
            found = json.loads(read_small_text(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        legs = found.get("legs") if isinstance(found, dict) else None
        if not isinstance(legs, dict) or found.get("version") != _VERSION:
            return {}
        ids = {site: legs.get(site.value) for site in Site}
        known = {
            site: sensor_id
            for site, sensor_id in ids.items()
            if isinstance(sensor_id, str) and 0 < len(sensor_id) <= _LONGEST_ID
        }
        # The same one in two places says nothing.
        return known if len(set(known.values())) == len(known) else {}

    def ids(self) -> dict[Leg, str]:
        """The id of each leg's sensor; second ones, and legs of which nothing is known, absent."""
        return {site.leg: known for site, known in self.sites().items() if not site.is_second}

    def keep(self, worn: Leg | Site, sensor_id: str) -> None:
        """Remember where a sensor is worn; what was known of it elsewhere is forgotten."""
        before = self.sites()
        ids = {other: known for other, known in before.items() if known != sensor_id}
        ids[Site(worn.value)] = sensor_id
        if ids != before:
            self._write(ids)

    def forget(self, worn: Leg | Site) -> None:
        """No sensor that is worth remembering is worn there."""
        ids = self.sites()
        if ids.pop(Site(worn.value), None) is not None:
            self._write(ids)

    def _write(self, ids: Mapping[Site, str]) -> None:
        try:
            self._replace(ids)
        except OSError as error:
            _log.warning("the sensors can not be remembered: %s", error)

    def _replace(self, ids: Mapping[Site, str]) -> None:
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whoever has these sensors near them is nobody else's business: mkstemp makes files that
        # only their owner can read. The old file stays whole until the new one is.
        number, name = tempfile.mkstemp(prefix=".sensors-", dir=folder)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump({"version": _VERSION, "legs": dict(sorted(ids.items()))}, file)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
