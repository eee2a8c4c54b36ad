"""One connection: bleak's client as drivers see it, with a time limit on every call."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from evenstride.sensors.bluetooth.faults import is_of_the_stack, unreachable
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.errors import SensorError, SensorReason

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Connection:
    """A connected sensor; the ``Gatt`` that drivers use.

    Args:
        device: The device from the scan.
        arrived: Called with characteristic and bytes of each notification between ``begin`` and
            ``stop``.

    Attributes:
        lost: Set when the link breaks.
        was_heeded: Whether every call and command since ``leave`` was confirmed in time.
    """

    def __init__(self, device: BLEDevice, arrived: Callable[[str, bytes], None]) -> None:
        self.lost = asyncio.Event()
        self.was_heeded = True
        self._leave_by_s: float | None = None
        self._arrived = arrived
        self._was_opened = False
        self._is_streaming = False
        self._loop = asyncio.get_running_loop()
        self._waiting: list[Callable[[bytes], None]] = []
        self._client = BleakClient(
            device, disconnected_callback=self._on_loss, timeout=LIMITS.connect_s
        )
        self._address = device.address

    async def open(self) -> None:
        """Connect.

        Raises:
            SensorError: The connection failed.
        """
        connecting = asyncio.create_task(self._connect())
        connecting.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            await self._limited(
                asyncio.shield(connecting), LIMITS.connect_s + LIMITS.undo_connect_s
            )
        finally:
            if not connecting.done():
                connecting.cancel()
                await asyncio.wait([connecting], timeout=LIMITS.cancel_connect_s)
                connecting.cancel()

    async def _connect(self) -> None:
        _log.debug("%s: connecting", self._address)
        await self._client.connect()
        self._was_opened = True
        _log.debug("%s: connected, with its services known", self._address)

    def _on_loss(self, _: BleakClient) -> None:
        _log.debug("%s: disconnected", self._address)
        self.lost.set()

    @property
    def services(self) -> tuple[str, ...]:
        """The sensor's services, 128 bit, lower case."""
        return tuple(service.uuid.lower() for service in self._client.services)

    def begin(self) -> None:
        """Note that the set-up is done: notifications are samples now."""
        self._is_streaming = True

    def stop(self) -> None:
        """Ignore notifications from now on."""
        self._is_streaming = False

    def leave(self) -> None:
        """Limit the total time of all calls to that for undoing the set-up: the session ends."""
        if self._leave_by_s is None:
            self._leave_by_s = self._loop.time() + LIMITS.undo_s
            self.was_heeded = True

    async def close(self) -> None:
        """Disconnect; never raises except when cancelled."""
        if not self._was_opened:
            return  # bleak has undone it
        # Needed even after a loss: otherwise BlueZ would deliver every notification of the next
        # connection to this client, too.
        with suppress(SensorError):
            await self._limited(self._client.disconnect(), LIMITS.disconnect_s)

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write a value, with response if the characteristic supports it."""
        target = self._find(characteristic)
        await self._write(target, data, response="write" in target.properties)

    async def _write(self, target: BleakGATTCharacteristic, data: bytes, *, response: bool) -> None:
        await self._limited(self._client.write_gatt_char(target, data, response=response))

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        return bytes(await self._limited(self._client.read_gatt_char(self._find(characteristic))))

    async def listen(self, characteristic: str) -> None:
        """Enable notifications."""
        await self._limited(
            self._client.start_notify(self._find(characteristic), self._on_notification)
        )

    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None:
        """Write a command and wait for its answer among the notifications."""
        with self._listening([answer]) as replies:
            await self.write(characteristic, command)
            await self._await(replies, LIMITS.answer_s)
        return _found(replies[0])

    async def post(self, characteristic: str, commands: Sequence[bytes]) -> None:
        """Write commands, without response if the characteristic supports that."""
        target = self._find(characteristic)
        response = "write-without-response" not in target.properties
        for command in commands:
            await self._write(target, command, response=response)

    async def ask_at_once(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        answers: Sequence[Callable[[bytes], T | None]],
    ) -> list[T | None]:
        """Write questions, then wait for all their answers among the notifications."""
        with self._listening(answers) as replies:
            await self.post(characteristic, commands)
            # Without a response to the write, the answer's time includes the question's transfer.
            await self._await(replies, LIMITS.call_s + LIMITS.answer_s)
        return [_found(reply) for reply in replies]

    @contextmanager
    def _listening(
        self, answers: Sequence[Callable[[bytes], T | None]]
    ) -> Iterator[list[asyncio.Future[T]]]:
        """Look for answers among the notifications."""
        replies: list[asyncio.Future[T]] = [self._loop.create_future() for _ in answers]

        def look(data: bytes) -> None:
            for reply, answer in zip(replies, answers, strict=True):
                if not reply.done() and (found := answer(data)) is not None:
                    reply.set_result(found)

        self._waiting.append(look)
        try:
            yield replies
        finally:
            self._waiting.remove(look)

    async def _await(self, replies: Sequence[asyncio.Future[T]], limit_s: float) -> None:
        """Wait for all replies, but no longer than the limit."""
        try:
            _, missing = await asyncio.wait(replies, timeout=max(self._left_s(limit_s), 0.0))
        except asyncio.CancelledError:
            self.leave()
            raise
        if missing:
            self.was_heeded = False

    async def order(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        heard: Callable[[bytes], int],
        *,
        in_turn: bool = True,
    ) -> None:
        """Write commands when time is short, and wait until they are confirmed."""
        count, news = 0, asyncio.Event()

        def look(data: bytes) -> None:
            nonlocal count
            count += heard(data)
            news.set()

        async def are_heard(number: int, limit_s: float) -> bool:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._left_s(limit_s)):
                    while count < number:
                        news.clear()
                        await news.wait()
            return count >= number

        self._waiting.append(look)
        try:
            for number, command in enumerate(commands, 1):
                await self.post(characteristic, [command])
                in_turn = in_turn and await are_heard(number, LIMITS.prompt_s)
            if not await are_heard(len(commands), LIMITS.answer_s):
                self.was_heeded = False
        finally:
            self._waiting.remove(look)

    def _on_notification(self, characteristic: BleakGATTCharacteristic, data: bytearray) -> None:
        value = bytes(data)
        if self._is_streaming:
            self._arrived(characteristic.uuid, value)
        for look in self._waiting:
            look(value)

    def _find(self, name: str) -> BleakGATTCharacteristic:
        service, _, part = name.rpartition("/")
        try:
            services = self._client.services
        except BleakError:  # they are known as long as it is connected
            raise SensorError("Its connection broke.", SensorReason.CONNECT_FAILED) from None
        for characteristic in services.characteristics.values():
            if part in characteristic.uuid and service in characteristic.service_uuid:
                return characteristic
        raise SensorError(
            "It has the name of a supported sensor but not its services. If its firmware is new, "
            "remove it in the system's Bluetooth settings, which may remember the old ones.",
            SensorReason.NOT_SUPPORTED,
        )

    def _left_s(self, limit_s: float) -> float:
        """Return how long a call may take, limited by the time left for leaving."""
        if self._leave_by_s is None:
            return limit_s
        return min(limit_s, self._leave_by_s - self._loop.time())

    async def _limited(self, call: Awaitable[T], limit_s: float | None = None) -> T:
        """Wait for a call of the stack, by default as long as one call may take."""
        try:
            async with asyncio.timeout(self._left_s(LIMITS.call_s) if limit_s is None else limit_s):
                return await call
        except asyncio.CancelledError:
            self.leave()
            raise
        except Exception as error:
            self.was_heeded = False
            # Each platform's stack raises its own kinds of errors, and none of them may end a
            # session: the sensor counts as unreachable. A fault of this program is reported as one.
            if not is_of_the_stack(error):
                raise
            _log.debug("a call of the stack failed", exc_info=error)
            raise unreachable(error) from error


def _found(reply: asyncio.Future[T]) -> T | None:
    """Return the content of a reply, if it came."""
    return reply.result() if reply.done() else None
