"""The rows of ``--output``: JSON lines, CSV, or Parquet made from JSON lines next to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from evenstride.cli.analyzing.files import File
from evenstride.cli.analyzing.kept_lines import KeptLines, rows_of_lines
from evenstride.cli.analyzing.line_forms import CsvLines, Form, JsonLines
from evenstride.cli.analyzing.outcome import Job
from evenstride.cli.analyzing.parquet import write_parquet
from evenstride.cli.analyzing.rows import Mark, Row, mark_of
from evenstride.errors import JobError, JobReason
from evenstride.exporting.table_files import check_parquet
from evenstride.user.files.whole_file import check_place

_PARQUET: Final = ".parquet"

FORMS: Final[dict[str, Form]] = {
    ".jsonl": JsonLines(),
    ".csv": CsvLines(),
    _PARQUET: JsonLines(),
}
"""The form of the lines, by the suffix of the output's name."""


class Output:
    """The rows of all files, on disk.

    Args:
        lines: The file of lines.
        files: The files to be analyzed.
        job: How to analyze them.

    Attributes:
        missing: The files without a row.
        outdated: How many rows were removed because their file or the analysis changed.
        errors: How many of the existing rows are errors.

    Raises:
        JobError: The existing rows were made with other options.
    """

    def __init__(self, lines: KeptLines, files: Sequence[File], job: Job) -> None:
        self._lines = lines
        self._marks: dict[str, Mark] = {one.name: mark_of(one.name, job) for one in files}
        asked = mark_of("", job).asked
        for one in lines.kept:
            if one.mark.asked != asked:
                raise JobError(_other_way(*one.mark.asked), JobReason.OTHER_VERSION)
        named = {lines.name_of(name): mark for name, mark in self._marks.items()}
        self.outdated = lines.forget(named)
        kept = {one.file: one for one in lines.kept if one.file in named}
        self.missing = [one for one in files if lines.name_of(one.name) not in kept]
        self.errors = sum(one.is_error for one in kept.values())

    def add(self, row: Row) -> None:
        """Write a file's row.

        Raises:
            JobError: It cannot be written.
        """
        mark = self._marks[row["file"]]
        self._lines.add({**row, **{name: getattr(mark, name) for name in mark.__slots__}})


@contextmanager
def open_output(path: Path, files: Sequence[File], job: Job, *, resume: bool) -> Iterator[Output]:
    """Open the output; a Parquet table is written when all rows are there.

    Raises:
        JobError: It cannot be written or resumed, or a package is not installed.
    """
    suffix = path.suffix
    lines = path
    if suffix == _PARQUET:
        check_parquet()
        lines = path.with_name(f"{path.name}.jsonl")
        _refuse(path, resume=resume)
    with KeptLines(lines, FORMS[suffix], resume=resume) as kept:
        yield Output(kept, files, job)
        if suffix == _PARQUET:
            try:
                write_parquet(path, rows_of_lines(lines))
            except JobError as error:
                raise JobError(
                    f"{error} All rows are in {lines}, and --resume makes the table of them.",
                    error.reason,
                ) from error


def _refuse(path: Path, *, resume: bool) -> None:
    check_place(path, replace=True)
    if path.exists() and path.stat().st_size and not resume:
        raise JobError(
            f"{path} exists already; go on with it by --resume, name another file, or move it"
            " away.",
            JobReason.EXISTS,
        )


def _other_way(exercise: str | None, placement: str | None) -> str:
    options = [f"--exercise {exercise}"] if exercise else []
    options += [f"--placement {placement}"] if placement else []
    how = f"with {' '.join(options)}" if options else "without --exercise and --placement"
    return f"The rows that are there were made {how}; go on so, or write to another file."
