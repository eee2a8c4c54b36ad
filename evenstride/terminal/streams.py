"""What is printed, and where: results to standard output, messages to standard error."""

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

_LIMIT = 1000
_PLAIN: Final = "evenstride-plain"

_SIGPIPE_EXIT: Final = 141
"""What a shell calls the end of a program whose reader has gone, for instance ``| head``."""


class OutputError(BrokenPipeError):
    """Nothing more can be printed, for instance as the disk is full that it is redirected to.

    It is what a closed pipe raises, too, so that whoever lets that one pass lets this one pass.
    """


def make_safe() -> None:
    """Print a plain sign rather than fail where an output has no such character.

    An output that was closed takes everything from then on, and keeps nothing: the next file to be
    opened must not get its number, and what is printed with it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free: this one
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 # a number, for ever
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
    codecs.register_error(_PLAIN, on_encode_error)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAIN)


def say(message: str) -> None:
    """A message for the user, on standard error; anything in it may be from outside.

    Where that is a full disk, or nobody reads it, the work goes on: it would be lost otherwise, and
    a message is tried again with the next one.
    """
    from evenstride.terminal.outside import safe

    with suppress(OSError):
        _echo(_wrapped(safe(message, _LIMIT), sys.stderr), err=True)


def draw(text: str) -> None:
    """Something drawn on the terminal that messages go to, as it is; nothing if that is gone."""
    with suppress(OSError):
        click.echo(text, err=True, nl=False)


def print_line(line: str = "") -> None:
    """One line of standard output, at once; a terminal gets several if it is too long.

    Whatever in it is from outside, no terminal obeys it.
    """
    from evenstride.terminal.outside import visible

    _echo(_wrapped(visible(line), sys.stdout))


def print_raw(line: str) -> None:
    """One line of standard output for programs, whole on a terminal, too."""
    from evenstride.terminal.outside import visible

    _echo(visible(line))


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line of standard output, at once."""
    # ASCII only: a file's name may hold bytes that no encoding can print.
    _echo(json.dumps(value, ensure_ascii=True, allow_nan=False))


@contextmanager
def ends_with_output() -> Iterator[None]:
    """Where nobody reads on, end quietly; where a disk is full, with a sentence.

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
    """In the end: messages that nobody takes do not change what the program ends with."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _leave(sys.stderr)


def _leave(stream: IO[str]) -> None:
    """Let what is still buffered go nowhere: the interpreter's last flush must not fail."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def terminal_columns() -> int | None:
    """The columns of the terminal that standard output is; None if it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _echo(text: str, *, err: bool = False) -> None:
    try:
        click.echo(plain(text, only_ascii=True) if is_ascii_wanted() else text, err=err)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.errno, error.strerror) from error


def _wrapped(line: str, stream: IO[str]) -> str:
    """The line, broken between words if it is for a terminal; programs get it in one piece."""
    width = shutil.get_terminal_size().columns
    if not stream.isatty() or len(line) <= width:
        return line
    return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
