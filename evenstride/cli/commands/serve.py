"""``evenstride serve``: the dashboard in a browser."""

import click

from evenstride.cli.commands.command import Command

_SHOWN = ("demo", "live", "replay")
_OWN = ("--host", "--port", "--public-url")


def _to_url(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    scheme, _, rest = value.partition("://")
    if value and not (scheme in ("http", "https") and rest.partition("/")[0]):
        raise click.BadParameter("It begins with http:// or https:// and has the name of a server.")
    if "?" in value or "#" in value:
        raise click.BadParameter("It has neither ? nor #.")
    return value


@click.command(
    cls=Command,
    begins_person=True,
    examples=(
        "evenstride serve",
        "evenstride serve demo --port 8080",
        "evenstride serve --host 0.0.0.0 live --exercise single-leg-dip",
    ),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. 0.0.0.0 lets in a tablet or a television, and everybody "
    "else in your network.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 for any that is free.",
)
@click.option(
    "--public-url",
    metavar="URL",
    default="",
    callback=_to_url,
    help="Behind a proxy: the address that browsers open, https://… with a path or without.",
)
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def serve(
    ctx: click.Context, host: str, port: int, public_url: str, command: tuple[str, ...]
) -> None:
    """Show the dashboard in a browser.

    COMMAND is demo, live or replay with their options. The session runs on this computer, with its
    Bluetooth and its loudspeaker. It ends, with everything saved, when the page is closed or this
    command ends. The address that is printed holds a token, without which nobody is let in. Two
    dashboards can be open at a time.

    It needs an extra: in the folder of evenstride, pip install ".[serve]" (15 MB).
    """
    command, said = _taken_out(command)
    if said:
        # Accept options of serve after the command, too, because people put them there.
        again = serve.make_context("serve", [*said, *command], parent=ctx.parent)
        with again:
            host, port = again.params["host"], again.params["port"]
            public_url = again.params["public_url"]
    if command and command[0] not in _SHOWN:
        raise click.UsageError(f"serve shows the dashboard of one of: {', '.join(_SHOWN)}.")
    if "--listen" in command:
        raise click.UsageError(
            "--listen shows its address in a terminal; in the browser, press b and n instead."
        )
    if command:
        _check(ctx, command)
    from evenstride.tui.serve.serving import serve_dashboard

    serve_dashboard(command, host, port, public_url)


def _taken_out(command: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Separate a command from the options that are ``serve``'s own, and return both."""
    kept: list[str] = []
    own: list[str] = []
    words = iter(command)
    for word in words:
        if word.partition("=")[0] not in _OWN:
            kept.append(word)
        elif "=" in word:
            own.append(word)
        else:
            own += [word, *(value for value in [next(words, None)] if value is not None)]
    return tuple(kept), own


def _check(ctx: click.Context, command: tuple[str, ...]) -> None:
    """Check the options here: in the browser each page would end with the error, unseen."""
    parent = ctx.find_root()
    assert isinstance(parent.command, click.Group)
    shown = parent.command.get_command(parent, command[0])
    assert shown is not None
    shown.make_context(command[0], list(command[1:]), parent=parent)
