"""The signals that end the dashboard: from the user, the system, or a closed window."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from textual.app import App


def act_on_signals(
    app: App[Any],
    *,
    leave: Callable[[], Awaitable[None]],
    leave_closed: Callable[[], Awaitable[None]],
) -> None:
    """Make an app leave at a signal.

    Args:
        app: The running app.
        leave: Leaves it.
        leave_closed: Leaves it if the terminal is gone.
    """
    # Windows has no such signals on its loop; there, closing the window kills the process, and the
    # recording keeps every complete line.
    with suppress(NotImplementedError, AttributeError):
        for number, act in (
            (signal.SIGINT, leave),
            (signal.SIGTERM, leave),
            (signal.SIGHUP, leave_closed),
        ):
            asyncio.get_running_loop().add_signal_handler(number, app.call_later, act)
