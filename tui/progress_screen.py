"""The progress screen: does the gap between the legs close, week by week?"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.keys import key
from tui.progress import ExerciseProgress
from tui.widgets.gap_plot import GapPlot

EMPTY = (
    "There is no session yet. From the first one on, this screen shows how far apart your legs "
    "are, and week by week whether the gap closes."
)
_LEGEND = "below 0: left less   ● clear   ○ not clear   │ 95 % interval   ░ no training"
_CHOOSE = Binding.Group("Exercise", compact=True)


class ProgressScreen(Screen[None]):
    """Each exercise on a page of its own.

    Args:
        exercises: The progress in each, that of the latest session first; may be empty.
        problem: Why nothing is known, in a sentence; empty if all is well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "turn(-1)", "Before", "The exercise before.", group=_CHOOSE),
        key("right", "turn(1)", "After", "The exercise after.", group=_CHOOSE),
        key("escape,q,g,b,enter", "dismiss", "Back", "To where you were.", shown_as="esc"),
    ]
    DEFAULT_CSS = """
    ProgressScreen {
        background: $background;
        & #title { background: $panel; padding: 0 1; text-style: bold; }
        & #story { padding: 0 1; height: auto; max-height: 2; text-style: bold; }
        & #empty { padding: 1 2; height: auto; }
        & #page { height: 1fr; }
        & Grid { grid-size: 2; grid-gutter: 0 2; padding: 0 1; height: 1fr; }
        & #legend { padding: 0 1; color: $foreground 75%; }
    }
    """

    def __init__(self, exercises: Sequence[ExerciseProgress], problem: str = "") -> None:
        super().__init__()
        self._exercises = exercises
        self._problem = problem
        self._at = 0

    def compose(self) -> ComposeResult:
        """The first page."""
        yield Static("", id="title", markup=False)
        yield Vertical(id="page")
        yield Footer(show_command_palette=False, compact=True)

    async def on_mount(self) -> None:
        """Show the first page."""
        await self._show()

    async def action_turn(self, steps: int) -> None:
        """Turn to another exercise, around the ends."""
        if self._exercises:
            self._at = (self._at + steps) % len(self._exercises)
            await self._show()

    async def _show(self) -> None:
        page = self.query_one("#page", Vertical)
        title = self.query_one("#title", Static)
        await page.remove_children()
        if not self._exercises:
            title.update("Progress")
            await page.mount(Static(self._problem or EMPTY, id="empty", markup=False))
            return
        shown = self._exercises[self._at]
        simulated = ", simulated" if shown.synthetic else ""
        several = len(self._exercises)
        place = f"  ({self._at + 1} of {several})" if several > 1 else ""
        title.update(f"Progress: {shown.title}{simulated}{place}   {shown.attendance}")
        await page.mount(
            Static(shown.story, id="story", markup=False),
            Grid(*(GapPlot(gap, shown.weeks) for gap in shown.gaps)),
            Static(_LEGEND, id="legend", markup=False),
        )
