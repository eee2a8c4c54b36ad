"""The dashboard: runs a session and draws it ten times a second, whatever the samples' rate."""

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import WorkerError

from analysis.errors import AnalysisError
from analysis.exercises import Exercise
from analysis.summary import Summary
from recordings.errors import RecordingError
from sensors.errors import SensorError
from sensors.source import Source
from tui.help_screen import HelpScreen
from tui.keys import COMMON_KEYS, keys_of
from tui.live_screen import LiveScreen
from tui.session import MakeAnalyzer, OpenRecorder, SessionRunner
from tui.session_view import SessionView
from tui.terminal import lags
from tui.theme import toggle_theme, use_themes

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
        summary: The session's result; also there when the user quit early. None if the session
            never began.
        live: The live screen.
        failure: What ended the session, for the caller's exit code and message; None if nothing
            did.
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
        frames_per_s: float = FRAMES_PER_S,
    ) -> None:
        """Take what the session is made of; nothing is opened before the app runs.

        Args:
            source: Where samples come from; the app enters and leaves it.
            make_analyzer: Makes the analyzer once the sensors are known.
            exercise: What is trained, for the title and the prescribed reps.
            source_title: Where samples come from, in words: "Live", "Replay 1x".
            finished_text: What to say when the source has nothing more to give.
            open_recorder: Opens the recording once the sensors are known; None keeps nothing.
            frames_per_s: How often to draw.
        """
        super().__init__()
        use_themes(self)
        self.summary: Summary | None = None
        self.failure: Exception | None = None
        self._view = SessionView(exercise, source_title)
        self._finished_text = finished_text
        self._frames_per_s = frames_per_s
        self.live = LiveScreen()
        self._runner = SessionRunner(
            source,
            make_analyzer,
            open_recorder=open_recorder,
            on_progress=self._view.on_progress,
            on_sensors=self._view.on_sensors,
            on_item=self._view.on_item,
        )

    def get_default_screen(self) -> LiveScreen:
        """Begin with the live screen."""
        return self.live

    def on_mount(self) -> None:
        """Begin the session and the drawing."""
        # The app owns the session: a worker of a screen would end with its screen.
        self._session = self.run_worker(self._run_session(), name="session", exit_on_error=False)
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
        with self.batch_update():
            self.live.show(self._view.state, self._view.traces())

    async def action_quit(self) -> None:
        """End the session and the app."""
        await self.action_leave()

    async def action_leave(self) -> None:
        """End the session, with everything saved, and the app, without a question."""
        await self._end_session()
        self.exit()

    async def on_unmount(self) -> None:
        """End the session on every other way out, too."""
        await self._end_session()

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(HelpScreen(list(keys_of(self.screen))))

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

    async def _run_session(self) -> None:
        try:
            summary = await self._runner.run()
            self._view.finish(summary, self._finished_text)
        except (SensorError, RecordingError, AnalysisError) as error:
            self.failure = error
            self._view.fail(f"{error} Press q to quit.")
        except Exception as error:
            # A fault of ours. The screen stays with what was counted; the caller reports it.
            self.failure = error
            self._view.fail(
                f"A fault in evenstride ended the session ({type(error).__name__}: {error}). "
                "What was recorded is saved. Press q to quit.",
            )
        finally:
            self.summary = self._runner.summary
