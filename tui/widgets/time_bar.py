"""The time of a replay as a row with the sets on it, the left leg's above the right leg's."""

import math

from textual.content import Content

from evenstride.language import plain_number, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.playback import PlaybackState
from evenstride.terminal.words import clock
from evenstride.tui.widgets.sized import SizedWidget

_PLACE = "┃"
# Dots, which keep clear of full bars in the row above.
_SET = {(True, False): "⠛", (False, True): "⣤", (True, True): "⣿", (False, False): "─"}


class TimeBar(SizedWidget):
    """Playing or paused, speed, time, the recording with its sets and the position, length."""

    DEFAULT_CSS = """
    TimeBar {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._state = PlaybackState()

    def show(self, state: PlaybackState) -> None:
        """Show a replay."""
        if state != self._state:
            self._state = state
            self.refresh()

    def render(self) -> Content:
        """Lay the row out."""
        state = self._state
        position = clock(state.position_s)
        if state.seeking is not None:
            position = tr("counting up to {time} …", time=position)
        before = f"{words(state)}  {position} "
        after = " " + ("-:--" if state.duration_s is None else clock(state.duration_s))
        if state.seeking is not None:
            after += "  " + tr("esc stays here")
        width = self.size.width - len(before) - len(after)
        if width < 1:
            return Content(before[: self.size.width])
        return Content.assemble((before, "bold"), bar(state, width), after)


def words(state: PlaybackState) -> str:
    """Return what the replay is doing, at the same length for all speeds of one digit."""
    if state.seeking is not None:
        return f"» {100 * state.seeking:.0f} %".ljust(9)
    sign = "■" if state.ended else "Ⅱ" if state.paused else "▶"
    pace = "max" if math.isinf(state.speed) else f"{plain_number(state.speed)}×"
    return f"{sign} {pace}".ljust(9)


def bar(state: PlaybackState, width: int) -> Content:
    """Return the recording in this many columns: sets by height and colour, the past bright."""
    if not state.duration_s:
        return Content.styled("─" * width, "$foreground 30%")
    column_s = state.duration_s / width
    place = min(width - 1, int(state.position_s / column_s))
    cells = []
    for x in range(width):
        from_s, to_s = x * column_s, (x + 1) * column_s
        worked = [
            any(one.leg is leg and one.start_s < to_s and one.end_s > from_s for one in state.sets)
            for leg in Leg
        ]
        if x == place:
            cells.append(Content.styled(_PLACE, "bold $foreground"))
            continue
        left, right = worked
        colour = "$foreground" if left == right else "$primary" if left else "$secondary"
        bright = "" if x < place else " 75%"
        cells.append(Content.styled(_SET[left, right], f"{colour}{bright}"))
    return Content("").join(cells)
