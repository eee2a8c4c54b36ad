"""What a fault is looked for with: the versions of what is installed, Python's, and the system.

The standard library knows all of it, by ways that take longer than most commands: a parser of mail
for the name of a folder, and the whole of Python's program for the version of the C library.
"""

import os
import sys
from pathlib import Path
from typing import Final

from evenstride import __version__

_LIBRARIES: Final = ("bleak", "textual")
_ENDING: Final = ".dist-info"


def surroundings() -> str:
    """All of it, on one line."""
    libraries = ", ".join(f"{name} {installed_version(name)}" for name in _LIBRARIES)
    python = ".".join(str(part) for part in sys.version_info[:3])
    return f"evenstride {__version__}, {libraries}, Python {python}, {_system()}"


def installed_version(name: str) -> str:
    """The version of an installed library: it is in the name of the folder that tells of it.

    Args:
        name: Its name in small letters, without a dash.
    """
    for place in sys.path:
        for folder in Path(place).glob(f"{name}-*{_ENDING}"):
            return folder.name[len(name) + 1 : -len(_ENDING)]
    return "not installed"


def _system() -> str:
    if sys.platform == "win32":
        return f"Windows {sys.getwindowsversion().build}"
    system = os.uname()
    return f"{system.sysname} {system.release} {system.machine}"
