"""Writing the dashboard to a browser through a queue, so that it never waits for the browser."""

import os
import signal
import sys
from queue import Queue
from threading import Event, Thread
from typing import Any, Final

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus

SERVER_PID: Final = "EVENSTRIDE_SERVER_PID"
"""The environment variable with the id of the process with which the dashboard ends."""

# How often to check that the server is there, and how long the end may take without it.
_LOOK_S: Final = 1.0
_ALONE_S: Final = 10.0

# How long leaving waits for a browser to take the rest.
_LEAVE_S: Final = 2.0


class SteadyWebDriver(WebDriver):
    """A driver that never blocks; Textual's own writes to a pipe, and waits while that is full.

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
        """The number of writes that the browser has not taken yet."""
        return self._waiting.qsize()

    def start_application_mode(self) -> None:
        """Begin, and show the keys even if nobody touches the page, as on a television."""
        super().start_application_mode()
        server = os.environ.get(SERVER_PID, "")
        if server.isdigit() and sys.platform != "win32":
            Thread(target=self._end_with, args=(int(server),), daemon=True).start()
        self._app.call_later(self._app.post_message, AppFocus())

    def close(self) -> None:
        """Write the rest, and end."""
        super().close()
        self._is_over.set()
        self._waiting.put(None)
        self._writer.join(_LEAVE_S)

    def _end_with(self, server: int) -> None:
        """End when the server is gone for any reason, or else the sensors would stay connected."""
        while os.getppid() == server:
            if self._is_over.wait(_LOOK_S):
                return
        if self._is_over.is_set():
            return  # it is ending by itself, and must not be interrupted
        os.kill(os.getpid(), signal.SIGTERM)  # like a signal from outside: everything is saved
        if not self._is_over.wait(_ALONE_S):
            os.kill(os.getpid(), signal.SIGKILL)  # the recording is in the file

    def _pass_on(self) -> None:
        while (data := self._waiting.get()) is not None:
            while data:
                try:
                    data = data[os.write(self.fileno, data) :]
                except OSError:  # the browser is gone, and so is the server's end of the pipe
                    return
