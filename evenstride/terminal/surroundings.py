"""What is needed to track down a fault: the versions of the libraries, Python and the system.

The standard library's functions for this take longer than most commands: they load a mail parser
to read a folder's name, and Python's whole executable to find the version of the C library.
"""

import os
import sys
from pathlib import Path
from typing import Final

from evenstride import __version__

_LIBRARIES: Final = ("bleak", "textual")
_ENDING: Final = ".dist-info"


def surroundings() -> str:
    """Return all of it, on one line."""
    libraries = ", ".join(f"{name} {installed_version(name)}" for name in _LIBRARIES)
    python = ".".join(str(part) for part in sys.version_info[:3])
    return f"evenstride {__version__}, {libraries}, Python {python}, {_system()}"


def installed_version(name: str) -> str:
    """Return the version of an installed library, from the name of its metadata folder.

    Args:
        name: Its name in lower case, without a dash.
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
