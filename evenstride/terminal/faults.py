"""Whatever went wrong, as one sentence for the user."""

from evenstride.sensors.errors import EvenstrideError
from evenstride.terminal.words import safe

_LIMIT = 1000


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
        f"A fault in evenstride ({type(error).__name__}: {error}). Please run the same again as "
        "evenstride --debug … and report what it prints.",
        _LIMIT,
    )
