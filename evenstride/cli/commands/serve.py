"""``evenstride serve``: the dashboard in a browser."""

import click

from evenstride.cli.commands.options import Command

_SHOWN = ("demo", "live", "replay")


@click.command(
    cls=Command,
    examples=(
        "evenstride serve",
        "evenstride serve demo",
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
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, command: tuple[str, ...]) -> None:
    """Show the dashboard in a browser; COMMAND is demo, live or replay with their options.

    The session runs on this computer, with its Bluetooth and its loudspeaker. It ends, with
    everything saved, when the page is closed. It needs an extra: pip install ".[serve]".
    """
    if command and command[0] not in _SHOWN:
        raise click.UsageError(f"serve shows the dashboard of one of: {', '.join(_SHOWN)}.")
    if command:
        _check(ctx, command)
    from evenstride.tui.serve.serving import serve_dashboard

    serve_dashboard(command, host, port)


def _check(ctx: click.Context, command: tuple[str, ...]) -> None:
    """Refuse wrong options here: in the browser each page would end with them, unseen."""
    parent = ctx.find_root()
    assert isinstance(parent.command, click.Group)
    shown = parent.command.get_command(parent, command[0])
    assert shown is not None
    shown.make_context(command[0], list(command[1:]), parent=parent)
