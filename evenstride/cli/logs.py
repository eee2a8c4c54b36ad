"""The log: events of sensors and files, for tracking down faults.

It is a file in the user's state folder, and with ``--debug`` it is printed to the terminal, too. It
contains nothing that was measured, and text from outside is escaped.
"""

import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, TextIO

from evenstride.places import log_path
from evenstride.recordings.private import make_private_folder
from evenstride.terminal.faults import without_figures
from evenstride.terminal.surroundings import surroundings

_log = logging.getLogger(__name__)

# A session of an hour makes some ten thousand bytes; with --debug about ten times as many.
_MAX_BYTES: Final = 1_000_000
_OLD_FILES: Final = 2

# The dashboard may wait for days, and scans again and again meanwhile.
_REPEATED: Final = 4
_MOST_TEXTS: Final = 500

_FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
# Lines of a traceback without a message: the place, and the line of code there.
_PLACE: Final = re.compile(r"  File \"|    |Traceback |\s*$")


@contextmanager
def logged(*, debug: bool) -> Iterator[None]:
    """Keep a log while a command runs.

    Args:
        debug: Whether to log more, and show it on standard error.
    """
    handlers: list[logging.Handler] = [_PrivateFile(log_path())]
    if debug:
        handlers.append(_Terminal())
    ours, root = logging.getLogger("evenstride"), logging.getLogger()
    for handler in handlers:
        handler.setFormatter(_OneLine(_FORMAT))
        root.addHandler(handler)
    before = ours.level
    ours.setLevel(logging.DEBUG if debug else logging.INFO)
    try:
        _log.info("%s", surroundings())
        yield
    finally:
        ours.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def escaped(text: str) -> str:
    """Return text from outside on one line, with control characters escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def _quoted(traceback: str) -> str:
    """Indent a traceback, so that no line looks like a record, and blank its messages' figures."""
    lines = traceback.rstrip().split("\n")
    kept = (line if _PLACE.match(line) else without_figures(line) for line in lines)
    return "\n".join(f"    {escaped(line)}" for line in kept)


class _Thinned(logging.Filter):
    """Lets repetitions pass more and more rarely, so that they do not push out all else.

    After the first ones, a record passes when its number is a power of two.
    """

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if len(self._counts) >= _MOST_TEXTS:
            self._counts.clear()
        text = f"{record.name}: {record.getMessage()}"
        n = self._counts[text] = self._counts.get(text, 0) + 1
        return n <= _REPEATED or not n & (n - 1)


class _OneLine(logging.Formatter):
    """Formats each record as one line, which a traceback may follow.

    The traceback may come from another process as text, in an ``extra`` of the record.
    """

    def format(self, record: logging.LogRecord) -> str:
        # A traceback that another handler has formatted is not safe.
        words, record.exc_text = record.exc_text, None
        try:
            text = super().format(record)
        finally:
            record.exc_text = words
        from_elsewhere = getattr(record, "traceback", None)
        return f"{text}\n{_quoted(from_elsewhere)}" if from_elsewhere else text

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 # logging's name
        record.message = escaped(record.message)
        return super().formatMessage(record)

    def formatException(  # noqa: N802 # logging's name
        self, ei: tuple[type[BaseException], BaseException, object] | tuple[None, None, None]
    ) -> str:
        return _quoted(super().formatException(ei))  # type: ignore[arg-type]


class _PrivateFile(RotatingFileHandler):
    """The log file, which only its owner can read. If it cannot be written, there is no log."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=_MAX_BYTES,
            backupCount=_OLD_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self.addFilter(_Thinned())

    def _open(self) -> TextIOWrapper:
        make_private_folder(Path(self.baseFilename).parent)
        # Non-blocking: a pipe put in its place that nobody reads must not block the program.
        kind = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(self.baseFilename, kind, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 # logging's name
        """Go on: a full disk is reported when something important cannot be written."""

    def close(self) -> None:
        """Close the file; on a full disk, without the unwritten part."""
        with suppress(OSError):
            super().close()


class _Terminal(logging.StreamHandler[TextIO]):
    """Standard error as it is at the time: the dashboard redirects it."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 # logging's name
        """Go on: the terminal is gone."""
