"""One leg's sensor before a session: whether it is there, its signal and its battery."""

from datetime import date

from rich.cells import cell_len
from textual.content import Content

from evenstride.language import leg_word, tr
from evenstride.sensors.samples import Leg
from evenstride.terminal.words import placement_word
from evenstride.tui.cells import fit
from evenstride.tui.home.sensor_setup_state import Mode, SensorRow, SensorSetupState
from evenstride.tui.home.sensor_words import battery_words, signal_words
from evenstride.tui.widgets.sized import SizedWidget


class LegSensor(SizedWidget):
    """Three rows in the leg's half of the screen."""

    DEFAULT_CSS = """
    LegSensor {
        width: 1fr;
        height: 3;
        padding: 0 1;
        border-left: outer $panel;
        &.-left { border-left: outer $primary; }
        &.-right { border-left: outer $secondary; }
    }
    """

    def __init__(self, leg: Leg) -> None:
        super().__init__(classes=f"-{leg}")
        self._leg = leg
        self._shown: tuple[SensorSetupState, Leg, date] | None = None

    def show(self, state: SensorSetupState, today: date) -> None:
        """Show the leg's part of the sensors' state."""
        new = (state, self._leg, today)
        if new != self._shown:
            self._shown = new
            self.refresh()

    def render(self) -> Content:
        """Draw the leg's name, then what is known."""
        if self._shown is None:
            return Content("")
        told = leg_lines(*self._shown, room=self.size.width)
        lines = [fit(line, self.size.width) for line in told]
        return Content("\n").join(
            Content.styled(line, style)
            for line, style in zip(lines, ("bold", "bold", "$foreground 80%"), strict=False)
        )


def leg_lines(state: SensorSetupState, leg: Leg, today: date, *, room: int = 80) -> tuple[str, ...]:
    """Return three lines about a leg's sensor; the first is shorter if there is less room."""
    thigh, shin = state.on(leg), state.beside(leg)
    row = thigh or shin  # a sensor on the shin alone is the leg's only one
    name = leg_word(leg).upper()
    if row is None:
        other = state.on(leg.other) or state.beside(leg.other)
        if state.one_sensor and other is not None:
            return name, tr("○ the same sensor"), tr("moved between sets: press o then")
        looks = state.mode is Mode.LOOKING and not state.problem and not state.rows
        return name, tr("○ looking …") if looks else tr("○ no sensor"), ""
    if thigh is not None and shin is not None:
        return _pair_lines(name, thigh, shin, today)
    where = tr(placement_word(on_shanks=state.on_shanks or thigh is None))
    if not row.in_range:
        return f"{name} {where}", f"○ {row.name}", tr("not in range: is it on, and near?")
    guess = tr(", a guess: b to choose") if row.guessed else ""
    heads = (f"{name} {where}{guess}", f"{name}{guess}", f"{name}{'?' * row.guessed}")
    head = next((one for one in heads if cell_len(one) <= room), heads[-1])
    return head, f"● {row.name}", _figures(row, today)


def _pair_lines(name: str, thigh: SensorRow, shin: SensorRow, today: date) -> tuple[str, ...]:
    """Return the lines about a leg that wears two sensors."""
    on = tuple(tr(placement_word(on_shanks=one)) for one in (False, True))
    missing = [where for where, row in zip(on, (thigh, shin), strict=True) if not row.in_range]
    guess = tr(", a guess: b to choose") if thigh.guessed else ""
    signs = ("○" if not row.in_range else "●" for row in (thigh, shin))
    names = "  ".join(f"{sign} {row.name}" for sign, row in zip(signs, (thigh, shin), strict=True))
    if missing:
        told = f"{', '.join(missing)}: {tr('not in range: is it on, and near?')}"
    else:
        charges = [
            f"{where} {charge}"
            for where, row in zip(on, (thigh, shin), strict=True)
            if (charge := battery_words(row.battery, today))
        ]
        told = tr("battery {charge}", charge=", ".join(charges)) if charges else ""
    return f"{name} {on[0]} + {on[1]}{guess}", names, told


def _figures(row: SensorRow, today: date) -> str:
    battery = battery_words(row.battery, today)
    parts = (
        signal_words(row.rssi_dbm),
        tr("battery {charge}", charge=battery) if battery else "",
    )
    return "   ".join(part for part in parts if part)
