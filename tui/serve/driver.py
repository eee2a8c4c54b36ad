"""How the dashboard writes to a browser: through a queue, so that it never waits for one."""

import os
from queue import Queue
from threading import Thread
from typing import Any, Final

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus

# How long leaving waits for a browser to take what is left.
_LEAVE_S: Final = 2.0


class SteadyWebDriver(WebDriver):
    """Textual's driver writes to a pipe, and waits with everything else while that is full.

    A tablet that falls asleep must not delay the samples.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: Queue[bytes | None] = Queue()
        self._write: Any = self._waiting.put
        self._writer = Thread(target=self._pass_on, name="to the browser", daemon=True)
        self._writer.start()

    @property
    def waiting_writes(self) -> int:
        """How many writes the browser has not taken yet."""
        return self._waiting.qsize()

    def start_application_mode(self) -> None:
        """Begin, and show the keys though nobody has touched the page: a television never is."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, AppFocus())

    def close(self) -> None:
        """Write what is left, and end."""
        super().close()
        self._waiting.put(None)
        self._writer.join(_LEAVE_S)

    def _pass_on(self) -> None:
        while (data := self._waiting.get()) is not None:
            while data:
                try:
                    data = data[os.write(self.fileno, data) :]
                except OSError:  # the browser is gone, and with it the server's end of the pipe
                    return
