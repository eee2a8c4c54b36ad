"""One browser's dashboard: a process of its own, which ends with the page and with the server."""

import asyncio
import json
import os
from contextlib import suppress
from typing import Any, Final

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService

from evenstride.terminal.streams import say
from evenstride.tui.serve.driver import SERVER_PID

_DRIVER: Final = "evenstride.tui.serve.driver:SteadyWebDriver"

LARGEST_FRAME: Final = 1 << 16
"""A page sends keys and sizes; anything longer is not from our page."""

SIZE_LIMITS: Final = (1, 1000)
"""Columns and rows of a window."""

END_S: Final = 10.0
"""How long a session may take to end: the dashboard gives its sensors five seconds."""

_REST_S: Final = 0.5
_MOST_WORDS: Final = 10_000


class NoPageError(Exception):
    """A message that this server's page does not send."""


class ChildSession(AppService):
    """A dashboard in a process of its own."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        return environment | {"TEXTUAL_DRIVER": _DRIVER, SERVER_PID: str(os.getpid())}

    async def follow(self, websocket: web.WebSocketResponse) -> None:
        """Pass on the page's messages, until it is closed.

        Raises:
            NoPageError: It sent something else; its connection is ended.
        """
        async for message in websocket:
            if message.type is not WSMsgType.TEXT:
                raise NoPageError
            await self._pass_on(websocket, parsed(message.data))

    async def _pass_on(self, websocket: web.WebSocketResponse, envelope: list[Any]) -> None:
        match envelope:
            case ["stdin", str(keys)]:
                await self.send_bytes(keys.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(within_limits(width), within_limits(height))
            case ["ping", *said]:
                await websocket.send_json(["pong", *said[:1]])
            case ["focus", *_]:
                await self.focus()
            case ["blur", *_]:
                await self.blur()
            case _:
                raise NoPageError

    async def end(self, *, within_s: float = END_S, kill: bool = True) -> None:
        """Tell it to end with everything saved, and wait for that.

        Args:
            within_s: How long to wait, seconds.
            kill: Whether to kill it if it takes longer; otherwise it ends by itself after the
                server.
        """
        process, task = self._process, self._task
        if process is None or task is None:
            return
        # Do not wait for a page that takes nothing, or is gone.
        task.cancel()
        await asyncio.wait({task})
        self._task = None
        rest = asyncio.gather(_all_of(process.stdout), _all_of(process.stderr))
        try:
            async with asyncio.timeout(within_s):
                await self.send_meta({"type": "quit"})
                await process.wait()
        except TimeoutError:
            if kill:
                process.kill()
                await process.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(_REST_S):
                _, words = await rest
                for line in words.decode("utf-8", "replace").splitlines():
                    say(line)


async def _all_of(stream: asyncio.StreamReader | None) -> bytes:
    """Drain the stream, so that the writer does not block; return the last part of it."""
    kept = b""
    while stream is not None and (data := await stream.read(1 << 16)):
        kept = (kept + data)[-_MOST_WORDS:]
    return kept


def within_limits(size: int) -> int:
    """Limit a number of columns or rows to the allowed range."""
    low, high = SIZE_LIMITS
    return min(high, max(low, size))


def parsed(text: str) -> list[Any]:
    """Return a page's message.

    Raises:
        NoPageError: It is not a message that the page sends.
    """
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoPageError from error
    if not isinstance(envelope, list):
        raise NoPageError
    return envelope
