"""One file's analysis as plain values, here or in a worker process: the result, or the error."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from evenstride.analysis.results.to_json import JsonObject, summary_as_json
from evenstride.sensors.samples import Placement
from evenstride.session.result.report_text import report, title
from evenstride.session.whole_recording import analyze_recording
from evenstride.terminal.faults import is_expected, sentence
from evenstride.terminal.outside import safe
from evenstride.user.exercises import Choice


@dataclass(frozen=True, slots=True)
class Job:
    """How every file is analyzed.

    Attributes:
        choice: What the user said about the exercise.
        placement: Where the sensors sat; None for the placement that each recording states.
    """

    choice: Choice
    placement: Placement | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for a file.

    Attributes:
        file: Its name as given.
        row: The object that ``--json`` prints: the result, or the file and the error.
        lines: The result for people; empty if there is none.
        remarks: Further sentences for the user.
        skipped: Sentences about what could not be read; they are in ``lines`` as well.
        error: Why there is no result, as a sentence that names the file; None if there is one.
        fault: The traceback of a fault of this program; None if there was none.
    """

    file: str
    row: JsonObject
    lines: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    error: str | None = None
    fault: str | None = None


def outcome_of(file: str, job: Job, on_time: Callable[[float], None] | None = None) -> Outcome:
    """Analyze a file; any error becomes an outcome, too.

    Args:
        job: How to analyze it.
        on_time: Called with the progress, seconds since the first sample; None for no call.

    Raises:
        BrokenPipeError: Nobody reads the output any more.
    """
    remarks: list[str] = []
    try:
        found = analyze_recording(
            file, job.choice, job.placement, on_time=on_time, on_remark=remarks.append
        )
        row = summary_as_json(found.summary, file)
        of = title(found.summary, job.choice.own, synthetic=found.header.synthetic)
        lines = (f"{safe(file, limit=200)}: {of}", *report(found.summary), *found.skipped)
        skipped = tuple(f"{file}: {text}" for text in found.skipped)
    except BrokenPipeError:
        raise
    except Exception as error:
        # Whatever the error, the other files go on.
        fault = None if is_expected(error) else traceback.format_exc()
        return failed(file, sentence(error), fault=fault)
    return Outcome(file, row, lines, tuple(remarks), skipped)


def failed(file: str, why: str, *, fault: str | None = None) -> Outcome:
    """Return the outcome of a file that could not be analyzed; ``why`` is a sentence."""
    error = why if file in why else f"{file}: {why}"
    return Outcome(file, {"file": file, "error": why}, error=error, fault=fault)
