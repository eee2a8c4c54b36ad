"""What can be wrong with what the analysis is asked to do."""

from enum import StrEnum


class AnalysisReason(StrEnum):
    """Why the analysis can not be done."""

    UNKNOWN_EXERCISE = "unknown-exercise"
    BAD_EXERCISE = "bad-exercise"
    BAD_PLAN = "bad-plan"


class AnalysisError(Exception):
    """The root of this package's errors; ``reason`` says why, for programs."""

    def __init__(self, message: str, reason: AnalysisReason) -> None:
        super().__init__(message)
        self.reason = reason
