"""The live screen of a recording, with a time bar and the keys to move in it."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from evenstride.language import tr
from evenstride.session.replay_controls import SEEK_S, ReplayControls
from evenstride.session.state.dashboard import DashboardState
from evenstride.tui.keys import key
from evenstride.tui.screens.live import LiveScreen, Traces
from evenstride.tui.widgets.time_bar import TimeBar

_SEEK = Binding.Group("5 s", compact=True)
_SPEED = Binding.Group(tr("Speed"), compact=True)


class ReplayScreen(LiveScreen):
    """The live screen with the controls of a replay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "space",
            "toggle_pause",
            "Pause",
            "Pause or go on; at the end, play it again.",
            shown_as="space",
        ),
        key("left", "back", "Back", "5 seconds back.", group=_SEEK),
        key("right", "forward", "Forward", "5 seconds forward.", group=_SEEK),
        key("minus", "slower", "Slower", "Slower, down to a quarter.", group=_SPEED, shown_as="-"),
        key(
            "plus,equals_sign",
            "faster",
            "Faster",
            "Faster, up to 16 times.",
            group=_SPEED,
            shown_as="+",
        ),
        key("n", "next_rep", "Next rep", "To the next rep of either leg."),
        key("e", "next_set", "Next set", "To the next set of either leg."),
        key("home", "start", "Beginning", "To the beginning.", shown_as="home", show=False),
        key(
            "escape",
            "stay",
            "Stay",
            "Give up a jump that is not there yet.",
            shown_as="esc",
            show=False,
        ),
    ]

    def __init__(self, controls: ReplayControls) -> None:
        super().__init__()
        self._controls = controls
        self._bar = TimeBar()
        self.rows_below = (self._bar,)

    def show(self, state: DashboardState, traces: Traces) -> None:
        """Draw a state, and the replay's position."""
        super().show(state, traces)
        self._bar.show(self._controls.state)

    def action_toggle_pause(self) -> None:
        """Pause, continue or play again; or cancel a jump."""
        if not self._controls.stay():
            self._controls.toggle_pause()

    def action_back(self) -> None:
        """Jump back a little."""
        self._controls.seek_by(-SEEK_S)

    def action_forward(self) -> None:
        """Jump forward a little."""
        self._controls.seek_by(SEEK_S)

    def action_slower(self) -> None:
        """Play slower."""
        self._controls.change_speed(-1)

    def action_faster(self) -> None:
        """Play faster."""
        self._controls.change_speed(+1)

    def action_next_rep(self) -> None:
        """Jump to the next rep."""
        if not self._controls.next_rep():
            self._nothing_ahead(tr("No rep follows."))

    def action_next_set(self) -> None:
        """Jump to the next set."""
        if not self._controls.next_set():
            self._nothing_ahead(tr("No set follows."))

    def action_start(self) -> None:
        """Jump to the beginning."""
        self._controls.seek(0.0)

    def action_stay(self) -> None:
        """Cancel a jump."""
        self._controls.stay()

    def _nothing_ahead(self, words: str) -> None:
        known = self._controls.state.duration_s is not None
        self.notify(
            words if known else tr("The recording is still being looked through."),
            timeout=2.0,
        )
