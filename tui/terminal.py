"""The terminal below Textual: is it there, does it keep up, its bell, and keys typed too early."""

import asyncio
import select
from contextlib import suppress
from typing import Any, Final

from textual.app import App

# Textual passes its output to a thread through a queue of 30 writes. When that is full, everything
# on the loop waits. A frame is one to three writes.
MAX_WAITING_WRITES = 6

# A slow line takes a few frames per second.
_LAST_FRAMES_S: Final = 2.0
_LOOK_S: Final = 0.05

_COMPOSED_S: Final = 1.0
"""A screen is ready within some hundredths of a second; no key may hold up the program."""

_LOOK_AT_SCREEN_S: Final = 0.005


def lags(app: App[Any]) -> bool:
    """Whether a terminal has not yet taken the last frames (a slow line, or paused output).

    Drawing more would only lengthen the queue, and finally the samples would wait for the terminal.
    Textual does not tell, so this looks at its driver; the browser's driver is ours. A driver
    without such a queue (headless) never lags.
    """
    waiting = getattr(app._driver, "waiting_writes", None)
    if waiting is not None:
        return bool(waiting > MAX_WAITING_WRITES)
    thread = getattr(app._driver, "_writer_thread", None)
    queue = getattr(thread, "_queue", None)
    return queue is not None and queue.qsize() > MAX_WAITING_WRITES


async def await_last_frames(app: App[Any]) -> None:
    """Give a lagging terminal a moment; write nothing more to one that takes nothing.

    Textual would wait for its last output to be taken without any limit.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + _LAST_FRAMES_S
    while lags(app) and not is_closed(app) and loop.time() < until_s:  # noqa: ASYNC110 # no event
        await asyncio.sleep(_LOOK_S)
    if lags(app) or is_closed(app):
        write_no_more(app)


def is_closed(app: App[Any]) -> bool:
    """Whether the terminal is gone: its other end is closed, or writing to it has failed."""
    thread = getattr(app._driver, "_writer_thread", None)
    if thread is None:
        return False
    if thread.ident is not None and not thread.is_alive():
        return True
    number = getattr(app._driver, "fileno", None)
    if not isinstance(number, int) or not hasattr(select, "poll"):  # Windows
        return False
    poll = select.poll()
    poll.register(number, 0)  # a hang-up is reported even so
    return any(event & select.POLLHUP for _, event in poll.poll(0))


def write_no_more(app: App[Any]) -> None:
    """Write nothing from now on.

    Nobody empties the queue of a terminal that is gone; Textual would wait for that for ever, and
    so would the session.
    """
    thread = getattr(app._driver, "_writer_thread", None)
    if thread is not None:
        thread.write = lambda _: None
        thread.stop = lambda: None


async def await_screen(app: App[Any]) -> None:
    """Wait until the screen that comes up is composed: before that its keys would fail.

    Textual looks a key up as soon as the screen is on top, and does not tell when it is composed.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + _COMPOSED_S
    while app.screen_stack and not app.screen.is_mounted and loop.time() < until_s:  # noqa: ASYNC110 # no event
        await asyncio.sleep(_LOOK_AT_SCREEN_S)


def ring(app: App[Any], loop: asyncio.AbstractEventLoop) -> None:
    """Ring the terminal's bell, from another thread."""
    with suppress(RuntimeError):  # the loop is closed, so everything is over
        loop.call_soon_threadsafe(app.bell)
