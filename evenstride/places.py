"""Where everything lies that is kept for this person, folder by folder, in one place.

Folders are the platform's own, for example on Linux ``~/.config/evenstride`` and so on. Nothing is
made here: who writes makes the folder first, for the user alone.

Where several people of a household train, each one's history, recordings, plan, exercises and
settings lie in folders of their own below ``people``; the sensors are everybody's.
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
"""Names the person in the environment, also of processes that are started for the work."""

_PEOPLE: Final = "people"
_LONGEST_NAME: Final = 40
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)", re.IGNORECASE)
"""What Windows takes for a device, in every folder."""

_NO_HOME: Final = Path("/nonexistent")
"""The home of a user who has none, as Debian calls it: a container's user, for instance. Nothing is
there to be read, and who has to write something is told where that failed."""


def person() -> str:
    """Who trains; "" for the one who has no need of a name."""
    name = os.environ.get(PERSON, "")
    return name if is_person(name) else ""


def is_person(name: str) -> bool:
    """Whether a name can be that of a person: it is that of a folder, too."""
    # Vowels of many scripts, and an accent that stands alone, are marks and no letters.
    is_kind = all(one.isalnum() or one in "_-" or category(one)[0] == "M" for one in name)
    is_length = 0 < len(name) <= _LONGEST_NAME
    return is_length and is_kind and name[0] != "-" and _DEVICE.fullmatch(name) is None


def is_there(name: str) -> bool:
    """Whether anything of a person is kept."""
    return any(_of(name, folder).is_dir() for folder in (_data_of_all(), _configuration_of_all()))


def people() -> tuple[str, ...]:
    """The people with a name of whom something is kept, in order."""
    folders = (folder / _PEOPLE for folder in (_data_of_all(), _configuration_of_all()))
    return tuple(
        sorted({one.name for there in folders if there.is_dir() for one in there.iterdir()})
    )


def folders_for_files() -> tuple[Path, ...]:
    """Where a file is that somebody has sent: downloads, desktop, home, and the folder of now."""
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
    """The recordings of live sessions, unless another place was named."""
    return _data() / "recordings"


def sensors_path() -> Path:
    """Which sensor was on which leg last time."""
    return _state() / "sensors.json"


def batteries_path() -> Path:
    """How full the sensors' batteries were last time."""
    return _state() / "batteries.json"


def log_path() -> Path:
    """What happened with sensors and files."""
    return _state() / "evenstride.log"


def _configuration() -> Path:
    return _of(person(), _configuration_of_all())


def _data() -> Path:
    return _of(person(), _data_of_all())


def _of(name: str, folder: Path) -> Path:
    # On some disks Anna and anna are one folder; so they are one person everywhere.
    # So are the two ways to write an accent.
    return folder / _PEOPLE / normalize("NFC", name.casefold()) if name else folder


def _configuration_of_all() -> Path:
    return _in_a_home(lambda: platformdirs.user_config_path(_APP, appauthor=False))


def _data_of_all() -> Path:
    return _in_a_home(lambda: platformdirs.user_data_path(_APP, appauthor=False))


def _state() -> Path:
    return _in_a_home(lambda: platformdirs.user_state_path(_APP, appauthor=False))


def _in_a_home(folder: Callable[[], Path]) -> Path:
    """A folder of the system's for the user, or one that is not there for who has no home."""
    try:
        found = folder()
    except RuntimeError:
        return _NO_HOME / _APP
    return found if found.is_absolute() else _NO_HOME / _APP
