"""Serves the dashboard to browsers: each that opens the page gets a session of its own."""

import asyncio
import ipaddress
import logging
import shlex
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from typing import Final

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

_log = logging.getLogger(__name__)

_DRIVER: Final = "evenstride.tui.serve.driver:SteadyWebDriver"
_PROGRAM: Final = ("-c", "from evenstride.cli.main import main; main()")

# The page loads nothing from elsewhere, and a browser is to see to that.
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'"
)
_SIZE_LIMITS: Final = (1, 1000)
# A session that was told to end has so long: the dashboard gives its sensors five seconds.
_END_S: Final = 10.0


class _Session(AppService):
    """One browser's dashboard, in a process of its own."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return super()._build_environment(width, height) | {"TEXTUAL_DRIVER": _DRIVER}

    async def stop(self) -> None:
        """Tell it to end, and wait until it has; one that hangs is killed."""
        process = self._process
        try:
            async with asyncio.timeout(_END_S):
                await super().stop()
                if process is not None:
                    await process.wait()
        except TimeoutError:
            if process is not None:
                _log.warning("a browser's dashboard hangs, and is killed")
                process.kill()
                await process.wait()


class DashboardServer(Server):
    """The server behind ``evenstride serve``.

    It differs from textual-serve's own in what the page loads (nothing from elsewhere), in whom
    it answers (no page of another site), and in how a session writes (it never waits).

    Args:
        args: What to run, as arguments of ``evenstride``.
        local_only: Whether it listens on the loopback alone.
    """

    def __init__(self, args: Sequence[str], *, local_only: bool) -> None:
        super().__init__(command_line(args))
        self._local_only = local_only
        self._page = files("evenstride.tui.serve").joinpath("page.html").read_text(encoding="utf-8")

    async def run_app(self) -> web.Application:
        """The application for aiohttp."""
        app = web.Application(middlewares=[self._refuse_others])
        app.add_routes(
            [
                web.get("/", self._send_page),
                web.get("/ws", self.handle_websocket),
                web.static("/static", self.statics_path),
            ]
        )
        return app

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the dashboard for as long as a browser shows it."""
        websocket = web.WebSocketResponse(heartbeat=15)
        await websocket.prepare(request)
        session = _Session(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=_closing(websocket),
            download_manager=self.download_manager,
        )
        _log.info("a browser opens the dashboard")
        await session.start(_size(request, "width", 80), _size(request, "height", 24))
        try:
            await self._process_messages(websocket, session)
        finally:
            _log.info("a browser has left")
            await session.stop()
        return websocket

    async def _send_page(self, _: web.Request) -> web.Response:
        return web.Response(
            text=self._page,
            content_type="text/html",
            headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"},
        )

    @web.middleware
    async def _refuse_others(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer only to this server's own name and page.

        Any site that is open in the browser may otherwise talk to the loopback, by asking for it
        or by giving its own name the loopback's address.
        """
        origin = request.headers.get("Origin")
        same = origin is None or origin.split("://", 1)[-1] == request.host
        if not (same and is_own_name(request.host, local_only=self._local_only)):
            _log.warning("a page of %s is refused", origin or request.host)
            raise web.HTTPForbidden(text="This page may not use evenstride.")
        return await handler(request)


def command_line(args: Sequence[str]) -> str:
    """The shell's command that runs ``evenstride`` with these arguments."""
    command = [sys.executable, *_PROGRAM, *args]
    if sys.platform == "win32":
        return subprocess.list2cmdline(command)
    return f"exec {shlex.join(command)}"


def is_own_name(host: str, *, local_only: bool) -> bool:
    """Whether a request's ``Host`` is this computer: an address, or a name that it has.

    An address can not be made to mean another computer, as a name can.
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
    low, high = _SIZE_LIMITS
    text = request.query.get(name, "")
    return min(high, max(low, int(text))) if text.isascii() and text.isdigit() else default
