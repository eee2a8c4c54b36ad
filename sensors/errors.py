"""The base class of all errors, and what can go wrong with a sensor."""

from enum import StrEnum


class EvenstrideError(Exception):
    """The base class of everything that evenstride raises on purpose.

    The message is one or two sentences for the user: what is wrong, and what to do. It survives
    pickling, so that errors come back unchanged from worker processes.

    Attributes:
        reason: Why, for programs; each package has its own reasons.
    """

    def __init__(self, message: str, reason: StrEnum) -> None:
        super().__init__(message, reason)
        self.reason = reason

    def __str__(self) -> str:
        """Return the message."""
        return str(self.args[0])


class SensorReason(StrEnum):
    """Why a sensor cannot be used; a screen can turn it into an instruction."""

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
    """A sensor, or Bluetooth itself, cannot be used.

    Attributes:
        reason: Why, for programs.
        leg: The leg concerned, if it is only one.
    """

    reason: SensorReason

    def __init__(self, message: str, reason: SensorReason, leg: str | None = None) -> None:
        super().__init__(message, reason)
        self.leg = leg
