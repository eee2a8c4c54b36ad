"""Options and arguments of several commands: the exercise, the speed, the output, numbers."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from evenstride.analysis.model.exercises import Exercise
    from evenstride.user.exercises import Choice

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


NUMBERS: Final = click.argument("numbers", metavar="[N...]", nargs=-1, type=int)
YES: Final = click.option("--yes", is_flag=True, help="Do not ask.")

# The context's key for the user's own exercises, which --exercise needs.
_OWN = "evenstride.own"


def _keep_own(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    if not ctx.resilient_parsing:  # shell completion must not print messages
        from evenstride.user.exercises import read_own

        ctx.meta[_OWN] = read_own(value)
    return value


def own_exercises(ctx: click.Context) -> "tuple[Exercise, ...]":
    """Return the user's own exercises, in a command with ``--exercises``."""
    own: tuple[Exercise, ...] = ctx.meta.get(_OWN, ())
    return own


def _to_choice(ctx: click.Context, _param: click.Parameter, value: str | None) -> "Choice":
    from evenstride.user.exercises import Choice

    own = own_exercises(ctx)
    return Choice(None if value is None else _found(value, own), own)


def _found(exercise_id: str, own: "tuple[Exercise, ...]") -> "Exercise":
    from evenstride.analysis.model.errors import AnalysisError
    from evenstride.analysis.model.exercises import find

    try:
        return find(exercise_id, own)
    except AnalysisError as error:
        from evenstride.terminal.faults import sentence

        raise click.BadParameter(sentence(error)) from error


def _to_speed(_ctx: click.Context, _param: click.Parameter, value: str) -> float:
    return math.inf if value == "max" else _positive(value, "neither a number above 0 nor max")


def to_seconds(
    _ctx: click.Context, _param: click.Parameter, value: str | float | None
) -> float | None:
    """Callback for a number above 0, or None if the option was not given.

    Raises:
        BadParameter: The value is something else.
    """
    return None if value is None else _positive(value, "not a number of seconds above 0")


def one_that_ends_in(
    *ends: str,
) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    """Return a callback that checks that a file's name has one of these endings."""

    def check(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
        if value is not None and value.suffix not in ends:
            raise click.BadParameter(f"{str(value)!r} ends in none of {', '.join(ends)}.")
        return value

    return check


def to_rate_hz(_ctx: click.Context, _param: click.Parameter, value: str) -> float:
    """Callback for samples per second.

    Raises:
        BadParameter: It is not a number from 10 to 400: fast reps cannot be seen at lower rates,
            and Bluetooth does not carry higher ones from two sensors.
    """
    otherwise = "not a number from 10 to 400"
    rate_hz = _positive(value, otherwise)
    if not 10.0 <= rate_hz <= 400.0:
        raise click.BadParameter(f"{value!r} is {otherwise}.")
    return rate_hz


def _positive(value: str | float, otherwise: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise click.BadParameter(f"{value!r} is {otherwise}.")
    return number


class OutputPath(click.Path):
    """An output path: a file or folder, which is written completely or not at all.

    Such a file is made next to its place, and no other user can read it. Neither holds for standard
    output, and some forms are not text, so every command refuses ``-``.
    """

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Accept a name.

        Raises:
            BadParameter: It is ``-``.
        """
        if value == "-":
            self.fail(
                "evenstride writes whole files, and none to standard output; name one (./- for one"
                " of this name).",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


def exercise_option(default: str) -> Callable[[AnyFunction], AnyFunction]:
    """Return ``--exercise`` and ``--exercises`` as one ``choice``; ``default`` is for the help.

    A file of exercises that cannot be used ends the command before it begins.
    """

    def decorate(function: AnyFunction) -> AnyFunction:
        function = exercises_file_option(is_exposed=False)(function)
        return click.option(
            "--exercise",
            "choice",
            callback=_to_choice,
            metavar="ID",
            help=f"What was trained. {default}",
        )(function)

    return decorate


def exercises_file_option(*, is_exposed: bool) -> Callable[[AnyFunction], AnyFunction]:
    """Return ``--exercises``; it need not be exposed if ``own_exercises`` is enough."""
    return click.option(
        "--exercises",
        "exercises_file",
        type=click.Path(path_type=Path),
        is_eager=True,  # --exercise may name one of them
        expose_value=is_exposed,
        callback=_keep_own,
        metavar="FILE",
        help="Your own exercises. Default: exercises.toml in your configuration folder.",
    )


def plan_file_argument(function: AnyFunction) -> AnyFunction:
    """Return ``FILE``, a plan; without it the user's own is used."""
    kind = click.Path(path_type=Path)
    return click.argument("file", metavar="[FILE]", required=False, type=kind)(function)


def placement_option(default: str) -> Callable[[AnyFunction], AnyFunction]:
    """Return ``--placement``; ``default`` is for the help."""
    # The values of sensors.samples.Placement, which loads numpy: help must come at once.
    return click.option(
        "--placement",
        type=click.Choice(["thigh", "shank"]),
        help=f"Where the sensors are strapped; the shank is the shin. {default}",
    )


def speed_option(function: AnyFunction) -> AnyFunction:
    """Return ``--speed``."""
    return click.option(
        "--speed",
        callback=_to_speed,
        metavar="N|max",
        default="1",
        show_default=True,
        help="How many times faster than it happened; max for as fast as possible.",
    )(function)


def headless_options(function: AnyFunction) -> AnyFunction:
    """Return ``--headless`` and ``--json``."""
    function = click.option(
        "--json", "as_json", is_flag=True, help="With --headless: one JSON object per line."
    )(function)
    return click.option(
        "--headless", is_flag=True, help="No dashboard: print each event as it is announced."
    )(function)


def check_headless(headless: bool, as_json: bool) -> None:
    """Refuse ``--json`` with the dashboard.

    Raises:
        UsageError: Both were asked for.
    """
    if as_json and not headless:
        raise click.UsageError("--json needs --headless: the dashboard is for eyes.")
