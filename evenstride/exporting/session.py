"""The input of an export: a recording and its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evenstride.analysis.model.events import Trace
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.api.angles import DrawnLegs
from evenstride.recordings.reader import Recording, read
from evenstride.sensors.samples import Leg, Placement
from evenstride.session.result.warning_text import warning_lines
from evenstride.session.whole_recording import analyze_recording
from evenstride.user.exercises import Choice


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A recording with its result.

    Attributes:
        file: The recording's name as given.
        recording: The recording, to be read.
        result: The output of ``analyze --json``.
        angles: Each leg's angle from rest over time.
        remarks: Sentences about what is doubtful or could not be read.
    """

    file: str
    recording: Recording
    result: Mapping[str, Any]
    angles: Mapping[Leg, Trace] = field(repr=False)
    remarks: Sequence[str]


def analyzed(file: str, choice: Choice, placement: Placement | None) -> Session:
    """Read and analyze a recording.

    Args:
        placement: Where the sensors sat; None for the placement that the recording states.

    Raises:
        RecordingError: It is not a readable recording.
    """
    remarks: list[str] = []
    drawn = DrawnLegs()
    recording = read(file)
    found = analyze_recording(
        file, choice, placement, on_progress=drawn.on_progress, on_remark=remarks.append
    )
    remarks += [f"{file}: {sentence}" for sentence in found.skipped]
    remarks += [f"{file}: {sentence}" for sentence in warning_lines(found.summary.legs)]
    return Session(
        file, recording, summary_as_json(found.summary, file), drawn.angles(found.summary), remarks
    )
