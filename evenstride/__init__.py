"""evenstride: counts single-leg knee exercises with a wearable sensor, and compares the legs.

import evenstride as es

res = es.analyze("session.csv")
res.legs["left"].count
"""

import logging
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

__version__ = "0.1.0"

# A library must not print its log unless the program that uses it asks; the command line does.
logging.getLogger(__name__).addHandler(logging.NullHandler())

_beside = Path(__file__).resolve().parents[1]
if (_beside / "pyproject.toml").is_file():
    # A checkout: the rooms (sensors, recordings, analysis, tui) lie beside this folder, not in it.
    __path__.append(str(_beside))

if TYPE_CHECKING:
    from evenstride.api.analysis import Analyzer as Analyzer
    from evenstride.api.analysis import EvenstrideWarning as EvenstrideWarning
    from evenstride.api.analysis import analyze as analyze
    from evenstride.api.recording import Recording as Recording
    from evenstride.api.recording import read as read
    from evenstride.api.recording import recording as recording
    from evenstride.api.result import Result as Result
    from evenstride.sensors.errors import EvenstrideError as EvenstrideError

# Imported at first use, so that the command's help does not wait for numpy.
_HOMES = {
    "Analyzer": "evenstride.api.analysis",
    "EvenstrideError": "evenstride.sensors.errors",
    "EvenstrideWarning": "evenstride.api.analysis",
    "Recording": "evenstride.api.recording",
    "Result": "evenstride.api.result",
    "analyze": "evenstride.api.analysis",
    "read": "evenstride.api.recording",
    "recording": "evenstride.api.recording",
}

__all__ = [
    "Analyzer",
    "EvenstrideError",
    "EvenstrideWarning",
    "Recording",
    "Result",
    "__version__",
    "analyze",
    "read",
    "recording",
]

if not TYPE_CHECKING:  # for type checkers it would make every name an object

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'evenstride' has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
