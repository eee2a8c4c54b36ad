"""A phone with Sensor Logger, by its maker's PUSHING.md, UNITS.md and COORDINATES.md.

The shape of its messages and of the test message are those of pushes that others have published.
"""

import asyncio
import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp

from tests.network.legs import Felt, G, Vector, turning

# UTC of the phone when the simulated computer's clock shows 0.
EPOCH_S = 1_790_000_000.0

ANDROID_AGENT = "okhttp/4.12.0"
IPHONE_AGENT = "SensorLogger/1 CFNetwork/1494.0.7 Darwin/23.4.0"

Way = Callable[[int], float | None]
"""How long a message takes, by its number, seconds; None where it is lost."""


def prompt(_: int) -> float:
    return 0.004


class VirtualPhone:
    """Records and pushes a batch every so often.

    Args:
        url: Where it was told to push.
        motion: What it feels.
        is_iphone: Its signs and units, unless they are standard.
        is_standard: "Standardise Units & Frames" is on.
        kinds: The sensors that are switched on.
        way: The network.
        clock: Its time of day, by the seconds since the session's start.
    """

    def __init__(
        self,
        url: str,
        *,
        motion: Callable[[float], Felt] = turning,
        is_iphone: bool = False,
        is_standard: bool = False,
        kinds: Sequence[str] = ("totalacceleration", "gyroscope"),
        rate_hz: float = 100.0,
        batch_s: float = 0.2,
        way: Way = prompt,
        clock: Callable[[float], float] = lambda at_s: at_s,
        agent: str | None = None,
        device: str | None = None,
    ) -> None:
        self.url = url
        self.device = device or str(uuid.uuid5(uuid.NAMESPACE_URL, f"{url}{is_iphone}"))
        self.session = str(uuid.uuid5(uuid.NAMESPACE_URL, self.device))
        self.statuses: list[int] = []
        self.number = 0
        self.samples = 0
        self._motion = motion
        self._is_iphone, self._is_standard = is_iphone, is_standard
        self._kinds = kinds
        self._rate_hz = rate_hz
        self._batch_s = batch_s
        self._way = way
        self._clock = clock
        self._agent = agent or (IPHONE_AGENT if is_iphone else ANDROID_AGENT)

    async def test(self) -> int:
        """The button "Tap to Test Pushing": another id than that of the recordings."""
        message = {
            "messageId": 0,
            "sessionId": str(uuid.uuid4()),
            "deviceId": str(uuid.uuid4()),
            "payload": [{"name": "test", "time": 0, "values": []}],
        }
        async with aiohttp.ClientSession() as web:
            return await self.post(web, json.dumps(message).encode())

    async def post(self, web: aiohttp.ClientSession, body: bytes) -> int:
        headers = {"Content-Type": "application/json", "User-Agent": self._agent}
        async with web.post(self.url, data=body, headers=headers) as answer:
            await answer.read()
            self.statuses.append(answer.status)
            return answer.status

    async def record(self, seconds: float, *, say_again: int = -1) -> None:
        """Record for so long, and push; a message with the number ``say_again`` comes twice."""
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        taken = 0
        async with aiohttp.ClientSession() as web, asyncio.TaskGroup() as pushes:
            while loop.time() - began_s < seconds:
                await asyncio.sleep(self._batch_s)
                until = int((loop.time() - began_s) * self._rate_hz)
                body = self._message(range(taken, until), began_s)
                self.samples += until - taken
                taken = until
                for _ in range(2 if self.number == say_again else 1):
                    pushes.create_task(self._send(web, self.number, body))
                self.number += 1

    async def _send(self, web: aiohttp.ClientSession, number: int, body: bytes) -> None:
        delay_s = self._way(number)
        if delay_s is not None:
            await asyncio.sleep(delay_s)
            await self.post(web, body)

    def _message(self, samples: range, began_s: float) -> bytes:
        payload = []
        for n in samples:
            at_s = began_s + n / self._rate_hz
            felt = self._motion(at_s)
            # Its program counts in doubles, which hold a time of day to 256 ns.
            time = round((EPOCH_S + self._clock(at_s)) * 1e7) * 100
            payload += [self._reading(kind, felt, time) for kind in self._kinds]
        envelope = {
            "messageId": self.number,
            "sessionId": self.session,
            "deviceId": self.device,
            "payload": payload,
        }
        return json.dumps(envelope).encode()

    def _reading(self, kind: str, felt: Felt, time: int) -> dict[str, Any]:
        reading: dict[str, Any] = {"name": kind, "time": time}
        if not self._is_iphone:
            reading["accuracy"] = 3
        reading["values"] = self._values(kind, felt)
        return reading

    def _values(self, kind: str, felt: Felt) -> dict[str, float]:
        is_apple = self._is_iphone and not self._is_standard
        sign = -1.0 if is_apple else 1.0
        unit = sign / G if is_apple else 1.0
        gravity = tuple(f - a for f, a in zip(felt.force, felt.linear, strict=True))
        assert not (kind == "totalacceleration" and self._is_iphone)
        return {
            "totalacceleration": lambda: _xyz(felt.force),
            "accelerometeruncalibrated": lambda: _xyz(felt.force, unit),
            "accelerometer": lambda: _xyz(felt.linear, sign),
            "gravity": lambda: _xyz(gravity, sign),
            "gyroscope": lambda: _xyz(felt.rate),
            "wristmotion": lambda: {
                **_named("acceleration", felt.linear, unit),
                **_named("gravity", gravity, unit),
                **_named("rotationRate", felt.rate),
            },
            "battery": lambda: {"batteryLevel": 0.71},
        }[kind]()


def _named(name: str, vector: tuple[float, ...], factor: float = 1.0) -> dict[str, float]:
    return {f"{name}{axis}": v * factor for axis, v in zip("XYZ", vector, strict=True)}


def _xyz(vector: Vector | tuple[float, ...], factor: float = 1.0) -> dict[str, float]:
    return {axis: value * factor for axis, value in zip("zyx", reversed(vector), strict=True)}
