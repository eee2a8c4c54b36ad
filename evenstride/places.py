"""The paths of all files that are kept for this person.

Folders are the platform's own, for example ``~/.config/evenstride`` on Linux. Nothing is created
here: the code that writes a file first makes its folder, readable for the user alone.

If several people of a household train, the history, recordings, plan, exercises and settings of
each lie in folders of their own below ``people``; the sensors are shared.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

import platformdirs

_APP: Final = "evenstride"

PERSON: Final = "EVENSTRIDE_PERSON"
"""The environment variable with the person's name, which processes started for the work inherit."""

_PEOPLE: Final = "people"
_LONGEST_NAME: Final = 40
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)", re.IGNORECASE)
"""Names that Windows takes for a device, in every folder."""

_NO_HOME: Final = Path("/nonexistent")
"""The home of a user who has none, as Debian calls it; for instance in a container. Nothing can be
read there, and whoever has to write something reports that it failed."""


def person() -> str:
    """Return the name of the person who trains; "" for the one who needs no name."""
    name = os.environ.get(PERSON, "")
    return name if is_person(name) else ""


def is_person(name: str) -> bool:
    """Whether a name can be that of a person; it is also the name of a folder."""
    # Vowels of many scripts, and combining accents, are marks and not letters.
    is_kind = all(one.isalnum() or one in "_-" or category(one)[0] == "M" for one in name)
    is_length = 0 < len(name) <= _LONGEST_NAME
    return is_length and is_kind and name[0] != "-" and _DEVICE.fullmatch(name) is None


def is_there(name: str) -> bool:
    """Whether any data of a person are kept."""
    return any(_of(name, folder).is_dir() for folder in (_data_of_all(), _configuration_of_all()))


def people() -> tuple[str, ...]:
    """The named people of whom data are kept, sorted."""
    folders = (folder / _PEOPLE for folder in (_data_of_all(), _configuration_of_all()))
    return tuple(
        sorted({one.name for there in folders if there.is_dir() for one in there.iterdir()})
    )


def folders_for_files() -> tuple[Path, ...]:
    """Where files that somebody sent may lie: downloads, desktop, home, and the current folder."""
    known = (platformdirs.user_downloads_path, platformdirs.user_desktop_path, Path.home)
    return tuple(dict.fromkeys((*map(_in_a_home, known), Path.cwd())))


def exercises_path() -> Path:
    """The user's own exercises, written by hand."""
    return _configuration() / "exercises.toml"


def plan_path() -> Path:
    """The user's own plan, written by hand."""
    return _configuration() / "plan.toml"


def settings_path() -> Path:
    """What was switched on and off in the dashboard."""
    return _configuration() / "settings.json"


def history_path() -> Path:
    """The database of all sessions."""
    return _data() / "history.sqlite3"


def recordings_folder() -> Path:
    """The recordings of live sessions, unless the user names another folder."""
    return _data() / "recordings"


def sensors_path() -> Path:
    """Which sensor was on which leg last time."""
    return _state() / "sensors.json"


def batteries_path() -> Path:
    """How full the sensors' batteries were last time."""
    return _state() / "batteries.json"


def log_path() -> Path:
    """The log of what happened with sensors and files."""
    return _state() / "evenstride.log"


def _configuration() -> Path:
    return _of(person(), _configuration_of_all())


def _data() -> Path:
    return _of(person(), _data_of_all())


def _of(name: str, folder: Path) -> Path:
    # On some file systems Anna and anna are one folder, so they are the same person everywhere;
    # so are the two encodings of an accent.
    return folder / _PEOPLE / normalize("NFC", name.casefold()) if name else folder


def _configuration_of_all() -> Path:
    return _in_a_home(lambda: platformdirs.user_config_path(_APP, appauthor=False))


def _data_of_all() -> Path:
    return _in_a_home(lambda: platformdirs.user_data_path(_APP, appauthor=False))


def _state() -> Path:
    return _in_a_home(lambda: platformdirs.user_state_path(_APP, appauthor=False))


def _in_a_home(folder: Callable[[], Path]) -> Path:
    """Return a folder of the system for the user; a missing one if the user has no home."""
    try:
        found = folder()
    except RuntimeError:
        return _NO_HOME / _APP
    return found if found.is_absolute() else _NO_HOME / _APP
