"""The loop of a session: items are recorded, put on the timeline, analyzed and reported."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, Protocol, Self, TypeAlias

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.summary import Summary
from evenstride.recordings.format import quantize
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Block, Item, Note, NoteKind
from evenstride.session.stream import Analyzer, Sensors, SessionStream

_log = logging.getLogger(__name__)

# A source that never waits (a replay at full speed) must not starve the screen: after so much work
# in one go, the other tasks on the loop get a turn. Half a frame at 60 frames a second.
MAX_TURN_S = 0.008

# A key must take effect at once, even if the analysis lags: it waits at most this long for the
# items before it.
_MAX_NOTE_S = 0.05

_LEAVE_LIMIT_S: Final = 4.0
"""A source that does not release its last item must not keep the session from ending. This is less
than the time that the screen waits for the session to end, so that its result is made."""


class SessionSource(Protocol):
    """A source of a session: a sensor, or a recording, which may yield many samples at once."""

    @property
    def sensors(self) -> Sensors:
        """The sensor on each leg; known once the context is entered."""
        ...

    async def __aenter__(self) -> Self:
        """Open it."""
        ...

    async def __aexit__(self, *exc_info: object) -> None:
        """Close it."""
        ...

    def __aiter__(self) -> AsyncIterator[Item | Stretch]:
        """Yield items in order of arrival."""
        ...


class Recorder(Protocol):
    """The part of ``evenstride.session.recording.SessionRecording`` that the session needs."""

    @property
    def trouble(self) -> str:
        """Why nothing is being saved, as a sentence; "" if all is well."""
        ...

    def write(self, item: Item) -> None:
        """Keep an item, without waiting for a disk or failing with it."""
        ...


MakeAnalyzer: TypeAlias = Callable[[Sensors], Analyzer]
OpenRecorder: TypeAlias = Callable[[Sensors], AbstractContextManager[Recorder]]


def ignore(*_: object) -> None:
    """Do nothing with what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who is told what happens in a session; by default nobody.

    Attributes:
        on_progress: Called with every update of the analysis, including the last one.
        on_sensors: Called with the sensors as soon as they are known.
        on_item: Called with every item and its time on the session's timeline, seconds, before the
            analysis sees it.
        on_end: Called with the result when the recording is closed, whatever ended the session.
        on_trouble: Called with the reason if nothing is being saved, and with "" when it is again.
        on_fault: Called with the first fault in the analysis of a recorded session.
    """

    on_progress: Callable[[Progress], None] = ignore
    on_sensors: Callable[[Sensors], None] = ignore
    on_item: Callable[[Item, float], None] = ignore
    on_end: Callable[[Summary], None] = ignore
    on_trouble: Callable[[str], None] = ignore
    on_fault: Callable[[Exception], None] = ignore


class SessionRunner:
    """Runs one session from its source to its summary, with or without a screen.

    The analyzer and the recorder are made by functions, because both need to know the sensors,
    which are only known once the source is connected.

    With a recorder, nothing but the source ends the session. Every item is recorded at once, by a
    task of its own that takes it from the source, and then waits for the analysis. A fault in the
    analysis is reported, and the session goes on: a training cannot be repeated, but its recording
    can be analyzed again.

    Attributes:
        summary: The result; None until the session ended. It is set even if the session was
            cancelled or ended by an error.
    """

    def __init__(
        self,
        source: SessionSource,
        make_analyzer: MakeAnalyzer,
        listeners: Listeners = Listeners(),
        *,
        open_recorder: OpenRecorder | None = None,
        opening: Sequence[tuple[NoteKind, Mapping[str, object]]] = (),
        stream: SessionStream | None = None,
    ) -> None:
        """Take the parts of the session; nothing is opened yet.

        Args:
            make_analyzer: Makes the analyzer once the sensors are known.
            listeners: Who is told what happens.
            open_recorder: Opens the recording once the sensors are known; None keeps nothing.
            opening: The first events, each with its name and data.
            stream: An analysis to continue; None for a new one.
        """
        self._source = source
        self._make_analyzer = make_analyzer
        self._listeners = listeners
        self._open_recorder = open_recorder
        self._opening = opening
        self._stream = stream
        self._running: tuple[SessionStream, Recorder | None] | None = None
        self._recorded: deque[Item] = deque()  # and not analyzed yet
        self._is_analyzing = False
        self._trouble = ""
        self._has_fault = False
        self._is_wanted = True
        self.summary: Summary | None = None

    async def run(self) -> Summary:
        """Run until the source ends.

        If it is cancelled or the source fails, the recording is still closed and the analysis
        finished (``summary`` has the result), and the error is raised.

        Returns:
            The session's result.

        Raises:
            EvenstrideError: The source cannot begin or continue.
        """
        async with self._source:
            sensors = self._source.sensors
            for leg, sensor in sensors.items():
                where, rate_hz = sensor.placement, sensor.rate_hz
                _log.info("%s leg: %s on the %s, %g Hz", leg, sensor.device, where, rate_hz)
            told = self._listeners
            told.on_sensors(sensors)
            stream = self._stream or SessionStream(
                self._make_analyzer(sensors), on_progress=told.on_progress, on_item=told.on_item
            )
            try:
                with self._opened_recorder(sensors) as recorder:
                    await self._run(stream, recorder)
            finally:
                if self.summary is not None:
                    told.on_end(self.summary)
        assert self.summary is not None
        return self.summary

    @property
    def is_running(self) -> bool:
        """Whether the source is open and has not ended."""
        return self._running is not None

    def note(self, event: NoteKind, data: Mapping[str, object]) -> bool:
        """Add an event of the user's now: it is recorded first, like everything, then analyzed.

        Returns:
            Whether the session is running; otherwise nothing happens.
        """
        if self._running is None:
            return False
        stream, recorder = self._running
        host_us = round(asyncio.get_running_loop().time() * 1e6)
        note = Note(host_us, event, data)
        if recorder is None:
            stream.take(note)
        else:
            self._record(note, recorder)
            self._analyze_recorded(stream, _MAX_NOTE_S)
        return True

    def discard(self) -> None:
        """Make no result if the session is cut off, because nobody wants it."""
        self._is_wanted = False

    def _opened_recorder(self, sensors: Sensors) -> AbstractContextManager[Recorder | None]:
        return self._open_recorder(sensors) if self._open_recorder else nullcontext()

    async def _run(self, stream: SessionStream, recorder: Recorder | None) -> None:
        self._running = stream, recorder
        try:
            for event, data in self._opening:
                self.note(event, data)
            if recorder is None:
                await self._take_items(stream)
            else:
                await self._record_and_take_items(stream, recorder)
        finally:
            self._running = None
            _log.info("the source has ended")
            try:
                self._analyze_recorded(stream)
            finally:
                if self._is_wanted:
                    progress, self.summary = stream.finish()
                    self._listeners.on_progress(progress)

    async def _take_items(self, stream: SessionStream) -> None:
        now = asyncio.get_running_loop().time
        turn_ends = now() + MAX_TURN_S
        async for item in self._source:
            stream.take(item)
            if now() >= turn_ends:
                await asyncio.sleep(0)
                turn_ends = now() + MAX_TURN_S

    async def _record_and_take_items(self, stream: SessionStream, recorder: Recorder) -> None:
        has_more = asyncio.Event()
        recording = asyncio.create_task(self._record_items(recorder, has_more), name="recording")
        try:
            while self._recorded or not recording.done():
                if self._recorded:
                    self._analyze_recorded(stream, MAX_TURN_S)
                    await asyncio.sleep(0)
                else:
                    has_more.clear()
                    await has_more.wait()
            await recording  # raises what ended it
        finally:
            recording.cancel()
            done, _ = await asyncio.wait([recording], timeout=_LEAVE_LIMIT_S)
            if not done:
                _log.warning("the source does not end within %g s", _LEAVE_LIMIT_S)
            elif not recording.cancelled() and (error := recording.exception()) is not None:
                # If it ended by itself, its error is raised above.
                _log.info("the loop that records ended with %s", type(error).__name__)

    async def _record_items(self, recorder: Recorder, has_more: asyncio.Event) -> None:
        now = asyncio.get_running_loop().time
        turn_ends = now() + MAX_TURN_S
        try:
            async for item in self._source:
                for one in item.blocks() if isinstance(item, Stretch) else (item,):
                    self._record(one, recorder)
                has_more.set()
                if now() >= turn_ends:
                    await asyncio.sleep(0)
                    turn_ends = now() + MAX_TURN_S
        finally:
            has_more.set()

    def _record(self, item: Item, recorder: Recorder) -> None:
        """Record an item, and queue it for the analysis as it will be read back."""
        recorder.write(item)
        # Analyzing the recording must give the same result as the session.
        self._recorded.append(quantize(item) if isinstance(item, Block) else item)
        if recorder.trouble != self._trouble:
            self._trouble = recorder.trouble
            self._listeners.on_trouble(self._trouble)

    def _analyze_recorded(self, stream: SessionStream, limit_s: float | None = None) -> None:
        """Analyze the queued items: all of them, or for a limited time, seconds."""
        if self._is_analyzing:
            return  # a callback of the analysis has added something, which is analyzed after this
        self._is_analyzing = True
        now = asyncio.get_running_loop().time
        began_s = now()
        try:
            while self._recorded and (limit_s is None or now() - began_s < limit_s):
                try:
                    stream.take(self._recorded.popleft())
                except OSError:
                    raise  # nobody is left to tell
                except Exception as error:
                    # A fault of this program is reported once; the items that follow are still
                    # recorded.
                    if not self._has_fault:
                        self._has_fault = True
                        _log.exception("a fault in the analysis")
                        self._listeners.on_fault(error)
        finally:
            self._is_analyzing = False
