"""Rebuilding a damaged history in a new file, so that an interrupted rebuild changes nothing."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from evenstride.history.database import told
from evenstride.history.salvage import salvage
from evenstride.history.second_copy import read_copy
from evenstride.history.store import History

_log = logging.getLogger(__name__)

_BESIDE: Final = ("-wal", "-shm")
"""The suffixes of SQLite's side files, in which the newest data may still be."""

LEFT_BEHIND: Final = ("history-damaged-*.sqlite3*", "history-rebuilt-*.sqlite3*")
"""Names in the history's folder of damaged files that were moved aside, and of unfinished new
ones."""


def make_anew(path: Path, now: datetime, fill: Callable[[History], None]) -> Path:
    """Replace a damaged history by a new one, and keep the damaged one under another name.

    The new one takes over what could be read from the damaged one. It is put in place when it is
    complete: until then nothing changes.

    Args:
        path: The damaged history.
        now: The current time, for the damaged one's new name.
        fill: Called with the new history, which has what could be read, to add what is missing.

    Returns:
        The new path of the damaged one.

    Raises:
        RecordingError: The new one cannot be written.
    """
    new = path.with_name(f"history-rebuilt-{os.getpid()}.sqlite3")
    with told(path):
        _remove(*path.parent.glob(LEFT_BEHIND[1]))
    try:
        with History(new) as history:
            _restore(history, path)
            fill(history)
            # Another program may have added something in the meantime.
            _restore(history, path)
        with told(path):
            aside = _keep_aside(path, now)
            # The damaged one's log must not be taken for the new one's.
            for suffix in _BESIDE:
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            new.replace(path)
    except BaseException:
        with suppress(OSError):
            _remove(*path.parent.glob(f"{new.name}*"))
        raise
    _log.warning("the damaged history is %s now, and a new one is in its place", aside)
    return aside


def _restore(history: History, path: Path) -> None:
    with told(path):
        sessions = salvage(path)
    # The second copy goes first: a readable name or note in a damaged file may still be wrong.
    known = read_copy(path)
    files = {one.number: one.file for one in known.values()}
    for session in known.values():
        history.restore(session)
    for session in sessions:
        history.restore(replace(session, file=files.get(session.number, session.file)))


def _keep_aside(path: Path, now: datetime) -> Path:
    """Give a history a second name with the time in it, which is not taken yet."""
    stamp = f"history-damaged-{now:%Y%m%d-%H%M%S}"
    aside, number = path.with_name(f"{stamp}.sqlite3"), 1
    while True:
        try:
            _second_name(path, aside)
            break
        except FileExistsError:
            number += 1
            aside = path.with_name(f"{stamp}-{number}.sqlite3")
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            _second_name(path.with_name(path.name + suffix), Path(f"{aside}{suffix}"))
    return aside


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # a file system without hard links
        if name.exists():
            raise FileExistsError(name) from None
        path.rename(name)


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
