"""How the dashboard writes to a browser: through a queue, so that it never waits for one."""

import os
import signal
import sys
from queue import Queue
from threading import Event, Thread
from typing import Any, Final

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus

SERVER_PID: Final = "EVENSTRIDE_SERVER_PID"
"""In the environment: the process with which the dashboard ends."""

# How often to look whether the server is there, and how long the end may take without it.
_LOOK_S: Final = 1.0
_ALONE_S: Final = 10.0

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
        self._is_over = Event()

    @property
    def waiting_writes(self) -> int:
        """How many writes the browser has not taken yet."""
        return self._waiting.qsize()

    def start_application_mode(self) -> None:
        """Begin, and show the keys though nobody has touched the page: a television never is."""
        super().start_application_mode()
        server = os.environ.get(SERVER_PID, "")
        if server.isdigit() and sys.platform != "win32":
            Thread(target=self._end_with, args=(int(server),), daemon=True).start()
        self._app.call_later(self._app.post_message, AppFocus())

    def close(self) -> None:
        """Write what is left, and end."""
        super().close()
        self._is_over.set()
        self._waiting.put(None)
        self._writer.join(_LEAVE_S)

    def _end_with(self, server: int) -> None:
        """End when the server is gone, in whichever way, or the sensors would be held for ever."""
        while os.getppid() == server:
            if self._is_over.wait(_LOOK_S):
                return
        if self._is_over.is_set():
            return  # it ends by itself, and is not to be cut off in that
        os.kill(os.getpid(), signal.SIGTERM)  # as from outside: everything is saved
        if not self._is_over.wait(_ALONE_S):
            os.kill(os.getpid(), signal.SIGKILL)  # what is recorded is in the file

    def _pass_on(self) -> None:
        while (data := self._waiting.get()) is not None:
            while data:
                try:
                    data = data[os.write(self.fileno, data) :]
                except OSError:  # the browser is gone, and with it the server's end of the pipe
                    return
