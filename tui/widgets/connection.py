"""The name of the leg to which this half of the screen belongs, and its sensor's signal."""

from typing import Final

from rich.cells import cell_len
from textual.content import Content

from evenstride.language import later, leg_word, tr
from evenstride.sensors.quality import LOW_BATTERY_PCT
from evenstride.session.state.leg_view import LegView, Signal
from evenstride.tui.cells import fit
from evenstride.tui.widgets.sized import SizedWidget


class Connection(SizedWidget):
    """One row: the leg's name and its sensor; an alarm across the half if the signal is lost."""

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
        self._text: tuple[str, tuple[str, ...]] = ("", ("",))

    def show(self, view: LegView, clock_s: float | None) -> None:
        """Show a leg's connection at a time on the session's timeline, seconds; None if unknown."""
        self.set_class(view.signal is Signal.LOST, "-lost")
        text = (leg_word(view.leg).upper(), connection_forms(view, clock_s))
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Content:
        """Write the name on the left and the connection on the right."""
        name, forms = self._text
        room = max(1, self.size.width - len(name) - 2)
        words = next((form for form in forms if cell_len(form) <= room), fit(forms[-1], room))
        return Content(f"{name}  {' ' * (room - cell_len(words))}{words}")


def connection_forms(view: LegView, clock_s: float | None) -> tuple[str, ...]:
    """Return a leg's connection in words, in full and then in ever shorter forms.

    Args:
        clock_s: The time on the session's timeline, seconds; None if unknown.
    """
    if view.signal is Signal.LOST:
        lost_s = 0.0 if clock_s is None else clock_s - (view.lost_since_s or 0.0)
        if lost_s < 1.0:
            return (tr("SIGNAL LOST"),)
        return tr("SIGNAL LOST {seconds} s ago", seconds=round(lost_s)), tr("SIGNAL LOST")
    if view.signal is Signal.ON:
        device = view.device or tr("connected")
        # An address is for the log; in a narrow half its beginning would replace the sensor's name.
        name = device.partition(" (")[0]
        urgent, calm = _urgent(view), _calm(view)
        # Half of a figure can be read as another one, so the last figures are dropped completely.
        fewer = (urgent[:n] for n in range(len(urgent), 0, -1))
        rows = ([*urgent, *calm, device], [*urgent, *calm, name], [*urgent, name], *fewer)
        return tuple(dict.fromkeys(" ".join(("●", *row)) for row in rows))
    if view.signal is Signal.CONNECTING:
        return tuple(
            tr("◌ connecting {sensor}", sensor=sensor).rstrip() for sensor in (view.device, "")
        )
    words = tr(view.signal.value)
    return f"○ {words}", words, tr(_SHORTER.get(view.signal, view.signal.value))


_SHORTER: Final = {Signal.ELSEWHERE: later("other leg")}
"""Shorter words for a narrow half."""


def _urgent(view: LegView) -> list[str]:
    """Return the sensor's figures that may need action, the most important first."""
    figures = []
    if view.battery_pct is not None and view.battery_pct <= LOW_BATTERY_PCT:
        figures.append(tr("battery {pct} %", pct=view.battery_pct) + "!")
    if view.quality is not None:
        lost_pct = round(100 * view.quality.lost_fraction)
        figures += [tr("{pct} % lost", pct=lost_pct)] if lost_pct else []
        figures.append(f"{view.quality.rate_hz:.0f} Hz")
    return figures


def _calm(view: LegView) -> list[str]:
    """Return a charge that is sufficient, if it is known."""
    if view.battery_pct is None or view.battery_pct <= LOW_BATTERY_PCT:
        return []
    return [tr("battery {pct} %", pct=view.battery_pct)]
