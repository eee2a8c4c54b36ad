"""A connected sensor's services without a radio, for the set-up by drivers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


class OneByOne(ABC):
    """Does what is asked for at once one by one, as a connection that offers nothing else."""

    @abstractmethod
    async def write(self, characteristic: str, data: bytes) -> None: ...

    @abstractmethod
    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None: ...

    async def post(self, characteristic: str, commands: Sequence[bytes]) -> None:
        for command in commands:
            await self.write(characteristic, command)

    async def ask_at_once(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        answers: Sequence[Callable[[bytes], T | None]],
    ) -> list[T | None]:
        pairs = zip(commands, answers, strict=True)
        return [await self.ask(characteristic, command, answer) for command, answer in pairs]

    async def order(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        heard: Callable[[bytes], int],
        *,
        in_turn: bool = True,
    ) -> None:
        for command in commands:
            await self.ask(characteristic, command, heard)


class FakeGatt(OneByOne):
    """Remembers what is done to it, and gives its replies to every question, one after the other.

    Attributes:
        replies: What comes to a question.
        done: What was written and listened to, in words.
    """

    def __init__(self, *replies: bytes) -> None:
        self.replies = replies
        self.done: list[str] = []

    async def write(self, characteristic: str, data: bytes) -> None:
        self.done.append(self.in_words(characteristic, data))

    async def read(self, characteristic: str) -> bytes:
        raise NotImplementedError

    async def listen(self, characteristic: str) -> None:
        self.done.append(f"listen {characteristic[4:8]}")

    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None:
        await self.write(characteristic, command)
        answers = (answer(reply) for reply in self.replies_to(command))
        return next((one for one in answers if one is not None), None)

    def in_words(self, characteristic: str, data: bytes) -> str:
        """Return a note of a write, for the test."""
        return f"{characteristic[4:8]} {data.hex()}"

    def replies_to(self, command: bytes) -> Iterable[bytes]:
        """Return the replies to a command."""
        return self.replies
