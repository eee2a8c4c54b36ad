"""The live screen: the session, both legs side by side, and the comparison between them."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from evenstride.sensors.samples import FloatArray, Leg
from evenstride.session.result.comparison_rows import comparison_rows
from evenstride.session.state.dashboard import DashboardState, Message
from evenstride.session.state.turns import set_now
from evenstride.tui.widgets.comparison_bar import ComparisonBar
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.pace_bar import PaceBar
from evenstride.tui.widgets.rest_bar import RestBar
from evenstride.tui.widgets.session_bar import SessionBar

Traces = Mapping[Leg, tuple[FloatArray, FloatArray]]


class LiveScreen(Screen[None]):
    """The whole screen, drawn from one plain state."""

    # More rows: larger words and bars. The count and the traces share what is left.
    # (Textual writes "| None" outside of ClassVar, which makes it an instance variable for mypy.)
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-low"),
        (14, "-short"),
        (34, "-tall"),
        (52, "-very-tall"),
    ]
    DEFAULT_CSS = """
    LiveScreen {
        background: $background;
        /* What is to be read last goes first; the counts and what the legs do now stay. */
        &.-low ComparisonBar, &.-low TraceStrip { display: none; }
        &.-low .counts { height: 1fr; min-height: 1; }
        &.-low PhaseWord { height: 2; }
        &.-low RestBar { height: 4; }
        &.-low PaceBar { height: 2; }
        &.-low.-over PhaseWord, &.-low.-over HoldBar { display: none; }
        &.-low #message { max-height: 3; }
        &.-short.-rests ComparisonBar, &.-short.-paced ComparisonBar { display: none; }
        &.-short.-over PhaseWord, &.-short.-over HoldBar { display: none; }
        &.-short RestBar { height: 6; }
        &.-short PaceBar { height: 5; }
        &.-very-tall RestBar, &.-very-tall PaceBar { height: 13; }
        &.-tall PhaseWord { height: 10; }
        &.-tall HoldBar { height: 2; margin-bottom: 1; }
        &.-very-tall PhaseWord { height: 17; }
        &.-very-tall .counts { height: 8fr; }
        &.-very-tall TraceStrip { height: 3fr; }
        &.-very-tall HoldBar { height: 3; margin-bottom: 1; }
        &.-very-tall.-rests PhaseWord, &.-very-tall.-paced PhaseWord { height: 12; }
        & #message {
            display: none;
            height: auto;
            max-height: 8;
            padding: 0 1;
            text-align: center;
            text-style: bold reverse;
        }
        & #message.-shown { display: block; }
        & #message.-problem { background: $background; color: $warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._session = SessionBar()
        self._message = Static(id="message", markup=False)
        self._panels = {leg: LegPanel(leg) for leg in Leg}
        self._rest = RestBar()
        self._pace = PaceBar()
        self._comparison = ComparisonBar()
        self._shown_message: Message | None = None

    def compose(self) -> ComposeResult:
        """Stack the parts; the left leg is at the left."""
        yield self._session
        with Horizontal():
            yield self._panels[Leg.LEFT]
            yield self._panels[Leg.RIGHT]
        yield self._rest
        yield self._pace
        yield self._comparison
        yield self._message
        yield from self.below()
        yield KeysRow()

    def below(self) -> ComposeResult:
        """What a kind of session adds above the keys."""
        yield from ()

    def show(self, state: DashboardState, traces: Traces) -> None:
        """Draw a state with each leg's trace (times in seconds, angles in degrees)."""
        self._session.show(state.exercise, state.clock_s, state.source)
        next_leg = state.rest.leg if state.rest else None
        for leg, panel in self._panels.items():
            panel.show(
                state.leg(leg),
                traces[leg],
                clock_s=state.clock_s,
                scale_deg=state.scale_deg,
                set_now=set_now(state, leg),
                next_leg=next_leg,
            )
        # The result takes the rows of what the legs do now: they do nothing any more.
        self.set_class(state.over, "-over")
        self.set_class(state.rest is not None, "-rests")
        self._rest.show(state.rest, state.clock_s)
        pace = state.pace if state.rest is None else None
        self.set_class(pace is not None, "-paced")
        self._pace.show(pace, state.clock_s)
        self._comparison.show(comparison_rows(state))
        message = state.shown_message
        if message != self._shown_message:
            self._shown_message = message
            self._message.update("" if message is None else message.text)
            self._message.set_class(message is not None, "-shown")
            self._message.set_class(message is not None and message.problem, "-problem")
