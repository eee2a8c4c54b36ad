"""Opening the history's file: private, shared safely by programs, and migrated atomically."""

import errno
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from evenstride.history.schema import MIGRATIONS
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.private import make_private_folder

_log = logging.getLogger(__name__)

BUSY_S: Final = 5.0
"""How long to wait for another program: it writes for milliseconds, but its disk may be slow."""


# Messages about tables or columns that do not match the file's version, and about bytes that
# SQLite did not write.
_DAMAGE: Final = (
    "no such",
    "already exists",
    "no column",
    "malformed",
    "Could not decode",
    "unsupported file format",
)

_LOOK_AGAIN_S: Final = 0.01


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, readable by its owner only; make it and its folder if they are missing.

    On a read-only disk the file is opened for reading. On a full disk this program holds it
    exclusively while it is open, because sharing it needs another file.

    Raises:
        RecordingError: It is damaged, of a later version, or cannot be opened.
    """
    with told(path):
        try:
            return _to_write(path)
        except (OSError, sqlite3.OperationalError) as error:
            if path.is_file() and _is_full(error):
                return _to_write(path, alone=True)
            if not (path.is_file() and _is_read_only(error)):
                raise
            _log.warning("the history %s can only be read: %s", path, error)
            return _to_read(path)


def _to_write(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    make_private_folder(path.parent)
    # SQLite gives its side files the mode of this one. An existing one is not opened here, because
    # closing it would release the locks that this program has on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if os.name == "posix" and path.is_file():
        path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA foreign_keys = ON")
        # Deleted data are overwritten in the file.
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection, path, MIGRATIONS)
        _let_readers_go_on(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _to_read(path: Path) -> sqlite3.Connection:
    # On a read-only disk SQLite cannot create the index of the write-ahead log, and so cannot read
    # the log. Nobody else can write there either, as "immutable" promises.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)
    try:
        _refuse_another_version(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_another_version(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) != len(MIGRATIONS):
        raise RecordingError(
            f"The history {path} was written by another version of evenstride, and it can not be "
            "written to; make it writable to use it.",
            RecordingReason.CANNOT_WRITE,
        )


def _is_full(error: OSError | sqlite3.OperationalError) -> bool:
    if isinstance(error, OSError):
        return False
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def _is_read_only(error: OSError | sqlite3.OperationalError) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
    return any(word in str(error) for word in ("readonly", "unable to open"))


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: tuple[tuple[str, ...], ...]
) -> None:
    """Migrate a file to the newest version in one transaction.

    Args:
        connection: The open file, outside of a transaction.
        path: Its name, for messages.
        migrations: The steps from each version to the next.

    Raises:
        RecordingError: It is damaged, or of a later version than this program knows.
    """
    newest = len(migrations)
    if _version(connection) < 0:
        raise damaged(path)
    if _version(connection) > newest:
        # A newer program has other tables; if they are ours, only the version number is damaged.
        if tables(connection) == expected_tables():
            raise damaged(path)
        raise RecordingError(
            f"The history {path} was written by a newer evenstride (its version is "
            f"{_version(connection)}, and this one knows {newest}); update evenstride to use it.",
            RecordingReason.NEWER_VERSION,
        )
    if _version(connection) == newest:
        return
    _log.info("the history %s gets from version %d to %d", path, _version(connection), newest)
    # Two programs may start at once; the second waits here, and then finds nothing left to do.
    with transaction(connection, writes=True):
        for steps in migrations[_version(connection) :]:
            for step in steps:
                connection.execute(step)
        # A pragma takes no parameters; the number is our own.
        connection.execute(f"PRAGMA user_version = {newest}")


def tables(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return the names and definitions of all tables."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {(name, sql) for name, sql in found.fetchall()}


def expected_tables() -> set[tuple[str, str]]:
    """Return the names and definitions of the tables of the newest version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path(":memory:"), MIGRATIONS)
        return tables(connection)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's and the system's errors into a sentence for the user.

    Raises:
        RecordingError: In place of any such error.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if _is_damage(error):
            raise damaged(path) from error
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            raise RecordingError(
                f"The history {path} can only be read ({error}); make it, its folder and its disk "
                "writable, and try again.",
                RecordingReason.CANNOT_WRITE,
            ) from error
        raise RecordingError(
            f"The history {path} can not be used ({error}); close other programs that use it, "
            "make room, and try again.",
            RecordingReason.CANNOT_WRITE,
        ) from error
    # SQLite's message may quote bytes from the damaged file that are not valid text.
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise damaged(path) from error
    except OverflowError as error:  # SQLite's numbers have 64 bits
        raise RecordingError(
            "There is no session of such a number; evenstride history lists them.",
            RecordingReason.NOT_FOUND,
        ) from error
    except OSError as error:
        raise RecordingError(
            f"The history {path} can not be opened ({error.strerror or error}); check the folder "
            "and its permissions.",
            RecordingReason.CANNOT_WRITE,
        ) from error


@contextmanager
def transaction(connection: sqlite3.Connection, *, writes: bool) -> Iterator[None]:
    """Read a consistent state within, or write everything or nothing."""
    # A writer says so at the start: to become one later fails if another program was faster.
    connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # If the disk is full, SQLite may have rolled back itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _let_readers_go_on(connection: sqlite3.Connection) -> None:
    """Turn on write-ahead logging: readers do not wait for a writer, nor the writer for them.

    The setting stays in the file. Turning it on needs the file exclusively, and if two programs
    want that at once, SQLite does not wait as it does otherwise.
    """
    gives_up_s = time.monotonic() + 2 * BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= gives_up_s:
                raise
            time.sleep(_LOOK_AGAIN_S)
        else:
            return


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _is_damage(error: sqlite3.OperationalError) -> bool:
    return any(word in str(error) for word in _DAMAGE)


def damaged(path: Path) -> RecordingError:
    """Return the error about a damaged file."""
    return RecordingError(
        f"The history {path} is damaged; evenstride history rebuild makes it anew from the "
        "recordings.",
        RecordingReason.DAMAGED,
    )
