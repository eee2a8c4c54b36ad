"""What a reader of a recording had to leave out, and why."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np

from evenstride.recordings.format import MAX_COUNT
from evenstride.recordings.host_clock import JUMP_US
from evenstride.sensors.samples import IntArray, Site

MAX_LISTED: Final = 20
"""The most skipped lines to list: enough to find the place, in constant memory."""

TURNS_BACK_LEAST: Final = 20
"""If the order of samples turns back at least this often, and in at least one of this many samples,
two sensors were recorded as one leg: radios deliver up to eight samples of one before some of the
other's come. A sensor that restarts or repeats something does so only now and then."""

ACROSS: Final = "What is before and after is counted; times across a jump mean nothing."


class Skip(StrEnum):
    """Why a line was skipped."""

    TORN = "torn-last-line"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    UNKNOWN_LEG = "unknown-leg"
    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    ROUNDED = "rounded"
    BAD_EVENT = "unreadable-event"
    REPEATED = "repeated"


_WORDS: Final = {
    Skip.TORN: "that was torn off at the end of the file, so that more may be missing",
    Skip.UNREADABLE: "that could not be read",
    Skip.TOO_LONG: "of far too many letters",
    Skip.UNKNOWN_LEG: "of an unknown leg",
    Skip.NOT_A_NUMBER: "with a value that is not a number",
    Skip.OUT_OF_RANGE: "with a value beyond any sensor",
    Skip.ROUNDED: (
        "whose number or time another program rounded when it saved the file, as in 1.23457E+11"
    ),
    Skip.BAD_EVENT: "with an unreadable event",
    Skip.REPEATED: "of samples that were there before",
}


@dataclass(slots=True)
class Order:
    """The order of one leg's samples.

    Attributes:
        samples: The number of samples.
        turns_back: How often a number or a time was lower than that of the sample before.
        jumps: How often the clock jumped by more than a day.
        farthest_us: The longest of these jumps, microseconds.
    """

    samples: int = 0
    turns_back: int = 0
    jumps: int = 0
    farthest_us: int = 0
    _seq: int = -MAX_COUNT
    _t_us: int = -MAX_COUNT

    def follow(self, seq: IntArray, t_us: IntArray) -> None:
        """Take the next samples, at least one."""
        seq = np.concatenate(([self._seq], seq))
        t_us = np.concatenate(([self._t_us], t_us))
        steps_us = np.diff(t_us)
        self.turns_back += int(np.count_nonzero((np.diff(seq) < 0) | (steps_us < 0)))
        if not self.samples:
            steps_us = steps_us[1:]
        far_us = np.abs(steps_us[np.abs(steps_us) > JUMP_US])
        self.jumps += len(far_us)
        self.farthest_us = max(self.farthest_us, int(far_us.max(initial=0)))
        self.samples += len(seq) - 1
        self._seq, self._t_us = int(seq[-1]), int(t_us[-1])

    @property
    def is_mixed(self) -> bool:
        """Whether the samples seem to be from two sensors in turn."""
        return self.turns_back >= max(TURNS_BACK_LEAST, self.samples / TURNS_BACK_LEAST)


@dataclass(slots=True)
class Report:
    """The problems found; complete when the recording has been read to its end.

    Attributes:
        problems: Sentences about the header and the column names.
        skipped: Number of skipped lines, by reason.
        lines: The first skipped lines: line number, counted from 1, and reason.
        samples: The number of samples read.
        orders: The order of each leg's samples.
        host_jumps: How often the computer's clock was set, by each leg's arrivals.
        passed_over: Samples of sensors that the header does not mention.
    """

    problems: list[str] = field(default_factory=list)
    skipped: Counter[Skip] = field(default_factory=Counter)
    lines: list[tuple[int, Skip]] = field(default_factory=list)
    samples: int = 0
    orders: dict[Site, Order] = field(default_factory=lambda: {site: Order() for site in Site})
    host_jumps: dict[Site, int] = field(default_factory=lambda: dict.fromkeys(Site, 0))
    passed_over: Counter[Site] = field(default_factory=Counter)

    def skip(self, number: int, reason: Skip) -> None:
        """Note that a line was skipped."""
        self.skipped[reason] += 1
        if len(self.lines) < MAX_LISTED:
            self.lines.append((number, reason))

    def pass_over(self, site: Site, samples: int) -> None:
        """Note that samples were left out because the header does not mention their sensor."""
        self.passed_over[site] += samples

    def sentences(self) -> list[str]:
        """Return all of it, for the user."""
        said = [*self.problems, *self._mixed(), *self._jumps()]
        for site, count in self.passed_over.items():
            said.append(
                f"Passed over {count} samples of {site}: the header names no such sensor. Add it to"
                " the header's sensors, with its placement."
            )
        for reason, count in self.skipped.items():
            where = [str(number) for number, why in self.lines if why is reason]
            more = ", …" if count > len(where) else ""
            lines = "line" if count == 1 else "lines"
            at = f" ({'line' if len(where) == 1 else 'lines'} {', '.join(where)}{more})"
            at = at if where else ""
            said.append(f"Skipped {count} {lines} {_WORDS[reason]}{at}.")
        return said

    def mixed(self, site: Site) -> str:
        """Return a sentence about a sensor's samples if they are out of order; else ""."""
        order = self.orders[site]
        if not order.is_mixed:
            return ""
        return (
            f"The samples of the {site} leg turn back in time {order.turns_back} times: two sensors"
            f" seem to have been recorded as the {site} leg, or its rows are not in order, and"
            " nothing sure can be counted. Sort them by host_us, or record each sensor as a leg of"
            " its own."
        )

    def _mixed(self) -> list[str]:
        return [said for site in self.orders if (said := self.mixed(site))]

    def _jumps(self) -> list[str]:
        # Two sensors in turn have two clocks in turn, which was reported already.
        set_anew = 0 if self._mixed() else max(self.host_jumps.values())
        host = [f"The computer's clock was set {_times(set_anew)}. {ACROSS}"] if set_anew else []
        return host + [
            f"The clock of the {leg} leg's sensor jumped {_times(order.jumps)}, by up to"
            f" {order.farthest_us / JUMP_US:.0f} days. {ACROSS}"
            for leg, order in self.orders.items()
            if order.jumps
        ]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
