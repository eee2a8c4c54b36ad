"""Analyzing any number of files, here or in several processes, and keeping the results."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evenstride.cli.analyzing.files import File, Shard, each_once, files_of
from evenstride.cli.analyzing.outcome import Job, Outcome, failed, outcome_of
from evenstride.cli.analyzing.printing import Printer
from evenstride.cli.analyzing.progress import file_progress
from evenstride.cli.analyzing.rows import Row
from evenstride.errors import JobError, JobReason
from evenstride.session.housekeeping import keep_freed_memory
from evenstride.session.processes import usual_jobs
from evenstride.terminal.progress_line import analysis_progress
from evenstride.terminal.streams import say

if TYPE_CHECKING:
    from evenstride.cli.analyzing.output import Output

_MANY: Final = 2
"""From this many files on, a bar shows how many are done; a single file shows its own progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to analyze, and how.

    Attributes:
        named: Files and folders.
        job: How each file is analyzed.
        as_json: Print each result as JSON; without an output and this, as a table.
        jobs: The number of processes; None for as many as pay off.
        dask: The address of a scheduler whose workers do the work; None for this computer.
        output: Where rows are kept; None for printing only.
        resume: Continue with the rows that the output has.
        shard: The part of the files that is analyzed here.
    """

    named: Sequence[str]
    job: Job
    as_json: bool = False
    jobs: int | None = None
    dask: str | None = None
    output: Path | None = None
    resume: bool = False
    shard: Shard | None = None


def analyze_all(asked: Asked) -> bool:
    """Analyze; return whether every file could be analyzed.

    Raises:
        JobError: The output cannot be written or resumed, or the work was stopped.
    """
    keep_freed_memory()
    files = files_of(asked.named, but=asked.output, shard=asked.shard)
    if asked.output is None:
        printer = Printer("json" if asked.as_json else "table")
        _analyze(files, asked, printer, lambda _: None)
        return not printer.errors
    from evenstride.cli.analyzing.output import open_output

    files = each_once(files)
    printer = Printer("json" if asked.as_json else "nothing")
    with open_output(asked.output, files, asked.job, resume=asked.resume) as output:
        if asked.resume:
            _say_resumed(files, output)
        try:
            _analyze(output.missing, asked, printer, output.add)
        except KeyboardInterrupt as error:
            message = "Stopped; --resume goes on with the files that are left."
            raise JobError(message, JobReason.STOPPED) from error
    errors = output.errors + printer.errors
    failed = f", {errors} of which could not be analyzed; their rows say why" if errors else ""
    say(f"{asked.output} has {_files(len(files))}{failed}.")
    return not errors


def _analyze(
    files: Sequence[File], asked: Asked, printer: Printer, keep: Callable[[Row], None]
) -> None:
    # A terminal that shows the results has no room for a bar as well.
    is_quiet = len(files) < _MANY or (asked.output is None and sys.stdout.isatty())
    with (
        file_progress(len(files), is_quiet=is_quiet) as shown,
        closing(_outcomes(files, asked, tells_time=is_quiet)) as found,
    ):
        for number, outcome in found:
            keep(outcome.row)
            printer.take(number, outcome, shown.say)
            shown.done()


def _outcomes(
    files: Sequence[File], asked: Asked, *, tells_time: bool
) -> Generator[tuple[int, Outcome], None, None]:
    """Yield the outcome of each file with its index, when it is done."""
    todo: list[tuple[int, str]] = []
    for number, file in enumerate(files):
        if file.error is None:
            todo.append((number, file.name))
        else:
            yield number, failed(file.name, file.error)
    if asked.dask is not None:
        from evenstride.cli.analyzing.cluster import analyze_by_cluster

        yield from analyze_by_cluster(todo, asked.job, asked.dask)
        return
    jobs = usual_jobs(len(todo)) if asked.jobs is None else min(asked.jobs, len(todo))
    if jobs > 1:
        from evenstride.cli.analyzing.workers import analyze_by_processes

        yield from analyze_by_processes(todo, asked.job, jobs)
        return
    for number, name in todo:
        yield number, _told(name, asked.job) if tells_time else outcome_of(name, asked.job)


def _told(name: str, job: Job) -> Outcome:
    with analysis_progress() as on_time:
        return outcome_of(name, job, partial(on_time, Path(name).name))


def _say_resumed(files: Sequence[File], output: "Output") -> None:
    there = len(files) - len(output.missing)
    if there:
        say(f"{_files(there)} of {len(files)} are there already.")
    if output.outdated:
        what = _files(output.outdated)
        say(f"{what} changed since, or the analysis did: analyzed anew.")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
