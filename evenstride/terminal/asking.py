"""Asking the user on the terminal before something that can not be undone."""

import sys

import click

from evenstride.terminal.streams import Failure


def may(question: str) -> bool:
    """Ask; only a clear yes is one.

    Raises:
        Failure: Nobody is there to be asked.
    """
    if not sys.stdin.isatty():
        raise Failure("There is nobody to ask here, so nothing was done; add --yes to be sure.")
    return click.confirm(question, default=False, err=True)
