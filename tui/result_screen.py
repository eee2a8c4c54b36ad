"""The result of a session: each rep, all of a leg's on top of each other, and what follows."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from sensors.samples import Leg
from tui.keys import key
from tui.result import LegResult, Result
from tui.widgets.rep_overlay import RepOverlay
from tui.widgets.rep_table import RepTable


class ResultScreen(Screen[None]):
    """The result as it was when the screen was opened; the session goes on below it.

    Args:
        result: The result.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("r,escape", "dismiss", "Back", "Back to the session.", shown_as="r"),
        key("up", "scroll('up')", "Up", "Scroll up.", show=False),
        key("down", "scroll('down')", "Down", "Scroll down."),
    ]
    # More rows: larger plots.
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-short"),
        (34, "-tall"),
        (52, "-very-tall"),
    ]
    DEFAULT_CSS = """
    ResultScreen {
        background: $background;
        &.-tall RepOverlay { height: 14; }
        &.-very-tall RepOverlay { height: 24; }
        & #title { background: $panel; padding: 0 1; text-style: bold; }
        & VerticalScroll { scrollbar-size: 1 1; }
        & #said { padding: 1 1 0 1; height: auto; text-style: bold; }
        & Horizontal { height: auto; }
        & .leg { width: 1fr; height: auto; padding: 0 1; }
        & .-left { border-right: vkey $panel; }
        & .heading { text-style: bold; }
        & .-left .heading { color: $primary; }
        & .-right .heading { color: $secondary; }
    }
    """

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result

    def compose(self) -> ComposeResult:
        """The sentences first: they are what matters; then the legs side by side."""
        yield Static(f"{self._result.exercise}: result so far", id="title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static("\n".join(self._result.sentences), id="said", markup=False)
            with Horizontal():
                for leg in self._result.legs:
                    yield from self._leg(leg)
        yield Footer(show_command_palette=False, compact=True)

    def action_scroll(self, way: str) -> None:
        """Scroll by a few rows."""
        self.query_one(VerticalScroll).scroll_relative(y=4 if way == "down" else -4, animate=False)

    def _leg(self, leg: LegResult) -> ComposeResult:
        means = {one.leg: one.mean for one in self._result.legs}
        with Vertical(classes=f"leg -{leg.leg}"):
            yield Static(heading(leg, means), classes="heading", markup=False)
            yield RepOverlay(
                leg,
                other=means.get(leg.leg.other),
                scale_deg=self._result.scale_deg,
                window_s=self._result.window_s,
            )
            yield RepTable(leg)


def heading(leg: LegResult, means: Mapping[Leg, object]) -> str:
    """A leg's name, its count, and what the dots in its plot are."""
    reps = "rep" if leg.count == 1 else "reps"
    by_hand = leg.count - len(leg.reps)
    added = f", {by_hand} by hand" if by_hand > 0 else ""
    dots = f"   dotted: the {leg.leg.other} leg" if means.get(leg.leg.other) is not None else ""
    return f"{leg.leg.upper()}  {leg.count} {reps}{added}{dots}"
