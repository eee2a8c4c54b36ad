"""A session in the dashboard: it runs in the background, and its screen shows it."""

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, TypeAlias

from textual.worker import Worker, WorkerError

from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import Leg
from evenstride.session.checkpoints import Checkpoint
from evenstride.session.cues import Cue
from evenstride.session.live_controls import LiveControls
from evenstride.session.quitting import sets_in_progress
from evenstride.session.replay_controls import ReplayControls
from evenstride.session.result.result import Result
from evenstride.session.session_setup import SessionSetup
from evenstride.session.shown_session import ShownSession
from evenstride.tui.screens.live import LiveScreen
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.training import TrainingScreen

_log = logging.getLogger(__name__)

LEAVE_LIMIT_S: Final = 5.0
"""How long leaving may take. The recording is closed at once; a sensor that does not answer must
not keep the user waiting."""

Spawn: TypeAlias = Callable[[str, Coroutine[Any, Any, None]], Worker[None]]
"""Runs a named coroutine in the background, as long as the app exists."""


class SessionHost:
    """One session with its screen, from its beginning until it is left.

    Args:
        spawn: Runs it. This is the app's, because a screen's worker would end with the screen.
        on_end: Called when it has ended by itself.

    Attributes:
        live: Its screen.
        controls: The controls of a replay; None if it is live.
        shown: The drawn state, and each leg's trace.
    """

    def __init__(
        self,
        setup: SessionSetup,
        spawn: Spawn,
        *,
        play: Callable[[Cue], None],
        on_end: Callable[["SessionHost"], None] | None = None,
    ) -> None:
        self.setup = setup
        self._spawn = spawn
        self._play = play
        self._on_end = on_end
        self._run = ShownSession(setup, self._hear)
        self._session: Worker[None] | None = None
        self._survey: Worker[None] | None = None
        self.shown = self._run.view.state, self._run.view.traces()
        self.controls: ReplayControls | None = None
        self.live: LiveScreen
        if setup.playback is not None:
            self.controls = ReplayControls(
                setup, setup.playback, self.restart, on_arrival=self._look
            )
            self.live = ReplayScreen(self.controls)
        else:
            controls = LiveControls(self._run, setup.agenda)
            self.live = TrainingScreen(controls, setup.exercises, setup.exercise.id, setup.move)

    @property
    def summary(self) -> Summary | None:
        """The session's result, even if the user ended it; None if it never began."""
        return self._run.summary

    @property
    def failure(self) -> Exception | None:
        """The error that ended the session, for the caller's exit code and message; else None."""
        return self._run.failure

    @property
    def is_recording(self) -> bool:
        """Whether sensors are being recorded."""
        return self.setup.open_recorder is not None and self._run.is_running

    @property
    def cut_off(self) -> Mapping[Leg, int]:
        """The reps of each set that ending now would cut off; empty if nothing is recorded."""
        if not self.is_recording:
            return {}
        return sets_in_progress(self._run.view.state)

    def result(self) -> Result:
        """Return the result so far."""
        return self._run.view.result()

    def begin(self) -> None:
        """Run the session; for a replay also survey the whole recording."""
        _log.info("a session begins: %s", self.setup.source_title)
        self._start()
        playback = self.setup.playback
        # As fast as possible, playing is quicker than the survey, which then follows.
        if playback and not math.isinf(playback.speed):
            self._begin_survey()

    def draw(self) -> None:
        """Draw the session's current state."""
        if not (self.controls and self.controls.seeks):
            self._look()
        elif glimpse := self.controls.glimpse:
            self.shown = glimpse.state, dict(glimpse.traces)
        # Otherwise, on the way to another place in a replay, the screen keeps the last state.
        self.live.show(*self.shown)

    async def end(self) -> None:
        """End it with everything saved, and leave its source."""
        _log.info("the session is left")
        if self._survey is not None:
            self._survey.cancel()
        await self._stop()
        self._run.keep_result()

    async def restart(self, begin: Checkpoint | None = None) -> None:
        """Run the session again, from a checkpoint of a replay or from its start."""
        self._run.discard()
        await self._stop()
        self._run = ShownSession(self.setup, self._hear, begin)
        self._start()

    def _look(self) -> None:
        self.shown = self._run.view.state, self._run.view.traces()

    def _begin_survey(self) -> None:
        if self.controls and self._survey is None:
            self._survey = self._spawn("survey", self.controls.survey())

    def _start(self) -> None:
        self._session = self._spawn("session", self._run_session())

    async def _stop(self) -> None:
        if self._session is not None:
            self._session.cancel()
            try:
                await asyncio.wait_for(self._session.wait(), LEAVE_LIMIT_S)
            except TimeoutError:
                _log.warning("the session does not end within %g s", LEAVE_LIMIT_S)
            except WorkerError as error:
                _log.debug("the session was cut off: %s", type(error).__name__)

    async def _run_session(self) -> None:
        run, playback = self._run, self.setup.playback
        await run.run()
        if self.controls and playback:
            playback.give_up()
            if playback.ended and run.summary:
                self.controls.learn(run.summary, playback.position_s)
                self._begin_survey()
        if self._on_end is not None:
            self._on_end(self)

    def _hear(self, cue: Cue) -> None:
        """Play a cue, unless the replay is only hurrying past it."""
        if not (self.controls and self.controls.hurries):
            self._play(cue)
