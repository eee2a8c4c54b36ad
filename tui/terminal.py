"""Whether the terminal keeps up with what is drawn."""

from typing import Any

from textual.app import App

# Textual hands its output to a thread through a queue of 30 writes, and waits, with everything
# else on the loop, when that is full. A frame is one to three writes.
MAX_WAITING_WRITES = 6


def lags(app: App[Any]) -> bool:
    """Whether a terminal has not yet taken the last frames (a slow line, or output paused).

    Drawing more would only make the line longer, and in the end the samples would wait for the
    terminal. Textual does not tell, so this looks at its driver; the one for a browser is ours. A
    driver without such a queue (headless) never lags.
    """
    waiting = getattr(app._driver, "waiting_writes", None)
    if waiting is not None:
        return bool(waiting > MAX_WAITING_WRITES)
    thread = getattr(app._driver, "_writer_thread", None)
    queue = getattr(thread, "_queue", None)
    return queue is not None and queue.qsize() > MAX_WAITING_WRITES
