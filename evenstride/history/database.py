"""Opening the history's file: private, safe with two programs at once, and never half a version."""

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


# Tables that are not there, or are, in a file whose version says otherwise; and bytes that are none
# of SQLite's.
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
    """Open the file, readable by its owner only; it and its folder are made where needed.

    One on a disk that takes nothing is opened to be read. On a disk that is full it is for this
    program alone, as long as it is open: what several share of it is a file of its own.

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
    # SQLite gives its other files the mode of this one. One that is there is not opened here:
    # to close it again would end the locks that this program has on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if os.name == "posix" and path.is_file():
        path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is gone from the file, too.
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection, path, MIGRATIONS)
        _let_readers_go_on(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _to_read(path: Path) -> sqlite3.Connection:
    # On a disk that takes nothing SQLite cannot make the index of its log, and so not read one.
    # Nobody else can write there either, which is what "immutable" promises.
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
    """Bring a file to the newest version, in one go: it is of the old one or of the new one.

    Args:
        connection: The file, open and in no transaction.
        path: Its name, for messages.
        migrations: The steps from each version to the next.

    Raises:
        RecordingError: It is damaged, or of a later version than this program knows.
    """
    newest = len(migrations)
    if _version(connection) < 0:
        raise damaged(path)
    if _version(connection) > newest:
        # A newer program has other tables; with these it is only the number that has changed.
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
    # Two programs may begin at once; the second waits here, and then finds nothing left to do.
    with transaction(connection, writes=True):
        for steps in migrations[_version(connection) :]:
            for step in steps:
                connection.execute(step)
        # A pragma takes no parameters; this is a number of ours.
        connection.execute(f"PRAGMA user_version = {newest}")


def tables(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """The names and columns of all tables, as they were created."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {(name, sql) for name, sql in found.fetchall()}


def expected_tables() -> set[tuple[str, str]]:
    """Those of the newest version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path(":memory:"), MIGRATIONS)
        return tables(connection)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What the database or the system says, as a sentence for the user.

    Raises:
        RecordingError: Instead of any error of theirs.
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
    # A message of SQLite's names what it found in the file, and that may be no text.
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
    """What is read within is of one moment; all that is written within is kept, or nothing."""
    # Whoever will write says so at once: to become a writer later fails if another one was faster.
    connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Where the disk is full, SQLite may have done so itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _let_readers_go_on(connection: sqlite3.Connection) -> None:
    """Write-ahead logging: readers do not wait for a writer, nor it for them.

    The file keeps it. To begin with it takes the file alone, and where two programs want that at
    once, SQLite does not wait as it does for everything else.
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
    """What to say of a damaged file."""
    return RecordingError(
        f"The history {path} is damaged; evenstride history rebuild makes it anew from the "
        "recordings.",
        RecordingReason.DAMAGED,
    )
