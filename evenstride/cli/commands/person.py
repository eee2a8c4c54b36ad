"""``--person``: the person whose history, plan and settings a command uses."""

import sys
from typing import Final

import click

from evenstride.cli.commands.environment import set_while_running

_HELP: Final = (
    "Whose history, recordings, plan, exercises and settings; each person of a household has their "
    "own. The sensors are everybody's. Also: EVENSTRIDE_PERSON."
)


def person_option(envvar: str | None = None) -> click.Option:
    """Return the option, for every command and for the program.

    Args:
        envvar: The environment variable to use if the option is not given.
    """
    return click.Option(
        ["--person"],
        metavar="NAME",
        is_eager=True,  # --exercises reads a file of this person's
        expose_value=False,
        callback=_use,
        envvar=envvar,
        help=_HELP,
    )


def _use(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None or ctx.resilient_parsing:
        return
    from evenstride.places import PERSON, is_person

    if not is_person(value):
        raise click.BadParameter(
            f"{value!r} is no name of a folder; use letters, digits and hyphens."
        )
    # Processes that are started for the work, and the pages of serve, inherit the person.
    set_while_running(ctx, PERSON, value)


def check_person(*, may_begin: bool) -> None:
    """Keep a mistyped name from becoming a new person.

    Args:
        may_begin: Whether the command is useful to a person of whom nothing is kept yet.

    Raises:
        BadParameter: It is not, and nothing is kept of the person.
        Exit: It is, but the user meant somebody else.
    """
    from evenstride.places import is_there, people, person
    from evenstride.terminal.streams import say

    name = person()
    if not name or is_there(name):
        return
    known = people()
    there = f"there are: {', '.join(known)}" if known else "nobody else has a name here"
    if not may_begin:
        raise click.BadParameter(
            f"There is nobody named {name}; {there}. Somebody new begins with evenstride --person"
            f" {name}, or with a plan: evenstride plan new --person {name}.",
            param_hint="--person",
        )
    if known and sys.stdin.isatty():
        question = f"There is nobody named {name} yet; {there}. Begin as {name}?"
        if not click.confirm(question, default=False, err=True):
            raise click.exceptions.Exit(1)
    else:
        said = f"{there[0].upper()}{there[1:]}."
        say(f"Nothing of {name} is here yet; this is a new person's. {said}")
