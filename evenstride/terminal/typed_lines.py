"""Lines that somebody types while something else goes on, read without waiting for them.

No thread waits inside of standard input: the dashboard that begins afterwards would miss its first
key.
"""

import os
import select
import sys
from contextlib import suppress


class TypedLines:
    """Standard input, looked at now and then."""

    def __init__(self) -> None:
        self._rest = ""
        self._is_over = False

    def take(self) -> list[str]:
        """The lines that were finished since the last time."""
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
    """What was typed in a console of Windows, which is to be shown as well."""
    import msvcrt

    typed = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined]
        typed += msvcrt.getwche()  # type: ignore[attr-defined]
    return typed.replace("\r", "\n")
