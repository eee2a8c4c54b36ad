"""What an export is made of: a recording, and what was found in it."""

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
        file: The recording's name as it was given.
        recording: It, to be read.
        result: What ``analyze --json`` prints of it.
        angles: Each leg's angle from rest over time.
        remarks: What is doubtful or could not be read, in sentences.
    """

    file: str
    recording: Recording
    result: Mapping[str, Any]
    angles: Mapping[Leg, Trace] = field(repr=False)
    remarks: Sequence[str]


def analyzed(file: str, choice: Choice, placement: Placement | None) -> Session:
    """Read and analyze a recording.

    Args:
        file: The recording.
        choice: What the user said about the exercise.
        placement: Where the sensors sat; None for what the recording says.

    Raises:
        RecordingError: It is no recording that can be read.
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
