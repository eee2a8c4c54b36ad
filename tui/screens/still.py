"""A still of the live screen, for pictures and for tests."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from evenstride.session.state.dashboard import DashboardState
from evenstride.tui.keys import COMMON_KEYS
from evenstride.tui.plain_glyphs import filters_for
from evenstride.tui.screens.live import LiveScreen, Traces
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.theme import DARK, use_themes, variables_for


class StillApp(App[None]):
    """The live screen with one fixed state.

    Args:
        traces: Each leg's trace.
        live: The screen; None for a live session's.
    """

    TITLE = "evenstride"
    # The keys are shown as in the dashboard; only quitting has an effect.
    BINDINGS: ClassVar[list[BindingType]] = COMMON_KEYS

    def __init__(
        self, state: DashboardState, traces: Traces, live: LiveScreen | None = None
    ) -> None:
        super().__init__()
        use_themes(self)
        self._plain = filters_for()
        self.live = live or TrainingScreen()
        self._shown = (state, traces)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colour variables for a theme that lacks them."""
        return variables_for(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, and ours for glyphs that the terminal lacks."""
        return (*super().get_line_filters(), *self._plain)

    def get_default_screen(self) -> LiveScreen:
        """Begin with the live screen."""
        return self.live

    def on_mount(self) -> None:
        """Draw the state."""
        self.live.show(*self._shown)


async def draw(
    state: DashboardState, traces: Traces, size: tuple[int, int], above: Screen[None] | None = None
) -> str:
    """Return a state as an SVG picture of a terminal.

    Args:
        state: The state of the live screen.
        traces: Each leg's trace.
        size: Columns and rows.
        above: The screen that is open above the live screen; None for none.
    """
    app = StillApp(state, traces)
    async with app.run_test(size=size) as pilot:
        app.theme = DARK.name
        if above is not None:
            await app.push_screen(above)
        await pilot.pause()
        return app.export_screenshot(title="evenstride demo")
