"""Each quantity over the reps of a set: a bar for each rep, and whether it changed."""

from textual.content import Content

from evenstride.language import later, number, tr
from evenstride.sensors.samples import Leg
from evenstride.session.result.drift_rows import DriftRow
from evenstride.tui.widgets.sized import SizedWidget

# Not the full block, because rows would touch each other.
_BARS = "▁▂▃▄▅▆▇"
_LABEL_WIDTH = 6
_VALUE_WIDTH = 6
# Signs for narrow windows.
_SIGNS = {"": "", "less": later("less"), "more": later("more"), "same": "="}
_SIGN_WIDTH = 4
_WORDS = {
    "": "",
    "less": later("clearly less"),
    "more": later("clearly more"),
    "same": later("no clear change"),
}
_WORDS_WIDTH = 15
_ROOMY_COLUMNS = 52
# The widest bar of a rep.
_MAX_COLUMNS = 3


class DriftTable(SizedWidget):
    """Sets one below the other; first value, bars from zero, last value, verdict."""

    DEFAULT_CSS = """
    DriftTable {
        height: auto;
        margin-top: 1;
    }
    """

    def __init__(self, leg: Leg, rows: tuple[DriftRow, ...]) -> None:
        super().__init__()
        self._leg, self._rows = leg, rows
        self.styles.height = len(rows) + len({row.set for row in rows})
        self.display = bool(rows)

    def render(self) -> Content:
        """Lay the rows out."""
        lines: list[Content] = []
        told = None
        for row in self._rows:
            if row.set != told:
                told = row.set
                head = tr("set {number}, first rep to last", number=told)
                lines.append(Content.styled(head[: self.size.width], "dim"))
            lines.append(self._line(row)[: self.size.width])
        return Content("\n").join(lines)

    def _line(self, row: DriftRow) -> Content:
        roomy = self.size.width >= _ROOMY_COLUMNS
        verdict_width = _WORDS_WIDTH if roomy else _SIGN_WIDTH
        room = self.size.width - _LABEL_WIDTH - 2 * _VALUE_WIDTH - verdict_width - 3
        colour = "$primary" if self._leg is Leg.LEFT else "$secondary"
        first, last = (f"{number(value, row.decimals)}{row.unit}" for value in row.ends)
        return Content.assemble(
            tr(row.label).ljust(_LABEL_WIDTH),
            first.rjust(_VALUE_WIDTH),
            " ",
            (bars(row, room), colour),
            " ",
            last.ljust(_VALUE_WIDTH),
            " ",
            tr((_WORDS if roomy else _SIGNS)[row.verdict]),
        )


def bars(row: DriftRow, width: int) -> str:
    """Return a bar for each rep; the first ones are left out if there is no room for all."""
    shown = row.values[-max(1, width) :]
    columns = max(1, min(_MAX_COLUMNS, width // len(shown)))
    top = len(_BARS)
    levels = (round(top * value / row.most) if row.most > 0.0 else 0 for value in shown)
    return "".join(columns * _BARS[max(1, min(top, level)) - 1] for level in levels)
