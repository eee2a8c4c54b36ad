"""``--person``: whose history, plan and settings a command uses."""

import os
from typing import Final

import click

_HELP: Final = (
    "Whose history, recordings, plan, exercises and settings; each person of a household has their "
    "own. The sensors are everybody's. Also: EVENSTRIDE_PERSON."
)


def person_option(envvar: str | None = None) -> click.Option:
    """The option, for every command and for the program.

    Args:
        envvar: Where it is looked for where nobody gives it.
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
    from evenstride.places import PERSON, is_person, is_there, people
    from evenstride.terminal.streams import say

    if not is_person(value):
        raise click.BadParameter(
            f"{value!r} is no name of a folder; use letters, digits and hyphens."
        )
    before = os.environ.get(PERSON)
    # Processes that are started for the work, and the pages of serve, are of this person, too.
    os.environ[PERSON] = value
    ctx.call_on_close(lambda: _restore(before))
    if not is_there(value):
        known = ", ".join(people())
        say(
            f"Nothing of {value} is here yet; this is a new person's. "
            f"{f'There are: {known}.' if known else 'Without --person all is as before.'}"
        )


def _restore(before: str | None) -> None:
    from evenstride.places import PERSON

    if before is None:
        os.environ.pop(PERSON, None)
    else:
        os.environ[PERSON] = before
