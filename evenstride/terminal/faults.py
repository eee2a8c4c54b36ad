"""Any error as one sentence for the user, and in the log for the developers."""

import logging
import re
from typing import Final

from evenstride.places import log_path
from evenstride.sensors.errors import EvenstrideError, SensorError
from evenstride.terminal.outside import SENTENCES, safe

_log = logging.getLogger(__name__)

_FIGURE: Final = re.compile(r"\d+(?:[.,:]\d+)*")


def is_expected(error: BaseException) -> bool:
    """Whether the cause lies outside of this program."""
    return isinstance(error, EvenstrideError | OSError)


def sentence(error: Exception) -> str:
    """Return what is wrong and what to do, as one line that is safe on any terminal."""
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        return safe(f"{name}{error.strerror or error}. Check it and try again.", SENTENCES)
    if is_expected(error):
        return safe(str(error), SENTENCES)
    return safe(
        f"A fault in evenstride ({type(error).__name__}: {error}). Please report it with the end "
        f"of {log_path()}, which holds nothing that was measured.",
        SENTENCES,
    )


def logged_sentence(error: Exception, of: str = "") -> str:
    """Log an error, with its traceback if it is a fault of this program; return its sentence.

    Args:
        error: What went wrong.
        of: The file or the like that it is about; put before a fault, which does not name it.
    """
    if not is_expected(error):
        _log.error("a fault in evenstride", exc_info=error)
        return f"{of}: {sentence(error)}" if of else sentence(error)
    reason = getattr(error, "reason", None) or "system"
    # A sensor's error is about the sensor; the others may quote measured figures from a file.
    words = str(error) if isinstance(error, SensorError) else without_figures(str(error))
    _log.warning("%s (%s): %s", type(error).__name__, reason, words)
    return sentence(error)


def without_figures(text: str) -> str:
    """Return a message without its figures, which may be personal."""
    return _FIGURE.sub("#", text)
