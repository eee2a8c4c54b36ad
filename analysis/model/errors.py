"""Errors of the analysis: an exercise or a plan that cannot be used."""

from enum import StrEnum

from evenstride.sensors.errors import EvenstrideError


class AnalysisReason(StrEnum):
    """Why the analysis cannot be done."""

    UNKNOWN_EXERCISE = "unknown-exercise"
    BAD_EXERCISE = "bad-exercise"
    BAD_PLAN = "bad-plan"


class AnalysisError(EvenstrideError):
    """An exercise or a plan is unknown or invalid; the message says what to correct."""

    reason: AnalysisReason

    def __init__(self, message: str, reason: AnalysisReason) -> None:
        super().__init__(message, reason)
