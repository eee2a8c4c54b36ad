"""Errors outside of samples and analysis: the user's own files, or what a command needs."""

from enum import StrEnum

from evenstride.sensors.errors import EvenstrideError


class JobReason(StrEnum):
    """Why a job that the user gave cannot be done."""

    STOPPED = "stopped"
    NO_TERMINAL = "no-terminal"
    EXTRA_MISSING = "extra-missing"
    CANNOT_LISTEN = "cannot-listen"
    NOT_FOUND = "not-found"
    NOT_A_FILE = "not-a-file"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    OTHER_VERSION = "other-version"
    EXISTS = "exists"
    CANNOT_WRITE = "cannot-write"
    NOT_SAVED = "not-saved"
    NOTHING_TO_REPORT = "nothing-to-report"


class JobError(EvenstrideError):
    """A job that the user gave cannot be done, for a reason outside of samples and analysis."""

    reason: JobReason

    def __init__(self, message: str, reason: JobReason) -> None:
        super().__init__(message, reason)
