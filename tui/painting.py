"""When a frame may be painted: after the terminal has taken the last ones, and after a rest."""

import asyncio
from contextlib import ExitStack
from typing import Any, Final

from textual.app import App

from evenstride.tui.cells import forget_old_widths
from evenstride.tui.terminal import lags

_REST: Final = 2.0


class Painting:
    """Holds back an app's frames if the terminal or the computer is slow.

    Nothing is painted while the terminal has not taken the last frames, whatever caused the
    drawing: an animation, a key or a message. Textual would fill its queue, and then wait for the
    terminal without reacting to keys and signals, for ever if the terminal is gone.

    After each frame there is a pause of twice the time that it took: on a computer that is too slow
    for all frames, two thirds of its time are left for samples and keys.

    Args:
        app: The app, which must be running.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: ExitStack | None = None
        self._rests_until_s = 0.0

    @property
    def rests(self) -> bool:
        """Whether it is too early for the next regular frame."""
        return asyncio.get_running_loop().time() < self._rests_until_s

    def is_held(self) -> bool:
        """Whether the terminal lags; must be called now and then, because it also ends the hold."""
        if self._held is None and lags(self._app):
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
        elif self._held is not None and not lags(self._app):
            self._held.close()
            self._held = None
            self._app.screen.refresh()
        return self._held is not None

    def begins(self) -> None:
        """Note that a frame is being drawn; the pause begins when it is painted."""
        forget_old_widths()
        now = asyncio.get_running_loop().time
        began_s = now()

        def painted() -> None:
            self._rests_until_s = now() + _REST * (now() - began_s)

        self._app.screen.call_after_refresh(painted)
