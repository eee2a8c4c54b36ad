"""Messages in the order in which they were sent: each once, early ones held back."""

from typing import Generic, Protocol, TypeVar

# A number this far back means that the numbers begin again.
_ANEW = 200
# A message that comes after it was given up shows that others will, and as late. So the next ones
# are awaited longer: twice as long, because others may take longer still. After this time without
# any the patience is as before.
_REMEMBERED_US = 60_000_000


class Numbered(Protocol):
    """A message with its number and the series to which it belongs."""

    @property
    def number(self) -> int:
        """The number, which rises by one."""
        ...

    @property
    def session(self) -> str:
        """The series: numbers begin again with each."""
        ...

    @property
    def size(self) -> int:
        """How much it counts against the limit of waiting messages."""
        ...


M = TypeVar("M", bound=Numbered)


class MessageOrder(Generic[M]):
    """Puts the messages of one device in order.

    Args:
        patience_us: How long a message waits for one that it has overtaken.
        most: The total size of waiting messages that ends the wait.
        longest_us: The longest patience, used if messages came after they were given up; no more
            than ``patience_us`` if late messages are useless.

    Attributes:
        lost: How many messages never came, or came too late.
    """

    def __init__(self, patience_us: int, most: int, longest_us: int = 0) -> None:
        self._patience_us = self._usual_us = patience_us
        self._longest_us = longest_us
        self._most = most
        # The numbers given up, with the arrival of the first message that had overtaken each.
        self._given_up: dict[int, int] = {}
        self._late_us: int | None = None  # when a message last needed more than the usual patience
        self.lost = 0
        self._session = ""
        self._next: int | None = None
        self._waiting: dict[int, tuple[M, int]] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for a message that it has overtaken."""
        return bool(self._waiting)

    def take(self, message: M, host_us: int) -> list[tuple[M, int, bool]]:
        """Take a message that arrived at ``host_us``.

        Returns:
            The messages that are in order now, each with its arrival and whether none is missing
            before it.
        """
        number = message.number
        ready: list[tuple[M, int, bool]] = []
        begins = self._next is None or message.session != self._session
        if begins or number < (self._next or 0) - _ANEW:
            ready += self._give_up(None)
            self._session, self._next = message.session, number
            # The ones before it may only be late.
            self._given_up = dict.fromkeys(range(max(number - _ANEW, 0), number), host_us)
            return [*ready, *self._pass(message, host_us, is_next=False)]
        assert self._next is not None
        if number < self._next or number in self._waiting:
            # A repetition, or too late to be put in order.
            if number in self._given_up:
                self._learn(host_us, self._given_up.pop(number))
            return []
        if number > self._next:
            self._waiting[number] = message, host_us
            return self.release(host_us)
        if self._waiting:
            self._learn(host_us, self._since_us)
        return [*self._pass(message, host_us, is_next=True), *self._followers()]

    def release(self, host_us: int) -> list[tuple[M, int, bool]]:
        """Return the messages that have waited for long enough."""
        if not self._waiting:
            return []
        if self._late_us is not None and host_us - self._late_us > _REMEMBERED_US:
            self._late_us, self._patience_us = None, self._usual_us
        size = sum(message.size for message, _ in self._waiting.values())
        if size < self._most and host_us - self._since_us < self._patience_us:
            return []
        return self._give_up(1)

    def release_all(self) -> list[tuple[M, int, bool]]:
        """Return all waiting messages, because nobody waits any longer."""
        return self._give_up(None)

    @property
    def _since_us(self) -> int:
        """When waiting for the next one began: the arrival of the first that has overtaken it."""
        return min(came_us for _, came_us in self._waiting.values())

    def _learn(self, host_us: int, since_us: int) -> None:
        """Adapt to a message that came late, counted from when waiting for it began."""
        needed_us = host_us - since_us
        if self._usual_us < needed_us and self._usual_us < self._longest_us:
            longer_us = min(2 * needed_us, self._longest_us)
            self._patience_us = max(self._patience_us, longer_us)
            self._late_us = host_us

    def _give_up(self, most: int | None) -> list[tuple[M, int, bool]]:
        """Pass on what waits although something before it is missing."""
        ready: list[tuple[M, int, bool]] = []
        while self._waiting and (most is None or most > 0):
            number, since_us = min(self._waiting), self._since_us
            message, came_us = self._waiting.pop(number)
            assert self._next is not None
            self.lost += number - self._next
            for missing in range(max(self._next, number - _ANEW), number):
                self._given_up[missing] = since_us
            for old in list(self._given_up)[:-_ANEW]:
                del self._given_up[old]
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
