"""The files that ``analyze`` takes: the named ones, and those in named folders."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evenstride.recordings.truth_names import is_truth
from evenstride.terminal.faults import sentence


@dataclass(frozen=True, slots=True)
class File:
    """A file to be analyzed.

    Attributes:
        name: Its name in the results.
        error: Why it cannot even be opened, as a sentence; None if that is not known.
    """

    name: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of all files, for machines that share the work; numbers are 1 to ``of``."""

    number: int
    of: int


def files_of(
    named: Sequence[str], *, but: Path | None = None, shard: Shard | None = None
) -> list[File]:
    """Return the files in the order of the command line; those of a folder are sorted by name.

    Args:
        named: Files and folders. A folder stands for every ``*.csv`` below it, except truth tables.
        but: A file that is not a recording: the one that results are written to.
        shard: Take only this part of the files.
    """
    files: list[File] = []
    for name in named:
        if _is_folder(name):
            files += sorted(_below(name, but), key=lambda one: Path(one.name).parts)
        else:
            files.append(File(name))
    return files if shard is None else files[shard.number - 1 :: shard.of]


def each_once(files: Sequence[File]) -> list[File]:
    """Return the files without duplicate names."""
    return list({one.name: one for one in reversed(files)}.values())[::-1]


def _is_folder(name: str) -> bool:
    with suppress(OSError, ValueError):  # ValueError: a name that no file can have
        return Path(name).is_dir()
    return False


def _below(folder: str, but: Path | None) -> Iterator[File]:
    closed: list[OSError] = []
    found = 0
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        for name in names:
            path = Path(place, name)
            if name.endswith(".csv") and not _is_table_of_ours(path, but):
                found += 1
                yield File(str(path))
    for error in closed:
        yield File(str(Path(error.filename or folder)), sentence(error))
    if not found and not closed:
        why = f"{folder} is a folder without a recording; those end in .csv."
        yield File(str(Path(folder)), why)


def _is_table_of_ours(path: Path, but: Path | None) -> bool:
    if is_truth(path):
        return True
    return but is not None and path.absolute() == but.absolute()
