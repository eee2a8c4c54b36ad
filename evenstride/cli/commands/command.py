"""The base of all commands: help with examples, common options, and the check of the person."""

from collections.abc import Sequence
from typing import Any, Final

import click

from evenstride.cli.commands.ascii import ascii_option
from evenstride.cli.commands.person import check_person, person_option
from evenstride.terminal.streams import ends_with_output

# Forms of files that a newcomer may ask for as if each were an option.
_FORMS: Final = frozenset(
    f"--{form}" for form in ("csv", "html", "json", "parquet", "pdf", "fit", "table", "xlsx")
)


class Command(click.Command):
    """A command with examples, whose help lists the exercises if it takes one.

    Args:
        examples: Command lines that work, without comment.
        begins_person: Whether it is useful to a person of whom nothing is kept yet.
        writes_forms_by: How to ask for a form of file, for users who try an option like --csv.
    """

    def __init__(
        self,
        *args: Any,
        examples: Sequence[str],
        begins_person: bool = False,
        writes_forms_by: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._begins_person = begins_person
        self._writes_forms_by = writes_forms_by
        self.params.append(person_option())
        self.params.append(ascii_option())
        self._examples = examples

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options; --help prints here."""
        with ends_with_output():
            return super().make_context(*args, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; where one is missing or is a form of file, say how to ask for it."""
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            example = f"For example: {self._examples[0]}"
            raise click.MissingParameter(example, ctx, error.param) from error
        except click.NoSuchOption as error:
            if self._writes_forms_by is None or error.option_name not in _FORMS:
                raise
            message = f"No such option {error.option_name!r}. {self._writes_forms_by}"
            raise click.UsageError(message, ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, for a person who is known or may begin with it."""
        check_person(may_begin=self._begins_person)
        return super().invoke(ctx)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List examples and exercises, which are only read now, when needed."""
        write_examples(formatter, self._examples)
        if any(param.name == "choice" for param in self.params):
            from evenstride.analysis.model.exercises import builtin

            with formatter.section("Exercises"):
                formatter.write_text(
                    f"{', '.join(builtin())}. evenstride exercises tells more, and how to add "
                    "your own."
                )


class Group(click.Group):
    """A group with a default command, and with examples.

    Args:
        default: The default command's name.
        examples: Command lines that work, without comment.
    """

    def __init__(self, *args: Any, default: str, examples: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._default = default
        self._examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Use the default if no command is named."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = [self._default, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which people need them."""
        return list(self.commands)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options; --help prints here."""
        with ends_with_output():
            return super().make_context(*args, **extra)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List examples."""
        write_examples(formatter, self._examples)


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """Write a section of help with one example per line."""
    with formatter.section("Examples"):
        for example in examples:
            formatter.write(f"{'':{formatter.current_indent}}{example}\n")
