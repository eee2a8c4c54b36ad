"""Variables of the environment that are set as long as a command runs."""

import os

import click


def set_while_running(ctx: click.Context, name: str, value: str) -> None:
    """Set a variable that processes inherit, and put it back at the end of the command.

    Args:
        ctx: The command's context.
        name: The variable's name.
    """
    before = os.environ.get(name)
    os.environ[name] = value
    ctx.call_on_close(lambda: _put_back(name, before))


def _put_back(name: str, before: str | None) -> None:
    if before is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = before
