"""Analyzing a folder's recordings, and comparing the counts with the truth."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evenstride.analysis.evaluating.outcomes import LegOutcome
from evenstride.analysis.model.exercises import builtin
from evenstride.cli.evaluation.judging import FileTask, Judged, judge
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.truth import TrueCount, read_counts
from evenstride.session.processes import ProcessDiedError, each, usual_jobs
from evenstride.terminal.faults import logged_sentence
from evenstride.terminal.outside import safe
from evenstride.terminal.progress_line import ProgressLine
from evenstride.terminal.words import clock
from evenstride.user.exercises import Choice


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be judged, and why; the file is "" if it is about the table itself."""

    file: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every leg that could be judged, in the order of the table, and the problems.

    Attributes:
        recorded: Legs as recorded.
        alone: The same legs, each as if it wore the only sensor.
        chosen: Legs of recordings with nothing to count, with each exercise chosen, in both
            settings.
        others: Legs of all other people as recorded, if one person was held out.
        problems: What could not be judged.
    """

    recorded: tuple[LegOutcome, ...]
    alone: tuple[LegOutcome, ...]
    chosen: tuple[LegOutcome, ...]
    others: tuple[LegOutcome, ...]
    problems: tuple[Problem, ...]


def evaluate_folder(
    folder: Path,
    choice: Choice,
    *,
    hold_out: str | None = None,
    jobs: int | None = None,
) -> Evaluation:
    """Analyze every recording that the folder's ``counts.csv`` lists, as in a live session.

    Args:
        choice: What the user said about the exercise. If one was named, it is used for every file,
            and only legs without reps are judged.
        hold_out: A person who is judged apart from the others; None for all together.
        jobs: The number of processes; None for as many as pay off.

    Raises:
        RecordingError: There is no such folder, or its table cannot be used.
    """
    counts = read_counts(folder)
    files = _files(folder, counts.by_file(), choice, hold_out)
    tasks = _tasks(folder, files, counts.rows, choice, hold_out)
    found: list[Judged | Exception | None] = [None] * len(tasks)
    began_s = time.monotonic()
    jobs = usual_jobs(len(tasks)) if jobs is None else jobs
    with ProgressLine(patience_s=0.0, every_s=0.0) as line:
        line.show(f"0/{len(tasks)} {safe(tasks[0].file, limit=50)}")
        for done, (number, result) in enumerate(each(judge, tasks, jobs), start=1):
            if isinstance(result, BrokenPipeError):
                raise result
            found[number] = result
            left_s = (time.monotonic() - began_s) / done * (len(tasks) - done)
            left = f", {clock(left_s)} left" if left_s >= 1.0 else ""
            line.show(f"{done}/{len(tasks)} {safe(tasks[number].file, limit=50)}{left}")
    problems = [Problem("", text) for text in counts.problems]
    for task, judged in zip(tasks, found, strict=True):
        problems += [Problem(task.file, text) for text in _problems(task.file, judged)]
    pairs = [
        (task, judged)
        for task, judged in zip(tasks, found, strict=True)
        if isinstance(judged, Judged)
    ]
    mine = [judged for task, judged in pairs if hold_out is None or task.rows[0].is_of(hold_out)]
    others = [judged for task, judged in pairs if hold_out and not task.rows[0].is_of(hold_out)]
    return Evaluation(
        recorded=tuple(one for judged in mine for one in judged.recorded),
        alone=tuple(one for judged in mine for one in judged.alone),
        chosen=tuple(one for judged in mine for one in judged.chosen),
        others=tuple(one for judged in others for one in judged.recorded),
        problems=tuple(problems),
    )


def _files(
    folder: Path,
    by_file: Mapping[str, Sequence[TrueCount]],
    choice: Choice,
    hold_out: str | None,
) -> dict[str, Sequence[TrueCount]]:
    wanted = choice.wanted
    files: dict[str, Sequence[TrueCount]] = {
        file: judged
        for file, rows in by_file.items()
        if (judged := [row for row in rows if wanted is None or row.reps == 0])
    }
    if not files:
        what = "recording" if wanted is None else "leg without reps, as --exercise needs,"
        message = f"{folder} has a table of counts that lists no {what}; add some."
        raise RecordingError(message, RecordingReason.UNREADABLE)
    if hold_out is not None and not any(rows[0].is_of(hold_out) for rows in files.values()):
        message = (
            f"{folder} has a table of counts that lists nothing of {hold_out!r}; name a person as"
            " its column person does, or as the names of the files begin."
        )
        raise RecordingError(message, RecordingReason.NOT_FOUND)
    return files


def _tasks(
    folder: Path,
    files: Mapping[str, Sequence[TrueCount]],
    rows: Sequence[TrueCount],
    choice: Choice,
    hold_out: str | None,
) -> list[FileTask]:
    working = {row.file for row in rows if row.reps > 0}
    every = (*builtin().values(), *choice.own) if choice.wanted is None else ()
    tasks = []
    for file, of_file in files.items():
        is_judged = hold_out is None or of_file[0].is_of(hold_out)
        chosen = every if is_judged and file not in working else ()
        tasks.append(FileTask(folder, tuple(of_file), choice, file in working, chosen))
    return tasks


def _problems(file: str, judged: Judged | Exception | None) -> Sequence[str]:
    if isinstance(judged, Judged):
        return judged.problems
    if judged is None:
        return [f"{file}: it was not judged; run the same again."]
    if isinstance(judged, ProcessDiedError):
        return [f"{file} {judged}"]
    return [logged_sentence(judged, file)]
