"""Printing: results go to standard output, messages to standard error."""

import codecs
import errno
import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Final

import click

from evenstride.terminal.glyphs import is_ascii_wanted, on_encode_error, plain

_PLAIN: Final = "evenstride-plain"

_SIGPIPE_EXIT: Final = 141
"""What a shell reports for a program whose reader is gone, for instance ``| head``."""


class OutputError(BrokenPipeError):
    """Nothing more can be printed, for instance because standard output goes to a full disk.

    It derives from the error of a closed pipe, so that code that passes one on passes on both.
    """


def make_safe() -> None:
    """Make the standard streams print a plain sign instead of failing on a missing character.

    A stream that was closed is replaced by the null device: otherwise the next file to be opened
    would get its number, and receive what is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 # a number, for ever
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
    codecs.register_error(_PLAIN, on_encode_error)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAIN)


def say(message: str) -> None:
    """Print a message for the user on standard error; any part of it may be from outside.

    If that fails (a full disk, or no reader), the work goes on, as it would be lost otherwise; the
    next message is tried again.
    """
    from evenstride.terminal.outside import SENTENCES, safe

    with suppress(OSError):
        _echo(_wrapped(safe(message, SENTENCES), sys.stderr), err=True)


def draw(text: str) -> None:
    """Draw on the terminal of the messages, unchanged; do nothing if it is gone."""
    with suppress(OSError):
        click.echo(text, err=True, nl=False)


def print_line(line: str = "") -> None:
    """Print one line to standard output at once; wrapped on a terminal if it is too long.

    Control characters from outside are escaped.
    """
    from evenstride.terminal.outside import visible

    _echo(_wrapped(visible(line), sys.stdout))


def print_raw(line: str) -> None:
    """Print one line to standard output for programs; it is not wrapped on a terminal either."""
    from evenstride.terminal.outside import visible

    _echo(visible(line))


def print_json(value: Mapping[str, object]) -> None:
    """Print one object on one line of standard output, at once."""
    # ASCII only: a file's name may hold bytes that no encoding can print.
    _echo(json.dumps(value, ensure_ascii=True, allow_nan=False))


@contextmanager
def ends_with_output() -> Iterator[None]:
    """If nobody reads the output any more, exit quietly; if a disk is full, with a sentence.

    Raises:
        SystemExit: Nothing more can be printed.
    """
    try:
        yield
    except BrokenPipeError as error:
        _leave(sys.stdout)
        if not isinstance(error, OutputError):
            raise SystemExit(_SIGPIPE_EXIT) from None
        _say_full(error)
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EFBIG):
            raise
        _leave(sys.stdout)
        _say_full(error)


def _say_full(error: OSError) -> None:
    say(f"Error: Nothing more can be printed ({error.strerror or error}); print elsewhere.")
    raise SystemExit(1) from None


def leave_messages() -> None:
    """Flush the messages at the end; if nobody takes them, the exit code stays the same."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _leave(sys.stderr)


def _leave(stream: IO[str]) -> None:
    """Discard what is still buffered, so that the interpreter's last flush does not fail."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def terminal_columns() -> int | None:
    """Return the columns of the terminal on standard output; None if it is not a terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _echo(text: str, *, err: bool = False) -> None:
    try:
        click.echo(plain(text, only_ascii=True) if is_ascii_wanted() else text, err=err)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.errno, error.strerror) from error


def _wrapped(line: str, stream: IO[str]) -> str:
    """Break a line between words if it goes to a terminal; programs get it in one piece."""
    width = shutil.get_terminal_size().columns
    if not stream.isatty() or len(line) <= width:
        return line
    return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
