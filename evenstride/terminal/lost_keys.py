"""A terminal that is gone does not keep the program alive."""

import logging
import os
import sys
import threading
from typing import Final

_KEYS_THREAD: Final = "textual-input"
"""How Textual calls its thread that reads keys. It is no daemon, so Python waits for its end."""


def leave_lost_keys(code: object) -> None:
    """End the process at once if somebody still waits for keys; nothing else is left to be done.

    Where a terminal goes away while Textual stops, its thread of keys reads the end of the input
    for ever, and with it the process would use up a core until somebody kills it.

    Args:
        code: What the program ends with, as ``SystemExit`` has it.
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
