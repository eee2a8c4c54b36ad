"""Each sensor's battery charge when it was last asked, kept in a small file."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from evenstride.errors import JobError
from evenstride.sensors.small_file import read_small_text
from evenstride.user.files.whole_file import write_own

_log = logging.getLogger(__name__)

_MOST_SENSORS: Final = 20


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery's charge.

    Attributes:
        pct: Charge, percent.
        day: When the sensor was asked, as a local date.
    """

    pct: int
    day: date


class Batteries:
    """The charges of the sensors that were connected last.

    A sensor tells its charge only while it is connected. If the file is missing or damaged, no
    charge is known; if it cannot be written, none is kept.

    Args:
        today: Returns the current day.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._today = today
        self._known = self._read()

    def of(self, sensor_id: str) -> Battery | None:
        """Return the last known charge of a sensor."""
        return self._known.get(sensor_id)

    def keep(self, sensor_id: str, pct: int) -> None:
        """Keep the charge that a sensor told."""
        battery = Battery(pct, self._today())
        if self._known.get(sensor_id) == battery:
            return
        self._known.pop(sensor_id, None)
        self._known[sensor_id] = battery
        while len(self._known) > _MOST_SENSORS:
            del self._known[next(iter(self._known))]
        kept = {key: {"pct": one.pct, "day": str(one.day)} for key, one in self._known.items()}
        try:
            write_own(self._path, json.dumps(kept, indent=2) + "\n", replace=True)
        except JobError as error:
            _log.warning("the batteries' charges can not be kept: %s", error)

    def _read(self) -> dict[str, Battery]:
        found: object = None
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads(read_small_text(self._path))
        known: dict[str, Battery] = {}
        for sensor_id, one in found.items() if isinstance(found, dict) else ():
            with suppress(KeyError, TypeError, ValueError):
                pct = one["pct"]
                if isinstance(pct, int) and 0 <= pct <= 100:
                    known[sensor_id] = Battery(pct, date.fromisoformat(one["day"]))
        return known
