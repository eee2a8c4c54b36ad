"""Serving the dashboard to browsers that know the address: each gets a session of its own."""

import asyncio
import hmac
import ipaddress
import logging
import secrets
import shlex
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server

from evenstride.tui.serve.child import (
    LARGEST_FRAME,
    ChildSession,
    NoPageError,
    within_limits,
)

_PROGRAM: Final = ("-c", "from evenstride.cli.main import main; main()")

# The page loads nothing from elsewhere, which the browser enforces. Nor is the address passed on to
# other sites, because it lets in everybody who knows it.
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        "script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

MOST_SESSIONS: Final = 2
"""One that is watched, and one that is ending while its page is reloaded. More would compete for
the sensors, and each takes 50 MB."""

STOP_S: Final = 2.0
"""After Ctrl-C the server waits this long for sessions to end; then they end by themselves."""

_REFUSED: Final = "Open the address that evenstride serve printed; it lets in who knows it."
_log = logging.getLogger(__name__)


class DashboardServer:
    """The server behind ``evenstride serve``.

    It runs the dashboard like textual-serve, but differs in what the page loads (nothing from
    elsewhere), in whom it answers (requests with the token of its address, and not from pages of
    other sites), and in how sessions end (with the page, with the server, and soon).

    Args:
        args: The arguments of ``evenstride`` to run.
        local_only: Whether it listens on the loopback only.
        public_url: The address under which a proxy serves it; "" for none.

    Attributes:
        token: The token in the address.
    """

    def __init__(self, args: Sequence[str], *, local_only: bool, public_url: str = "") -> None:
        self.token = secrets.token_urlsafe(16)
        self._command = command_line(args)
        self._local_only = local_only
        self._public = urlsplit(public_url).netloc.lower()
        self._page = files("evenstride.tui.serve").joinpath("page.html").read_text(encoding="utf-8")
        self._statics = Path(Server("").statics_path).resolve()
        self._downloads = DownloadManager()
        self._sessions: dict[ChildSession, web.Request] = {}

    async def run_app(self) -> web.Application:
        """Return the application for aiohttp."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        app.on_shutdown.append(self._end_all)
        return app

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        """Answer requests with the token, whatever path a proxy has put before it."""
        before, *rest = self._parts(request.path)
        what = "/".join(rest)
        if not before or not self._is_from_here(request, is_socket=what == "ws"):
            raise web.HTTPForbidden(text=_REFUSED)
        if what == "":
            return web.Response(text=self._page, content_type="text/html", headers=_HEADERS)
        if what == "ws":
            return await self._show(request)
        return self._static(rest)

    def _parts(self, path: str) -> list[str]:
        """Return the path before the token and the parts after it."""
        parts = path.split("/")
        for at, part in enumerate(parts):
            if hmac.compare_digest(part.encode("utf-8", "replace"), self.token.encode()):
                return parts[at:]
        return [""]

    def _static(self, rest: Sequence[str]) -> web.StreamResponse:
        path = self._statics.joinpath(*rest[1:]).resolve()
        if rest[0] != "static" or not path.is_relative_to(self._statics) or not path.is_file():
            raise web.HTTPNotFound(text="There is no such file.")
        return web.FileResponse(path)

    def _is_from_here(self, request: web.Request, *, is_socket: bool) -> bool:
        """Whether a request is for this server's own name, and from its own page.

        Otherwise any site that is open in the browser could talk to the loopback, by requesting it
        or by resolving its own name to the loopback's address. For each socket a browser tells
        which page opens it.
        """
        origin = request.headers.get("Origin")
        if origin is None:
            is_own_page = not is_socket
        else:
            said = urlsplit(origin).netloc.lower()
            is_own_page = said in {request.host.lower(), self._public} - {""}
        named = request.host.lower()
        is_named = is_own_name(named, local_only=self._local_only)
        return is_own_page and (is_named or (bool(self._public) and named == self._public))

    async def _show(self, request: web.Request) -> web.StreamResponse:
        """Run the dashboard as long as a browser shows it."""
        if len(self._sessions) >= MOST_SESSIONS:
            raise web.HTTPServiceUnavailable(
                text=f"{MOST_SESSIONS} dashboards are open already; close one of them."
            )
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_FRAME)
        session = ChildSession(
            self._command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=_closing(websocket),
            download_manager=self._downloads,
        )
        self._sessions[session] = request
        try:
            await websocket.prepare(request)
            await session.start(_size(request, "width", 80), _size(request, "height", 24))
            await session.follow(websocket)
        except NoPageError:
            _log.warning("a socket sent something that no page sends, and was closed")
            await websocket.close(code=1008)
        finally:
            await session.end()
            del self._sessions[session]
        return websocket

    async def _end_all(self, _: web.Application) -> None:
        """End every session, and close pages that take nothing."""
        open_now = dict(self._sessions)
        ends = [session.end(within_s=STOP_S, kill=False) for session in open_now]
        await asyncio.gather(*ends, return_exceptions=True)
        for request in open_now.values():
            if request.transport is not None:
                request.transport.abort()


def command_line(args: Sequence[str]) -> str:
    """Return the shell command that runs ``evenstride`` with these arguments."""
    command = [sys.executable, *_PROGRAM, *args]
    if sys.platform == "win32":
        return subprocess.list2cmdline(command)
    return f"exec {shlex.join(command)}"


def is_own_name(host: str, *, local_only: bool) -> bool:
    """Whether a request's ``Host`` is this computer: an address, or one of its names.

    Unlike a name, an address cannot be made to point to another computer.
    """
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().lower()
        return not local_only and name in {own, own.split(".")[0], f"{own.split('.')[0]}.local"}
    return address.is_loopback if local_only else True


def _closing(websocket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await websocket.close()

    return close


def _size(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    return within_limits(int(text[:9])) if text.isascii() and text.isdigit() else default
