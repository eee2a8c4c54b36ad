"""Sessions on top of the Today screen: opening, ending and leaving them, one at a time."""

from collections.abc import Callable
from typing import Any, Final

from textual.app import App

from evenstride.language import tr
from evenstride.session.cues import Cue
from evenstride.session.session_setup import SessionSetup
from evenstride.tui.home.home import Home
from evenstride.tui.host import SessionHost, Spawn
from evenstride.tui.screens.result import LastResultScreen

SLOW_S: Final = 0.5
"""A session that takes longer to end tells what it is waiting for."""


class OpenSession:
    """The session that is open in an app, if any.

    Args:
        home: Where sessions begin and to which they return; None for a single session.
        spawn: Runs a session as long as the app exists.

    Attributes:
        host: The session; None between two of them.
    """

    def __init__(
        self,
        app: App[Any],
        home: Home | None,
        *,
        spawn: Spawn,
        play: Callable[[Cue], None],
    ) -> None:
        self._app = app
        self._home = home
        self._spawn = spawn
        self._play = play
        self._is_closing = False
        self.host: SessionHost | None = None

    def take(self, setup: SessionSetup) -> None:
        """Take the only session of an app; it begins with the app."""
        self.host = SessionHost(setup, self._spawn, play=self._play)

    def open(self, setup: SessionSetup) -> None:
        """Begin a session on top of the Today screen, unless one is open already."""
        if self.host is None:
            self.host = SessionHost(setup, self._spawn, play=self._play, on_end=self._on_end)
            self._app.run_worker(self._open(self.host), name="open")

    def close(self) -> None:
        """End the session with everything saved, and return to the Today screen."""
        if not self._is_closing:
            self._is_closing = True
            self._app.run_worker(self._close(), name="close")

    async def let_go(self) -> None:
        """End everything that runs."""
        host, home = self.host, self._home
        if host:
            await host.end()
        if home:
            if host and host is self.host:
                _came_back(home, host)
                self.host = None
            await home.sensor_setup.stop()
            await home.sensor_setup.leave_network()

    async def _open(self, host: SessionHost) -> None:
        if self._home:
            await self._home.sensor_setup.stop()  # the session needs the radio
        if host is self.host:  # it was not closed meanwhile
            await self._app.push_screen(host.live)
            host.begin()

    def _on_end(self, host: SessionHost) -> None:
        """Handle a session that ended by itself; one that never began leaves nothing to look at."""
        if host.summary is None and host is self.host:
            self.close()

    async def _close(self) -> None:
        app, host, home = self._app, self.host, self._home
        if host is None or home is None:
            return
        slow = app.set_timer(
            SLOW_S, lambda: app.notify(tr("Letting go of the sensors …"), timeout=2.0)
        )
        await host.end()
        await home.sensor_setup.leave_network()
        slow.stop()
        if host is not self.host:
            return  # the app is being left meanwhile
        host.draw()
        worth_showing = _came_back(home, host)
        result = LastResultScreen(host.result()) if worth_showing else None
        self.host = None
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        self._is_closing = False
        if result:
            app.push_screen(result)


def _came_back(home: Home, host: SessionHost) -> bool:
    """Report a session's outcome to home; return whether its result is worth showing."""
    state, _ = host.shown
    return home.came_back(host.setup, state, host.summary, host.failure)
