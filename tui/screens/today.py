"""The Today screen: what to do, whether the sensors are there, and one key to start."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from evenstride.analysis.model.plan import Plan
from evenstride.language import short_date, short_weekday, tr
from evenstride.sensors.samples import Leg
from evenstride.session.session_setup import SessionSetup
from evenstride.terminal.outside import cells
from evenstride.tui.home.home import Home
from evenstride.tui.home.today import TodayState, start_words
from evenstride.tui.keys import key
from evenstride.tui.screens.exercise import ExerciseScreen
from evenstride.tui.screens.left_out import offer_left_out
from evenstride.tui.screens.morning import ask_about_the_morning
from evenstride.tui.screens.plan import plan_screen
from evenstride.tui.screens.progress import progress_screen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.sessions import SessionsScreen
from evenstride.tui.screens.welcome import WelcomeScreen
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.leg_sensor import LegSensor
from evenstride.tui.widgets.plan_table import PlanTable
from evenstride.tui.widgets.pose_view import PoseView
from evenstride.tui.widgets.start_bar import StartBar
from evenstride.tui.widgets.title_bar import TitleBar

_CHOOSE = Binding.Group(tr("Choose"), compact=True)
_FEW_ROWS = 5
"""A longer plan leaves no room for the drawing in a low window."""


class TodayScreen(Screen[None]):
    """The screen with which the dashboard begins, and to which every session returns.

    Args:
        home: The state that it shows and changes.
        open_session: Opens a session on top of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter,space", "start", "Start", "Begin with the marked exercise.", shown_as="enter"),
        key("up", "choose(-1)", "Up", "The exercise before.", group=_CHOOSE),
        key("down", "choose(1)", "Down", "The exercise after.", group=_CHOOSE),
        key("n", "other_exercise", "Other", "Mark one that is not in the plan.", show=False),
        key("e", "plan", "Plan", "Change sets, reps, holds, weights and days."),
        key("b", "sensors", "Sensors", "Find sensors, give them to legs, check them."),
        key("p", "placement", "Thigh/shin", "Where the sensors are strapped.", show=False),
        key("g", "progress", "Progress", "Left against right over the weeks."),
        key("h", "sessions", "Sessions", "Every session that there was.", show=False),
        key("x", "demo", "Demo", "A simulated session; it needs no sensor."),
        key("w", "welcome", "Welcome", "How to begin, from the start.", show=False),
    ]
    DEFAULT_CSS = """
    TodayScreen {
        background: $background;
        & VerticalScroll { align: center middle; scrollbar-size: 1 1; height: 1fr; }
        & #page { width: 100%; max-width: 110; height: auto; padding: 0 2; }
        & .said { height: auto; }
        & #note { text-style: bold; }
        & #doing { height: auto; margin-top: 1; }
        & #doing PoseView { display: none; margin-right: 2; }
        & #how { color: $foreground 80%; width: 1fr; }
        & #sensors { height: auto; margin-top: 1; }
        & #problem { color: $warning; text-style: bold; margin-top: 1; display: none; }
        & #problem.-shown { display: block; }
        & StartBar { margin-top: 1; }
        &.-low #doing, &.-short.-problem #doing { display: none; }
        &.-tall #doing { margin-top: 2; }
        &.-drawn #doing PoseView { display: block; height: 6; }
        &.-tall.-drawn #doing PoseView { height: 8; width: 42; }
        &.-tall #sensors { margin-top: 2; }
        &.-tall StartBar { margin-top: 2; height: 5; padding: 2 3; }
    }
    """

    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-low"),
        (24, "-short"),
        (34, "-tall"),
    ]

    def __init__(self, home: Home, open_session: Callable[[SessionSetup], None]) -> None:
        super().__init__()
        self._home = home
        self._open = open_session
        self._title = TitleBar(tr("Today"))
        self._plan = PlanTable()
        self._pose = PoseView()
        self._pose_s = 0.0
        self._legs = {leg: LegSensor(leg) for leg in Leg}
        self._start = StartBar()
        self._shown: TodayState | None = None
        self._problem_before: str | None = None  # the message when a session was started

    @property
    def state(self) -> TodayState:
        """The current state."""
        return self._home.state

    def compose(self) -> ComposeResult:
        """Yield the plan, how to do it, the sensors, and the start."""
        yield self._title
        with VerticalScroll(can_focus=False), Vertical(id="page"):
            yield Static(id="note", classes="said", markup=False)
            yield self._plan
            with Horizontal(id="doing"):
                yield self._pose
                yield Static(id="how", classes="said", markup=False)
            with Horizontal(id="sensors"):
                yield from self._legs.values()
            yield Static(id="problem", classes="said", markup=False)
            yield self._start
        yield KeysRow()

    def on_mount(self) -> None:
        """Follow changes: sensors come and go."""
        self.set_interval(1.0 / self._home.frames_per_s, self.draw)
        self.run_worker(offer_left_out(self.app, self._home), name="left out")
        ask_about_the_morning(self.app, self._home.day)

    def on_screen_resume(self) -> None:
        """Look for sensors, because the screen is visible again."""
        before, self._problem_before = self._problem_before, None
        problem = self.state.problem
        if before is not None and problem:
            # Little or nothing on the screen has changed, so the key would seem to have done
            # nothing.
            said = tr("Looked again: {problem}", problem=problem) if before == problem else problem
            self.notify(said, severity="warning", markup=False)
        self.draw()
        self.app.run_worker(self._home.sensor_setup.look())

    def draw(self) -> None:
        """Draw changes."""
        if not self.is_current:
            return
        state = self.state
        self._pose_s += 1.0 / self._home.frames_per_s
        is_drawn = self._pose.show(state.exercise.id, self._pose_s)
        has_room = len(state.rows) <= _FEW_ROWS or self.has_class("-tall")
        self.set_class(is_drawn and has_room, "-drawn")
        self._title.show(*_head(state, self._home.day, self.size.width))
        if state == self._shown:
            return
        self._shown = state
        self._plan.show(state.rows)
        for panel in self._legs.values():
            panel.show(state.sensors, self._home.day)
        self._say("#note", state.note)
        self._say("#how", _how(state))
        problem = state.problem or state.sensors.hindrance
        self.set_class(bool(problem), "-problem")
        self._say(
            "#problem",
            tr("! {problem} x shows the demo, without a sensor.", problem=problem)
            if problem
            else "",
        )
        self._start.show(tr("enter"), start_words(state), ready=bool(state.sensors.ready))

    def action_start(self) -> None:
        """Begin, or first ask which leg wears which sensor."""
        state = self.state.sensors
        if not state.ready and any(row.in_range for row in state.rows):
            self.action_sensors()
            return
        self._problem_before = self.state.problem or state.hindrance
        session = self._home.training()
        if session is None:
            self.notify(self.state.problem, severity="warning", markup=False)
        else:
            self._open(session)

    def action_plan(self) -> None:
        """Edit the plan."""

        def take(plan: Plan | None) -> None:
            if plan is not None:
                self._home.take_plan(plan)
                self.draw()

        home = self._home
        self.app.push_screen(plan_screen(home.plan, home.exercises, home.own), take)

    def action_progress(self) -> None:
        """Show how the gap between the legs has changed."""
        self.app.push_screen(progress_screen(self._home.day, self._home.own, self._home.plan_days))

    def action_sessions(self) -> None:
        """Show every session: its result, notes, corrections, report."""
        self.app.push_screen(SessionsScreen(self._home.own))

    def action_demo(self) -> None:
        """Show a simulated session."""
        self._open(self._home.demo(self._home.chosen))

    def action_choose(self, steps: int) -> None:
        """Mark another exercise."""
        self._home.choose_by(steps)
        self.draw()

    def action_other_exercise(self) -> None:
        """Choose from all exercises."""

        def mark(exercise_id: str | None) -> None:
            if exercise_id is not None:
                self._home.chosen = exercise_id
                self.draw()

        every = list(self._home.exercises.values())
        self.app.push_screen(ExerciseScreen(every, self._home.chosen, begins=False), mark)

    def action_sensors(self) -> None:
        """Go to the sensors."""
        self.app.push_screen(SensorsScreen(self._home))

    def action_placement(self) -> None:
        """Switch between shanks and thighs."""
        self._home.sensor_setup.toggle_placement()
        # The sensors' rows show it, too, but only if sensors are there.
        on_shanks = self._home.sensor_setup.state.on_shanks
        on_the = tr("The sensors are on the shins.") if on_shanks else None
        self.notify(on_the or tr("The sensors are on the thighs."), timeout=2.0)
        self.draw()

    def action_welcome(self) -> None:
        """Show how to begin."""
        self.app.push_screen(WelcomeScreen(self._home), self.after_welcome)

    def after_welcome(self, session: SessionSetup | None) -> None:
        """Start the session that the welcome may have returned."""
        if session is not None:
            self._open(session)

    def _say(self, where: str, text: str) -> None:
        said = self.query_one(where, Static)
        said.set_class(bool(text), "-shown")
        said.update(Content(text))


def _how(state: TodayState) -> str:
    one = state.exercise
    lines = [f"{tr(one.title)}: {tr(one.rest)}; {tr(one.moves)}."] if one.rest and one.moves else []
    if not one.both_legs:
        lines.append(tr("Begin with the weaker leg, and do as many with the other one."))
    if one.placement == "shank" and not state.sensors.on_shanks:
        lines.append(tr("It shows best with the sensors on the shins: p changes that."))
    return "\n".join(lines)


def _head(state: TodayState, day: date, columns: int) -> tuple[str, str]:
    """Return the title and the text next to it: the most informative ones that fit."""
    long = tr("Today: {day}", day=state.day)
    short = tr("Today: {day}", day=f"{short_weekday(day)} {short_date(day)}")
    both = " · ".join(filter(None, (state.title, state.week)))
    one = state.week or state.title
    pairs = ((long, both), (long, one), (short, one))
    return next((two for two in pairs if sum(map(cells, two)) + 4 <= columns), (short, one))
