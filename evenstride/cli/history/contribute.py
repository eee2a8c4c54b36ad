"""Packing sessions for an open data set; the archive's contents are shown before it is written."""

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from evenstride.errors import JobError, JobReason
from evenstride.history import History, StoredSession
from evenstride.history.contribution import (
    Contributed,
    Person,
    contributed,
    texts,
    write_archive,
)
from evenstride.history.keeping import open_history
from evenstride.history.kept_result import first_summary
from evenstride.places import recordings_folder
from evenstride.recordings.own import is_own_recording
from evenstride.recordings.reader import read
from evenstride.sensors.errors import EvenstrideError
from evenstride.terminal.asking import may
from evenstride.terminal.faults import logged_sentence
from evenstride.terminal.streams import print_line, say
from evenstride.user.files.whole_file import check_place, whole_file


def run_contribute(
    numbers: Sequence[int], out: Path, *, typed: Person, is_sure: bool, force: bool
) -> bool:
    """Show the archive's contents, ask, and write it; return whether every chosen session is in it.

    Args:
        numbers: The sessions; empty for all that were not simulated.
        out: The archive.
        typed: What the person typed about themselves.
        is_sure: Whether to skip the question.
        force: Whether an existing file may be replaced.

    Raises:
        RecordingError: There is no session of a number, or a recording cannot be read.
        JobError: Nothing can be packed or written, or nobody can be asked.
    """
    check_place(out, replace=force)
    with open_history() as history:
        named = [history.get(number) for number in dict.fromkeys(numbers)]
        chosen = named or [one for one in history.sessions() if not one.synthetic]
        packed: list[Contributed] = []
        for session in chosen:
            try:
                packed.append(_contributed(history, session, f"session-{len(packed) + 1}.csv"))
            except EvenstrideError as error:
                say(f"Session {session.number} stays out: {logged_sentence(error)}")
        simulated = "" if chosen or not history.sessions() else " All were simulated."
    if not packed:
        raise JobError(f"There is no session to pack.{simulated}", JobReason.NOTHING_TO_REPORT)
    for line in _shown(packed, typed):
        print_line(line)
    if not (is_sure or may(f"Write this to {out}? Nothing is sent anywhere.")):
        say("Nothing was written.")
        return True
    with whole_file(out, replace=force) as file:
        write_archive(file, packed, typed)
    say(f"Wrote {out}. docs/contribute.md tells how to share it.")
    return len(packed) == len(chosen)


def random_name() -> str:
    """Return a random word for a person, which reveals nothing and is different each time."""
    return f"person-{secrets.token_hex(4)}"


def _contributed(history: History, session: StoredSession, file: str) -> Contributed:
    if session.synthetic:
        raise JobError("It was simulated, and says nothing of people.", JobReason.UNREADABLE)
    if os.path.lexists(session.path) and not is_own_recording(session.path, recordings_folder()):
        # A history that somebody tampered with may name any file.
        raise JobError(f"{session.path} is no recording in your data folder.", JobReason.NOT_A_FILE)
    summary = first_summary(history, session)
    return contributed(session.number, file, read(session.path), summary)


def _shown(packed: Sequence[Contributed], person: Person) -> Iterator[str]:
    """Yield everything that goes into the archive, but only the number of samples."""
    for name, text in texts(packed, person).items():
        yield f"{name}:"
        yield from (f"  {line}" for line in text.splitlines())
        yield ""
    for session in packed:
        yield f"{session.file}, which is your session {session.number}:"
        yield from (f"  {line}" for line in session.head.splitlines())
        among = ", and among them these events:" if session.events else ""
        yield f"  … {session.samples} samples of these columns{among}"
        yield from (f"  {line.rstrip()}" for line in session.events)
        yield ""
