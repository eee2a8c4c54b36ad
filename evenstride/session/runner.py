"""The one loop of a session: items are kept, put on the timeline, analyzed and reported."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol, Self, TypeAlias

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.summary import Summary
from evenstride.recordings.format import quantize
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Block, Item, Note, NoteKind
from evenstride.session.stream import Analyzer, Sensors, SessionStream

_log = logging.getLogger(__name__)

# A source that never has to wait (a replay at full speed) must not starve the screen: after so
# much work in one go, everybody else on the loop gets a turn. Half a frame at 60 frames a second.
MAX_TURN_S = 0.008

# What a key did is to be seen at once, also where the analysis is behind: so long, at most, a key
# waits for what came before it.
_MAX_NOTE_S = 0.05

_LEAVE_LIMIT_S: Final = 4.0
"""A source that does not let go of its last item must not keep the session from ending. Less than
who leaves the session waits for it, so that its result is made."""


class SessionSource(Protocol):
    """A source of a session: a sensor, or a recording that may give many samples at once."""

    @property
    def sensors(self) -> Sensors:
        """The sensor on each leg; known once the context is entered."""
        ...

    async def __aenter__(self) -> Self:
        """Open it."""
        ...

    async def __aexit__(self, *exc_info: object) -> None:
        """Leave it."""
        ...

    def __aiter__(self) -> AsyncIterator[Item | Stretch]:
        """Give items in their order of arrival."""
        ...


class Recorder(Protocol):
    """What the session needs of ``evenstride.session.recording.SessionRecording``."""

    @property
    def trouble(self) -> str:
        """Why nothing is being saved, as a sentence; "" while all is well."""
        ...

    def write(self, item: Item) -> None:
        """Keep an item; it neither waits for a disk nor fails with it."""
        ...


MakeAnalyzer: TypeAlias = Callable[[Sensors], Analyzer]
OpenRecorder: TypeAlias = Callable[[Sensors], AbstractContextManager[Recorder]]


class SessionRunner:
    """Runs one session from its source to its summary, with or without a screen.

    Analyzer and recorder are made by functions, because both need to know the sensors, and those
    are known only once the source is connected.

    With a recorder nothing but the source ends the session. Whatever arrives is recorded at once,
    by a task of its own that takes it from the source, and waits for the analysis after that; and a
    fault in the analysis is told and passed over, since a training cannot be done again, and its
    recording can be analyzed again.

    Attributes:
        summary: The result; None until the session ended, and also there when it was cancelled
            or ended by an error.
    """

    def __init__(
        self,
        source: SessionSource,
        make_analyzer: MakeAnalyzer,
        *,
        open_recorder: OpenRecorder | None = None,
        on_progress: Callable[[Progress], None],
        on_sensors: Callable[[Sensors], None] | None = None,
        on_item: Callable[[Item, float], None] | None = None,
        on_end: Callable[[Summary], None] | None = None,
        on_trouble: Callable[[str], None] | None = None,
        on_fault: Callable[[Exception], None] | None = None,
        opening: Sequence[tuple[NoteKind, Mapping[str, object]]] = (),
        stream: SessionStream | None = None,
    ) -> None:
        """Take what the session is made of; nothing is opened yet.

        Args:
            source: Where items come from.
            make_analyzer: Makes the analyzer once the sensors are known.
            open_recorder: Opens the recording once the sensors are known; None keeps nothing.
            on_progress: Called with every update of the analysis, the last one included.
            on_sensors: Called with the sensors as soon as they are known.
            on_item: Called with every item with its time on the session's timeline, seconds, before
                the analysis sees it.
            on_end: Called with the result when the recording is closed, whatever ended the session.
            on_trouble: Called with why nothing is being saved, and with "" that it is again.
            on_fault: Called with the first fault in the analysis of a session that is recorded.
            opening: Events to begin with, each its name and its data.
            stream: An analysis that goes on; None if it begins.
        """
        self._source = source
        self._make_analyzer = make_analyzer
        self._open_recorder = open_recorder
        self._on_progress = on_progress
        self._on_sensors = on_sensors
        self._on_item = on_item
        self._on_end = on_end
        self._on_trouble = on_trouble
        self._on_fault = on_fault
        self._opening = opening
        self._stream = stream
        self._running: tuple[SessionStream, Recorder | None] | None = None
        self._recorded: deque[Item] = deque()  # and not analyzed yet
        self._is_analyzing = False
        self._trouble = ""
        self._fault: Exception | None = None
        self._is_wanted = True
        self.summary: Summary | None = None

    async def run(self) -> Summary:
        """Run until the source ends.

        When it is cancelled, or the source fails, the recording is closed and the analysis is
        finished all the same (``summary`` holds it), and the error goes on.

        Returns:
            The session's result.

        Raises:
            EvenstrideError: If the source cannot begin or go on.
        """
        async with self._source:
            sensors = self._source.sensors
            for leg, sensor in sensors.items():
                where, rate_hz = sensor.placement, sensor.rate_hz
                _log.info("%s leg: %s on the %s, %g Hz", leg, sensor.device, where, rate_hz)
            if self._on_sensors is not None:
                self._on_sensors(sensors)
            stream = self._stream or SessionStream(
                self._make_analyzer(sensors), on_progress=self._on_progress, on_item=self._on_item
            )
            try:
                with self._opened_recorder(sensors) as recorder:
                    await self._run(stream, recorder)
            finally:
                if self.summary is not None and self._on_end is not None:
                    self._on_end(self.summary)
        assert self.summary is not None
        return self.summary

    @property
    def is_running(self) -> bool:
        """Whether the source is open and has not ended."""
        return self._running is not None

    def note(self, event: NoteKind, data: Mapping[str, object]) -> bool:
        """Add an event of the user's, now: recorded first, like everything, then analyzed.

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
        """Nobody wants to know the result: where it is cut off, none is made."""
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
                    self._on_progress(progress)

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
            await recording  # says what ended it
        finally:
            recording.cancel()
            done, _ = await asyncio.wait([recording], timeout=_LEAVE_LIMIT_S)
            if not done:
                _log.warning("the source does not end within %g s", _LEAVE_LIMIT_S)
            elif not recording.cancelled() and (error := recording.exception()) is not None:
                # It is raised above, where it ended by itself.
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
        """Keep an item, and have it wait for the analysis as it will be read back."""
        recorder.write(item)
        # Analyzing the recording must give what the session showed.
        self._recorded.append(quantize(item) if isinstance(item, Block) else item)
        if recorder.trouble != self._trouble:
            self._trouble = recorder.trouble
            if self._on_trouble is not None:
                self._on_trouble(self._trouble)

    def _analyze_recorded(self, stream: SessionStream, limit_s: float | None = None) -> None:
        """Analyze what waits for it, all of it or for so long, seconds."""
        if self._is_analyzing:
            return  # a callback of the analysis has added something: it has its turn after this
        self._is_analyzing = True
        now = asyncio.get_running_loop().time
        began_s = now()
        try:
            while self._recorded and (limit_s is None or now() - began_s < limit_s):
                try:
                    stream.take(self._recorded.popleft())
                except OSError:
                    raise  # there is nobody left to tell
                except Exception as error:
                    # A fault in our code, which is told once: what comes is recorded all the same.
                    if self._fault is None:
                        _log.exception("a fault in the analysis")
                    self._tell_fault(error)
        finally:
            self._is_analyzing = False

    def _tell_fault(self, error: Exception) -> None:
        if self._fault is None:
            self._fault = error
            if self._on_fault is not None:
                self._on_fault(error)
