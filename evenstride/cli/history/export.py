"""Exporting all of the user's sessions to a folder or a zip file."""

import json
import os
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from evenstride.cli.history.table import session_json, sessions_csv
from evenstride.errors import JobError, JobReason
from evenstride.history import History, StoredSession
from evenstride.places import recordings_folder
from evenstride.recordings.own import is_own_recording
from evenstride.terminal.outside import plain_name
from evenstride.user.files.whole_file import whole_file
from evenstride.user.files.whole_folder import whole_folder

_README: Final = """\
What evenstride knows of your training.

sessions.csv   one line for each exercise of each session
sessions.json  the same with every set, for programs
results/       what was found in each session, as evenstride analyze --json prints it
recordings/    what the sensors measured, one CSV file for each session

A result or a recording that begins with a number is that of the session of this number.
"""


def export(history: History, to: Path) -> tuple[int, tuple[StoredSession, ...]]:
    """Write all sessions, their newest results and their recordings.

    Args:
        history: The sessions.
        to: A zip file if its name says so, else a folder; it must not exist.

    Returns:
        The number of sessions, and those without a recording in the export: it is gone, is not a
            recording, or is in a place that the user chose.

    Raises:
        JobError: The file or folder exists already, or cannot be written; then nothing is left.
    """
    if os.path.lexists(to):
        raise JobError(
            f"{to} exists already; export to another name, or move it away.", JobReason.EXISTS
        )
    sessions = history.sessions()
    if to.suffix.lower() == ".zip":
        with whole_file(to, replace=False) as file:
            _write_zip(history, sessions, file)
    else:
        with whole_folder(to, lambda _: False) as folder:
            _write_folder(history, sessions, folder)
    packed = {one.number for one, _ in _recordings(sessions)}
    return len(sessions), tuple(one for one in sessions if one.number not in packed)


def _write_zip(history: History, sessions: Sequence[StoredSession], file: BinaryIO) -> None:
    # A zip file cannot store times before 1980; an earlier one becomes 1980.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name, text in _texts(history, sessions):
            archive.writestr(name, text)
        for session, name in _recordings(sessions):
            archive.write(session.path, name)


def _write_folder(history: History, sessions: Sequence[StoredSession], folder: Path) -> None:
    for inside in ("results", "recordings"):
        (folder / inside).mkdir(mode=0o700)
    for name, text in _texts(history, sessions):
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    for session, name in _recordings(sessions):
        path = folder / name
        path.touch(mode=0o600)
        shutil.copyfile(session.path, path, follow_symlinks=False)


def _texts(history: History, sessions: Sequence[StoredSession]) -> list[tuple[str, str]]:
    # The recipient has no business with the names of the user's folders.
    inside = [replace(one, path=Path(_name(one))) for one in sessions]
    texts = [
        ("README.txt", _README),
        ("sessions.csv", "\n".join(sessions_csv(inside)) + "\n"),
        ("sessions.json", _json([session_json(one) for one in inside])),
    ]
    for one in sessions:
        result = history.result_json(one.number)
        if result is not None:
            texts.append((f"results/{one.number}.json", _json(result)))
    return texts


def _recordings(sessions: Sequence[StoredSession]) -> list[tuple[StoredSession, str]]:
    folder = recordings_folder()
    return [(one, _name(one)) for one in sessions if is_own_recording(one.path, folder)]


def _name(session: StoredSession) -> str:
    return f"recordings/{session.number}-{plain_name(session.path.name)}"


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=True, allow_nan=False) + "\n"
