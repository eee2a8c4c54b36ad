"""The dashboard: shows a session fifteen times a second, whatever the samples' rate."""

import asyncio
import sys
from collections.abc import Coroutine, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import Worker

from evenstride.analysis.model.summary import Summary
from evenstride.language import told, tr
from evenstride.session.quitting import quit_question
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.dashboard import DashboardState
from evenstride.tui.home.home import Home
from evenstride.tui.host import SessionHost
from evenstride.tui.keys import COMMON_KEYS, keys_of
from evenstride.tui.open_session import OpenSession
from evenstride.tui.painting import Painting
from evenstride.tui.palette import Palette
from evenstride.tui.plain_glyphs import filters_for
from evenstride.tui.screens.help import HelpScreen
from evenstride.tui.screens.live import LiveScreen, Traces
from evenstride.tui.screens.question import QuestionScreen
from evenstride.tui.screens.result import ResultScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.signals import act_on_signals
from evenstride.tui.sound.sound_keys import SoundKeys
from evenstride.tui.terminal import await_last_frames, await_screen, is_closed, ring, write_no_more
from evenstride.tui.theme import toggle_theme, use_themes, variables_for

# A sensor's news waits for the next frame, so this bounds how late it is seen: 67 ms, plus the
# painting. Drawing both legs takes a few percent of one core.
FRAMES_PER_S = 15.0


class EvenstrideApp(App[None]):
    """The dashboard: of one session, or with a home from which any number of them begin.

    One session stays on the screen when it has ended; leaving it leaves the app. With a home, the
    app begins with the Today screen, and every session comes back to it.

    After ``run()`` (or ``run_async()``) returned, every session is over, its recording closed and
    its source left.

    Args:
        start: What the only session is made of, or where sessions begin; nothing is opened before
            the app runs.
        with_sounds: Whether to play sounds.
        frames_per_s: How often to draw.
    """

    TITLE = "evenstride"
    # A message takes the rows above the keys, no more than its words need, so that what lies below
    # it can still be read. Over a dialog it takes the last row, and covers no choice.
    CSS = """
    Toast { width: auto; max-width: 100%; margin: 0; padding: 0 1; }
    ModalScreen ToastRack { margin-bottom: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = COMMON_KEYS

    def __init__(
        self,
        start: SessionSetup | Home,
        *,
        with_sounds: bool = False,
        frames_per_s: float = FRAMES_PER_S,
    ) -> None:
        super().__init__()
        use_themes(self)
        self._plain = filters_for()
        self._painting = Painting(self)
        self._with_sounds = with_sounds
        self._sounds = SoundKeys(self)
        self._frames_per_s = frames_per_s
        self._home = start if isinstance(start, Home) else None
        self._sessions = OpenSession(self, self._home, spawn=self._spawn, play=self._sounds.play)
        if isinstance(start, SessionSetup):
            self._sessions.take(start)

    @property
    def host(self) -> SessionHost | None:
        """The session; None between two of them."""
        return self._sessions.host

    @property
    def session(self) -> SessionHost:
        """The session that is open.

        Raises:
            RuntimeError: There is none.
        """
        if self.host is None:
            raise RuntimeError("no session is open")
        return self.host

    @property
    def live(self) -> LiveScreen:
        """The live screen of the session."""
        return self.session.live

    @property
    def shown(self) -> tuple[DashboardState, Traces]:
        """The state of the session that is drawn, and each leg's trace."""
        return self.session.shown

    @property
    def summary(self) -> Summary | None:
        """The session's result; also there when the user quit early. None if it never began."""
        return self.host.summary if self.host else None

    @property
    def failure(self) -> Exception | None:
        """What ended the session, for the caller's exit code and message; None if nothing did."""
        return self.host.failure if self.host else None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for themes that lack them."""
        return variables_for(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and ours for the signs that the terminal lacks."""
        return (*super().get_line_filters(), *self._plain)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message, translated: the rooms below report problems in English."""
        super().notify(
            told(message), title=title, severity=severity, timeout=timeout, markup=markup
        )

    async def on_event(self, event: Event) -> None:
        """Handle an event; a key waits for the screen that comes up."""
        if isinstance(event, Key):
            await await_screen(self)
            if not self.screen_stack:
                return  # the app is closing, and nothing takes what was typed
        await super().on_event(event)

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the session, or with what there is to do today."""
        if self._home is not None:
            return TodayScreen(self._home, self.open_session)
        return self.host.live if self.host else super().get_default_screen()

    def on_mount(self) -> None:
        """Begin the session and the drawing."""
        if self._with_sounds:
            self._sounds.begin(partial(ring, self, asyncio.get_running_loop()))
        if self.host:
            self.host.begin()
        if self._home and self._home.is_new and isinstance(self.screen, TodayScreen):
            self.screen.action_welcome()
        self.set_interval(1.0 / self._frames_per_s, self._draw_in_time)
        self.draw()
        act_on_signals(self, leave=self.action_leave, leave_closed=self._leave_closed_terminal)

    def open_session(self, setup: SessionSetup) -> None:
        """Begin a session on top of the Today screen, unless there is one already."""
        self._sessions.open(setup)

    def close_session(self) -> None:
        """End the session with everything saved, and go back to the Today screen."""
        self._sessions.close()

    def draw(self) -> None:
        """Draw the session as it is now, unless the terminal has not taken the last frames yet."""
        if not self.screen_stack:
            return  # the app is closing, and its timer fired once more
        if is_closed(self):
            self.call_later(self._leave_closed_terminal)
        if not self._painting.is_held() and self.host:
            self._painting.begins()
            with self.batch_update():
                self.host.draw()

    async def action_quit(self) -> None:
        """Leave the session, or the app; ask first if a set would be cut off."""
        if self._home and self.host is None and len(self.screen_stack) > 1:
            self.pop_screen()  # a result that is looked at: back to Today
            return
        cut_off = self.host.cut_off if self.host else {}
        if not cut_off:
            await self._ask_and_leave()
            return

        async def leave(answer: bool | None) -> None:
            if answer:
                await self._ask_and_leave()

        self.push_screen(QuestionScreen(quit_question(cut_off, self.shown[0].saving)), leave)

    async def action_leave(self) -> None:
        """End the session, with everything saved, and the app, without a question."""
        await self._sessions.let_go()
        self.exit()

    async def on_unmount(self) -> None:
        """End the session on every other way out, too."""
        if is_closed(self):
            write_no_more(self)
        await self._sessions.let_go()
        await await_last_frames(self)
        self._sounds.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now."""
        if action == "result" and self.host is None:
            return False
        if action == "suspend_process" and (self.is_web or sys.platform == "win32"):
            return False
        return super().check_action(action, parameters)

    def action_suspend_process(self) -> None:
        """Go to the shell, until ``fg``; not while sensors are recorded: samples would be lost."""
        if self.host is not None and self.host.is_recording:
            self.notify(tr("Ctrl-Z would stop the recording. q ends the session."))
            return
        if self.host is not None and self.host.setup.playback is not None:
            self.host.setup.playback.pause(True)
        super().action_suspend_process()

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(HelpScreen(list(keys_of(self.screen))))

    def action_result(self) -> None:
        """Show the result so far."""
        if self.host:
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

    def action_command_palette(self) -> None:
        """Look for an action by its name; Textual does not support two palettes at once."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_toggle_dark(self) -> None:
        """Change between dark and light."""
        toggle_theme(self)

    def action_toggle_sound(self) -> None:
        """Sounds on or off."""
        self._sounds.toggle_sound()

    def action_toggle_voice(self) -> None:
        """The voice on or off."""
        self._sounds.toggle_voice()

    def _draw_in_time(self) -> None:
        if not self._painting.rests:
            self.draw()

    async def _leave_closed_terminal(self) -> None:
        write_no_more(self)
        await self.action_leave()

    async def _ask_and_leave(self) -> None:
        """Leave the session; first ask how it felt, if nothing was said about it yet."""
        screen = self.host.live if self.host else None
        if isinstance(screen, TrainingScreen) and screen.asks_how_it_felt:
            screen.ask_how_it_felt(then=self._leave_session)
        else:
            await self._leave_session()

    async def _leave_session(self) -> None:
        if self._home is not None and self.host is not None:
            self.close_session()
        else:
            await self.action_leave()

    def _spawn(self, name: str, work: Coroutine[Any, Any, None]) -> Worker[None]:
        return self.run_worker(work, name=name, exit_on_error=False)
