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
from evenstride.analysis.model.plan_days import Day
from evenstride.history.keeping import open_history
from evenstride.history.progress import ExerciseProgress, progress_of
from evenstride.history.weeks import weeks_kept
from evenstride.language import later, tr
from evenstride.recordings.errors import RecordingError
from evenstride.terminal.faults import sentence
from evenstride.tui.keys import key
from evenstride.tui.screens.sessions import SessionsScreen
from evenstride.tui.widgets.gap_plot import GapPlot
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.leg_plot import LegPlot
from evenstride.tui.widgets.pain_plot import PainPlot
from evenstride.tui.widgets.title_bar import TitleBar

EMPTY = later(
    "There is no session yet. From the first one on, this screen shows how far "
    "apart your legs are, and week by week whether the gap closes."
)
_LEGEND = later("below 0: left less  ● clear  ○ not  │ 95 % interval, ▲▼ beyond  ░ no training")
_LEGS_LEGEND = later("L left  R right  bars: left beside right  pain: ● then, ○ the morning after")


class ProgressScreen(Screen[None]):
    """Each exercise on a page of its own.

    Args:
        exercises: The progress in each, the one trained last first; may be empty.
        problem: Why nothing is known, as a sentence; "" if all is well.
        weeks: How well training was kept up, in words; "" for nothing to say.
        own: The user's own exercises.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "turn(-1)", "Before", "The exercise before.", show=False),
        key("right", "turn(1)", "Exercise", "The next exercise.", shown_as="← →"),
        key("up", "go(1)", "Earlier", "Four weeks earlier.", show=False),
        key("down", "go(-1)", "Weeks", "Four weeks later.", shown_as="↑ ↓"),
        key("tab", "view", "Gap/legs", "The gap between the legs, or each leg by itself and pain."),
        key("l", "sessions", "Sessions", "Every session: its result, notes, corrections, report."),
        key("escape,q,g,b,enter", "dismiss", "Back", "To where you were.", shown_as="esc"),
    ]
    DEFAULT_CSS = """
    ProgressScreen {
        background: $background;
        & #story { padding: 0 1; height: auto; max-height: 4; text-style: bold; }
        & #page { height: 1fr; }
        & #page.-empty { align: center middle; }
        & #empty { width: 60; max-width: 100%; padding: 0 2; height: auto; text-align: center; }
        & Grid { grid-size: 2; grid-gutter: 0 2; padding: 0 1; height: 1fr; }
        &.-tall Grid { grid-gutter: 1 2; margin-top: 1; }
        &.-flat Grid, &.-low Grid { grid-rows: 1fr 1; }
        &.-flat #legend { display: none; }
        & #legend { padding: 0 1; color: $foreground 75%; }
    }
    """

    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-flat"),
        (14, "-low"),
        (18, "-short"),
        (34, "-tall"),
    ]

    def __init__(
        self,
        exercises: Sequence[ExerciseProgress],
        problem: str = "",
        *,
        weeks: str = "",
        own: Sequence[Exercise] = (),
    ) -> None:
        super().__init__()
        self._weeks_words = weeks
        self._own = own
        self._shows_legs = False
        self._exercises = exercises
        self._problem = problem
        self._at = 0
        self._back = 0  # how many weeks before today the plots end

    def compose(self) -> ComposeResult:
        """Yield the first page."""
        yield TitleBar(tr("Progress"))
        yield Vertical(id="page")
        yield KeysRow()

    async def on_mount(self) -> None:
        """Show the first page."""
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect now."""
        if action == "turn" and len(self._exercises) < 2:
            return False
        if action == "go" and not self._most_back:
            return False
        if action in ("view", "sessions") and not self._exercises:
            return False
        return super().check_action(action, parameters)

    async def action_turn(self, steps: int) -> None:
        """Turn to another exercise, wrapping around at the ends."""
        if self._exercises:
            self._at = (self._at + steps) % len(self._exercises)
            self._back = 0
            await self._show()

    async def action_go(self, steps: int) -> None:
        """Show earlier or later weeks."""
        self._back = min(self._most_back, max(0, self._back + 4 * steps))
        await self._show()

    async def action_view(self) -> None:
        """Switch between the gap and each leg."""
        self._shows_legs = not self._shows_legs
        await self._show()

    def action_sessions(self) -> None:
        """Show every session."""
        self.app.push_screen(SessionsScreen(self._own))

    @property
    def _most_back(self) -> int:
        """The most weeks to go back: eight weeks are always visible."""
        return max(0, len(self._exercises[self._at].weeks) - 8) if self._exercises else 0

    async def _show(self) -> None:
        page = self.query_one("#page", Vertical)
        await page.remove_children()
        page.set_class(not self._exercises, "-empty")
        self.refresh_bindings()
        if not self._exercises:
            await page.mount(Static(self._problem or tr(EMPTY), id="empty", markup=False))
            return
        shown = self._exercises[self._at]
        weeks = shown.weeks[: len(shown.weeks) - self._back]
        title = tr("Progress: {title}", title=tr(shown.title))
        if shown.synthetic:
            title += tr(", simulated")
        several = len(self._exercises)
        if several > 1:
            title += "  " + tr("({at} of {several})", at=self._at + 1, several=several)
        self.query_one(TitleBar).show(title, "")
        kept_up = " · ".join(words for words in (shown.attendance, self._weeks_words) if words)
        story = "\n".join(line for line in (shown.story, kept_up) if line)
        plots = (
            [*(LegPlot(one, weeks) for one in shown.legs), PainPlot(shown.pain, weeks)]
            if self._shows_legs
            else [GapPlot(gap, weeks, shown.days) for gap in shown.gaps]
        )
        await page.mount(
            Static(story, id="story", markup=False),
            Grid(*plots),
            Static(tr(_LEGS_LEGEND if self._shows_legs else _LEGEND), id="legend", markup=False),
        )


def progress_screen(
    today: date, own: Iterable[Exercise] = (), planned: Sequence[Day] = ()
) -> ProgressScreen:
    """Return the screen with the data of the user's history.

    Args:
        today: The local date.
        own: The user's own exercises.
        planned: The days of the plan; empty if it names none.
    """
    own = tuple(own)
    try:
        with open_history() as history:
            results = history.results()
        progress = progress_of(results, today, own)
        days = {day for one in progress for day in one.days}
        kept = weeks_kept(days, planned, today)
        return ProgressScreen(progress, weeks=kept.words, own=own)
    except RecordingError as error:
        return ProgressScreen((), sentence(error))
