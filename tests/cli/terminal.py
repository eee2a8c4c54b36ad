"""A real terminal of the system with a program in it, whose screen can be read."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from types import TracebackType
from typing import Self

# What a full-screen program sends: a control sequence, another escape, a control character, text.
_TOKEN = re.compile(r"\x1b\[([?<>=]?)([\d;:]*)[ $]?([@-~])|\x1b[^\[]|[\x00-\x1f]|[^\x00-\x1f\x1b]+")
# The beginning of an escape that is cut off at the end of what was read.
_CUT_OFF = re.compile(r"\x1b(\[[?<>=]?[\d;:]*[ $]?)?$")
_LIMIT_S = 300.0


class Screen:
    """A screen that understands the few control sequences that Textual sends."""

    def __init__(self, columns: int, rows: int) -> None:
        self._decode = getincrementaldecoder("utf-8")().decode
        self._kept = ""
        self.is_alternate = False
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Begin again with another size."""
        self._columns, self._row, self._column = columns, 0, 0
        self._cells = [[" "] * columns for _ in range(rows)]

    @property
    def rows(self) -> list[str]:
        """Its rows, from the top."""
        return ["".join(cells) for cells in self._cells]

    def feed(self, data: bytes) -> None:
        """Draw what a program has sent."""
        text = self._kept + self._decode(data)
        cut = _CUT_OFF.search(text)
        text, self._kept = (text[: cut.start()], cut[0]) if cut else (text, "")
        for token in _TOKEN.finditer(text):
            private, numbers, final = token[1], token[2], token[3]
            if final == "H" and not private:
                row, column = (int(n or 1) for n in (*numbers.split(";"), "1")[:2])
                self._row, self._column = row - 1, column - 1
            elif final in ("h", "l") and private == "?" and "1049" in numbers:
                self.is_alternate = final == "h"
            elif token[0] == "\r":
                self._column = 0
            elif token[0] == "\n":
                self._row += 1
            elif token[0][0] >= " ":
                self._write(token[0])

    def _write(self, text: str) -> None:
        for character in text:
            if 0 <= self._row < len(self._cells) and 0 <= self._column < self._columns:
                self._cells[self._row][self._column] = character
            self._column += 1


class Terminal:
    """A pseudo-terminal in which ``evenstride`` runs, for a ``with`` statement.

    Args:
        *args: Its arguments.
        columns: The terminal's width.
        rows: Its height.
    """

    def __init__(self, *args: str, columns: int = 80, rows: int = 24) -> None:
        self._args = args
        self._size = columns, rows
        self.screen = Screen(columns, rows)

    def __enter__(self) -> Self:
        self._here, there = pty.openpty()
        self._set_size()
        code = (
            "import sys; sys.argv[0] = 'evenstride'; from evenstride.cli.main import main; main()"
        )
        unset = ("COLUMNS", "LINES", "NO_COLOR", "COLORFGBG", "TEXTUAL_THEME")
        env = {name: value for name, value in os.environ.items() if name not in unset}
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *self._args],
            stdin=there,
            stdout=there,
            stderr=there,
            env=env | {"TERM": "xterm-256color", "SSH_CONNECTION": "no sound"},
            start_new_session=True,
        )
        os.close(there)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(_LIMIT_S)
        os.close(self._here)

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._here, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as somebody who drags the window's corner."""
        self._size = columns, rows
        self.screen.resize(columns, rows)
        self._set_size()
        os.killpg(self._process.pid, signal.SIGWINCH)

    def until(self, is_so: Callable[[list[str]], object]) -> list[str]:
        """Wait until the screen is so, and return its rows."""
        ends_s = time.monotonic() + _LIMIT_S
        while not is_so(self.screen.rows):
            assert self._read(ends_s - time.monotonic()), "\n".join(self.screen.rows)
        return self.screen.rows

    def end(self) -> int:
        """Read to the end of the program and return its exit code."""
        ends_s = time.monotonic() + _LIMIT_S
        while self._read(ends_s - time.monotonic()):
            pass  # a program that does not end goes on drawing
        return self._process.wait(_LIMIT_S)

    def close(self) -> None:
        """Close the terminal's window, and wait for the end of the program in it."""
        os.close(self._here)
        self._here = os.open(os.devnull, os.O_RDONLY)
        self._process.wait(_LIMIT_S)

    def _set_size(self) -> None:
        columns, rows = self._size
        fcntl.ioctl(self._here, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, limit_s: float) -> bool:
        ready, _, _ = select.select([self._here], [], [], max(0.0, limit_s))
        if not ready:
            return False
        try:
            data = os.read(self._here, 65536)
        except OSError:  # what Linux says when the other end is closed
            return False
        self.screen.feed(data)
        return bool(data)
