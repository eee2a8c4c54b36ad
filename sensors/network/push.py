"""The small web server that phones push to; it serves only those who know its token.

It answers one kind of request, at an address that contains a random token, from private addresses.
Sizes, numbers of connections and times are limited. At the limit of connections, a new one replaces
the least useful old one, so that a phone that left some behind in a dead spot, or that shares its
address with an idle client, is not kept out.
"""

import asyncio
import hmac
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from evenstride.sensors.network.addresses import is_local
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.refusals import Refusals
from evenstride.sensors.samples import Site
from evenstride.sensors.source import loop_us

# The answer reports errors in a stranger's requests. A traceback for each would push everything
# else out of the log.
_quiet_log = logging.getLogger(f"{__name__}.http")
_quiet_log.setLevel(logging.CRITICAL)

PORT: Final = 8377
"""Not used by any known program; another port is used if it is taken."""

# Without characters that are easily confused when typing.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH: Final = 12
_SWEEP_S: Final = 5.0
_CLOSE_S: Final = 0.4

Push = Callable[[bytes, str, str, Site | None], str]
"""Takes the body, the address, the program that pushes, and the place according to the path;
returns what is wrong with the push, or an empty text."""


def new_token() -> str:
    """Return a token that nobody can guess: 59 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


class _Connection(web.RequestHandler):
    """One connection; a foreign or surplus one is closed before any data is read."""

    def __init__(self, server: "PushServer", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._server = server
        self.peer = ""
        self.has_token = False
        self.heard_s = asyncio.get_running_loop().time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection, or close it at once."""
        name = transport.get_extra_info("peername")
        peer = str(name[0]) if name else ""
        assert isinstance(transport, asyncio.Transport)
        self._transport_now = transport
        if not self._server.admits(peer):
            transport.abort()
            return
        self.peer = peer
        self._server.connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Note that the connection is over."""
        self._server.connections.discard(self)
        if self.peer:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes that arrived."""
        if self.peer:
            super().data_received(data)

    def eof_received(self) -> None:
        """Note that no more bytes will arrive."""
        if self.peer:
            super().eof_received()

    @property
    def patience_s(self) -> float:
        """How long it may be silent; less until it has shown the token."""
        return LIMITS.idle_s if self.has_token else LIMITS.request_s

    def abort(self) -> None:
        """Close the connection at once."""
        self._server.connections.discard(self)
        self._transport_now.abort()


class PushServer:
    """Listens for pushes while it is open.

    Args:
        take: Takes each push.
        allowed: Whether an address may connect.

    Attributes:
        token: The first part of the path.
        connections: The open connections.
        refusals: How many were refused, and why.
    """

    def __init__(self, take: Push, allowed: Callable[[str], bool] = is_local) -> None:
        self.token = new_token()
        self.connections: set[_Connection] = set()
        self.refusals = Refusals(lambda: loop_us() / 1e6)
        self._take = take
        self._allowed = allowed
        self._servers: list[asyncio.Server] = []
        self._web: web.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def open(self, hosts: Sequence[str], port: int = PORT) -> int:
        """Listen on these addresses; return the port, another one if this one is taken.

        Raises:
            OSError: This computer has no such address.
        """
        self._web = web.Server(self._answer)
        try:
            port = await self._listen(hosts, port)
        except OSError:
            await self._stop_listening()
            port = await self._listen(hosts, 0)
        self._sweeper = asyncio.create_task(self._sweep(), name="idle connections")
        return port

    async def close(self) -> None:
        """Stop listening, and close all connections."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.wait([self._sweeper])
        await self._stop_listening()
        for connection in list(self.connections):
            connection.abort()
        if self._web is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_S):
                    await self._web.shutdown(_CLOSE_S / 2)
        self.refusals.sum_up()

    def admits(self, address: str) -> bool:
        """Return whether another connection from this address is accepted."""
        if not self._allowed(address):
            self.refusals.count("a connection from an address that is not private")
            return False
        own = [one for one in self.connections if one.peer == address]
        if len(own) >= LIMITS.connections_each:
            self._replace(own)
        elif len(self.connections) >= LIMITS.connections:
            self._replace(self.connections)
        return True

    def _replace(self, some: Collection[_Connection]) -> None:
        """Close the least useful of these connections.

        That is one without the token, from the address with the most, silent for longest.
        """
        each = Counter(one.peer for one in self.connections)
        self.refusals.count("more connections than there may be; the oldest gave way")
        max(some, key=lambda one: (not one.has_token, each[one.peer], -one.heard_s)).abort()

    async def _listen(self, hosts: Sequence[str], port: int) -> int:
        loop = asyncio.get_running_loop()
        for host in hosts:
            server = await loop.create_server(
                lambda: _Connection(self, self._web, loop=loop, access_log=None, logger=_quiet_log),
                host,
                port,
            )
            self._servers.append(server)
            port = server.sockets[0].getsockname()[1]
        return port

    async def _stop_listening(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        """Take a push."""
        is_known, site = self._site(request.path)
        if not is_known:
            self.refusals.count("a request without the token")
            return web.Response(status=404, text="There is nothing here.\n")
        connection = request.protocol
        if isinstance(connection, _Connection):
            connection.heard_s = asyncio.get_running_loop().time()
            connection.has_token = True
        if request.method not in ("POST", "PUT"):
            return web.Response(
                text="Enter this address in Sensor Logger, as the URL of HTTP Push.\n"
            )
        try:
            body = await self._body(request)
        except web.RequestPayloadError:
            return web.Response(status=400, text="That can not be unpacked.\n")
        if body is None:
            response = web.Response(status=413, text="That is more than any phone pushes.\n")
            response.force_close()
            return response
        agent = request.headers.get("User-Agent", "")[:200]
        wrong = self._take(body, request.remote or "", agent, site)
        if wrong:
            return web.Response(status=400, text=f"{wrong}\n")
        return web.Response(text="ok\n")

    def _site(self, path: str) -> tuple[bool, Site | None]:
        """Return whether a path contains the token, and the place that it names."""
        first, *rest = path.strip("/").split("/")
        if not hmac.compare_digest(first.encode("utf-8", "replace"), self.token.encode()):
            return False, None
        if not rest:
            return True, None
        is_site = len(rest) == 1 and rest[0] in tuple(Site)
        return is_site, Site(rest[0]) if is_site else None

    async def _body(self, request: web.BaseRequest) -> bytes | None:
        """Return the whole push; None if it is too large, or takes too long."""
        if (request.content_length or 0) > LIMITS.body_bytes:
            return None
        body = bytearray()
        with suppress(TimeoutError, ConnectionResetError):
            async with asyncio.timeout(LIMITS.request_s):
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > LIMITS.body_bytes:
                        return None
                return bytes(body)
        return None

    async def _sweep(self) -> None:
        """Close connections without requests."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_SWEEP_S)
            for connection in list(self.connections):
                if loop.time() - connection.heard_s > connection.patience_s:
                    connection.abort()
