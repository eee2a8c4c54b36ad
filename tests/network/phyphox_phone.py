"""A phone with phyphox and remote access, by the page "Remote-interface communication".

Its answers are written as the app writes them: eight digits, and values after a threshold of the
time's own buffer.
"""

import asyncio
import json
import math
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import unquote

from tests.network.legs import Felt, turning

CONFIG: dict[str, Any] = {
    "crc32": "1a2b3c4d",
    "title": "Thigh",
    "localTitle": "Thigh",
    "category": "New experiment",
    "buffers": [{"name": "acc_time", "size": 0}, {"name": "accX", "size": 0}],
    "inputs": [
        {
            "source": "accelerometer",
            "outputs": [{"x": "accX"}, {"y": "accY"}, {"z": "accZ"}, {"t": "acc_time"}],
        },
        {
            "source": "gyroscope",
            "outputs": [{"x": "gyrX"}, {"y": "gyrY"}, {"z": "gyrZ"}, {"t": "gyr_time"}],
        },
    ],
    "export": [],
}
BUFFERS = ("acc_time", "accX", "accY", "accZ", "gyr_time", "gyrX", "gyrY", "gyrZ")


class VirtualPhyphox:
    """Measures while it runs, and answers who asks.

    Args:
        config: What ``/config`` says.
        is_measuring: Whether somebody has started it on the phone.
        stall: How long an answer takes, seconds, by the number of the request.
    """

    def __init__(
        self,
        *,
        motion: Callable[[float], Felt] = turning,
        config: object = None,
        rate_hz: float = 100.0,
        is_measuring: bool = True,
        stall: Callable[[int], float] = lambda _: 0.01,
    ) -> None:
        self.is_measuring = is_measuring
        self.asked: list[str] = []
        self.session = "0a1b2c"
        self.buffers: dict[str, list[float]] = {name: [] for name in BUFFERS}
        self.answer_with: bytes | None = None
        self._config = CONFIG if config is None else config
        self._motion = motion
        self._rate_hz = rate_hz
        self._stall = stall
        self._experiment_s = 0.0
        self._measure: asyncio.Task[None] | None = None
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._measure = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._measure is not None
        self._measure.cancel()
        self._server.close()
        for writer in self._writers:
            writer.close()

    def clear(self) -> None:
        """Somebody clears the experiment on the phone: its time begins again."""
        self._experiment_s = 0.0
        self.session = "f" + self.session
        for values in self.buffers.values():
            values.clear()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        last_s = loop.time()
        period_s = 1 / self._rate_hz
        while True:
            await asyncio.sleep(0.02)
            now_s = loop.time()
            if not self.is_measuring:
                last_s = now_s
                continue
            while last_s + period_s <= now_s:
                last_s += period_s
                self._experiment_s += period_s
                felt = self._motion(last_s)
                # The gyroscope measures a little later than the accelerometer.
                later = self._motion(last_s + 0.002)
                row = (self._experiment_s, *felt.force, self._experiment_s + 0.002, *later.rate)
                for name, value in zip(BUFFERS, row, strict=True):
                    self.buffers[name].append(value)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                path = line.split()[1].decode()
                self.asked.append(path)
                await asyncio.sleep(self._stall(len(self.asked)))
                body = self.answer_with or self._answer(path)
                head = (
                    f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n"
                )
                writer.write(head.encode() + body)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass

    def _answer(self, path: str) -> bytes:
        page, _, query = path.partition("?")
        match page:
            case "/config":
                return json.dumps(self._config).encode()
            case "/control":
                self.is_measuring = {"cmd=start": True, "cmd=stop": False}[query]
                return b'{"result": true}'
            case "/get":
                return self._get(query).encode()
        raise AssertionError(path)

    def _get(self, query: str) -> str:
        found = [self._buffer(*map(unquote, one.partition("=")[::2])) for one in query.split("&")]
        measuring = json.dumps(self.is_measuring)
        return (
            '{"buffer":{\n'
            + ",\n".join(found)
            + '\n},\n"status":{\n"session":"'
            + self.session
            + f'", "measuring":{measuring}, "timedRun":false, "countDown":0\n}}\n}}\n'
        )

    def _buffer(self, name: str, value: str) -> str:
        values = self.buffers[name]
        if not value:
            shown, mode = values[-1:] or [math.nan], "single"
        elif value == "full":
            shown, mode = values, "full"
        else:
            text, _, reference = value.partition("|")
            since = float(text)
            if since:
                since += 10 ** math.floor(math.log10(abs(since) / 1e7))
            times = self.buffers[reference or name]
            shown = [v for v, at in zip(values, times, strict=True) if at > since]
            mode = "partial"
        written = ",".join(map(_written, shown))
        return f'"{name}":{{"size":0,"updateMode":"{mode}", "buffer":[{written}]}}'


def _written(value: float) -> str:
    """Write a number as Java's ``0.#######E0``."""
    if not math.isfinite(value):
        return "null"
    digits, exponent = f"{value:.7e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')}E{int(exponent)}"
