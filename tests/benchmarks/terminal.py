"""A terminal that never blocks, and counts what is written to it."""

import asyncio
import time
from collections.abc import Callable

from textual.drivers.headless_driver import HeadlessDriver

from evenstride.tui.app import EvenstrideApp


class FastTerminal(HeadlessDriver):
    """Everything is drawn for it as for a real terminal, to the last byte.

    Attributes:
        on_write: Told after each write.
        written: How many characters it was given.
    """

    on_write: Callable[[], None] | None = None
    written = 0

    @property
    def is_headless(self) -> bool:
        """No: what is headless is not drawn."""
        return False

    def write(self, data: str) -> None:
        """Take it."""
        self.written += len(data)
        if self.on_write is not None:
            self.on_write()


def in_terminal(app: EvenstrideApp) -> None:
    """Let an app draw on such a terminal."""
    app.driver_class = FastTerminal


def terminal_of(app: EvenstrideApp) -> FastTerminal:
    """The terminal of an app that runs."""
    assert isinstance(app._driver, FastTerminal)
    return app._driver


async def settled(app: EvenstrideApp) -> None:
    """The screen is there, however long a busy computer takes to build it, and has settled."""
    while not (app.is_running and app.live.is_mounted):  # noqa: ASYNC110 # there is no event
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.0)


def owes_a_frame(app: EvenstrideApp) -> bool:
    """Return whether something was shown that is not painted yet."""
    screen = app.screen
    return bool(screen._dirty_widgets or screen._layout_required or screen._repaint_required)


def cpu_s() -> float:
    """Seconds of one core that this process has used."""
    return time.process_time()
