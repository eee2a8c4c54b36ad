"""``--ascii``: print and draw with nothing but ASCII."""

import os
from typing import Final

import click

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

    before = os.environ.get(ASCII)
    # ``serve`` draws its pages in processes of their own.
    os.environ[ASCII] = "1"
    ctx.call_on_close(lambda: _restore(before))


def _restore(before: str | None) -> None:
    from evenstride.terminal.glyphs import ASCII

    if before is None:
        os.environ.pop(ASCII, None)
    else:
        os.environ[ASCII] = before
