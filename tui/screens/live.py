"""The live screen: the session, both legs side by side, and the comparison between them."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from evenstride.language import tr
from evenstride.sensors.samples import FloatArray, Leg
from evenstride.session.result.comparison_rows import comparison_rows
from evenstride.session.state.banner import banner_of, verdict_of
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import Signal
from evenstride.session.state.turns import set_now
from evenstride.tui.widgets.banner_bar import ROOMY_BANNER, BannerBar
from evenstride.tui.widgets.block_lines import letter_rows
from evenstride.tui.widgets.comparison_bar import ComparisonBar
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.live_layout import SMALLEST_ROWS, live_layout
from evenstride.tui.widgets.live_order import leg_columns
from evenstride.tui.widgets.live_rows import LiveLayout, Moment, Wants
from evenstride.tui.widgets.message_bar import MessageBar, wrapped
from evenstride.tui.widgets.pace_bar import PaceBar
from evenstride.tui.widgets.session_bar import SessionBar
from evenstride.tui.widgets.sized import give_rows

Traces = Mapping[Leg, tuple[FloatArray, FloatArray]]


class LiveScreen(Screen[None]):
    """The whole screen, drawn from one plain state.

    Attributes:
        rows_below: Additional rows of a kind of session above the keys.
    """

    DEFAULT_CSS = """
    LiveScreen {
        background: $background;
        & #legs { height: 1fr; }
        &.-stacked #legs { layout: vertical; }
        &.-stacked LegPanel { border-right: none; width: 100%; }
        &.-stacked LegPanel Connection { background: $panel; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._session = SessionBar()
        self._message = MessageBar()
        self._legs = Horizontal(id="legs")
        self._panels = {leg: LegPanel(leg) for leg in Leg}
        self._banner = BannerBar()
        self._pace = PaceBar()
        self._comparison = ComparisonBar()
        self._keys = KeysRow()
        self._shown: tuple[DashboardState, Traces] | None = None
        self._layout_now: LiveLayout | None = None
        self._laid_out_at = 0
        self.rows_below: tuple[Widget, ...] = ()

    def compose(self) -> ComposeResult:
        """Stack the parts; the left leg is on the left."""
        yield self._session
        with self._legs:
            yield self._panels[Leg.LEFT]
            yield self._panels[Leg.RIGHT]
        yield self._banner
        yield self._pace
        yield self._comparison
        yield self._message
        yield from self.rows_below
        yield self._keys

    def on_resize(self) -> None:
        """Distribute the rows again."""
        if self._shown is not None:
            self.show(*self._shown)

    def show(self, state: DashboardState, traces: Traces) -> None:
        """Draw a state with each leg's trace (times in seconds, angles in degrees)."""
        self._shown = (state, traces)
        self._session.show(tr(state.exercise), state.clock_s, state.source)
        next_leg = state.rest.leg if state.rest else None
        for leg, panel in self._panels.items():
            panel.show(
                state.leg(leg),
                traces[leg],
                clock_s=state.clock_s,
                scale_deg=state.scale_deg,
                set_now=set_now(state, leg),
                next_leg=next_leg,
                other=state.leg(leg.other),
                exercise_id=state.exercise_id if banner_of(state) is not None else "",
            )
        rows = comparison_rows(state)
        self._banner.show(banner_of(state))
        self._pace.show(state.pace, state.clock_s)
        self._comparison.show(rows)
        self._message.show(state.shown_message)
        self._lay_out(state, len(rows))

    def _lay_out(self, state: DashboardState, compared: int) -> None:
        width, height = self.size
        if width < 1 or height < 1:
            return
        wants = wants_of(state, width, compared=compared, below=len(self.rows_below))
        layout = live_layout(width, height, wants)
        if layout == self._layout_now and width == self._laid_out_at:
            return
        self._layout_now, self._laid_out_at = layout, width
        self.set_class(layout.is_stacked, "-stacked")
        columns = leg_columns(width, is_stacked=layout.is_stacked)
        for leg, panel in self._panels.items():
            panel.lay_out(layout.legs[leg], columns, is_stacked=layout.is_stacked)
        self._banner.set_class(layout.banner < ROOMY_BANNER, "-bare")
        give_rows(self._session, layout.session)
        give_rows(self._banner, layout.banner)
        give_rows(self._pace, layout.pace)
        give_rows(self._comparison, layout.comparison)
        give_rows(self._message, layout.message)
        give_rows(self._keys, layout.keys)
        for one in self.rows_below:
            give_rows(one, layout.below)


def wants_of(state: DashboardState, width: int, *, compared: int, below: int = 0) -> Wants:
    """Return what a state needs in a window of this many columns.

    Args:
        state: The state to be shown.
        width: Columns.
        compared: Rows of the comparison.
        below: Additional rows of a kind of session.
    """
    views = (state.left, state.right)
    working = [view.leg for view in views if view.working]
    is_between = banner_of(state) is not None
    moment = Moment.OVER if state.over else Moment.BETWEEN if is_between else Moment.TRAINING
    bright = state.rest.leg if state.rest else working[0] if len(working) == 1 else None
    message = state.shown_message
    return Wants(
        moment=moment,
        lost=frozenset(view.leg for view in views if view.signal is Signal.LOST),
        bright=bright,
        holds=moment is Moment.TRAINING
        and any(view.now.hold_target_s is not None for view in views),
        message_rows=len(wrapped(message.text, width - 2)) if message else 0,
        is_problem=message is not None and message.problem,
        compared=compared,
        is_paced=state.pace is not None and moment is Moment.TRAINING,
        below=below,
        verdict_rows=_verdict_rows(state, width - 4) if state.over else 0,
    )


def _verdict_rows(state: DashboardState, columns: int) -> int:
    """Return the verdict's rows at its smallest, in one line or two; 0 if it fits in neither."""
    verdict = verdict_of(state)
    in_one = letter_rows(verdict, columns, SMALLEST_ROWS)
    return in_one or letter_rows(verdict, columns, 2 * SMALLEST_ROWS + 1)
