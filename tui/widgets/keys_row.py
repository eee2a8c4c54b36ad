"""The last row of a screen: its keys."""

from collections.abc import Sequence
from typing import Final

from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Footer, Label

# From this width on there is room between the keys.
ROOMY_COLUMNS = 116

_ALWAYS: Final = frozenset({"help", "quit", "back", "leave", "dismiss"})
"""The way to all other keys and the way out are shown in every window."""


class KeysRow(Footer):
    """The keys of a screen, moved closer together in a narrow window.

    If they still do not fit, the last ones are dropped, except for the way out and the help, which
    lists them all.
    """

    DEFAULT_CSS = """
    KeysRow {
        &.-compact FooterLabel { margin: 0 1 0 0; }
        &.-compact KeyGroup { padding-left: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def on_resize(self, event: Resize) -> None:
        """Check whether there is room."""
        self.compact = event.size.width < ROOMY_COLUMNS
        self._show_all()

    async def recompose(self) -> None:
        """Show the current keys."""
        await super().recompose()
        self._show_all()

    def _show_all(self) -> None:
        """Show all keys until their styles, and with them their widths, are known."""
        for one in self.children:
            one.display = True
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        # Not by their positions: new keys have none before they were drawn.
        widths = {one: one.get_content_width(self.size, self.size) for one in self.children}
        for one in widths:
            widths[one] += one.gutter.width + one.styles.margin.width
        # The space after the last key is not needed.
        too_wide = sum(widths.values()) - 1 - self.size.width
        for unit in reversed(_units(self.children)):
            if too_wide <= 0:
                return
            # A screen may refer to an action of the app: "app.leave".
            if not any(getattr(one, "action", "").split(".")[-1] in _ALWAYS for one in unit):
                too_wide -= sum(widths[one] for one in unit)
                for one in unit:
                    one.display = False


def _units(children: Sequence[Widget]) -> list[list[Widget]]:
    """Return keys, and groups of keys with their name."""
    units: list[list[Widget]] = []
    for one in children:
        if isinstance(one, Label) and units:
            units[-1].append(one)
        else:
            units.append([one])
    return units
