"""All sensors in range, and those that are expected: one row each, one of them marked."""

from collections.abc import Callable
from datetime import date
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from evenstride.language import later, told, tr
from evenstride.terminal.words import site_words
from evenstride.tui.cells import fit
from evenstride.tui.home.sensor_setup_state import SensorRow
from evenstride.tui.home.sensor_words import (
    battery_words,
    fit_name,
    lost_words,
    rate_words,
    signal_words,
    state_words,
)
from evenstride.tui.widgets.sized import SizedWidget

_GAP: Final = 2
# The columns; which ones are dropped first in a narrow window.
_HEADS: Final = (
    *(later("LEG"), later("NAME"), later("MODEL"), later("STATE")),
    *(later("SIGNAL"), later("BATTERY"), later("RATE"), later("LOST")),
)
_LEAST_IMPORTANT: Final = ("MODEL", "STATE", "LOST", "RATE")


class SensorTable(SizedWidget):
    """Leg, name, model, state, signal, battery, rate and loss."""

    DEFAULT_CSS = """
    SensorTable {
        height: auto;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[SensorRow, ...], int, date | None] = ((), 0, None)

    def show(self, rows: tuple[SensorRow, ...], marked: int, today: date) -> None:
        """Show sensors; ``marked`` is the index of the marked row."""
        new = (rows, marked, today)
        if new != self._shown:
            is_taller = len(rows) != len(self._shown[0])
            self._shown = new
            self.refresh(layout=is_taller)

    def render(self) -> Content:
        """Draw a heading, then a line for each sensor."""
        rows, marked, today = self._shown
        if not rows or today is None:
            return Content("")
        columns = _columns(today)
        cells = {name: [tr(name), *(tell(row) for row in rows)] for name, tell in columns.items()}
        widths = _widths(cells, self.size.width - 2)
        lines = []
        for n in range(len(rows) + 1):
            text = (" " * _GAP).join(
                (fit_name if name == "NAME" else fit)(cells[name][n], room)
                for name, room in widths.items()
            )
            is_marked = n == marked + 1
            line = fit(f"{'▸' if is_marked else ' '} {text}", self.size.width)
            style = "bold reverse" if is_marked else "$foreground 70%" if n == 0 else ""
            lines.append(Content.styled(line, style))
        return Content("\n").join(lines)


def _columns(today: date) -> dict[str, Callable[[SensorRow], str]]:
    tells: tuple[Callable[[SensorRow], str], ...] = (
        _leg,
        lambda row: row.name,
        lambda row: told(row.model),
        state_words,
        lambda row: signal_words(row.rssi_dbm),
        lambda row: battery_words(row.battery, today),
        rate_words,
        lost_words,
    )
    return dict(zip(_HEADS, tells, strict=True))


def _leg(row: SensorRow) -> str:
    if row.site is None:
        return "–"
    return site_words(row.site).upper() + ("?" if row.guessed else "")


def _widths(cells: dict[str, list[str]], room: int) -> dict[str, int]:
    """Return the width of each column that has room, in cells; the names give way first."""
    widths = {name: max(map(cell_len, column)) for name, column in cells.items()}
    widths = {name: wide for name, wide in widths.items() if any(cells[name][1:])}
    for name in _LEAST_IMPORTANT:
        too_wide = sum(widths.values()) + _GAP * (len(widths) - 1) - room
        if too_wide <= 0:
            break
        spare = widths["NAME"] - 12
        if too_wide <= spare:
            widths["NAME"] -= too_wide
            break
        widths.pop(name, None)
    return widths
