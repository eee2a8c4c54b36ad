"""Which sensor was on which leg last time: a small file of the user's."""

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evenstride.sensors.samples import Leg
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

    def ids(self) -> dict[Leg, str]:
        """The id of each leg's sensor; legs of which nothing is known are absent."""
        try:
            found = json.loads(read_small_text(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        legs = found.get("legs") if isinstance(found, dict) else None
        if not isinstance(legs, dict) or found.get("version") != _VERSION:
            return {}
        ids = {leg: legs.get(leg.value) for leg in Leg}
        known = {
            leg: sensor_id
            for leg, sensor_id in ids.items()
            if isinstance(sensor_id, str) and 0 < len(sensor_id) <= _LONGEST_ID
        }
        # The same one on both legs says nothing.
        return known if len(set(known.values())) == len(known) else {}

    def keep(self, leg: Leg, sensor_id: str) -> None:
        """Remember a sensor; what was known of it on the other leg is forgotten."""
        before = self.ids()
        ids = {other: known for other, known in before.items() if known != sensor_id}
        ids[leg] = sensor_id
        if ids != before:
            self._write(ids)

    def forget(self, leg: Leg) -> None:
        """The leg wears no sensor that is worth remembering."""
        ids = self.ids()
        if ids.pop(leg, None) is not None:
            self._write(ids)

    def _write(self, ids: Mapping[Leg, str]) -> None:
        try:
            self._replace(ids)
        except OSError as error:
            _log.warning("the sensors can not be remembered: %s", error)

    def _replace(self, ids: Mapping[Leg, str]) -> None:
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
