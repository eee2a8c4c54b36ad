"""Reps, sets and samples of recordings as one table, with units in its column names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

import numpy as np

from evenstride.api.tables_out import table_of
from evenstride.exporting.session import Session
from evenstride.recordings.exporting.samples import samples_of
from evenstride.recordings.reader import Recording
from evenstride.sensors.samples import Samples


class Of(StrEnum):
    """What the rows of a table are."""

    REPS = "reps"
    SETS = "sets"
    SAMPLES = "samples"


class Kind(StrEnum):
    """The type of a column's values."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"


Batch: TypeAlias = Mapping[str, Sequence[Any]]
"""Some rows, column by column; unknown values are None."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, which may be too large to be held at once.

    Attributes:
        columns: The type of each column by name, in order.
        batches: Its rows in parts; they can be iterated once.
    """

    columns: Mapping[str, Kind]
    batches: Iterable[Batch]


_FILE: Final = "file"
_TEXT: Final = frozenset((_FILE, "leg", "exercise", "flags"))
_WHOLE: Final = frozenset(("number", "set", "count"))

_SAMPLE: Final[Mapping[str, Kind]] = {
    _FILE: Kind.TEXT,
    "leg": Kind.TEXT,
    "seq": Kind.WHOLE,
    "t_s": Kind.NUMBER,
    **{f"acc_{axis}_m_s2": Kind.NUMBER for axis in "xyz"},
    **{f"gyr_{axis}_rad_s": Kind.NUMBER for axis in "xyz"},
}


def results_table(of: Of, sessions: Sequence[Session]) -> Table:
    """Return the reps or sets of sessions; each row begins with its file.

    Args:
        of: Reps or sets.
        sessions: Recordings with their results.
    """
    tables = [table_of(of.value, session.result, {}) for session in sessions]
    # A second sensor adds columns; if one session has them, all get them.
    names = dict.fromkeys((_FILE, *(name for table in tables for name in table)))
    batches = []
    for session, table in zip(sessions, tables, strict=True):
        rows = len(table["leg"])
        known = {**table, _FILE: [session.file] * rows}
        batches.append({name: known.get(name, [None] * rows) for name in names})
    return Table({name: _kind(name) for name in names}, batches)


def samples_table(recordings: Iterable[tuple[str, Recording]]) -> Table:
    """Return the raw samples of recordings, in seconds on one timeline for both legs.

    Args:
        recordings: Each with its name as given.
    """

    def batches() -> Iterator[Batch]:
        for file, recording in recordings:
            for block in samples_of(recording):
                yield _sample_batch(file, block)

    return Table(_SAMPLE, batches())


def _sample_batch(file: str, block: Samples) -> Batch:
    gyr = np.where(np.isnan(block.gyr_rad_s), None, block.gyr_rad_s)  # type: ignore[call-overload]
    columns = (
        [file] * len(block),
        [block.site.value] * len(block),
        block.seq.tolist(),
        block.t_s.round(6).tolist(),
        *block.acc_m_s2.T.tolist(),
        *gyr.T.tolist(),
    )
    return dict(zip(_SAMPLE, columns, strict=True))


def _kind(name: str) -> Kind:
    if name in _TEXT:
        return Kind.TEXT
    return Kind.WHOLE if name in _WHOLE else Kind.NUMBER
