"""The root of all errors, and what can go wrong with a sensor."""

from enum import StrEnum


class EvenstrideError(Exception):
    """The root of everything that evenstride raises on purpose.

    The message is one sentence or two for the user: what is wrong, and what to do. It is kept by
    pickling, so that errors come back from worker processes as they are.

    Attributes:
        reason: Why, for programs; each room has its own reasons.
    """

    def __init__(self, message: str, reason: StrEnum) -> None:
        super().__init__(message, reason)
        self.reason = reason

    def __str__(self) -> str:
        """The message."""
        return str(self.args[0])


class SensorReason(StrEnum):
    """Why a sensor can not be used; a screen can turn it into an instruction."""

    NO_ADAPTER = "no-adapter"
    SHORT_PACKETS = "short-packets"
    NOT_PAIRED = "not-paired"
    IN_USE = "in-use"
    BLUETOOTH_OFF = "bluetooth-off"
    NOT_ALLOWED = "not-allowed"
    NOT_FOUND = "not-found"
    AMBIGUOUS = "ambiguous"
    NOT_SUPPORTED = "not-supported"
    CONNECT_FAILED = "connect-failed"
    NO_DATA = "no-data"


class SensorError(EvenstrideError):
    """A sensor, or Bluetooth itself, can not be used.

    Attributes:
        reason: Why, for programs.
        leg: The leg concerned, where it is only one.
    """

    reason: SensorReason

    def __init__(self, message: str, reason: SensorReason, leg: str | None = None) -> None:
        super().__init__(message, reason)
        self.leg = leg
