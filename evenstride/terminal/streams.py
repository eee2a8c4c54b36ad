"""What is printed, and where: results to standard output, messages to standard error."""

import io
import json
import shutil
import sys
import textwrap
from collections.abc import Mapping
from typing import IO

import click

_LIMIT = 1000


def make_safe() -> None:
    """Print a question mark rather than fail where the terminal has no such character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(message: str) -> None:
    """A message for the user, on standard error; anything in it may be from outside."""
    from evenstride.terminal.words import safe

    click.echo(_wrapped(safe(message, _LIMIT), sys.stderr), err=True)


def print_line(line: str = "") -> None:
    """One line of standard output, at once; a terminal gets several if it is too long."""
    click.echo(_wrapped(line, sys.stdout))


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line of standard output, at once."""
    # ASCII only: a file's name may hold bytes that no encoding can print.
    click.echo(json.dumps(value, ensure_ascii=True, allow_nan=False))


def _wrapped(line: str, stream: IO[str]) -> str:
    """The line, broken between words if it is for a terminal; programs get it in one piece."""
    width = shutil.get_terminal_size().columns
    if not stream.isatty() or len(line) <= width:
        return line
    return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
