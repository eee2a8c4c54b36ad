"""Errors of recordings, with reasons that programs can act on."""

from enum import StrEnum

from evenstride.sensors.errors import EvenstrideError


class RecordingReason(StrEnum):
    """Why a recording cannot be read or written."""

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


class RecordingError(EvenstrideError):
    """A recording, a truth table or the history cannot be read or written."""

    reason: RecordingReason

    def __init__(self, message: str, reason: RecordingReason) -> None:
        super().__init__(message, reason)
