"""What a reader of a recording had to leave out, and why."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MAX_LISTED: Final = 20
"""Skipped lines are listed up to this many: enough to find the place, and memory stays constant."""


class Skip(StrEnum):
    """Why a line was skipped."""

    TORN = "torn-last-line"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    UNKNOWN_LEG = "unknown-leg"
    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    BAD_EVENT = "unreadable-event"


_WORDS: Final = {
    Skip.TORN: "that was torn off at the end of the file",
    Skip.UNREADABLE: "that could not be read",
    Skip.TOO_LONG: "of far too many letters",
    Skip.UNKNOWN_LEG: "of an unknown leg",
    Skip.NOT_A_NUMBER: "with a value that is not a number",
    Skip.OUT_OF_RANGE: "with a value beyond any sensor",
    Skip.BAD_EVENT: "with an unreadable event",
}


@dataclass(slots=True)
class Report:
    """What was found wrong; complete when the recording has been read to its end.

    Attributes:
        problems: Sentences on the header and the column names.
        skipped: Number of skipped lines, by reason.
        lines: The first skipped lines: line number, counted from 1, and reason.
        samples: Samples that were read.
    """

    problems: list[str] = field(default_factory=list)
    skipped: Counter[Skip] = field(default_factory=Counter)
    lines: list[tuple[int, Skip]] = field(default_factory=list)
    samples: int = 0

    @property
    def is_clean(self) -> bool:
        """Nothing was wrong and nothing was skipped."""
        return not self.problems and not self.skipped

    def skip(self, number: int, reason: Skip) -> None:
        """Note that a line was skipped."""
        self.skipped[reason] += 1
        if len(self.lines) < MAX_LISTED:
            self.lines.append((number, reason))

    def sentences(self) -> list[str]:
        """All of it, for the user."""
        said = list(self.problems)
        for reason, count in self.skipped.items():
            where = [str(number) for number, why in self.lines if why is reason]
            more = ", …" if count > len(where) else ""
            lines = "line" if count == 1 else "lines"
            at = f" ({'line' if len(where) == 1 else 'lines'} {', '.join(where)}{more})"
            at = at if where else ""
            said.append(f"Skipped {count} {lines} {_WORDS[reason]}{at}.")
        return said
