"""Whatever went wrong, as one sentence for the user, and in the log for whoever mends it."""

import logging
import re
from typing import Final

from evenstride.places import log_path
from evenstride.sensors.errors import EvenstrideError, SensorError
from evenstride.terminal.outside import safe

_log = logging.getLogger(__name__)

_LIMIT: Final = 1000
_FIGURE: Final = re.compile(r"\d+(?:[.,:]\d+)*")


def is_expected(error: BaseException) -> bool:
    """Whether the world is at fault, and not this program."""
    return isinstance(error, EvenstrideError | OSError)


def sentence(error: Exception) -> str:
    """What is wrong and what to do, on one line that is safe on any terminal."""
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        return safe(f"{name}{error.strerror or error}. Check it and try again.", _LIMIT)
    if is_expected(error):
        return safe(str(error), _LIMIT)
    return safe(
        f"A fault in evenstride ({type(error).__name__}: {error}). Please report it with the end "
        f"of {log_path()}, which holds nothing that was measured.",
        _LIMIT,
    )


def logged_sentence(error: Exception, of: str = "") -> str:
    """The sentence of an error that is logged first: a fault of this program with its traceback.

    Args:
        error: What went wrong.
        of: The file or the like that it is about; named before a fault, whose own words do not.
    """
    if not is_expected(error):
        _log.error("a fault in evenstride", exc_info=error)
        return f"{of}: {sentence(error)}" if of else sentence(error)
    reason = getattr(error, "reason", None) or "system"
    # What a sensor's error says is about the sensor; others may quote a file.
    words = str(error) if isinstance(error, SensorError) else without_figures(str(error))
    _log.warning("%s (%s): %s", type(error).__name__, reason, words)
    return sentence(error)


def without_figures(text: str) -> str:
    """A message without its figures, which may be somebody's."""
    return _FIGURE.sub("#", text)
