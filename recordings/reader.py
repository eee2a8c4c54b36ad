"""Reads a recording as a stream of items, even if the file is damaged."""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import BinaryIO, Final, TypeVar

import numpy as np

from evenstride.recordings.clock_units import LOOKED_AT, mendings
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.finding import walk_near
from evenstride.recordings.format import DEFAULT_RATE_HZ
from evenstride.recordings.head import Head, read_head
from evenstride.recordings.lines import Texts
from evenstride.recordings.opening import open_recording
from evenstride.recordings.reading import Reading
from evenstride.recordings.report import Report, Skip
from evenstride.recordings.stretch import Stretch
from evenstride.recordings.walk import Place, Walk
from evenstride.sensors.samples import (
    IntArray,
    Item,
    Leg,
    Link,
    Note,
    SensorInfo,
    Site,
    by_leg,
    by_site,
)

BLOCK_LINES: Final = 512
"""Most samples of both legs in a block: a few seconds, so that there are few calls."""

RATE_SAMPLES: Final = 200
"""How many samples of a sensor give its rate if the header does not."""

_MOST_LOOKED_AT: Final = 4000
"""Most samples that are read to see the clocks of all sensors; one of them may have come late."""

_COMMENT: Final = ord("#")

_Part = TypeVar("_Part")


class Recording:
    """A recording on the disk; ``read`` opens it.

    Each iteration reads the file from its start. Samples of one leg keep their order, and so do
    events among the samples. Left and right are cut into blocks together, so a block of one leg may
    contain samples that arrived after the first ones of the next block.

    Attributes:
        path: The file.
        header: Its header. A leg that only its samples name is added, and a missing rate is taken
            from the samples.
        report: The problems that the latest reading has met so far; complete at its end.
    """

    def __init__(self, path: Path, head: Head, block_lines: int) -> None:
        self.path = path
        self.header = head.header
        self.report = Report(list(head.problems))
        self._head = head
        self._block_lines = block_lines

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg."""
        return self.header.sensors

    def __iter__(self) -> Generator[Item, None, None]:
        """Yield items in the file's order, samples in blocks of up to a second or ``block_lines``.

        Raises:
            RecordingError: The file can not be read any more.
        """
        return _cut(self.seconds(), Stretch.blocks)

    def arrivals(self) -> Generator[Item, None, None]:
        """Yield items in the file's order, cut as they arrived: a block has one ``host_us``.

        Raises:
            RecordingError: The file can not be read any more.
        """
        return _cut(self.stretches(), lambda one: one.arrivals(self._block_lines))

    def seconds(self) -> Generator[Stretch | Note | Link, None, None]:
        """Yield items in order, samples in parts of up to a second or ``block_lines``.

        Raises:
            RecordingError: The file can not be read any more.
        """
        return _cut(self.stretches(), lambda one: one.in_seconds(self._block_lines))

    def stretches(
        self, *, reads_ahead: bool = False
    ) -> Generator[Stretch | Note | Link, None, None]:
        """Yield events in the order of the file, and the samples between them, thousands at a time.

        Args:
            reads_ahead: Whether the next part is read in a thread while the caller uses one.

        Raises:
            RecordingError: The file can not be read any more.
        """
        with self.walk(knows_place=False, reads_ahead=reads_ahead) as walk:
            while (item := walk.take()) is not None:
                yield item

    @contextmanager
    def walk(
        self, place: Place | None = None, *, knows_place: bool = True, reads_ahead: bool = False
    ) -> Iterator[Walk]:
        """Read the file from its start, or from a place that an earlier walk reached.

        Args:
            place: That place; None for the start.
            knows_place: Whether ``Walk.place`` is needed, to go on from there later.
            reads_ahead: Whether the next part is read in a thread while the caller uses one.

        Raises:
            RecordingError: The file can not be read any more.
        """
        with open_recording(self.path) as file:
            reading = Reading(self._head, Report(list(self._head.problems)))
            walk = Walk(file, reading, place, knows_place=knows_place, reads_ahead=reads_ahead)
            self.report = walk.reading.report
            with closing(walk):
                yield walk

    @contextmanager
    def walk_near(self, at_s: float) -> Iterator[Walk]:
        """Read the file from shortly before a time on, without reading what is before.

        Args:
            at_s: Seconds since the first sample.

        Raises:
            RecordingError: The file can not be read any more.
        """
        with open_recording(self.path) as file:
            yield walk_near(file, self._head, at_s)


def _cut(
    items: Iterator[Stretch | Note | Link], cut: Callable[[Stretch], Iterator[_Part]]
) -> Generator[_Part | Note | Link, None, None]:
    """Yield items in their order, with their stretches of samples cut."""
    for item in items:
        if isinstance(item, Stretch):
            yield from cut(item)
        else:
            yield item


def read(path: str | Path, *, block_lines: int = BLOCK_LINES) -> Recording:
    """Open a recording.

    Only its head and first samples are read now. The rest is read when it is iterated, in constant
    memory. (If the header does not name a leg, the whole file is searched for it.)

    Args:
        block_lines: Most samples in a block.

    Raises:
        RecordingError: The file does not exist, or is not a readable recording.
    """
    path = Path(path)
    with open_recording(path) as file:
        head = read_head(file, path)
        known = head.header.sensors
        missing = {leg for leg in Leg if leg not in known and _is_named_in(file, leg)}
    wanted = {Site.of(leg) for leg in missing}
    wanted |= {site for site, info in by_site(known).items() if not info.rate_hz}
    survey = Recording(path, head, block_lines)
    first = _first_counts(survey, wanted)
    if not first:
        raise RecordingError(_no_samples(path, survey.report), RecordingReason.NO_SAMPLES)
    return Recording(path, _completed(head, first), block_lines)


def _is_named_in(file: BinaryIO, leg: Leg) -> bool:
    # Many recordings are of one leg, and this is far faster than parsing all their lines. Events
    # are skipped: their texts may name the other leg ("use --left and --right to choose").
    name = leg.encode()
    for text in Texts(file):
        at = -1 if isinstance(text, Skip) else text.find(name)
        while not isinstance(text, Skip) and at >= 0:
            is_row = text[text.rfind(b"\n", 0, at) + 1] != _COMMENT
            # The leg's second sensor, "left-shank", does not count.
            if is_row and text[at + len(name) : at + len(name) + 1] != b"-":
                return True
            at = text.find(name, text.find(b"\n", at))
    return False


def _first_counts(recording: Recording, wanted: set[Site]) -> dict[Site, IntArray]:
    """Return ``seq``, ``t_us`` and ``host_us`` of each sensor's first samples, shape (n, 3)."""
    first: dict[Site, IntArray] = {}
    samples = 0
    asked_of = by_site(recording.sensors).keys()
    for stretch in recording.stretches():
        if not isinstance(stretch, Stretch):
            continue
        samples += len(stretch)
        for site, places in stretch.of_sites():
            known = first.get(site, np.empty((0, 3), np.int64))
            more = stretch.counts[places[: max(LOOKED_AT - len(known), 0)]]
            first[site] = np.concatenate((known, more))
        is_seen = {site: len(first.get(site, ())) >= LOOKED_AT for site in asked_of | wanted}
        if all(is_seen[site] for site in wanted) and (
            all(is_seen.values()) or samples > _MOST_LOOKED_AT
        ):
            break
    return first


def _completed(head: Head, first: Mapping[Site, IntArray]) -> Head:
    problems = list(head.problems)
    sensors = by_site(head.header.sensors)
    told_hz = {site: info.rate_hz for site, info in sensors.items()}
    clocks = mendings(first, told_hz, head.columns.time_scales)
    problems += [sentence for clock in clocks.values() for sentence in clock.said]
    times = {
        site: (clocks[site].mended(counts) if site in clocks else counts)[:RATE_SAMPLES, 1]
        for site, counts in first.items()
    }
    for site in sorted(times.keys() - sensors.keys()):
        problems.append(f"The header does not name the {site} leg, which has samples.")
        sensors[site] = SensorInfo("unknown", 0.0)
    for site, info in sensors.items():
        if not info.rate_hz:
            sensors[site] = replace(info, rate_hz=_rate_hz(times.get(site, np.empty(0, np.int64))))
    header = replace(head.header, sensors=by_leg(sensors))
    return replace(head, header=header, problems=tuple(problems), clocks=clocks)


def _rate_hz(times_us: IntArray) -> float:
    steps = np.diff(times_us)
    steps = steps[steps > 0]
    return 1e6 / median(steps.tolist()) if len(steps) else DEFAULT_RATE_HZ


def _no_samples(path: Path, report: Report) -> str:
    lines = sum(report.skipped.values())
    if report.skipped[Skip.ROUNDED] > lines / 2:
        return (
            f"{path} was saved again by a program that rounded its times, as in 1.23457E+11. Give"
            " the columns seq, t_us and host_us the format of whole numbers (0) before saving, or"
            " use the recording as it was."
        )
    if report.skipped[Skip.UNKNOWN_LEG] > lines / 2:
        return (
            f"{path} names no leg in its column leg; write left or right there (left-shank,"
            " right-shank for a second sensor)."
        )
    if report.skipped[Skip.UNREADABLE] > lines / 2:
        return (
            f"{path} holds no readable sample: its {lines} lines are damaged, or another program"
            " saved them otherwise. Save it as CSV with commas between fields, points in numbers"
            " and all columns, or record again."
        )
    if lines:
        return f"{path} holds no readable sample, {lines} lines are damaged; record again."
    return f"{path} holds no samples; no sensor had sent any when it ended, so record again."
