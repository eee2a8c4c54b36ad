"""Lines that are typed while something else goes on, read without blocking.

No thread blocks on standard input: the dashboard that starts afterwards would lose its first key.
"""

import os
import select
import sys
from contextlib import suppress


class TypedLines:
    """Standard input, polled now and then."""

    def __init__(self) -> None:
        self._rest = ""
        self._is_over = False

    def take(self) -> list[str]:
        """Return the lines that were finished since the last call."""
        self._rest += self._read()
        *lines, self._rest = self._rest.split("\n")
        return [line.strip() for line in lines]

    def _read(self) -> str:
        if self._is_over:
            return ""
        if sys.platform == "win32":
            return _read_keys()
        with suppress(OSError, ValueError, AttributeError):
            number = sys.stdin.fileno()
            if not select.select([number], [], [], 0)[0]:
                return ""
            got = os.read(number, 4096)
            self._is_over = not got
            return got.decode("utf-8", "replace")
        self._is_over = True
        return ""


def _read_keys() -> str:
    """Return what was typed in a Windows console, and echo it."""
    import msvcrt

    typed = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined]
        typed += msvcrt.getwche()  # type: ignore[attr-defined]
    return typed.replace("\r", "\n")
