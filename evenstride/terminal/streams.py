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
    """Print a plain sign rather than fail where an output has no such character."""
    codecs.register_error(_PLAIN, on_encode_error)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAIN)


def say(message: str) -> None:
    """A message for the user, on standard error; anything in it may be from outside."""
    from evenstride.terminal.outside import safe

    _echo(_wrapped(safe(message, _LIMIT), sys.stderr), err=True)


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
        _print_no_more()
        if not isinstance(error, OutputError):
            raise SystemExit(_SIGPIPE_EXIT) from None
        _say_full(error)
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EFBIG):
            raise
        _print_no_more()
        _say_full(error)


def _say_full(error: OSError) -> None:
    with suppress(OSError):
        say(f"Error: Nothing more can be printed ({error.strerror or error}); print elsewhere.")
    raise SystemExit(1) from None


def _print_no_more() -> None:
    """Let what is still buffered go nowhere: the interpreter's last flush must not fail."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def terminal_columns() -> int | None:
    """The columns of the terminal that standard output is; None where it is none."""
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
