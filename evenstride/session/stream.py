"""The single step of a session: an item is put on the timeline and analyzed.

Live, replayed and analyzed sessions all pass their items through it, so that the same samples give
the same result.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy, deepcopy
from typing import Protocol, Self, TypeAlias

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.notes import is_known
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.signal.screening.interleaved import Analyzable, Interleaved
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Block, Item, Leg, Link, Note, Samples, SensorInfo
from evenstride.sensors.timeline import Timeline

Sensors: TypeAlias = Mapping[Leg, SensorInfo]
"""The sensors of each leg."""


class Analyzer(Protocol):
    """The part of ``evenstride.analysis.session.SessionAnalyzer`` that the session needs."""

    def update(self, items: Sequence[Analyzable]) -> Progress:
        """Take items in order of arrival."""
        ...

    def finish(self) -> tuple[Progress, Summary]:
        """End the session."""
        ...


class SessionStream:
    """Takes items in order of arrival, and gives progress and the summary.

    Args:
        analyzer: Analyzes the samples.
        on_progress: Called with every update of the analysis.
        on_item: Called with every item and its time on the session's timeline, seconds, before the
            analysis sees it; not for samples that are on the timeline already.
        begin_us: When the session began, by arrivals, if only a later part of it is read.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        on_progress: Callable[[Progress], None],
        on_item: Callable[[Item, float], None] | None = None,
        begin_us: int | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._on_progress = on_progress
        self._on_item = on_item
        self._timeline = Timeline(begin_us)

    def copied(
        self,
        *,
        on_progress: Callable[[Progress], None],
        on_item: Callable[[Item, float], None] | None = None,
    ) -> Self:
        """Return an independent copy that reports to other callbacks."""
        again = copy(self)
        again._analyzer, again._timeline = deepcopy((self._analyzer, self._timeline))
        again._on_progress, again._on_item = on_progress, on_item
        return again

    def take(self, item: Item | Stretch | Samples) -> None:
        """Put an item on the timeline and analyze it; samples may be on it already."""
        if isinstance(item, Samples):
            self._analyze(item)
        elif isinstance(item, Stretch):
            self._analyze(self._interleaved(item))
        elif isinstance(item, Block):
            samples = self._timeline.update(item)
            if len(samples):
                self._report(item, float(samples.t_s[-1]))
                self._analyze(samples)
        elif isinstance(item, Link):
            self._report(item, self._timeline.seconds(item.host_us))
            self._analyze(item)
        else:
            self.take_notes([item])

    def take_notes(self, notes: Iterable[Note]) -> None:
        """Put consecutive notes on the timeline, and analyze them together."""
        known = []
        for note in notes:
            self._report(note, self._timeline.seconds(note.host_us))
            if is_known(note):
                known.append(note)
        if known:
            self._analyze(*known)

    def finish(self) -> tuple[Progress, Summary]:
        """End the session; this last update goes to the caller only."""
        return self._analyzer.finish()

    def _interleaved(self, stretch: Stretch) -> Interleaved:
        samples = []
        for block in stretch.blocks():
            samples.append(self._timeline.update(block))
            self._report(block, float(samples[-1].t_s[-1]))
        return Interleaved(samples, [places for _, places in stretch.of_sites()])

    def _report(self, item: Item, at_s: float) -> None:
        if self._on_item is not None:
            self._on_item(item, at_s)

    def _analyze(self, *items: Analyzable) -> None:
        self._on_progress(self._analyzer.update(items))
