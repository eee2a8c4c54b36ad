"""Analyze the recordings of a folder, and set beside it what was really done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from evenstride.analysis.evaluating.figures import LegOutcome, announced
from evenstride.analysis.model.events import Event, Progress
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.truth import TimedRep, TrueCount, read_counts, read_truth
from evenstride.session.whole_recording import analyze_recording
from evenstride.terminal.faults import is_expected, sentence
from evenstride.terminal.progress_line import ProgressLine
from evenstride.terminal.words import safe
from evenstride.user.exercises import Choice


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be judged, and why; the file is empty where it is about the table itself."""

    file: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every leg that could be judged, in the order of the table, and what could not."""

    outcomes: tuple[LegOutcome, ...]
    problems: tuple[Problem, ...]


def evaluate_folder(folder: Path, choice: Choice, *, is_debug: bool) -> Evaluation:
    """Analyze every recording that the folder's ``counts.csv`` lists, as it would be live.

    Args:
        folder: The folder.
        choice: What the user said about the exercise. One that is named is taken for every file,
            of which then only the legs are judged that did nothing.
        is_debug: Raise a fault of this program rather than say it.

    Raises:
        RecordingError: There is no such folder, or its table can not be used.
    """
    counts = read_counts(folder)
    problems = [Problem("", text) for text in counts.problems]
    outcomes: list[LegOutcome] = []
    wanted = choice.wanted
    files = {
        file: judged
        for file, rows in counts.by_file().items()
        if (judged := [row for row in rows if wanted is None or row.reps == 0])
    }
    if not files:
        what = "recording" if wanted is None else "leg without reps, as --exercise needs,"
        message = f"{folder} has a table of counts that lists no {what}; add some."
        raise RecordingError(message, RecordingReason.UNREADABLE)
    working = {row.file for row in counts.rows if row.reps > 0}
    with ProgressLine(patience_s=0.0, every_s=0.0) as line:
        for number, (file, rows) in enumerate(files.items(), start=1):
            line.show(f"{number}/{len(files)} {safe(file, limit=50)}")

            def fail(text: str, name: str = file) -> None:
                problems.append(Problem(name, text))

            try:
                outcomes += _evaluate_file(folder, rows, choice, file in working, fail)
            except BrokenPipeError:
                raise
            except Exception as error:
                if not is_expected(error) and is_debug:
                    raise
                fail(sentence(error) if is_expected(error) else f"{file}: {sentence(error)}")
    return Evaluation(tuple(outcomes), tuple(problems))


def _evaluate_file(
    folder: Path,
    rows: Sequence[TrueCount],
    choice: Choice,
    is_trained: bool,
    fail: Callable[[str], None],
) -> list[LegOutcome]:
    file = rows[0].file
    path = folder / file
    true_reps: tuple[TimedRep, ...] = ()
    try:
        truth = read_truth(path)
        true_reps = truth.reps
        for text in truth.problems:
            fail(text)
    except RecordingError as error:  # the counts can be judged all the same
        fail(sentence(error))
    events: list[Event] = []

    def collect(progress: Progress) -> None:
        events.extend(progress.events)

    found = analyze_recording(path, choice, on_progress=collect)
    summary, header = found.summary, found.header
    outcomes = []
    for row in rows:
        if row.leg not in summary.legs:
            fail(f"{path} has no sensor on the {row.leg} leg, of which it should tell the reps.")
            continue
        outcomes.append(
            LegOutcome(
                file=file,
                folder=PurePath(file).parent.as_posix(),
                leg=row.leg,
                true_count=row.reps,
                is_resting=row.reps == 0 and is_trained,
                reps=summary.legs[row.leg].reps,
                announced=announced(events, row.leg),
                true_reps=tuple(rep for rep in true_reps if rep.leg is row.leg),
                exercise=found.exercise.id,
                placement=header.sensors[row.leg].placement,
            )
        )
    return outcomes
