"""What can be wrong with what the analysis is asked to do."""

from enum import StrEnum

from evenstride.sensors.errors import EvenstrideError


class AnalysisReason(StrEnum):
    """Why the analysis cannot be done."""

    UNKNOWN_EXERCISE = "unknown-exercise"
    BAD_EXERCISE = "bad-exercise"
    BAD_PLAN = "bad-plan"


class AnalysisError(EvenstrideError):
    """An exercise or a plan is not as it must be."""

    reason: AnalysisReason

    def __init__(self, message: str, reason: AnalysisReason) -> None:
        super().__init__(message, reason)
