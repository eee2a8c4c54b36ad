"""The progress of many files: a bar on a terminal's standard error, with rate and time left."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from evenstride.terminal.outside import safe
from evenstride.terminal.streams import say


@dataclass(frozen=True, slots=True)
class Shown:
    """The display on the terminal while files are analyzed.

    Attributes:
        done: To be called when a file is done.
        say: Prints a message for the user, above the bar if there is one.
    """

    done: Callable[[], None]
    say: Callable[[str], None]


@contextmanager
def file_progress(total: int, *, is_quiet: bool) -> Iterator[Shown]:
    """Show a bar that is removed at the end.

    Args:
        total: The number of files.
        is_quiet: Whether to show none, because the results go to the same terminal.
    """
    if is_quiet or not sys.stderr.isatty():
        yield Shown(lambda: None, say)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Files per second, or per minute if they take longer."""

        def render(self, task: Task) -> Text:
            per_s = task.speed or 0.0
            return Text(f"{per_s:.1f}/s" if per_s >= 1 else f"{60 * per_s:.1f}/min")

    with Progress(
        TextColumn("Analyzing"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        redirect_stdout=False,
        redirect_stderr=False,
        transient=True,
    ) as progress:
        task = progress.add_task("", total=total)

        def say_above(message: str) -> None:
            progress.console.print(safe(message, 1000), markup=False, highlight=False)

        yield Shown(lambda: progress.advance(task), say_above)
