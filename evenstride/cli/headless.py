"""A session without a screen: its events are printed as they are announced."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Protocol

from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.notes import BatteryTold, RadioTold, SensorTold, WornBy, said
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.to_json import end_as_json, event_as_json, link_as_json
from evenstride.sensors.quality import LOW_BATTERY_PCT
from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState, Note, NoteKind, Site
from evenstride.session.result.event_text import event_line, link_line
from evenstride.session.result.report_text import report
from evenstride.session.runner import (
    Listeners,
    MakeAnalyzer,
    OpenRecorder,
    SessionRunner,
    SessionSource,
    ignore,
)
from evenstride.session.state.saving import SAVED_AGAIN, saving_words
from evenstride.terminal.enter_key import on_enter
from evenstride.terminal.faults import sentence
from evenstride.terminal.stopping import stop_on_signals
from evenstride.terminal.streams import OutputError, print_json, print_line, say
from evenstride.terminal.words import low_battery_words, site_words


class Printer(Protocol):
    """Prints events to standard output."""

    def event(self, event: Event) -> None:
        """Print an event of the analysis."""
        ...

    def link(self, link: Link, at_s: float) -> None:
        """Print that a sensor was lost, or is back."""
        ...

    def end(self, summary: Summary, file: str | None, at_s: float) -> None:
        """Print the end; ``at_s`` is the time of the last sample or link change."""
        ...


class JsonPrinter:
    """One JSON object per line, for programs."""

    def event(self, event: Event) -> None:
        """Print an event of the analysis."""
        print_json(event_as_json(event))

    def link(self, link: Link, at_s: float) -> None:
        """Print that a sensor was lost, or is back."""
        print_json(link_as_json(link, at_s))

    def end(self, summary: Summary, file: str | None, at_s: float) -> None:
        """Print the end."""
        print_json(end_as_json(summary, file, at_s))


class TextPrinter:
    """One line per event, for people."""

    def event(self, event: Event) -> None:
        """Print an event of the analysis."""
        print_line(event_line(event))

    def link(self, link: Link, at_s: float) -> None:
        """Print that a sensor was lost, or is back."""
        print_line(link_line(link, at_s))

    def end(self, summary: Summary, file: str | None, at_s: float) -> None:  # noqa: ARG002
        """Print the end."""
        print_line()
        for line in report(summary):
            print_line(line)


class LastingPrinter:
    """Prints a session that must not be ended by a full disk.

    A pipe that nobody reads any more still ends it.

    Args:
        printer: Does the printing.

    Attributes:
        problem: Why something is missing in the printed output; "" if nothing is.
    """

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self.problem = ""

    def event(self, event: Event) -> None:
        """Print an event of the analysis."""
        self._tried(lambda: self._printer.event(event))

    def link(self, link: Link, at_s: float) -> None:
        """Print that a sensor was lost, or is back."""
        self._tried(lambda: self._printer.link(link, at_s))

    def end(self, summary: Summary, file: str | None, at_s: float) -> None:
        """Print the end."""
        self._tried(lambda: self._printer.end(summary, file, at_s))

    def _tried(self, printing: Callable[[], None]) -> None:
        try:
            printing()
        except OutputError as error:
            if not self.problem:
                self.problem = error.strerror or str(error)
                say(f"Nothing can be printed ({self.problem}); the session goes on, recorded.")


class HeadlessSession:
    """Runs one session to its end, or until it is stopped.

    Args:
        make_analyzer: Makes the analyzer once the sensors are known.
        printer: Prints the events.
        open_recorder: Opens the recording once the sensors are known; None keeps nothing.
        on_end: Called with the result when the recording is closed, whatever ended the session.
        file: Returns the name of the recording at the end; None if there is none.
        on_enter: Called when the user presses Enter.
        opening: The first events, each with its name and data.

    Attributes:
        has_samples: Whether any sample arrived.
        last_s: Time of the last sample, or of a later loss or return of a sensor, seconds on the
            session's timeline.
        told: The messages about sensors so far.
    """

    def __init__(
        self,
        source: SessionSource,
        make_analyzer: MakeAnalyzer,
        printer: Printer,
        *,
        open_recorder: OpenRecorder | None = None,
        on_end: Callable[[Summary], None] = ignore,
        file: Callable[[], str | None],
        on_enter: Callable[[], object] | None = None,
        opening: Sequence[tuple[NoteKind, Mapping[str, object]]] = (),
    ) -> None:
        self._printer = printer
        self._file = file
        self._on_enter = on_enter
        self._runner = SessionRunner(
            source,
            make_analyzer,
            Listeners(
                on_progress=self._on_progress,
                on_item=self._on_item,
                on_end=on_end,
                on_trouble=self._on_trouble,
                on_fault=self._on_fault,
            ),
            open_recorder=open_recorder,
            opening=opening,
        )
        self._task: asyncio.Task[Summary] | None = None
        self._is_stopped = False
        self.has_samples = False
        self.last_s = 0.0
        self.told: set[str] = set()
        self._doubts: set[tuple[Leg, str]] = set()  # those that were reported
        self._batteries: dict[Site, int] = {}  # the lowest charge so far, percent

    async def run(self) -> Summary | None:
        """Run; Ctrl-C and SIGTERM end it like its own end.

        Returns:
            The result; None if it was stopped before it began.

        Raises:
            EvenstrideError: It could not begin or continue. The counts until then are still
                printed.
        """
        self._task = asyncio.create_task(self._runner.run(), name="session")
        act = self._on_enter
        with stop_on_signals(self.stop), on_enter(act) if act else nullcontext():
            try:
                await self._task
            except asyncio.CancelledError:
                if not self._is_stopped:
                    raise
            except BrokenPipeError:
                raise  # nobody is left to tell
            except Exception:
                # The error goes on to the caller; the counts are printed first.
                if self.has_samples:
                    self._print_end()
                raise
        self._print_end()
        return self._runner.summary

    def stop(self) -> None:
        """End the session and keep everything; calling it again has no effect."""
        if self._task is not None and not self._is_stopped:
            self._is_stopped = True
            self._task.cancel()
            say("Ending the session …")  # closing the sensors may take seconds

    def _print_end(self) -> None:
        if self._runner.summary is not None:
            self._printer.end(self._runner.summary, self._file(), self.last_s)

    def _on_progress(self, progress: Progress) -> None:
        for event in progress.events:
            self._printer.event(event)
        for fault in progress.faults:
            say(fault)
        for leg, now in progress.legs.items():
            for doubt in now.knee.doubts:
                if (leg, doubt) not in self._doubts:
                    self._doubts.add((leg, doubt))
                    say(f"{leg}: {doubt}")

    def _on_item(self, item: Item, at_s: float) -> None:
        if isinstance(item, Block):
            self.has_samples = True
            self.last_s = max(self.last_s, at_s)
        elif isinstance(item, Link):
            if item.state in (LinkState.LOST, LinkState.BACK):
                # A sensor may be lost after the last sample; the end must come after that.
                self.last_s = max(self.last_s, at_s)
                self._printer.link(item, at_s)
            else:
                say(link_line(item, at_s))
        elif isinstance(item, Note):
            self._on_note(item)

    def _on_trouble(self, trouble: str) -> None:
        say(saving_words(trouble) if trouble else SAVED_AGAIN)

    def _on_fault(self, error: Exception) -> None:
        say(sentence(error))
        say("The session goes on, and is recorded; some of what follows may not be counted.")

    def _on_note(self, note: Note) -> None:
        match said(note):
            case WornBy(leg=leg):
                say(f"The {leg} leg wears the sensor.")
            case RadioTold(site=site, text=text) | SensorTold(site=site, text=text):
                self.told.add(text)
                say(f"{site_words(site)} sensor: {text}")
            case BatteryTold(site=site, pct=pct):
                if site not in self._batteries:
                    say(f"{site_words(site)} sensor: battery {pct} %")
                if pct <= LOW_BATTERY_PCT < self._batteries.get(site, 100):
                    say(low_battery_words(site, pct))
                self._batteries[site] = min(pct, self._batteries.get(site, 100))
