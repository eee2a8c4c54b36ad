"""The history's open file: each access is a transaction on the file that is there at that time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evenstride.history.database import connect, damaged, told, transaction
from evenstride.recordings.writer import FileId, file_id


class HistoryFile:
    """An open SQLite file; if another program replaces it, the new one is used.

    A connection belongs to one thread.

    Args:
        path: The file; it is made if there is none.

    Raises:
        RecordingError: It is damaged, of a later version, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connect()

    def _connect(self) -> None:
        self._connection = connect(self.path)
        self._connection.row_factory = sqlite3.Row
        self._file = _id_of(self.path)

    def _use_the_one_that_is_there(self) -> None:
        # A rebuild has moved the open file aside, and anything written to it would be lost.
        if _id_of(self.path) != self._file:
            self._connection.close()
            self._connect()

    def close(self) -> None:
        """Close it; closing it again has no effect."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read from it in a transaction.

        Raises:
            RecordingError: It is damaged or cannot be used.
        """
        with told(self.path):
            self._use_the_one_that_is_there()
            with transaction(self._connection, writes=False):
                try:
                    yield self._connection
                except (ValueError, TypeError, LookupError) as error:
                    # SQLite reads a value with damaged bytes as whatever type it now looks like.
                    raise damaged(self.path) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Change it in a transaction, everything or nothing.

        Raises:
            RecordingError: It is damaged or cannot be used.
        """
        with told(self.path):
            self._use_the_one_that_is_there()
            with transaction(self._connection, writes=True):
                yield self._connection

    def empty_log(self) -> None:
        """Write the write-ahead log into the file itself.

        Another program that has it open would otherwise keep the old contents in the log.
        """
        with told(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def name_of(self, recording: Path) -> str:
        """Return a recording's name in it: relative to the file's folder if it is in there."""
        path, folder = recording.absolute(), self.path.parent
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _id_of(path: Path) -> FileId | None:
    with suppress(FileNotFoundError):
        return file_id(path.stat())
    return None
