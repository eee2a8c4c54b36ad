"""What can go wrong with a recording, with a reason that programs can act on."""

from enum import StrEnum


class RecordingReason(StrEnum):
    """Why a recording can not be read or written."""

    NOT_FOUND = "not-found"
    IS_A_DIRECTORY = "is-a-directory"
    EMPTY = "empty"
    NOT_A_RECORDING = "not-a-recording"
    NEWER_VERSION = "newer-version"
    OTHER_UNITS = "other-units"
    NO_SAMPLES = "no-samples"
    UNREADABLE = "unreadable"
    EXISTS = "exists"
    CANNOT_WRITE = "cannot-write"
    DAMAGED = "damaged"


class RecordingError(Exception):
    """The root of this package's errors; ``reason`` says why, for programs.

    The message is for the user: what is wrong with which file, and what to do.
    """

    def __init__(self, message: str, reason: RecordingReason) -> None:
        super().__init__(message)
        self.reason = reason
