"""``--ascii``: print and draw with nothing but ASCII."""

from typing import Final

import click

from evenstride.cli.commands.environment import set_while_running

_HELP: Final = (
    "Only ASCII, for consoles without block and braille characters; TERM=linux and the like get "
    "plain signs by themselves. Also: EVENSTRIDE_ASCII=1."
)


def ascii_option() -> click.Option:
    """Return the option, for every command and for the program."""
    return click.Option(
        ["--ascii"], is_flag=True, is_eager=True, expose_value=False, callback=_use, help=_HELP
    )


def _use(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from evenstride.terminal.glyphs import ASCII

    # ``serve`` draws its pages in processes of their own.
    set_while_running(ctx, ASCII, "1")
