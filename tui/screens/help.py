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
from evenstride.tui.widgets.message_bar import wrapped

_WIDTH = 78
_EDGES = 7
"""Columns of the frame, its padding and the scroll bar."""

_NARROWEST = 16
"""The least number of columns for an action's effect; a narrower window cuts its rows anyway."""


class HelpScreen(Dialog[None]):
    """A table of keys; any of the keys that close things closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter,space", "dismiss", tr("Close")),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        & > VerticalScroll {
            width: 78;
            padding: 0 2;
            scrollbar-size: 1 1;
            scrollbar-gutter: stable;
        }
    }
    """

    def __init__(self, keys: Sequence[KeyHelp]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Yield one box, which scrolls if the window is too small for it."""
        with VerticalScroll() as box:
            box.border_title = tr("Keys")
            box.border_subtitle = tr("escape closes")
            yield Static(table(self._keys, min(_WIDTH, self.app.size.width) - _EDGES))


def table(keys: Sequence[KeyHelp], width: int) -> Content:
    """Return a row for each action: its keys, its name and its effect, wrapped if necessary.

    Args:
        keys: The actions.
        width: The available columns.
    """
    keys_width = max((len(one.keys) for one in keys), default=0)
    name_width = max((len(one.name) for one in keys), default=0)
    before = keys_width + name_width + 4
    rows = []
    for one in keys:
        first, *more = wrapped(one.tells, max(_NARROWEST, width - before))
        head = Content.assemble(
            (one.keys.rjust(keys_width), "bold"), "  ", one.name.ljust(name_width), "  "
        )
        rows.append(head + Content.styled(first, "$foreground 75%"))
        rows += [Content.styled(" " * before + line, "$foreground 75%") for line in more]
    return Content("\n").join(rows)
