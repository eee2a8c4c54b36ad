"""What the user switched on or off, remembered from one session to the next."""

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from evenstride.errors import JobError
from evenstride.places import settings_path
from evenstride.sensors.small_file import read_small_text
from evenstride.user.files.whole_file import write_own

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The remembered settings.

    Attributes:
        sound: Cues can be heard.
        voice: Counts are spoken instead of a tone.
        pace: The pacing guide is on.
        welcomed: The welcome was shown.
        one_sensor: One sensor serves both legs in turn.
        on_shanks: The sensors are strapped on the shanks, not on the thighs.
        language: The code of the language; "" for the system's.
    """

    sound: bool = True
    voice: bool = False
    pace: bool = False
    welcomed: bool = False
    one_sensor: bool = False
    on_shanks: bool = False
    language: str = ""


def load() -> Settings:
    """Return the settings; a missing or damaged one has its default."""
    found: object = None
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(read_small_text(settings_path()))
    if not isinstance(found, dict):
        return Settings()
    kinds = {field.name: type(field.default) for field in fields(Settings)}
    usable: dict[str, Any] = {k: v for k, v in found.items() if type(v) is kinds.get(k)}
    return Settings(**usable)


def save(settings: Settings) -> bool:
    """Keep the settings; if that fails, they last as long as the program.

    Returns:
        Whether they are kept.
    """
    path = settings_path()
    try:
        write_own(path, json.dumps(asdict(settings), indent=2) + "\n", replace=True)
    except JobError as error:
        _log.warning("the settings can not be kept: %s", error)
        return False
    return True


def remember(**changed: Any) -> bool:
    """Keep some settings, and leave the others as they are; return whether they are kept."""
    return save(replace(load(), **changed))
