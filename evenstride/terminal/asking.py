"""Asking the user on the terminal before something that cannot be undone."""

import sys

import click

from evenstride.errors import JobError, JobReason


def may(question: str) -> bool:
    """Ask; only a clear yes is one.

    Raises:
        JobError: Nobody is there to be asked.
    """
    if not sys.stdin.isatty():
        raise JobError(
            "There is nobody to ask here, so nothing was done; add --yes to be sure.",
            JobReason.NO_TERMINAL,
        )
    return click.confirm(question, default=False, err=True)
