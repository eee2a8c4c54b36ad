"""Printing outcomes: results to standard output in order, the rest as messages."""

import logging
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from evenstride.cli.analyzing.outcome import Outcome
from evenstride.terminal.streams import print_json, print_line, say

_log = logging.getLogger(__name__)

_MOST_ERRORS: Final = 20
"""The most errors that are printed if the output's rows have all of them."""

Form: TypeAlias = Literal["json", "table", "nothing"]


class Printer:
    """Prints outcomes in the order of their files, whichever is done first.

    Args:
        form: The form in which results are printed.

    Attributes:
        errors: How many files could not be analyzed.
    """

    def __init__(self, form: Form) -> None:
        self.errors = 0
        self._form = form
        self._waiting: dict[int, Outcome] = {}
        self._next = 0
        self._printed = 0

    def take(self, number: int, outcome: Outcome, tell: Callable[[str], None] = say) -> None:
        """Print an outcome once those of all lower numbers, from 0 on, are printed.

        Args:
            number: The index of its file.
            tell: Prints a message for the user.
        """
        self.errors += outcome.error is not None
        if self._form == "nothing":  # then no order has to be kept
            if outcome.error is None or self.errors <= _MOST_ERRORS:
                self._say(outcome, tell)
            return
        self._waiting[number] = outcome
        while self._next in self._waiting:
            self._print(self._waiting.pop(self._next), tell)
            self._next += 1

    def _print(self, outcome: Outcome, tell: Callable[[str], None]) -> None:
        if self._form == "json":
            print_json(outcome.row)
        elif outcome.error is None:
            if self._printed:
                print_line()
            for line in outcome.lines:
                print_line(line)
            self._printed += 1
        self._say(outcome, tell)

    def _say(self, outcome: Outcome, tell: Callable[[str], None]) -> None:
        for remark in outcome.remarks:
            tell(remark)
        if self._form != "table":
            for remark in outcome.skipped:
                tell(remark)
        if outcome.error is not None:
            _log_failure(outcome)
            tell(f"Error: {outcome.error}")


def _log_failure(outcome: Outcome) -> None:
    # The error may be from another process, which has no log.
    if outcome.fault is None:
        _log.warning("%s can not be analyzed", outcome.file)
    else:
        _log.error("a fault in evenstride: %s", outcome.file, extra={"traceback": outcome.fault})
