"""The progress screen: does the gap between the legs close, week by week?"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, Vertical
from textual.screen import Screen
from textual.widgets import Static

from evenstride.analysis.model.exercises import Exercise
from evenstride.history.keeping import open_history
from evenstride.history.progress import ExerciseProgress, progress_of
from evenstride.recordings.errors import RecordingError
from evenstride.terminal.faults import sentence
from evenstride.tui.keys import key
from evenstride.tui.widgets.gap_plot import GapPlot
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.title_bar import TitleBar

EMPTY = (
    "There is no session yet. From the first one on, this screen shows how far apart your legs "
    "are, and week by week whether the gap closes."
)
_LEGEND = "below 0: left less   ● clear   ○ not clear   │ 95 % interval   ░ no training"


class ProgressScreen(Screen[None]):
    """Each exercise on a page of its own.

    Args:
        exercises: The progress in each, that of the latest session first; may be empty.
        problem: Why nothing is known, in a sentence; empty if all is well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "turn(-1)", "Before", "The exercise before.", show=False),
        key("right", "turn(1)", "Exercise", "The next exercise.", shown_as="← →"),
        key("up", "go(1)", "Earlier", "Four weeks earlier.", show=False),
        key("down", "go(-1)", "Weeks", "Four weeks later.", shown_as="↑ ↓"),
        key("escape,q,g,b,enter", "dismiss", "Back", "To where you were.", shown_as="esc"),
    ]
    DEFAULT_CSS = """
    ProgressScreen {
        background: $background;
        & #story { padding: 0 1; height: auto; max-height: 2; text-style: bold; }
        & #page { height: 1fr; }
        & #page.-empty { align: center middle; }
        & #empty { width: 60; max-width: 100%; padding: 0 2; height: auto; text-align: center; }
        & Grid { grid-size: 2; grid-gutter: 0 2; padding: 0 1; height: 1fr; }
        &.-tall Grid { grid-gutter: 1 2; margin-top: 1; }
        & #legend { padding: 0 1; color: $foreground 75%; }
    }
    """

    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-short"),
        (34, "-tall"),
    ]

    def __init__(self, exercises: Sequence[ExerciseProgress], problem: str = "") -> None:
        super().__init__()
        self._exercises = exercises
        self._problem = problem
        self._at = 0
        self._back = 0  # so many weeks before today the plots end

    def compose(self) -> ComposeResult:
        """The first page."""
        yield TitleBar("Progress")
        yield Vertical(id="page")
        yield KeysRow()

    async def on_mount(self) -> None:
        """Show the first page."""
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now."""
        if action == "turn" and len(self._exercises) < 2:
            return False
        if action == "go" and not self._most_back:
            return False
        return super().check_action(action, parameters)

    async def action_turn(self, steps: int) -> None:
        """Turn to another exercise, around the ends."""
        if self._exercises:
            self._at = (self._at + steps) % len(self._exercises)
            self._back = 0
            await self._show()

    async def action_go(self, steps: int) -> None:
        """Show earlier or later weeks."""
        self._back = min(self._most_back, max(0, self._back + 4 * steps))
        await self._show()

    @property
    def _most_back(self) -> int:
        """How far back there is something that does not stand beside the latest weeks."""
        return max(0, len(self._exercises[self._at].weeks) - 8) if self._exercises else 0

    async def _show(self) -> None:
        page = self.query_one("#page", Vertical)
        await page.remove_children()
        page.set_class(not self._exercises, "-empty")
        self.refresh_bindings()
        if not self._exercises:
            await page.mount(Static(self._problem or EMPTY, id="empty", markup=False))
            return
        shown = self._exercises[self._at]
        weeks = shown.weeks[: len(shown.weeks) - self._back]
        simulated = ", simulated" if shown.synthetic else ""
        several = len(self._exercises)
        place = f"  ({self._at + 1} of {several})" if several > 1 else ""
        title = f"Progress: {shown.title}{simulated}{place}"
        self.query_one(TitleBar).show(title, shown.attendance)
        await page.mount(
            Static(shown.story, id="story", markup=False),
            Grid(*(GapPlot(gap, weeks, shown.days) for gap in shown.gaps)),
            Static(_LEGEND, id="legend", markup=False),
        )


def progress_screen(today: date, own: Iterable[Exercise] = ()) -> ProgressScreen:
    """The screen with what the user's history knows.

    Args:
        today: The day, where the user is.
        own: The user's own exercises.
    """
    try:
        with open_history() as history:
            return ProgressScreen(progress_of(history.results(), today, own))
    except RecordingError as error:
        return ProgressScreen((), sentence(error))
