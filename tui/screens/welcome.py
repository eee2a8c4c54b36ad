"""The welcome: from nothing to a counted rep, with a sensor or without."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from evenstride.language import later, tr
from evenstride.session.session_setup import SessionSetup
from evenstride.terminal.words import site_words
from evenstride.tui.home.home import FIRST_TRY, Home
from evenstride.tui.home.sensor_setup_state import SensorSetupState
from evenstride.tui.keys import key
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.start_bar import StartBar
from evenstride.tui.widgets.title_bar import TitleBar

_WHAT: Final = later(
    "evenstride counts your exercises with a small motion sensor on each thigh, "
    "times the holds, and shows left against right. One sensor is enough to begin."
)


class WelcomeScreen(Screen[SessionSetup | None]):
    """Three steps, and one key for the last of them; returns the session to begin with, or None.

    Args:
        home: The state that it shows and changes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "enter,space",
            "go",
            "Start",
            "The first reps; without a sensor: the demo.",
            shown_as="enter",
        ),
        key("x", "demo", "Demo", "A simulated session; it needs no sensor."),
        key("b", "sensors", "Sensors", "Find sensors, give them to legs, check them."),
        key("escape", "dismiss", "Today", "On to the plan of the day.", shown_as="esc"),
        key("q", "app.leave", "Quit", "Leave the program."),
    ]
    DEFAULT_CSS = """
    WelcomeScreen {
        background: $background;
        & VerticalScroll { align: center middle; scrollbar-size: 1 1; height: 1fr; }
        & #page { width: 100%; max-width: 84; height: auto; padding: 0 2; }
        & .step { height: auto; margin-top: 1; }
        & .head { text-style: bold; }
        & .text { height: auto; margin-left: 3; }
        & StartBar { margin-top: 1; }
        &.-tall .step { margin-top: 2; }
        &.-tall StartBar { margin-top: 2; height: 5; padding: 2 3; }
    }
    """

    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-short"),
        (34, "-tall"),
    ]

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self._start = StartBar()
        self._shown: SensorSetupState | None = None

    def compose(self) -> ComposeResult:
        """Yield what this is, the steps, and the key."""
        yield TitleBar(tr("Welcome"))
        with VerticalScroll(can_focus=False), Vertical(id="page"):
            yield Static(tr(_WHAT), classes="step", markup=False)
            for name in ("strap", "found", "move"):
                yield Static(id=name, classes="step head", markup=False)
                yield Static(id=f"{name}-text", classes="text", markup=False)
            yield self._start
        yield KeysRow()

    def on_mount(self) -> None:
        """Follow changes: sensors come and go."""
        self._home.welcomed()
        self.set_interval(1.0 / self._home.frames_per_s, self.draw)

    def on_screen_resume(self) -> None:
        """Look for sensors, because the screen is visible again."""
        self.draw()
        self.app.run_worker(self._home.sensor_setup.look())

    def draw(self) -> None:
        """Draw changes."""
        state = self._home.sensor_setup.state
        # While the program is closing, this is still the current screen, but its parts are gone.
        if not self.is_current or not self.children or state == self._shown:
            return
        self._shown = state
        for name, (title, text) in _steps(state).items():
            self.query_one(f"#{name}", Static).update(Content(title))
            self.query_one(f"#{name}-text", Static).update(Content(text))
        ready = any(row.in_range for row in state.rows)
        words = tr("Count my first reps") if ready else tr("No sensor? See the demo")
        self._start.show(tr("enter"), words, ready=ready)

    def action_go(self) -> None:
        """Start the first reps if there is a sensor, else the demo."""
        state = self._home.sensor_setup.state
        if not any(row.in_range for row in state.rows):
            self.action_demo()
        elif not state.ready:
            self.action_sensors()
        else:
            self._home.chosen = FIRST_TRY
            self.dismiss(self._home.training())

    def action_demo(self) -> None:
        """Start a simulated session."""
        self.dismiss(self._home.demo(FIRST_TRY))

    def action_sensors(self) -> None:
        """Go to the sensors."""
        self.app.push_screen(SensorsScreen(self._home))


def _steps(state: SensorSetupState) -> dict[str, tuple[str, str]]:
    """Return the text of each step, in a line and in more detail."""
    title, text = _found(state)
    return {
        "strap": (
            tr("1  Switch the sensor on and strap it on."),
            tr("At the front of the thigh, a hand's width above the knee, any way round, tight."),
        ),
        "found": (f"2  {title}", text),
        "move": (
            tr("3  Lie on your back, legs long, rest for two seconds."),
            tr(
                "Then lift one leg straight, hold it for two seconds, and lower it: that is a "
                "rep. The large number counts it when the leg is down again."
            ),
        ),
    }


def _found(state: SensorSetupState) -> tuple[str, str]:
    if state.hindrance:
        return tr("Bluetooth does not work yet."), state.hindrance
    here = [row for row in state.rows if row.in_range]
    if not here:
        return (
            tr("Looking for sensors …"),
            tr(
                "Close the maker's app on your phone: a sensor that is connected there is not seen."
            ),
        )
    names = ", ".join(
        f"{row.name} ({site_words(row.site)})" if row.site else row.name for row in here
    )
    told = tr("b changes which leg wears which.") if len(here) > 1 else tr("b changes the leg.")
    return tr("✓ Found: {names}.", names=names), told
