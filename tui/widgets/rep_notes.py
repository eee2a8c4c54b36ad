"""Beside the count: the seconds of a hold in progress, otherwise what the last rep was like."""

from textual.content import Content

from tui.block_font import draw, largest_scale
from tui.state import LegView
from tui.widgets.sized import SizedWidget, blocks


class RepNotes(SizedWidget):
    """The hold's seconds in block digits while it lasts; else set, last rep and its flags."""

    DEFAULT_CSS = """
    RepNotes {
        width: 2fr;
        height: 1fr;
        content-align: left middle;
        padding-left: 2;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: LegView | None = None
        self._target_reps: int | None = None

    def show(self, view: LegView, target_reps: int | None) -> None:
        """Show what is to be said of a leg, of so many prescribed reps in a set."""
        if view != self._view or target_reps != self._target_reps:
            self._view, self._target_reps = view, target_reps
            self.refresh()

    def render(self) -> Content:
        """Draw the seconds or write the notes."""
        if self._view is None:
            return Content("")
        if self._view.now.hold_s is not None:
            return blocks(self, _hold_seconds(self._view, self.size.width, self.size.height))
        return Content("\n".join(notes(self._view, self._target_reps)))


def notes(view: LegView, target_reps: int | None) -> list[str]:
    """The lines about a leg between holds."""
    lines = []
    if target_reps is not None:
        lines.append(f"of {target_reps}")
    if view.now.set_number:
        lines.append(f"set {view.now.set_number}")
    if view.now.count != view.now.set_count:
        lines.append(f"{view.now.count} in all")
    if view.reps:
        rep = view.reps[-1]
        if view.now.hold_target_s is not None:
            lines.append(f"hold {rep.hold_s:.1f} s")
        lines.append(f"range {rep.rom_deg:.0f}°")
    lines.extend(f"! {words}" for words in view.news)
    return lines


def _hold_seconds(view: LegView, width: int, height: int) -> str:
    hold_s = view.now.hold_s or 0.0
    # The wait is counted in whole tenths that have passed, never rounded up to a target not met.
    tenths = int(hold_s * 10 + 1e-6)
    target_s = view.now.hold_target_s
    below = "seconds" if target_s is None else f"of {target_s:g} s"
    if view.hold_reached:
        below = "✓ " + below
    texts = (f"{tenths // 10}.{tenths % 10}", str(tenths // 10))
    for text in texts:
        scale = largest_scale(text, width, height - 1)
        if scale:
            return "\n".join((*draw(text, scale), below))
    return f"{texts[0]} s\n{below}"
