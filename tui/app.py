"""The dashboard: shows a session ten times a second, whatever the samples' rate."""

import asyncio
import signal
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import Worker

from analysis.summary import Summary
from sensors.samples import Leg
from tui.cues import Cue, CueKind
from tui.help_screen import HelpScreen
from tui.keys import COMMON_KEYS, keys_of
from tui.live_screen import LiveScreen, Traces
from tui.question_screen import QuestionScreen
from tui.quitting import quit_question
from tui.result_screen import ResultScreen
from tui.session_host import SessionHost
from tui.session_parts import SessionParts
from tui.sounds import Sounds
from tui.state import DashboardState
from tui.terminal import lags
from tui.theme import toggle_theme, use_themes

# Ten a second looks alive, and drawing both legs then takes a few percent of one core.
FRAMES_PER_S = 10.0


class EvenstrideApp(App[None]):
    """The dashboard of one session. It stays on the screen when the session ends.

    After ``run()`` (or ``run_async()``) returned, the session is over, the recording closed and
    the source left.

    Args:
        session: What the session is made of; nothing is opened before the app runs.
        with_sounds: Whether it may be heard.
        frames_per_s: How often to draw.

    Attributes:
        host: The session.
    """

    TITLE = "evenstride"
    BINDINGS: ClassVar[list[BindingType]] = COMMON_KEYS

    def __init__(
        self,
        session: SessionParts,
        *,
        with_sounds: bool = False,
        frames_per_s: float = FRAMES_PER_S,
    ) -> None:
        super().__init__()
        use_themes(self)
        self._with_sounds = with_sounds
        self._sounds: Sounds | None = None
        self._frames_per_s = frames_per_s
        self.host = SessionHost(session, self._spawn, play=self._play)

    @property
    def live(self) -> LiveScreen:
        """The live screen."""
        return self.host.live

    @property
    def shown(self) -> tuple[DashboardState, Traces]:
        """The state that is drawn, and each leg's trace."""
        return self.host.shown

    @property
    def summary(self) -> Summary | None:
        """The session's result; also there when the user quit early. None if it never began."""
        return self.host.summary

    @property
    def failure(self) -> Exception | None:
        """What ended the session, for the caller's exit code and message; None if nothing did."""
        return self.host.failure

    def get_default_screen(self) -> LiveScreen:
        """Begin with the live screen."""
        return self.live

    def on_mount(self) -> None:
        """Begin the session and the drawing."""
        if self._with_sounds:
            self._sounds = Sounds(partial(_ring, self, asyncio.get_running_loop()))
        self.host.begin()
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
            self.host.draw()

    async def action_quit(self) -> None:
        """End the session and the app; asks first where a set would be cut off."""
        cut_off = self.host.cut_off
        if not cut_off:
            await self.action_leave()
            return

        async def leave(answer: bool | None) -> None:
            if answer:
                await self.action_leave()

        self.push_screen(QuestionScreen(quit_question(cut_off)), leave)

    async def action_leave(self) -> None:
        """End the session, with everything saved, and the app, without a question."""
        await self.host.end()
        self.exit()

    async def on_unmount(self) -> None:
        """End the session on every other way out, too."""
        await self.host.end()
        if self._sounds:
            self._sounds.close()

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(HelpScreen(list(keys_of(self.screen))))

    def action_result(self) -> None:
        """Show the result so far."""
        self.push_screen(ResultScreen(self.host.result()))

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

    def _play(self, cue: Cue) -> None:
        if self._sounds:
            self._sounds.play(cue)

    def _spawn(self, name: str, work: Coroutine[Any, Any, None]) -> Worker[None]:
        return self.run_worker(work, name=name, exit_on_error=False)


def _ring(app: App[None], loop: asyncio.AbstractEventLoop) -> None:
    """Ring the terminal's bell, from another thread."""
    with suppress(RuntimeError):  # the loop is closed: everything is over
        loop.call_soon_threadsafe(app.bell)
