"""A real browser without a window, driven over the DevTools protocol without any package."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientWebSocketResponse

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PATH: Final = next((path for name in _NAMES if (path := shutil.which(name))), None)
"""Where it is; None where there is none."""


class Page:
    """The one page that is open."""

    def __init__(self, socket: ClientWebSocketResponse, session: str) -> None:
        self._socket, self._session = socket, session
        self._number = 100

    async def call(self, method: str, **values: object) -> dict[str, Any]:
        """Ask the browser for something."""
        self._number += 1
        asked = {"id": self._number, "sessionId": self._session}
        return await ask(self._socket, {**asked, "method": method, "params": values})

    async def open(self, address: str, width: int, height: int) -> None:
        """Open an address in a window of this many pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        await self.call("Emulation.setDeviceMetricsOverride", mobile=width < height, **size)
        await self.call("Page.navigate", url=address)

    async def picture(self) -> bytes:
        """Return a PNG of the page; empty during a change of pages."""
        shown = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(shown.get("data", ""))


async def ask(socket: ClientWebSocketResponse, message: dict[str, Any]) -> dict[str, Any]:
    """Send a command and wait for its result; what else is told meanwhile is passed over."""
    await socket.send_json(message)
    while True:
        told = await socket.receive_json()
        if told.get("id") == message["id"]:
            result: dict[str, Any] = told.get("result", {})
            return result


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Page]:
    """Start it with a profile in a folder, and end it."""
    assert PATH is not None
    options = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")
    process = await asyncio.create_subprocess_exec(
        PATH,
        *options,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(600.0), ClientSession() as client:
            said = b""
            while b"DevTools listening on " not in said:
                said = await process.stderr.readline()
                assert said, "it ended by itself"
            address = said.decode().split()[-1]
            async with client.ws_connect(address, max_msg_size=0) as socket:
                targets = await ask(socket, {"id": 1, "method": "Target.getTargets"})
                page = next(one for one in targets["targetInfos"] if one["type"] == "page")
                to = {"targetId": page["targetId"], "flatten": True}
                attached = await ask(
                    socket, {"id": 2, "method": "Target.attachToTarget", "params": to}
                )
                yield Page(socket, attached["sessionId"])
    finally:
        process.terminate()
        await process.wait()
