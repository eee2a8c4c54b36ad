"""Tests that all errors have one root and a reason, and survive the way between processes."""

import pickle

import pytest

from evenstride.analysis.model.errors import AnalysisError, AnalysisReason
from evenstride.errors import JobError, JobReason
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.sensors.errors import EvenstrideError, SensorError, SensorReason

ERRORS: list[EvenstrideError] = [
    SensorError("It is off; switch it on.", SensorReason.NOT_FOUND, "left"),
    RecordingError("x.csv is empty; name another one.", RecordingReason.EMPTY),
    AnalysisError("There is no such exercise.", AnalysisReason.UNKNOWN_EXERCISE),
    JobError("Stopped.", JobReason.STOPPED),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_from_another_process_as_it_was(error: EvenstrideError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.reason is error.reason
    assert vars(again) == vars(error)
