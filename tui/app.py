"""The dashboard: runs a session and draws it ten times a second, whatever the samples' rate."""

import asyncio
import math
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import WorkerError

from analysis.exercises import Exercise
from analysis.summary import Summary
from recordings.playback import Playback
from sensors.samples import Leg
from sensors.source import Source
from tui.cues import Cue, CueKind
from tui.deck import Deck
from tui.exercises import all_exercises
from tui.help_screen import HelpScreen
from tui.keys import COMMON_KEYS, keys_of
from tui.live_screen import LiveScreen
from tui.question_screen import QuestionScreen
from tui.quitting import quit_question, sets_in_progress
from tui.replay_screen import ReplayScreen
from tui.result_screen import ResultScreen
from tui.session import MakeAnalyzer, OpenRecorder
from tui.session_run import SessionRun
from tui.sounds import Sounds
from tui.terminal import lags
from tui.theme import toggle_theme, use_themes
from tui.training import Training
from tui.training_screen import TrainingScreen

# Ten a second looks alive, and drawing both legs then takes a few percent of one core.
FRAMES_PER_S = 10.0

# How long leaving may take. The recording is closed at once; a sensor that does not answer any
# more must not keep the user waiting.
LEAVE_LIMIT_S = 5.0


class EvenstrideApp(App[None]):
    """The dashboard of one session. It stays on the screen when the session ends.

    After ``run()`` (or ``run_async()``) returned, the session is over, the recording closed and
    the source left.

    Attributes:
        live: The live screen.
        shown: The state that is drawn, and each leg's trace.
    """

    TITLE = "evenstride"
    BINDINGS: ClassVar[list[BindingType]] = COMMON_KEYS

    def __init__(
        self,
        source: Source,
        make_analyzer: MakeAnalyzer,
        *,
        exercise: Exercise,
        source_title: str,
        finished_text: str = "Finished: press q to quit.",
        open_recorder: OpenRecorder | None = None,
        own: Sequence[Exercise] = (),
        move: Callable[[], None] | None = None,
        playback: Playback | None = None,
        with_sounds: bool = False,
        frames_per_s: float = FRAMES_PER_S,
    ) -> None:
        """Take what the session is made of; nothing is opened before the app runs.

        Args:
            source: Where samples come from; the app enters and leaves it.
            make_analyzer: Makes the analyzer once the sensors are known.
            exercise: What is trained, for the title and the prescribed reps.
            source_title: Where samples come from, in words: "Live", "Replay".
            finished_text: What to say when the source has nothing more to give.
            open_recorder: Opens the recording once the sensors are known; None keeps nothing.
            own: The user's own exercises.
            move: Tells the source that its one sensor is on the other leg; None where each leg
                has its own.
            playback: What the source plays, for the keys of a replay; None if it is live.
            with_sounds: Whether it may be heard.
            frames_per_s: How often to draw.
        """
        super().__init__()
        use_themes(self)
        self._new_run = partial(
            SessionRun,
            source,
            make_analyzer,
            exercise=exercise,
            source_title=source_title,
            finished_text=finished_text,
            open_recorder=open_recorder,
            own=own,
            on_cue=self._hear,
        )
        self._with_sounds = with_sounds
        self._sounds: Sounds | None = None
        self._is_recorded = open_recorder is not None
        self._run = self._new_run()
        self.shown = self._run.view.state, self._run.view.traces()
        self._frames_per_s = frames_per_s
        self._playback = playback
        self._deck = Deck(playback, make_analyzer, self.restart) if playback else None
        self.live: LiveScreen
        if self._deck:
            self.live = ReplayScreen(self._deck)
        else:
            exercises = list(all_exercises(tuple(own)).values())
            self.live = TrainingScreen(Training(self._run), exercises, exercise.id, move)

    @property
    def summary(self) -> Summary | None:
        """The session's result; also there when the user quit early. None if it never began."""
        return self._run.summary

    @property
    def failure(self) -> Exception | None:
        """What ended the session, for the caller's exit code and message; None if nothing did."""
        return self._run.failure

    def get_default_screen(self) -> LiveScreen:
        """Begin with the live screen."""
        return self.live

    def on_mount(self) -> None:
        """Begin the session and the drawing."""
        # The app owns the session: a worker of a screen would end with its screen.
        if self._with_sounds:
            self._sounds = Sounds(partial(_ring, self, asyncio.get_running_loop()))
        self._begin()
        if self._deck and self._playback and not math.isinf(self._playback.speed):
            self.run_worker(self._deck.survey(), name="survey", exit_on_error=False)
        self.set_interval(1.0 / self._frames_per_s, self.draw)
        self.draw()
        # Windows has no such signals on its loop; there, closing the window kills the process,
        # and the recording loses nothing that a line held.
        with suppress(NotImplementedError, AttributeError):
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(
                    number, self.call_later, self.action_leave
                )

    def draw(self) -> None:
        """Draw the session as it is now, unless the terminal has not taken the last frames yet."""
        if lags(self):
            return
        if not (self._deck and self._deck.seeks):
            # On the way to another place in a replay, the screen stays with the last one.
            self.shown = self._run.view.state, self._run.view.traces()
        with self.batch_update():
            self.live.show(*self.shown)

    async def action_quit(self) -> None:
        """End the session and the app; asks first where a set would be cut off."""
        cut_off = (
            self._is_recorded and self._run.is_running and sets_in_progress(self._run.view.state)
        )
        if not cut_off:
            await self.action_leave()
            return

        async def leave(answer: bool | None) -> None:
            if answer:
                await self.action_leave()

        self.push_screen(QuestionScreen(quit_question(cut_off)), leave)

    async def action_leave(self) -> None:
        """End the session, with everything saved, and the app, without a question."""
        await self._end_session()
        self.exit()

    async def on_unmount(self) -> None:
        """End the session on every other way out, too."""
        await self._end_session()
        if self._sounds:
            self._sounds.close()

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(HelpScreen(list(keys_of(self.screen))))

    def action_result(self) -> None:
        """Show the result so far."""
        self.push_screen(ResultScreen(self._run.view.result()))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: every action that has a key, and Textual's themes."""
        for one in keys_of(screen):
            if one.action != "app.command_palette":
                run = partial(screen.run_action, one.action)
                yield SystemCommand(one.name, f"{one.tells} ({one.keys})", run)
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command

    def action_toggle_dark(self) -> None:
        """Change between dark and light."""
        toggle_theme(self)

    async def _end_session(self) -> None:
        self._session.cancel()
        with suppress(WorkerError, TimeoutError):
            await asyncio.wait_for(self._session.wait(), LEAVE_LIMIT_S)

    def action_toggle_sound(self) -> None:
        """Sounds on or off."""
        if self._sounds:
            is_on = self._sounds.toggle_sound()
            self._sounds.play(Cue(CueKind.REP, Leg.LEFT, 1))
            self.notify("Sound is on." if is_on else "Sound is off.", timeout=2.0)

    def action_toggle_voice(self) -> None:
        """The voice on or off."""
        if self._sounds and not self._sounds.can_speak:
            self.notify("There is no program here that speaks; install espeak-ng.", timeout=4.0)
        elif self._sounds:
            is_on = self._sounds.toggle_voice()
            self.notify("The voice is on." if is_on else "The voice is off.", timeout=2.0)

    def _hear(self, cue: Cue) -> None:
        """Play a cue, unless the replay only hurries past it."""
        hurries = self._deck is not None and self._deck.hurries
        if self._sounds and not hurries:
            self._sounds.play(cue)

    async def restart(self) -> None:
        """Run the session from its start again."""
        await self._end_session()
        self._run = self._new_run()
        self._begin()

    def _begin(self) -> None:
        self._session = self.run_worker(self._run_session(), name="session", exit_on_error=False)

    async def _run_session(self) -> None:
        run = self._run
        await run.run()
        if self._deck and self._playback and self._playback.ended and run.summary:
            self._deck.learn(run.summary, self._playback.position_s)


def _ring(app: App[None], loop: asyncio.AbstractEventLoop) -> None:
    """Ring the terminal's bell, from another thread."""
    with suppress(RuntimeError):  # the loop is closed: everything is over
        loop.call_soon_threadsafe(app.bell)
