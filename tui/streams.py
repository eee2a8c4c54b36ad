"""What is printed, and where: results to standard output, messages to standard error."""

import io
import json
import sys
from collections.abc import Mapping

import click


def make_safe() -> None:
    """Print a question mark rather than fail where the terminal has no such character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(message: str) -> None:
    """A message for the user, on standard error; anything in it may be from outside."""
    from tui.words import safe

    click.echo(safe(message, limit=1000), err=True)


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line of standard output, at once."""
    # ASCII only: a file's name may hold bytes that no encoding can print.
    click.echo(json.dumps(value, ensure_ascii=True, allow_nan=False))


def print_line(line: str = "") -> None:
    """One line of standard output, at once."""
    click.echo(line)
