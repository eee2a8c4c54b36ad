"""Where everything lies that is kept for this person, folder by folder, in one place.

Folders are the platform's own, for example on Linux ``~/.config/evenstride`` and so on. Nothing is
made here: who writes makes the folder first, for the user alone.
"""

from pathlib import Path
from typing import Final

import platformdirs

_APP: Final = "evenstride"


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


def drawing_cache_folder() -> Path:
    """What matplotlib remembers of the fonts here; it may be deleted at any time."""
    return _cache() / "matplotlib"


def _configuration() -> Path:
    return platformdirs.user_config_path(_APP, appauthor=False)


def _data() -> Path:
    return platformdirs.user_data_path(_APP, appauthor=False)


def _state() -> Path:
    return platformdirs.user_state_path(_APP, appauthor=False)


def _cache() -> Path:
    return platformdirs.user_cache_path(_APP, appauthor=False)
