"""Exiting although Textual still waits for keys of a terminal that is gone."""

import logging
import os
import sys
import threading
from typing import Final

_KEYS_THREAD: Final = "textual-input"
"""The name of Textual's thread that reads keys. It is not a daemon, so Python waits for it."""


def leave_lost_keys(code: object) -> None:
    """End the process at once if Textual still waits for keys; nothing else is left to do.

    If a terminal goes away while Textual stops, its key thread reads the end of the input for ever,
    and the process would use up a core until somebody kills it.

    Args:
        code: The exit code, as in ``SystemExit``.
    """
    if not any(one.name == _KEYS_THREAD for one in threading.enumerate()):
        return
    logging.getLogger(__name__).warning("the terminal went away; its keys were still waited for")
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # it was the terminal
    os._exit(code if isinstance(code, int) else int(code is not None))
