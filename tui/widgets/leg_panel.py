"""Everything about one leg, in its half of the screen."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from evenstride.sensors.samples import FloatArray, Leg
from evenstride.session.state.leg_view import NOT_WORN, LegView, Signal
from evenstride.session.state.turns import SetNow
from evenstride.tui.widgets.big_count import BigCount
from evenstride.tui.widgets.connection import Connection
from evenstride.tui.widgets.hold_bar import HoldBar
from evenstride.tui.widgets.leg_figure import LegFigure
from evenstride.tui.widgets.live_order import count_columns
from evenstride.tui.widgets.live_rows import LegRows
from evenstride.tui.widgets.phase_word import PhaseWord
from evenstride.tui.widgets.pose_view import PoseView
from evenstride.tui.widgets.rep_notes import RepNotes
from evenstride.tui.widgets.sized import give_rows
from evenstride.tui.widgets.trace_picture import TraceScale
from evenstride.tui.widgets.trace_strip import TraceStrip

_POSE_ROWS: Final = 5
"""With fewer rows a body cannot be recognized."""


_FIGURE_COLUMNS = 4
"""Columns of a leg drawn next to its curve, for each row of the curve."""


class LegPanel(Vertical):
    """One leg: connection, count, state word, hold and trace, from top to bottom.

    The working leg is bright, the other one dim. If a leg's signal is lost, its whole half changes:
    the background, the first row and the word.
    """

    DEFAULT_CSS = """
    LegPanel {
        width: 1fr;
        padding: 0 1;
        color: $foreground;
        &.-resting, &.-resting RepNotes, &.-resting PhaseWord { color: $resting; }
        &.-left { border-right: vkey $panel; }
        &.-left BigCount, &.-left HoldBar, &.-left Connection,
        &.-left .trace-strip--line { color: $primary; }
        &.-left.-resting BigCount, &.-left.-resting HoldBar,
        &.-left.-resting .trace-strip--line { color: $left-resting; }
        &.-right BigCount, &.-right HoldBar, &.-right Connection,
        &.-right .trace-strip--line { color: $secondary; }
        &.-right.-resting BigCount, &.-right.-resting HoldBar,
        &.-right.-resting .trace-strip--line { color: $right-resting; }
        & PoseView { width: 100%; max-width: 96; }
        layers: parts drawn;
        &.-left LegFigure, &.-right LegFigure.-lent { color: $primary; }
        &.-right LegFigure, &.-left LegFigure.-lent { color: $secondary; }
        & LegFigure.-lent {
            layer: drawn;
            width: 100%;
            height: 100%;
            background: $background;
        }
        &.-lost { background: $warning 15%; }
        &.-lost PhaseWord { color: $background; background: $warning; }
        &.-lost Connection { color: $background; }
    }
    """

    def __init__(self, leg: Leg) -> None:
        super().__init__(id=leg.value, classes=f"-{leg.value}")
        self.leg = leg
        self._rows: tuple[LegRows, int, bool] | None = None
        self._is_stacked = False
        self._counts = Horizontal(classes="counts")
        self._connection = Connection()
        self._count = BigCount()
        self._notes = RepNotes()
        self._word = PhaseWord()
        self._pose = PoseView()
        self._pose.display = False
        self._is_drawn = False
        self._hold = HoldBar()
        self._traces = Horizontal()
        self._trace = TraceStrip()
        self._figure = LegFigure()
        self._lent = LegFigure()
        self._lent.add_class("-lent")

    def compose(self) -> ComposeResult:
        """Stack the parts."""
        yield self._connection
        with self._counts:
            yield self._count
            yield self._notes
        yield self._word
        yield self._pose
        yield self._hold
        with self._traces:
            yield self._trace
            yield self._figure
        yield self._lent

    def lay_out(self, rows: LegRows, columns: int, *, is_stacked: bool) -> None:
        """Give each part its rows.

        Args:
            rows: The rows of each part.
            columns: The leg's columns.
            is_stacked: Whether the legs are above each other.
        """
        new = (rows, columns, is_stacked)
        if new == self._rows:
            return
        self._rows = new
        self._is_stacked = is_stacked
        self.styles.height = rows.height if is_stacked else "100%"
        give_rows(self._connection, rows.name)
        give_rows(self._counts, rows.count)
        give_rows(self._word, rows.word)
        self._fit_drawing()
        give_rows(self._hold, rows.hold)
        give_rows(self._traces, rows.trace)
        self._figure.styles.width = min(_FIGURE_COLUMNS * rows.trace, columns // 3)
        of_count = count_columns(columns, is_stacked=is_stacked)
        self._count.styles.width = of_count
        self._notes.styles.width = max(0, columns - of_count)
        self._notes.display = of_count < columns

    def show(
        self,
        view: LegView,
        trace: tuple[FloatArray, FloatArray],
        *,
        clock_s: float,
        scale_deg: tuple[float, float],
        set_now: SetNow,
        next_leg: Leg | None,
        other: LegView,
        exercise_id: str = "",
    ) -> None:
        """Show a leg.

        Args:
            view: Its state.
            trace: Times in seconds and angles in degrees, both of shape (n,).
            clock_s: Now, seconds on the session's timeline.
            scale_deg: Lower and upper end of the trace's scale, degrees.
            set_now: The set that it is doing, or its last one.
            next_leg: In a rest, the leg that comes next.
            other: The other leg, which is drawn here if this one wears no sensor.
            exercise_id: The exercise that comes next; "" during a set.
        """
        waits = next_leg is view.leg.other if next_leg else not view.working
        # A lost leg is not dimmed as well: on its background it could hardly be read.
        self.set_class(waits and view.signal is not Signal.LOST, "-resting")
        self.set_class(view.signal is Signal.LOST, "-lost")
        # The clock is that of the samples: if every sensor is lost, it stands still.
        self._connection.show(view, clock_s if other.signal is Signal.ON else None)
        self._count.show(set_now.count)
        self._notes.show(view, set_now)
        self._word.show(view, is_next=next_leg is view.leg)
        self._is_drawn = self._wants_drawing(view, clock_s, next_leg, exercise_id)
        self._fit_drawing()
        self._hold.show(view)
        self._draw_leg(view, other)
        self._trace.show(
            *trace,
            end_s=clock_s,
            scale=TraceScale(
                *scale_deg,
                # The curve of a knee has another scale than the range of the thigh.
                usual_deg=None if view.drawing else view.now.usual_range_deg,
                holds=view.now.hold_target_s is not None,
            ),
            labelled=view.leg is Leg.LEFT or self._is_stacked,
        )

    def _draw_leg(self, view: LegView, other: LegView) -> None:
        """Draw a leg with a known knee angle: next to its curve, or large if a half is free."""
        lent = other.drawing if view.signal in NOT_WORN else None
        self._lent.show(lent, other.now.knee_deg)
        self._lent.display = lent is not None
        self._figure.show(view.drawing, view.now.knee_deg)
        self._figure.display = view.drawing is not None and other.signal not in NOT_WORN

    def _wants_drawing(
        self, view: LegView, clock_s: float, next_leg: Leg | None, exercise_id: str
    ) -> bool:
        """Whether to draw the exercise here, in the rest before the other leg's set."""
        is_well = view.signal is Signal.ON and not view.paused
        is_other = next_leg is view.leg.other
        return is_other and is_well and self._pose.show(exercise_id, clock_s)

    def _fit_drawing(self) -> None:
        """Show the drawing instead of the word, if it can be recognized."""
        rows = self._rows[0].word if self._rows else 0
        is_drawn = self._is_drawn and rows >= _POSE_ROWS
        give_rows(self._pose, rows if is_drawn else 0)
        self._word.display = rows > 0 and not is_drawn
