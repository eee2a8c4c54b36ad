"""Textual's command palette, made safe against quick typing."""

from contextlib import suppress
from typing import Any

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.worker import Worker


class Palette(CommandPalette):
    """Closes only once, and ends nothing else if it is closed while it is still searching.

    A second Enter, typed before it is gone, would close the screen below it. Its search continues
    for a moment after it is closed, and then fails because its list is gone.
    """

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close it, unless it is closed already."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """Search; an error in it does not end the program."""
        return super().run_worker(*args, **{**options, "exit_on_error": False})

    def _action_command_list(self, action: str) -> None:
        # Textual looks for the selected row even if the list has none, or no room for one.
        with suppress(KeyError):
            super()._action_command_list(action)
