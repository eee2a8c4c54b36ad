"""Writing sessions for other programs; a file that cannot be read does not stop the others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from evenstride import __version__
from evenstride.analysis.results.layout import SCHEMA
from evenstride.errors import JobError, JobReason
from evenstride.exporting.fit_file import fit_bytes, sets_and_rests
from evenstride.exporting.forms import JOINED, TABLES, Form, check_installed, usual_output
from evenstride.exporting.mcap_messages import messages_of
from evenstride.exporting.session import Session, analyzed
from evenstride.exporting.table import Of, Table, results_table, samples_table
from evenstride.exporting.table_files import write_csv, write_parquet
from evenstride.history.keeping import stored_session
from evenstride.recordings.exporting.bids_dataset import is_dataset_of_ours, write_dataset
from evenstride.recordings.exporting.mcap_file import write_mcap
from evenstride.recordings.exporting.samples import samples_of
from evenstride.recordings.reader import Recording, read
from evenstride.sensors.samples import Placement
from evenstride.terminal.faults import logged_sentence
from evenstride.terminal.streams import print_line, say
from evenstride.terminal.words import local_minute
from evenstride.user.exercises import Choice, title_of
from evenstride.user.files.whole_file import check_place, whole_file
from evenstride.user.files.whole_folder import check_folder, whole_folder
from evenstride.version import analysis_version

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to export.

    Attributes:
        files: Recordings, or numbers of sessions in the history.
        form: The output's form.
        of: What the rows of a table are.
        out: The output; None for the usual name of each file in the working folder.
        choice: What the user said about the exercise.
        placement: Where the sensors sat; None for the placement that each recording states.
        force: Whether to replace existing files.
    """

    files: Sequence[str]
    form: Form
    of: Of
    out: Path | None
    choice: Choice
    placement: Placement | None
    force: bool

    def outputs(self) -> list[tuple[Path, Sequence[str]]]:
        """Return each output, and the recordings that go into it.

        Raises:
            JobError: Two recordings would go to the same file.
        """
        if self.out is not None and (self.form in JOINED or len(self.files) == 1):
            return [(self.out, self.files)]
        found: dict[Path, str] = {}
        for file in self.files:
            out = usual_output(file, self.form, self.of)
            if found.setdefault(out, file) != file:
                raise JobError(
                    f"{found[out]} and {file} would both become {out}; export one after the other,"
                    " and name each one's file with -o.",
                    JobReason.EXISTS,
                )
        return [(out, [file]) for out, file in found.items()]


def export_all(asked: Asked) -> bool:
    """Export, and print the names of the written files; return whether nothing went wrong.

    Raises:
        JobError: The output cannot be written, or a package is not installed.
    """
    check_installed(asked.form)
    files = list(_each(asked.files, _recording))
    is_whole = len(files) == len(asked.files)
    outputs = replace(asked, files=files).outputs() if files else []
    if len(outputs) == 1:
        _check_output(outputs[0][0], asked)
    for out, of_out in outputs:
        try:
            is_whole &= _export(out, of_out, asked)
        except JobError as error:
            if len(outputs) == 1:
                raise
            say(f"Error: {logged_sentence(error)}")
            is_whole = False
    return is_whole


def _recording(named: str) -> str:
    """Return a recording's file; a number names a session of the history."""
    if not named.isdecimal():
        return named
    return str(stored_session(int(named)).path)


def _check_output(out: Path, asked: Asked) -> None:
    if asked.form is Form.BIDS:
        check_folder(out, _may_go(asked))
    else:
        check_place(out, replace=asked.force)


def _may_go(asked: Asked) -> Callable[[Path], bool]:
    return lambda folder: asked.force and is_dataset_of_ours(folder)


def _export(out: Path, files: Sequence[str], asked: Asked) -> bool:
    """Write one output; return whether all of its recordings could be read."""
    found: Sequence[Session] | Sequence[tuple[str, Recording]]
    if asked.form is Form.BIDS or (asked.form in TABLES and asked.of is Of.SAMPLES):
        recordings = list(_each(files, lambda file: (file, read(file))))
        found = recordings
        if recordings:
            _write_samples(out, recordings, asked)
            for file, recording in recordings:
                for sentence in recording.report.sentences():
                    say(f"{file}: {sentence}")
    else:
        sessions = list(_each(files, lambda file: analyzed(file, asked.choice, asked.placement)))
        found = sessions
        for session in sessions:
            for remark in session.remarks:
                say(remark)
        if sessions:
            _write_results(out, sessions, asked)
    if found:
        print_line(str(out))
    return len(found) == len(files)


def _each(files: Sequence[str], take: Callable[[str], T]) -> Iterator[T]:
    for file in files:
        try:
            yield take(file)
        except Exception as error:
            # Whatever the error, the other files go on.
            say(f"Error: {logged_sentence(error, file)}")


def _write_samples(out: Path, recordings: Sequence[tuple[str, Recording]], asked: Asked) -> None:
    if asked.form is Form.BIDS:
        with whole_folder(out, _may_go(asked)) as folder:
            write_dataset(folder, [recording for _, recording in recordings], __version__)
    else:
        _write_table(out, samples_table(recordings), asked)


def _write_results(out: Path, sessions: Sequence[Session], asked: Asked) -> None:
    if asked.form in TABLES:
        _write_table(out, results_table(asked.of, sessions), asked)
        return
    (session,) = sessions
    if asked.form is Form.MCAP:
        about = {"schema": SCHEMA, "analysis_version": analysis_version()}
        with whole_file(out, replace=asked.force) as file:
            write_mcap(
                file,
                samples_of(session.recording),
                messages_of(session),
                started_utc=session.recording.header.started_utc,
                about=about,
            )
    else:
        activity = _activity(session, asked.choice)
        with whole_file(out, replace=asked.force) as file:
            file.write(activity)


def _write_table(out: Path, table: Table, asked: Asked) -> None:
    with whole_file(out, replace=asked.force) as file:
        if asked.form is Form.CSV:
            write_csv(file, table)
        else:
            write_parquet(file, table)


def _activity(session: Session, choice: Choice) -> bytes:
    sets = sets_and_rests(session.result, lambda exercise: title_of(exercise, choice.own))
    if not sets:
        raise JobError(
            f"{session.file} holds no set, so that there is nothing to make an activity of.",
            JobReason.NOTHING_TO_REPORT,
        )
    started = session.recording.header.started_utc
    if started is None:
        started = datetime.fromtimestamp(Path(session.file).stat().st_mtime, UTC)
        say(
            f"{session.file} does not say when it began; the time of the file is taken,"
            f" {local_minute(started)}."
        )
    legs = session.result["legs"].values()
    ends_s = [leg["data"]["duration_s"] for leg in legs] + [one.end_s for one in sets]
    # The person most likely trained in the time zone of this computer.
    return fit_bytes(
        sets, started=started.astimezone(), duration_s=max(ends_s), made=datetime.now(UTC)
    )
