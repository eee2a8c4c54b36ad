"""Polling one phone's phyphox for its measurements, ten times a second, at a typed address.

No other address is contacted, and redirects are not followed. An experiment that does not run is
started, and stopped at the end; one that runs already is left running.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final

import aiohttp
from yarl import URL

from evenstride.sensors.network.addresses import PhyphoxAddress
from evenstride.sensors.network.device import Device
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.phone_stream import PhoneStream
from evenstride.sensors.network.phyphox import (
    NOT_PHYPHOX,
    Answer,
    BadAnswerError,
    read_answer,
    read_config,
    read_newest,
)
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

DRIVER: Final = "phyphox"

_EVERY_S: Final = 0.1
_AGAIN_S: Final = 1.0
_STOP_S: Final = 0.4
# While an experiment measures, each answer has something new. If none has for this long, another
# experiment was opened, or its time has begun again.
_STALE_S: Final = 1.5
_UNREACHABLE: Final = (
    "phyphox does not answer at {where}. In phyphox, open the experiment, allow remote access in "
    "its menu, keep the screen on, and type the address that it shows."
)


class PhyphoxPoll:
    """One phone that is polled.

    Args:
        address: Its typed address.
        device: The device that receives its measurements.
    """

    def __init__(self, address: PhyphoxAddress, device: Device) -> None:
        self._address = address
        self._device = device
        self._stream = PhoneStream(says_whose=False)
        self._port = address.ports[0]
        # If it is paused on the phone later, that is intended.
        self._has_started = self._has_run = False
        self._problem = ""
        self._last_s: dict[str, float] = {}
        self._session = ""
        self._was_measuring = True

    async def run(self) -> None:
        """Poll until cancelled."""
        timeout = aiohttp.ClientTimeout(total=LIMITS.answer_s)
        async with aiohttp.ClientSession(
            timeout=timeout,
            trust_env=False,
            # A few compressed bytes may expand to any length.
            auto_decompress=False,
            headers={"Accept-Encoding": "identity"},
        ) as web:
            try:
                while True:
                    try:
                        await self._ask_on(web)
                        continue
                    except BadAnswerError as error:
                        self._tell(str(error))
                    except (aiohttp.ClientError, OSError, TimeoutError) as error:
                        _log.debug("phyphox: %s", type(error).__name__)
                        ports = self._address.ports
                        # If both usual ports are tried in turn, naming one of them would mislead.
                        where = self._address.host + f":{ports[0]}" * (len(ports) == 1)
                        self._tell(_UNREACHABLE.format(where=where))
                        self._port = ports[(ports.index(self._port) + 1) % len(ports)]
                    await asyncio.sleep(_AGAIN_S)
            finally:
                if self._has_started:
                    with suppress(aiohttp.ClientError, OSError, TimeoutError, BadAnswerError):
                        async with asyncio.timeout(_STOP_S):
                            await self._get(web, "control?cmd=stop")

    async def _ask_on(self, web: aiohttp.ClientSession) -> None:
        """Poll as long as answers have something new."""
        experiment = read_config(await self._get(web, "config"))
        body = await self._get(web, f"get?{experiment.newest_query}")
        self._last_s = read_newest(body, experiment)
        self._problem = self._device.hindrance = ""
        self._stream.begin_anew()
        loop = asyncio.get_running_loop()
        fresh_s = loop.time()
        while loop.time() - fresh_s < _STALE_S:
            began_s = loop.time()
            body = await self._get(web, f"get?{experiment.query(self._last_s)}")
            way_us = (loop.time() - began_s) * 1e6 / 2
            device = self._device
            device.way_us = way_us if device.way_us == 0 else min(device.way_us, way_us)
            answer = read_answer(body, experiment)
            if self._take(answer) or not answer.is_measuring:
                fresh_s = loop.time()
            if not answer.is_measuring and not self._has_run:
                self._has_started = True
                await self._get(web, "control?cmd=start")
            self._has_run = self._has_run or answer.is_measuring
            await asyncio.sleep(max(_EVERY_S - (loop.time() - began_s), 0.0))

    def _take(self, answer: Answer) -> bool:
        """Pass on measurements; return whether there were any."""
        is_cleared = bool(self._session) and answer.session != self._session
        goes_on = answer.is_measuring and not self._was_measuring
        if is_cleared:
            self._last_s = {}
        if is_cleared or goes_on:
            # The experiment's time has stood still or begun again; the computer's has not.
            self._stream.begin_anew()
        self._session, self._was_measuring = answer.session, answer.is_measuring
        found = {
            kind: new
            for kind, one in answer.readings.items()
            if len((new := one.after_us(1e6 * self._last_s.get(kind, -1.0))).t_us)
        }
        for kind, new in found.items():
            self._last_s[kind] = float(new.t_us[-1]) / 1e6
        host_us = loop_us()
        self._device.heard(host_us)
        if found:
            self._device.rate_hz = self._stream.rate_hz
            motion = self._stream.feed(found, host_us)
            self._device.give_motion(motion, host_us)
            if motion.said and not self._stream.is_understood:
                self._device.hindrance = motion.said
        return bool(found)

    async def _get(self, web: aiohttp.ClientSession, what: str) -> bytes:
        """Send a request to the phone, and to no other host that it may name.

        Raises:
            BadAnswerError: The answer is not from phyphox.
            ClientError: It does not answer.
        """
        host = f"[{self._address.host}]" if ":" in self._address.host else self._address.host
        url = f"http://{host}:{self._port}/{what}"
        # phyphox's own separators must reach it exactly as they are written here.
        async with web.get(URL(url, encoded=True), allow_redirects=False) as answer:
            if answer.status != 200:
                raise BadAnswerError(NOT_PHYPHOX)
            body = await answer.content.read(LIMITS.answer_bytes + 1)
            while not answer.content.at_eof() and len(body) <= LIMITS.answer_bytes:
                body += await answer.content.read(LIMITS.answer_bytes + 1 - len(body))
        if len(body) > LIMITS.answer_bytes:
            raise BadAnswerError(NOT_PHYPHOX)
        return body

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self._device.give_hindrance(problem)
