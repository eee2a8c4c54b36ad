"""One pass through a recording's file: texts in, samples and events out.

Plain lines of samples are read many at a time. If some are not plain, their text is halved until
the others are separated from them, and the rest is read line by line, with the same result.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from evenstride.recordings.blocks import parse
from evenstride.recordings.format import MAGIC
from evenstride.recordings.head import Head
from evenstride.recordings.host_clock import HostClock
from evenstride.recordings.lines import lines_of
from evenstride.recordings.repeated import RepeatedRows
from evenstride.recordings.report import ACROSS, Report, Skip
from evenstride.recordings.resaved import plain_comment
from evenstride.recordings.rows import Columns, Row, is_event, parse_event, row_parser
from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import Link, Note, NoteKind, Site

_HALVED_BYTES: Final = 1 << 14
"""Texts with lines that are not plain are halved down to this size: finding plain lines among fewer
is not worth a call."""

_MOST_ROWS: Final = 8192
"""The most samples kept in memory while reading line by line."""

_MIXED: Final = (
    "By the clock of this sensor the rows are not in order, or are of two sensors: nothing sure can"
    " be counted. Sort them by host_us, or record each sensor as a leg of its own."
)
_SECOND: Final = (
    "Line {number} begins a second recording in this file, and the exercise and the sensors of that"
    " one are passed over. Cut the file before that line, and read each part by itself."
)
_NO_SAMPLE: Final = ("#", '"#', "sep=", '"sep=')
"""The beginnings of comments, and of lines that spreadsheets write for themselves."""

_COMMENTS: Final = re.compile(rb"(?:#[^\n]*\n)+")
_NUMBER_OF: Final = {site: number for number, site in enumerate(SITES)}


class Reading:
    """One pass through a file: texts in, stretches and events out.

    Attributes:
        report: The problems found so far.
    """

    def __init__(self, head: Head, report: Report) -> None:
        self.report = report
        self._beside = head.header.beside
        # A sensor on the shank without one on the thigh is the leg's only one.
        self._alone = [
            site for site in self._beside if head.header.sensors[site.leg].second is None
        ]
        self._columns_line = head.columns_line
        self._is_usual = head.columns == Columns()
        self._parse_row = row_parser(head.columns)
        self._number = 0  # of the last line
        self._host_us = 0  # of the last sample
        self._clocks = head.clocks
        self._repeated = RepeatedRows()
        self._host_clock = HostClock()
        report.host_jumps = self._host_clock.jumps
        self._warned: set[tuple[str, str]] = set()
        self._rows = _Rows()

    def take(self, text: bytes | Skip) -> Iterator[Stretch | Note | Link]:
        """Take whole lines, or one that is skipped."""
        if isinstance(text, Skip):
            self._number += 1
            self.report.skip(self._number, text)
            return
        if b"\r" in text:  # searching for two bytes takes far longer
            text = text.replace(b"\r\n", b"\n")
        has_comments = b"#" in text
        start = 0
        while start < len(text):
            comments = _COMMENTS.match(text, start)
            if comments is not None or self._number + 1 == self._columns_line:
                end = comments.end() if comments else text.find(b"\n", start) + 1
                yield from self._by_line(text[start:end])
            else:
                end = (text.find(b"\n#", start) + 1 if has_comments else 0) or len(text)
                yield from self._samples(text[start:end])
            start = end

    def finish(self) -> Iterator[Stretch | Note]:
        """Yield the samples that are still held; more lines may follow."""
        return self._given(self._rows.take())

    def _samples(self, text: bytes) -> Iterator[Stretch | Note | Link]:
        """Read plain lines together; a text with other lines is halved."""
        stretch = parse(text) if self._is_usual else None
        if stretch is not None:
            yield from self._given(self._rows.take())
            self._number += len(stretch)
            self._host_us = int(stretch.host_us[-1])
            yield from self._given(stretch)
            return
        middle = text.rfind(b"\n", 0, len(text) // 2) + 1
        if middle and self._is_usual and len(text) > _HALVED_BYTES:
            yield from self._samples(text[:middle])
            yield from self._samples(text[middle:])
        else:
            yield from self._by_line(text)

    def _by_line(self, text: bytes) -> Iterator[Stretch | Note | Link]:
        for line in lines_of(text):
            self._number += 1
            item: Row | Note | Link | Skip
            if isinstance(line, Skip):
                item = line
            elif is_event(line):
                item = parse_event(line, self._host_us)
            elif line.startswith('"#') and is_event(comment := plain_comment(line)):
                item = parse_event(comment, self._host_us)
            elif (
                line.startswith(_NO_SAMPLE)
                or self._number == self._columns_line
                or not line.strip()
            ):
                self._look_for_second(line)
                continue
            else:
                item = self._parse_row(line)
            if isinstance(item, tuple):
                self._host_us = item[1][2]
                self._rows.add(item)
                if len(self._rows) >= _MOST_ROWS:
                    yield from self._given(self._rows.take())
            elif isinstance(item, Skip):
                self.report.skip(self._number, item)
            else:
                if len(self._rows):
                    yield from self._given(self._rows.take())
                host_us = self._host_clock.at(self._arrived(item.host_us))
                yield item if host_us == item.host_us else replace(item, host_us=host_us)

    def _given(self, stretch: Stretch | None) -> Iterator[Stretch | Note]:
        """Count a stretch, and yield it with arrivals on a continuous clock."""
        if stretch is None:
            return
        self.report.samples += len(stretch)
        for site in self._alone:
            only = stretch.sites == _NUMBER_OF[site]
            stretch.sites[only] = _NUMBER_OF[Site.of(site.leg)]
        stretch = self._mended(stretch)
        if not len(stretch):
            return
        passed_over = set()
        host_us = self._host_clock.arrivals(stretch)
        for site, places in stretch.of_sites():
            seq, t_us, _ = stretch.counts[places].T
            if site.is_second and site not in self._beside:
                self.report.pass_over(site, len(places))
                passed_over.add(site)
                continue
            self.report.orders[site].follow(seq, t_us)
        stretch.counts[:, 2] = host_us
        if passed_over:
            stretch = stretch.without(passed_over)
        if len(stretch):
            yield stretch
        for site in Site:
            for text in self._said_of(site):
                yield from self._warning(site, text)

    def _said_of(self, site: Site) -> Iterator[str]:
        """Yield sentences about odd times of a sensor's samples so far."""
        yield from self._clocks[site].said if site in self._clocks else ()
        if self.report.orders[site].is_mixed:
            yield _MIXED
        if self._host_clock.jumps[site]:
            yield f"The computer's clock was set in this recording. {ACROSS}"
        if self.report.orders[site].jumps:
            yield f"The sensor's clock jumped by over a day. {ACROSS}"

    def _mended(self, stretch: Stretch) -> Stretch:
        """Return a stretch without repeated samples, and with times in microseconds."""
        is_new = np.ones(len(stretch), np.bool_)
        for site, places in stretch.of_sites():
            is_new[places] = self._repeated.is_new(site, stretch.counts[places])
        if not is_new.all():
            self.report.skipped[Skip.REPEATED] += int(np.count_nonzero(~is_new))
            stretch = Stretch(stretch.sites[is_new], stretch.counts[is_new], stretch.values[is_new])
        if self._clocks and len(stretch):
            for site, places in stretch.of_sites():
                if site in self._clocks:
                    stretch.counts[places] = self._clocks[site].mended(stretch.counts[places])
        return stretch

    def _look_for_second(self, comment: str) -> None:
        """Report another recording's first line if samples came before it."""
        has_samples = self.report.samples or len(self._rows)
        if has_samples and plain_comment(comment).startswith(MAGIC):
            self.report.problems.append(_SECOND.format(number=self._number))

    def _arrived(self, host_us: int) -> int:
        """Return the time of an event, microseconds, if the file has arrivals in another unit."""
        for clock in self._clocks.values():
            return int(clock.arrived(np.array([host_us]))[0])
        return host_us

    def _warning(self, site: Site, text: str) -> Iterator[Note]:
        """Yield a warning about a leg's data for the analysis, once."""
        if (site.leg, text) not in self._warned:
            self._warned.add((site.leg, text))
            host_us = self._host_clock.at(self._arrived(self._host_us))
            yield Note(host_us, NoteKind.SENSOR, {"leg": site.leg, "text": text})


class _Rows:
    """Samples that were read line by line, to become a stretch."""

    def __init__(self) -> None:
        self._sites = bytearray()
        self._counts = array("q")
        self._values = array("d")

    def __len__(self) -> int:
        return len(self._sites)

    def add(self, row: Row) -> None:
        site, counts, values = row
        self._sites.append(_NUMBER_OF[site])
        self._counts.extend(counts)
        self._values.extend(values)

    def take(self) -> Stretch | None:
        if not self._sites:
            return None
        stretch = Stretch(
            np.array(self._sites, np.uint8),
            np.array(self._counts, np.int64).reshape(-1, 3),
            np.array(self._values, np.float64).reshape(-1, 6),
        )
        self._sites, self._counts, self._values = bytearray(), array("q"), array("d")
        return stretch
