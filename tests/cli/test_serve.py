"""The dashboard in a browser: who gets it, what it loads, and that it ends."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import Coroutine

import pytest

from tests.cli.helpers import one_sentence, run
from tests.fakes.session import ScriptedSource
from tests.tui.on_screen import app_for

aiohttp = pytest.importorskip("aiohttp", reason="needs the extra: serve")
pytest.importorskip("textual_serve", reason="needs the extra: serve")

from aiohttp import ClientSession, ClientTimeout, WSMsgType, web  # noqa: E402
from evenstride.tui.serve.driver import SteadyWebDriver  # noqa: E402
from evenstride.tui.serve.server import DashboardServer, command_line, is_own_name  # noqa: E402
from evenstride.tui.terminal import MAX_WAITING_WRITES, lags  # noqa: E402


async def test_a_browser_gets_the_page_and_the_dashboard_and_ends_it_with_q() -> None:
    server = web.AppRunner(await DashboardServer(["demo"], local_only=True).run_app())
    await server.setup()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await web.SockSite(server, listening).start()
        here = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with asyncio.timeout(60.0), ClientSession(timeout=ClientTimeout(20.0)) as browser:
            page = await (await browser.get(here)).text()
            assert "evenstride begins" in page
            loaded = set(re.findall(r'(?:src=|href=|url\()"([^"]+)"', page)) - {"data:,"}
            assert len(loaded) == 3
            for file in loaded:
                assert file.startswith("/static/")
                assert (await browser.get(here + file)).status == 200
            for wrong in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
                for path in ("/", "/ws"):
                    assert (await browser.get(here + path, headers=wrong)).status == 403
            async with browser.ws_connect(f"{here}/ws?width=80&height=24&x=%00") as dashboard:
                seen = b""
                while b"Demo, synthetic" not in seen:
                    message = await dashboard.receive()
                    assert message.type is WSMsgType.BINARY, seen
                    seen += message.data
                await dashboard.send_json(["stdin", "q"])
                while (message := await dashboard.receive()).type is WSMsgType.BINARY:
                    pass
                assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED)
        await server.cleanup()


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
        driver._writer.join(5.0)
        assert not driver._writer.is_alive()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """Where ``serve`` listened; it ends at once."""
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
    assert result.stderr.startswith("Open http://127.0.0.1:")
    assert "Warning" not in result.stderr
    assert len(served) == 1


def test_a_wider_address_is_warned_of(served: list[socket.socket]) -> None:
    result = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert result.exit_code == 0, result.stderr
    assert "0.0.0.0" not in result.stderr
    assert "everybody in your network" in result.stderr
    assert "no password" in result.stderr
    assert len(served) == 1


def test_an_address_that_can_not_be_used_is_one_sentence(served: list[socket.socket]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "--port" in one_sentence(result)
    assert served == []


def test_wrong_options_of_the_served_command_are_refused_at_once(
    served: list[socket.socket],
) -> None:
    for wrong in (("demo", "--port", "9000"), ("replay",), ("live", "--exercise", "no-such")):
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
    monkeypatch.delitem(sys.modules, "evenstride.tui.serve.server", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    result = run("serve")
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
