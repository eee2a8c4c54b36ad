"""Tests the dashboard in a browser: who is let in, what it loads, and that it ends."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest

from tests.cli.helpers import one_sentence, run
from tests.fakes.session import ScriptedSource
from tests.tui.on_screen import app_for

aiohttp = pytest.importorskip("aiohttp", reason="needs the extra: serve")
pytest.importorskip("textual_serve", reason="needs the extra: serve")

from aiohttp import (  # noqa: E402
    ClientSession,
    ClientTimeout,
    WSMsgType,
    WSServerHandshakeError,
    web,
)
from textual_serve.app_service import AppService  # noqa: E402
from textual_serve.download_manager import DownloadManager as Manager  # noqa: E402

from evenstride.tui.serve.child import ChildSession, NoPageError, parsed  # noqa: E402
from evenstride.tui.serve.driver import SERVER_PID, SteadyWebDriver  # noqa: E402
from evenstride.tui.serve.server import (  # noqa: E402
    MOST_SESSIONS,
    DashboardServer,
    command_line,
    is_own_name,
)
from evenstride.tui.terminal import MAX_WAITING_WRITES, lags  # noqa: E402


@dataclass
class Served:
    """A server, where it listens, and a browser that knows its token or not."""

    server: DashboardServer
    root: str
    browser: ClientSession

    @property
    def here(self) -> str:
        return f"{self.root}/{self.server.token}"

    def watch(self, **headers: str) -> Any:
        """Open the dashboard as its page does."""
        told = {"Origin": self.root, **headers}
        return self.browser.ws_connect(f"{self.here}/ws?width=80&height=24&x=%00", headers=told)


@asynccontextmanager
async def serving(public_url: str = "") -> AsyncIterator[Served]:
    """A server that has left no process and no pipe behind when it is over.

    A dashboard that ends later than its server, as on a busy computer, would else be found by the
    garbage collector: in another test, which then fails.
    """
    dashboards = DashboardServer(["demo"], local_only=True, public_url=public_url)
    server = web.AppRunner(await dashboards.run_app(), shutdown_timeout=0.5)
    await server.setup()
    begun: list[ChildSession] = []

    async def begin(session: ChildSession, width: int, height: int) -> None:
        begun.append(session)
        await AppService.start(session, width, height)

    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        patch.object(ChildSession, "start", begin),
    ):
        await web.SockSite(server, listening).start()
        root = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with asyncio.timeout(300.0), ClientSession(timeout=ClientTimeout(200.0)) as browser:
            yield Served(dashboards, root, browser)
        await server.cleanup()
        for session in begun:
            if (process := session._process) is not None:
                await process.wait()
                process._transport.close()  # type: ignore[attr-defined]
                await asyncio.sleep(0)


async def seen(dashboard: Any, words: bytes) -> None:
    """Wait until the dashboard shows this."""
    shown = b""
    while words not in shown:
        message = await dashboard.receive()
        assert message.type is WSMsgType.BINARY, shown
        shown += message.data


async def closed(dashboard: Any) -> Any:
    """Wait until the socket is closed; returns the last message."""
    while (message := await dashboard.receive()).type is WSMsgType.BINARY:
        pass
    return message


async def test_a_browser_gets_the_page_and_the_dashboard_and_ends_it_with_q() -> None:
    async with serving() as at:
        page = await (await at.browser.get(f"{at.here}/")).text()
        assert "evenstride begins" in page
        loaded = set(re.findall(r'(?:src=|href=|url\()"([^"]+)"', page)) - {"data:,"}
        assert len(loaded) == 3
        for file in loaded:
            assert file.startswith("static/")
            assert (await at.browser.get(f"{at.here}/{file}")).status == 200
        async with at.watch() as dashboard:
            await seen(dashboard, b"Demo, simulated")
            await dashboard.send_json(["stdin", "q"])
            message = await closed(dashboard)
            assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED)


async def test_nobody_else_is_let_in() -> None:
    async with serving() as at:
        for path in ("", "/", "/ws", "/static/js/textual.js", "/wrong/", "/wrong/ws"):
            assert (await at.browser.get(at.root + path)).status == 403
        for wrong in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            for path in ("/", "/ws"):
                assert (await at.browser.get(at.here + path, headers=wrong)).status == 403
        # No browser opens a socket without saying whose page does.
        assert (await at.browser.get(f"{at.here}/ws")).status == 403
        for outside in ("static/../server.py", "static/%2e%2e/%2e%2e/app_service.py", "server.py"):
            assert (await at.browser.get(f"{at.here}/{outside}")).status in (403, 404)
        assert not at.server._sessions


async def test_behind_a_proxy_its_name_and_a_path_before_the_token_are_let_in() -> None:
    async with serving("https://home.example/knee") as at:
        proxied = {"Host": "home.example", "Origin": "https://home.example"}
        for before in ("", "/knee"):
            page = f"{at.root}{before}/{at.server.token}/"
            assert (await at.browser.get(page, headers=proxied)).status == 200
        for wrong in (proxied | {"Origin": "https://evil.example"}, {"Host": "other.example"}):
            assert (await at.browser.get(f"{at.here}/", headers=wrong)).status == 403


GARBAGE = ("{", "[]", "{}", "[1]", '["stdin"]', '["stdin", 1]', '["resize", {"width": "x"}]')


@pytest.mark.parametrize("garbage", [*GARBAGE, "[" * 9000])
def test_what_no_page_sends_is_told_from_what_it_sends(garbage: str) -> None:
    async def take() -> None:
        session = ChildSession(
            "", write_bytes=nothing, write_str=nothing, close=nothing, download_manager=Manager()
        )
        await session._pass_on(cast(Any, None), parsed(garbage))

    async def nothing(*_: object) -> None:
        pass

    with pytest.raises(NoPageError):
        asyncio.run(take())


async def test_garbage_closes_the_socket_and_ends_its_session() -> None:
    async with serving() as at, at.watch() as dashboard:
        await seen(dashboard, b"Demo")
        (session,) = at.server._sessions
        await dashboard.send_str("{")
        await closed(dashboard)
        assert dashboard.close_code == 1008
        await session.end()
        assert session._process is None or session._process.returncode is not None


async def test_bytes_and_frames_of_any_length_close_the_socket() -> None:
    async with serving() as at:
        async with at.watch() as dashboard:
            await seen(dashboard, b"Demo")
            await dashboard.send_bytes(b"stdin")
            await closed(dashboard)
            assert dashboard.close_code == 1008
        async with at.watch() as dashboard:
            await seen(dashboard, b"Demo")
            await dashboard.send_str("x" * 200_000)
            await closed(dashboard)
            assert dashboard.close_code == 1009


async def test_more_dashboards_than_there_may_be_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MOST_SESSIONS == 2  # as the documents and the help say
    monkeypatch.setattr("evenstride.tui.serve.server.MOST_SESSIONS", 0)
    async with serving() as at:
        with pytest.raises(WSServerHandshakeError) as caught:
            await at.watch()
        assert caught.value.status == 503


async def test_a_page_that_reads_nothing_does_not_hold_up_the_end() -> None:
    async with serving() as at:
        host, _, port = at.root.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=4096)
        writer.write(
            f"GET /{at.server.token}/ws HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {at.root}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        await reader.read(1)  # it has begun; from here on nothing is read
        (session,) = at.server._sessions
        assert session._process is not None
        await at.server._end_all(web.Application())
        writer.close()
        # It may take longer than the end does, and then ends by itself.
        assert await session._process.wait() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="a killed parent is not seen there")
async def test_a_session_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    # A dashboard whose server is gone from the start: its parent is another process.
    environment = os.environ | {
        "TEXTUAL_DRIVER": "evenstride.tui.serve.driver:SteadyWebDriver",
        SERVER_PID: str(os.getppid()),
    }
    program = (
        "import evenstride.tui.serve.driver as driver; driver._ALONE_S = 300.0;"
        "from evenstride.cli.main import main; main()"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, "demo"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    async with asyncio.timeout(300.0):
        _, words = await process.communicate()
    assert process.returncode == 0, words


@pytest.mark.skipif(sys.platform == "win32", reason="pipes differ")
async def test_a_browser_that_takes_nothing_makes_nobody_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (keys, _), (reader, writer) = os.pipe(), os.pipe()
    app = app_for(ScriptedSource([]))
    with os.fdopen(keys, "rb") as stdin, os.fdopen(writer, "wb") as stdout:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        monkeypatch.setattr(sys, "__stdout__", stdout)
        app._driver = driver = SteadyWebDriver(app)
        for _ in range(MAX_WAITING_WRITES + 2):
            driver.write("frame" * 20_000)
        assert lags(app)
        os.close(reader)
        driver._waiting.put(None)
        driver._writer.join(300.0)
        assert not driver._writer.is_alive()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """Make ``serve`` end at once, and return the sockets on which it listened."""
    sockets: list[socket.socket] = []

    def run_app(
        app: Coroutine[object, None, object], *, sock: socket.socket, **_options: object
    ) -> None:
        sockets.append(sock)
        sock.close()
        app.close()

    monkeypatch.setattr("aiohttp.web.run_app", run_app)
    return sockets


def test_it_listens_on_the_loopback_and_says_where(served: list[socket.socket]) -> None:
    result = run("serve", "--port", "0", "replay", "--speed", "2", "x.csv")
    assert result.exit_code == 0, result.stderr
    assert re.match(r"Open http://127\.0\.0\.1:\d+/[\w-]{22}/ in a browser; ", result.stderr)
    assert "Warning" not in result.stderr
    assert len(served) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--port", "0", "--host", "127.0.0.1", "demo", "--speed", "2"),
        ("demo", "--port", "0", "--speed", "2", "--host", "127.0.0.1"),
        ("demo", "--port=0", "--host=127.0.0.1", "--speed=2"),
    ],
)
def test_options_stand_where_people_put_them(
    served: list[socket.socket], words: tuple[str, ...]
) -> None:
    result = run("serve", *words)
    assert result.exit_code == 0, result.stderr
    assert "Open http://127.0.0.1:" in result.stderr
    assert ":8000/" not in result.stderr
    assert len(served) == 1


def test_an_option_of_its_own_that_is_wrong_is_refused_behind_the_command_too() -> None:
    assert run("serve", "demo", "--port", "many").exit_code == 2
    assert run("serve", "demo", "--port").exit_code == 2
    assert run("serve", "demo", "--porto", "1").exit_code == 2


def test_a_wider_address_is_warned_of(served: list[socket.socket]) -> None:
    result = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert result.exit_code == 0, result.stderr
    assert "0.0.0.0" not in result.stderr
    assert "everybody in your network" in result.stderr
    assert "nothing is encrypted" in result.stderr
    assert len(served) == 1


def test_the_address_behind_a_proxy_is_said_and_checked(served: list[socket.socket]) -> None:
    result = run("serve", "--port", "0", "--public-url", "https://home.example/knee/")
    assert re.match(r"Open https://home\.example/knee/[\w-]{22}/ in a browser; ", result.stderr)
    for wrong in ("home.example", "ftp://home.example", "https://home.example/?x=1"):
        assert run("serve", "--port", "0", "--public-url", wrong).exit_code == 2


def test_an_address_that_can_not_be_used_is_one_sentence(served: list[socket.socket]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "--port" in one_sentence(result)
    assert served == []


def test_wrong_options_of_the_served_command_are_refused_at_once(
    served: list[socket.socket],
) -> None:
    for wrong in (("demo", "--ports", "9000"), ("replay",), ("live", "--exercise", "no-such")):
        assert run("serve", *wrong).exit_code == 2
    assert not served
    assert run("serve", "--port", "0", "demo", "--speed", "2").exit_code == 0


def test_only_what_has_a_dashboard_can_be_served() -> None:
    result = run("serve", "analyze", "x.csv")
    assert result.exit_code == 2
    assert "demo, live, replay" in result.stderr


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve.app_service"])
def test_without_the_extra_it_says_how_to_get_it(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("server", "child"):
        monkeypatch.delitem(sys.modules, f"evenstride.tui.serve.{module}", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    result = run("serve", "--port", "0")
    assert result.exit_code == 1
    assert 'pip install ".[serve]"' in one_sentence(result)


@pytest.mark.parametrize(
    ("host", "local", "in_network"),
    [
        ("localhost:8000", True, True),
        ("127.0.0.1", True, True),
        ("[::1]:8000", True, True),
        ("[::1]", True, True),
        ("192.168.1.7:8000", False, True),
        (f"{socket.gethostname()}:8000", False, True),
        ("evil.example:8000", False, False),
        ("", False, False),
    ],
)
def test_a_name_that_somebody_else_may_own_is_refused(
    host: str, local: bool, in_network: bool
) -> None:
    assert is_own_name(host, local_only=True) is local
    assert is_own_name(host, local_only=False) is in_network


@pytest.mark.skipif(sys.platform == "win32", reason="another shell")
def test_arguments_reach_the_program_as_they_are() -> None:
    line = command_line(["replay", "my file; rm *.csv"])
    assert line.startswith(f"exec {sys.executable} -c ")
    assert line.endswith("replay 'my file; rm *.csv'")
