"""The palette of commands as Textual has it, and safe against keys that are typed quickly."""

from contextlib import suppress
from typing import Any

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.worker import Worker


class Palette(CommandPalette):
    """Closes once, and takes nothing with it when it is closed while it still looks.

    A second enter, typed before it is gone, would close the screen below it. Its search goes on
    for a moment after it is closed, and fails then, as its list is gone.
    """

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close it, if that was not done."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """Search; whatever becomes of that does not end the program."""
        return super().run_worker(*args, **{**options, "exit_on_error": False})

    def _action_command_list(self, action: str) -> None:
        # Textual looks for the row that is chosen also where the list has none, or no room for one.
        with suppress(KeyError):
            super()._action_command_list(action)
