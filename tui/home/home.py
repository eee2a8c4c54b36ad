"""The dashboard's state before and between sessions: the plan, the sensors, the choice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan
from evenstride.analysis.model.plan_days import Day
from evenstride.analysis.model.summary import Summary
from evenstride.history.weeks import kept_up
from evenstride.language import day_words, later, told, tr
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.playback import Playback
from evenstride.sensors.samples import Leg
from evenstride.session.agenda import load_agenda
from evenstride.session.demo import OF, TITLE, demo_of
from evenstride.session.recording import SessionRecording
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.dashboard import DashboardState
from evenstride.terminal.faults import sentence
from evenstride.tui.home.sensor_setup import SensorSetup
from evenstride.tui.home.today import TodayState, plan_rows
from evenstride.user import settings
from evenstride.user.exercises import all_exercises

FIRST_TRY: Final = OF
"""The easiest movement to do and to see."""

_BACK: Final = later("Press q to go back.")


class Home:
    """The place where sessions begin and to which they return.

    Args:
        plan: The plan to train by.
        note: A message to show first.
        today: Returns the current day.
        frames_per_s: How often its screens check for changes.

    Attributes:
        sensor_setup: The sensors.
        own: The user's own exercises.
        left_out: Returns recordings that are not in the history.
        is_new: Whether the welcome was never shown.
        chosen: The id of the exercise that a session would begin with.
        recordings: The recordings of all sessions so far.
        last: The result of the last session that was kept; None before.
    """

    def __init__(
        self,
        sensor_setup: SensorSetup,
        plan: Plan,
        *,
        own: tuple[Exercise, ...] = (),
        note: str = "",
        left_out: Callable[[], tuple[Path, ...]] = tuple,
        today: Callable[[], date] = date.today,
        frames_per_s: float = 4.0,
    ) -> None:
        self.sensor_setup = sensor_setup
        self.frames_per_s = frames_per_s
        self._plan = plan
        self._agenda = load_agenda(plan, own, today())
        self.own = own
        self.left_out = left_out
        self._note = note
        self._today = today
        self.is_new = not settings.load().welcomed
        self._done: dict[str, dict[Leg, int]] = {}  # sets of this run, by exercise
        self._problem = ""
        self._week: str | None = None
        self.chosen = plan.exercises[0].exercise
        self.recordings: list[SessionRecording] = []
        self.last: Summary | None = None

    @property
    def state(self) -> TodayState:
        """The state of the Today screen."""
        return TodayState(
            day=day_words(self.day),
            title=told(self._plan.title),
            rows=plan_rows(self._plan, self.exercises, self.chosen, self._done, self._first),
            exercise=self.exercise,
            sensors=self.sensor_setup.state,
            problem=told(self._problem),
            note=told(self._note),
            week=self.week,
        )

    @property
    def _first(self) -> Mapping[str, Leg]:
        """The leg that goes first, for the exercises in which it is known."""
        found = {one.exercise: self._agenda.first(one.exercise) for one in self._plan.exercises}
        return {exercise: leg for exercise, leg in found.items() if leg is not None}

    @property
    def day(self) -> date:
        """The current day."""
        return self._today()

    @property
    def plan_days(self) -> tuple[Day, ...]:
        """The days of the plan; empty if it names none."""
        return self._plan.days

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """Every exercise by id; those of the plan first, with the plan's sets and reps."""
        every = dict(all_exercises(self.own))
        planned = {
            one.exercise: replace(every[one.exercise], sets=one.sets, reps=one.reps)
            for one in self._plan.exercises
        }
        return {**planned, **{key: one for key, one in every.items() if key not in planned}}

    @property
    def exercise(self) -> Exercise:
        """The exercise that a session would begin with."""
        return self.exercises[self.chosen]

    @property
    def plan(self) -> Plan:
        """The plan to train by."""
        return self._plan

    def take_plan(self, plan: Plan) -> None:
        """Train by another plan from now on."""
        self._plan = plan
        self._agenda = load_agenda(plan, self.own, self.day)
        if plan.of(self.chosen) is None:
            self.chosen = plan.exercises[0].exercise
        self._week = None

    @property
    def week(self) -> str:
        """How well training was kept up, in a line; read once, and after each session."""
        if self._week is None:
            self._week = kept_up(self._plan.days, self.day)
        return self._week

    def welcomed(self) -> None:
        """Remember that the welcome was shown."""
        self.is_new = False
        settings.remember(welcomed=True)

    def choose_by(self, steps: int) -> None:
        """Choose the exercise some rows further down in the plan, wrapping around at its end."""
        ids = [one.exercise for one in self._plan.exercises]
        at = ids.index(self.chosen) if self.chosen in ids else (-1 if steps > 0 else 0)
        self.chosen = ids[(at + steps) % len(ids)]

    def training(self) -> SessionSetup | None:
        """Return a session of the plan with the sensors, beginning with the chosen exercise.

        None if its recording cannot be created; the state then says why.
        """
        self._problem = ""
        exercise, own = self.exercise, self.own
        try:
            recording = SessionRecording(None, exercise, own)
        except RecordingError as error:
            self._problem = sentence(error)
            return None
        source = self.sensor_setup.source()
        self.recordings.append(recording)
        self._agenda = load_agenda(self._plan, own, self.day)
        return SessionSetup(
            source=source,
            exercise=exercise,
            source_title=tr("Live"),
            opening_text=tr("Looking for your sensors …"),
            finished_text=tr("The session is over: r shows the result, q goes back."),
            leave_text=tr(_BACK),
            open_recorder=recording.open,
            on_end=recording.keep,
            own=own,
            agenda=self._agenda,
            following=tuple(self.exercises.values()),
            move=source.move,
        )

    def demo(self, exercise_id: str) -> SessionSetup:
        """Return the demo, or a simulated session of another exercise if there is one."""
        shown = demo_of(None if exercise_id == FIRST_TRY else exercise_id)
        playback = Playback(shown.path)
        return SessionSetup(
            source=playback,
            exercise=shown.exercise,
            source_title=tr(TITLE),
            finished_text=tr("It is over: r shows the result, space plays it again, q goes back."),
            leave_text=tr(_BACK),
            playback=playback,
        )

    def came_back(
        self,
        setup: SessionSetup,
        state: DashboardState,
        summary: Summary | None,
        failure: Exception | None,
    ) -> bool:
        """Take note of a session that was left.

        Args:
            state: The last state of its screen.
            summary: Its result; None if it never began.
            failure: The error that ended it; None if none did.

        Returns:
            Whether its result is worth showing.
        """
        if summary is None and failure is not None:
            self._problem = sentence(failure)
        if setup.open_recorder is None or summary is None:
            return False
        for leg in Leg:
            for site, pct in state.leg(leg).batteries_pct.items():
                self.sensor_setup.learn_battery(site, pct)
        self.last = summary
        self._week = None
        for leg, result in summary.legs.items():
            for one in result.sets:
                exercise = one.exercise or setup.exercise.id
                done = self._done.setdefault(exercise, {})
                done[leg] = done.get(leg, 0) + (one.count > 0)
        todo = [one.exercise for one in self._plan.exercises if one.exercise not in self._done]
        if self.chosen in self._done and todo:
            self.chosen = todo[0]
        return any(result.count for result in summary.legs.values())
