"""What can go wrong with a sensor, with a reason that a screen can turn into an instruction."""

from enum import StrEnum


class SensorReason(StrEnum):
    """Why a sensor can not be used."""

    NO_ADAPTER = "no-adapter"
    BLUETOOTH_OFF = "bluetooth-off"
    NOT_ALLOWED = "not-allowed"
    NOT_FOUND = "not-found"
    AMBIGUOUS = "ambiguous"
    NOT_SUPPORTED = "not-supported"
    CONNECT_FAILED = "connect-failed"
    NO_DATA = "no-data"


class SensorError(Exception):
    """The root of this package's errors.

    Attributes:
        reason: Why, for programs.
        leg: The leg concerned, where it is only one.
    """

    def __init__(self, message: str, reason: SensorReason, leg: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.leg = leg
