"""Whose half of the screen this is, and whether the sensor's signal arrives."""

from textual.content import Content

from evenstride.language import leg_word, tr
from evenstride.sensors.quality import LOW_BATTERY_PCT
from evenstride.session.state.dashboard import LegView, Signal
from evenstride.tui.widgets.sized import SizedWidget


class Connection(SizedWidget):
    """One row: the leg's name and its sensor; an alarm from edge to edge when it is lost."""

    DEFAULT_CSS = """
    Connection {
        height: 1;
        text-style: bold;
    }
    Connection.-lost {
        background: $warning;
        color: $background;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ("", "")

    def show(self, view: LegView, clock_s: float | None) -> None:
        """Show a leg's connection at a time on the session's timeline, seconds; None if unknown."""
        self.set_class(view.signal is Signal.LOST, "-lost")
        text = (leg_word(view.leg).upper(), connection_words(view, clock_s))
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Content:
        """Write the name at the left and the connection at the right."""
        name, words = self._text
        room = max(1, self.size.width - len(name) - 2)
        return Content(f"{name}  {words[:room].rjust(room)}")


def connection_words(view: LegView, clock_s: float | None) -> str:
    """A leg's connection in words, at a time on the session's timeline; None if it is unknown."""
    if view.signal is Signal.LOST:
        lost_s = 0.0 if clock_s is None else clock_s - (view.lost_since_s or 0.0)
        if lost_s >= 1.0:
            return tr("SIGNAL LOST {seconds} s ago", seconds=round(lost_s))
        return tr("SIGNAL LOST")
    if view.signal is Signal.ON:
        return " ".join(("●", *_figures(view), view.device or tr("connected")))
    if view.signal is Signal.CONNECTING:
        return tr("◌ connecting {sensor}", sensor=view.device).rstrip()
    return f"○ {tr(view.signal.value)}"


def _figures(view: LegView) -> list[str]:
    """What is measured of the sensor; first what matters most, as the end may be cut off."""
    figures = []
    if view.battery_pct is not None and view.battery_pct <= LOW_BATTERY_PCT:
        figures.append(tr("battery {pct} %", pct=view.battery_pct) + "!")
    if view.quality is not None:
        lost_pct = round(100 * view.quality.lost_fraction)
        figures += [tr("{pct} % lost", pct=lost_pct)] if lost_pct else []
        figures.append(f"{view.quality.rate_hz:.0f} Hz")
    if view.battery_pct is not None and view.battery_pct > LOW_BATTERY_PCT:
        figures.append(tr("battery {pct} %", pct=view.battery_pct))
    return figures
