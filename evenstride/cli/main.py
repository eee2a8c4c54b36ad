"""The command line: ``evenstride`` and its commands.

A command is imported when it is asked for, and imports what it needs when it runs, so that help
comes at once.
"""

import gc
import logging
from importlib import import_module
from keyword import iskeyword
from typing import IO, Any, Final

import click

from evenstride import __version__
from evenstride.cli.commands.ascii import ascii_option
from evenstride.cli.commands.command import write_examples
from evenstride.cli.commands.person import check_person, person_option
from evenstride.session.housekeeping import one_thread_for_algebra, seldom_look_for_garbage
from evenstride.terminal.lost_keys import leave_lost_keys
from evenstride.terminal.streams import ends_with_output, leave_messages, make_safe, say

_COMMANDS: Final = (
    *("demo", "scan", "live", "replay", "analyze", "import", "export", "history", "report", "plan"),
    *("exercises", "serve", "language"),
    "evaluate",
)
"""In the order in which a newcomer needs them; each is a function in the module of its name."""

_EXAMPLES = (
    "evenstride demo                   see the dashboard with no sensor at hand",
    "evenstride                        train with the sensors in range",
    "evenstride analyze session.csv    what was done, leg by leg",
)


_ABOUT_LOG = (
    "What happens with sensors and files is logged, and nothing that is measured. Send the end of "
    "the log with a report of a fault:"
)


class Failed(click.ClickException):
    """Ends the command with exit code 1 and one sentence, which is safe on any terminal."""

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 # click's interface
        """Print it."""
        say(f"Error: {self.message}")


class Root(click.Group):
    """Turns any error of a command into one sentence and an exit code, never a traceback."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command; for an unknown name load all, so that similar ones can be suggested."""
        for one in (name,) if name in _COMMANDS else _COMMANDS:
            here = f"{one}_" if iskeyword(one) else one
            self.add_command(getattr(import_module(f"evenstride.cli.commands.{here}"), here))
        return super().get_command(ctx, name)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Begin with examples for newcomers, and end with what to send if something is wrong."""
        from evenstride.places import log_path

        write_examples(formatter, _EXAMPLES)
        formatter.write_paragraph()
        formatter.write_text(f"{_ABOUT_LOG} {log_path()}")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            Failed: It failed; the exit code is 1.
        """
        from evenstride.cli.logs import logged

        with logged(debug=ctx.params["debug"]), ends_with_output():
            return self._invoke(ctx)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options; --help and --version print here."""
        with ends_with_output():
            return super().make_context(*args, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the named command; the log gets its name, but not its arguments."""
        name, command, rest = super().resolve_command(ctx, args)
        logging.getLogger(__name__).info("command %s", name)
        return name, command, rest

    def _invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise  # click handles them
        except KeyboardInterrupt as error:
            raise Failed("Stopped.") from error
        except Exception as error:
            # This includes faults of this program: a sentence here, and a traceback in the log.
            from evenstride.terminal.faults import logged_sentence

            raise Failed(logged_sentence(error)) from error


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    click.echo(f"evenstride {__version__}")
    ctx.exit()


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--debug",
    is_flag=True,
    envvar="EVENSTRIDE_DEBUG",
    help="Log more, and show it on standard error. Also: EVENSTRIDE_DEBUG=1.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001 # read in Root.invoke
    """Count single-leg knee exercises with thigh-worn sensors, left against right.

    Without a command: the dashboard, with the plan of the day and the sensors in range.
    """
    if ctx.invoked_subcommand is None:
        check_person(may_begin=True)
        from evenstride.tui.open_home import open_home

        open_home()


cli.params.append(person_option("EVENSTRIDE_PERSON"))
cli.params.append(ascii_option())


def main() -> None:
    """Run the command line and exit."""
    seldom_look_for_garbage()
    one_thread_for_algebra()
    make_safe()
    try:
        cli(prog_name="evenstride")
    except SystemExit as end:
        leave_lost_keys(end.code)
        leave_messages()
        raise
    finally:
        # All files are closed by now. The rest goes with the process, so Python need not search it
        # for garbage again and again: that would be a tenth of a short analysis.
        gc.freeze()
