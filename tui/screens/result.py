"""The result of a session: each rep, a leg's reps on top of each other, and the conclusions."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from evenstride.language import leg_word, told, tr, trn
from evenstride.sensors.samples import Leg
from evenstride.session.result.result import ExerciseResult, LegResult, Result
from evenstride.tui.keys import key
from evenstride.tui.widgets.drift_table import DriftTable
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.rep_overlay import RepOverlay
from evenstride.tui.widgets.rep_table import RepTable
from evenstride.tui.widgets.sentences import Sentences


class ResultScreen(Screen[None]):
    """The result at the time when the screen was opened; the session continues below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("r,escape", "dismiss", "Back", "Back to the session.", shown_as="r"),
        key("up", "scroll('up')", "Up", "Scroll up.", show=False),
        key("down", "scroll('down')", "Down", "Scroll down."),
        key("pageup", "scroll('page_up')", "Page up", "Scroll up by a page.", show=False),
        key(
            "pagedown,space",
            "scroll('page_down')",
            "Page down",
            "Scroll down by a page.",
            show=False,
        ),
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
        & .exercise { padding: 1 1 0 1; text-style: bold underline; }
        & .said { padding: 1 1 0 1; height: auto; text-style: bold; }
        & .advice { padding: 0 1; height: auto; }
        & Horizontal { height: auto; margin-top: 1; }
        & .leg { width: 1fr; height: auto; padding: 0 1; }
        & .-left { border-right: vkey $panel; }
        & .heading { text-style: bold; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & .-left .heading { color: $primary; }
        & .-right .heading { color: $secondary; }
    }
    """

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result

    def compose(self) -> ComposeResult:
        """Yield exercise by exercise."""
        several = len(self._result.exercises) > 1
        name = tr("Session") if several else tr(self._result.exercises[0].title)
        words = tr("result") if self._result.is_over else tr("result so far")
        yield Static(f"{name}: {words}", id="title", markup=False)
        yield from self.above()
        with VerticalScroll(can_focus=False):
            for one in self._result.exercises:
                if several:
                    yield Static(tr(one.title), classes="exercise", markup=False)
                yield from self._exercise(one)
        yield KeysRow()

    def above(self) -> ComposeResult:
        """Yield what a kind of result has above all exercises."""
        yield from ()

    def action_scroll(self, way: str) -> None:
        """Scroll by a few rows, or by a page minus two rows."""
        box = self.query_one(VerticalScroll)
        rows = max(1, box.size.height - 2) if way.startswith("page") else 4
        box.scroll_relative(y=rows if way.endswith("down") else -rows, animate=False)

    def _exercise(self, one: ExerciseResult) -> ComposeResult:
        """Yield the sentences first, as the most important part; then the legs side by side."""
        yield Sentences(map(told, one.sentences), classes="said")
        if one.advice:
            yield Sentences((f"→ {told(said)}" for said in one.advice), classes="advice")
        with Horizontal():
            for leg in one.legs:
                yield from self._leg(one, leg)

    def _leg(self, one: ExerciseResult, leg: LegResult) -> ComposeResult:
        means = {each.leg: each.mean for each in one.legs}
        with Vertical(classes=f"leg -{leg.leg}"):
            yield Static(heading(leg, means), classes="heading", markup=False)
            yield RepOverlay(
                leg,
                other=means.get(leg.leg.other),
                scale_deg=one.scale_deg,
                window_s=one.window_s,
            )
            yield RepTable(leg)
            yield DriftTable(leg.leg, leg.drifts)


class LastResultScreen(ResultScreen):
    """The result of a session that is over and was left; Today is below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("q,r,escape", "dismiss", "Today", "Back to Today.", shown_as="q"),
    ]


def heading(leg: LegResult, means: Mapping[Leg, object]) -> str:
    """Return a leg's name, its count, and the meaning of the dots in its plot."""
    reps = trn("{count} rep", "{count} reps", leg.count)
    by_hand = leg.count - len(leg.reps)
    added = tr(", {by_hand} by hand", by_hand=by_hand) if by_hand > 0 else ""
    words = f"{leg_word(leg.leg).upper()}  {reps}{added}"
    if means.get(leg.leg.other) is None:
        return words
    return f"{words}   {tr('dotted: {leg}', leg=leg_word(leg.leg.other))}"
