"""Messages in the order in which they were sent: each once, early ones a little later."""

from typing import Generic, Protocol, TypeVar

# A number this far back begins anew.
_ANEW = 200


class Numbered(Protocol):
    """A message with its number and the series that it is of."""

    @property
    def number(self) -> int:
        """It rises by one."""
        ...

    @property
    def session(self) -> str:
        """Numbers begin anew with each."""
        ...


M = TypeVar("M", bound=Numbered)


class MessageOrder(Generic[M]):
    """Puts the messages of one device in order.

    Args:
        patience_us: So long a message waits for one that it has overtaken.
        most: Or until so many wait.

    Attributes:
        lost: How many messages never came.
    """

    def __init__(self, patience_us: int, most: int) -> None:
        self._patience_us = patience_us
        self._most = most
        self.lost = 0
        self._session = ""
        self._next: int | None = None
        self._waiting: dict[int, tuple[M, int]] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for what it has overtaken."""
        return bool(self._waiting)

    def take(self, message: M, host_us: int) -> list[tuple[M, int, bool]]:
        """Take a message that arrived at ``host_us``.

        Returns:
            Those that are in order now, each with its arrival and whether none is missing
            before it.
        """
        number = message.number
        ready: list[tuple[M, int, bool]] = []
        begins = self._next is None or message.session != self._session
        if begins or number < (self._next or 0) - _ANEW:
            ready += self._give_up(None)
            self._session, self._next = message.session, number
            return [*ready, *self._pass(message, host_us, is_next=False)]
        assert self._next is not None
        if number < self._next or number in self._waiting:
            return []  # it came before, or is too late to be put in order
        if number > self._next:
            self._waiting[number] = message, host_us
            return self.release(host_us)
        return [*self._pass(message, host_us, is_next=True), *self._followers()]

    def release(self, host_us: int) -> list[tuple[M, int, bool]]:
        """Those that have waited for long enough."""
        if not self._waiting:
            return []
        oldest_us = min(came_us for _, came_us in self._waiting.values())
        if len(self._waiting) < self._most and host_us - oldest_us < self._patience_us:
            return []
        return self._give_up(1)

    def _give_up(self, most: int | None) -> list[tuple[M, int, bool]]:
        """Pass on what waits although something before it is missing."""
        ready: list[tuple[M, int, bool]] = []
        while self._waiting and (most is None or most > 0):
            number = min(self._waiting)
            message, came_us = self._waiting.pop(number)
            assert self._next is not None
            self.lost += number - self._next
            ready += self._pass(message, came_us, is_next=False)
            ready += self._followers()
            most = None if most is None else most - 1
        return ready

    def _followers(self) -> list[tuple[M, int, bool]]:
        ready: list[tuple[M, int, bool]] = []
        while self._next in self._waiting:
            message, came_us = self._waiting.pop(self._next)
            ready += self._pass(message, came_us, is_next=True)
        return ready

    def _pass(self, message: M, came_us: int, *, is_next: bool) -> list[tuple[M, int, bool]]:
        self._next = message.number + 1
        return [(message, came_us, is_next)]
