"""Asking the user on the terminal before something that cannot be undone."""

import sys

import click

from evenstride.errors import JobError, JobReason


def may(question: str) -> bool:
    """Ask, and return whether the answer is a clear yes.

    Raises:
        JobError: Standard input is not a terminal, so nobody can answer.
    """
    if not sys.stdin.isatty():
        raise JobError(
            "There is nobody to ask here, so nothing was done; add --yes to be sure.",
            JobReason.NO_TERMINAL,
        )
    return click.confirm(question, default=False, err=True)
