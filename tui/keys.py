"""The keys of the dashboard; all that are shown are in its last row."""

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("q", "quit", "Quit"),
    Binding("ctrl+c", "quit", "Quit", show=False, priority=True),
    Binding("d", "toggle_dark", "Dark or light"),
]
