"""The help: every key of the screen below it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from evenstride.language import tr
from evenstride.tui.keys import KeyHelp
from evenstride.tui.screens.dialog import Dialog


class HelpScreen(Dialog[None]):
    """A table of keys; any of the keys that close things closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter,space", "dismiss", tr("Close")),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        & > VerticalScroll {
            width: 76;
            padding: 0 2;
        }
    }
    """

    def __init__(self, keys: Sequence[KeyHelp]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One box, which scrolls where the window is too small for it."""
        with VerticalScroll() as box:
            box.border_title = tr("Keys")
            box.border_subtitle = tr("escape closes")
            yield Static(table(self._keys))


def table(keys: Sequence[KeyHelp]) -> Content:
    """One row for each action: its keys, its name, and what it does."""
    keys_width = max((len(one.keys) for one in keys), default=0)
    name_width = max((len(one.name) for one in keys), default=0)
    rows = [
        Content.assemble(
            (one.keys.rjust(keys_width), "bold"),
            "  ",
            one.name.ljust(name_width),
            "  ",
            (one.tells, "$foreground 75%"),
        )
        for one in keys
    ]
    return Content("\n").join(rows)
