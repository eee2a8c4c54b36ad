"""What a command is: its help with examples, its options for everybody, and who may run it."""

from collections.abc import Sequence
from typing import Any, Final

import click

from evenstride.cli.commands.ascii import ascii_option
from evenstride.cli.commands.person import check_person, person_option
from evenstride.terminal.streams import ends_with_output

# Forms of files that a stranger may ask for as if each were an option.
_FORMS: Final = frozenset(
    f"--{form}" for form in ("csv", "html", "json", "parquet", "pdf", "fit", "table", "xlsx")
)


class Command(click.Command):
    """A command with examples, whose help lists the exercises if it takes one.

    Args:
        examples: Command lines that work, without comment.
        begins_person: Whether it is of use to somebody of whom nothing is kept yet.
        writes_forms_by: How to ask for a form of file, for who asks by an option like --csv.
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
        """Read the options; one that is a form of file is answered by how to ask for that."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if self._writes_forms_by is None or error.option_name not in _FORMS:
                raise
            message = f"No such option {error.option_name!r}. {self._writes_forms_by}"
            raise click.UsageError(message, ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, for somebody who is known or may begin here."""
        check_person(may_begin=self._begins_person)
        return super().invoke(ctx)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List examples and exercises; those are read only now, when somebody asks."""
        write_examples(formatter, self._examples)
        if any(param.name == "choice" for param in self.params):
            from evenstride.analysis.model.exercises import builtin

            with formatter.section("Exercises"):
                formatter.write_text(
                    f"{', '.join(builtin())}. evenstride exercises tells more, and how to add "
                    "your own."
                )


class Group(click.Group):
    """Commands with one that runs where none is named, and with examples.

    Args:
        default: That command's name.
        examples: Command lines that work, without comment.
    """

    def __init__(self, *args: Any, default: str, examples: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._default = default
        self._examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the default where no command is named."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = [self._default, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The commands in the order in which one wants them."""
        return list(self.commands)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options; --help prints here."""
        with ends_with_output():
            return super().make_context(*args, **extra)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List examples."""
        write_examples(formatter, self._examples)


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """A section of help with one example per line."""
    with formatter.section("Examples"):
        for example in examples:
            formatter.write(f"{'':{formatter.current_indent}}{example}\n")
