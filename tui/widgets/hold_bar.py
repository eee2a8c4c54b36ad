"""The hold in progress, filling up to its target."""

from textual.content import Content

from evenstride.language import number, plain_number, tr
from evenstride.session.state.leg_view import NOT_WORN, LegView
from evenstride.tui.widgets.sized import SizedWidget, blocks

# Filled and empty; on a single row both keep clear of the word above them.
_THIN = ("▆", "▁")
_THICK = ("█", "░")


class HoldBar(SizedWidget):
    """A bar with the seconds held and the target; empty for an exercise without a hold."""

    DEFAULT_CSS = """
    HoldBar {
        height: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._hold_s: float | None = None
        self._target_s: float | None = None
        self._reached = False

    def show(self, view: LegView) -> None:
        """Show a leg's hold."""
        # A leg without a sensor has no hold.
        target_s = None if view.signal in NOT_WORN else view.now.hold_target_s
        new = (view.hold_s, target_s, view.held_enough)
        if new != (self._hold_s, self._target_s, self._reached):
            self._hold_s, self._target_s, self._reached = new
            self.refresh()

    def render(self) -> Content:
        """Draw the bar on every row, and the words on the first one."""
        if self._target_s is None or self.size.height < 1:
            return Content("")
        words = self._words(self._target_s)
        width = max(1, self.size.width - len(words) - 1)
        held = min(width, int((self._hold_s or 0.0) / self._target_s * width + 1e-6))
        filled, empty = _THIN if self.size.height == 1 else _THICK
        bar = filled * held + empty * (width - held)
        lines = [f"{bar} {words}"] + [bar] * (self.size.height - 1)
        return blocks(self, "\n".join(lines))

    def _words(self, target_s: float) -> str:
        if self._reached:
            return tr("✓ held enough")
        if self._hold_s is None:
            words = tr("hold {seconds}", seconds=f"{plain_number(target_s)} s")
            return f"  {words} ".ljust(13)
        left_s = number(target_s - self._hold_s, 1).rjust(4)
        return tr("{seconds} s to go", seconds=left_s).ljust(13)
