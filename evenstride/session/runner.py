"""The one loop of a session: items are kept, put on the timeline, analyzed and reported."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeAlias

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.summary import Summary
from evenstride.recordings.format import quantize
from evenstride.sensors.samples import Block, Item, Leg, Note, SensorInfo
from evenstride.sensors.source import Source
from evenstride.session.stream import Analyzer, SessionStream

# A source that never has to wait (a replay at full speed) must not starve the screen: after so
# much work in one go, everybody else on the loop gets a turn. Half a frame at 60 frames a second.
MAX_TURN_S = 0.008


class Recorder(Protocol):
    """What the session needs of ``evenstride.recordings.writer.RecordingWriter``."""

    def write(self, item: Item) -> None:
        """Keep an item."""
        ...


Sensors: TypeAlias = Mapping[Leg, SensorInfo]
MakeAnalyzer: TypeAlias = Callable[[Sensors], Analyzer]
OpenRecorder: TypeAlias = Callable[[Sensors], AbstractContextManager[Recorder]]


class SessionRunner:
    """Runs one session from its source to its summary, with or without a screen.

    Analyzer and recorder are made by functions, because both need to know the sensors, and those
    are known only once the source is connected.

    Attributes:
        summary: The result; None until the session ended, and also there when it was cancelled
            or ended by an error.
    """

    def __init__(
        self,
        source: Source,
        make_analyzer: MakeAnalyzer,
        *,
        open_recorder: OpenRecorder | None = None,
        on_progress: Callable[[Progress], None],
        on_sensors: Callable[[Sensors], None] | None = None,
        on_item: Callable[[Item, float], None] | None = None,
        on_end: Callable[[Summary], None] | None = None,
        opening: Sequence[tuple[str, Mapping[str, object]]] = (),
    ) -> None:
        """Take what the session is made of; nothing is opened yet.

        Args:
            source: Where items come from.
            make_analyzer: Makes the analyzer once the sensors are known.
            open_recorder: Opens the recording once the sensors are known; None keeps nothing.
            on_progress: Told of every update of the analysis, the last one included.
            on_sensors: Told of the sensors as soon as they are known.
            on_item: Told of every item with its time on the session's timeline, seconds, before
                the analysis sees it.
            on_end: Told of the result when the recording is closed, whatever ended the session.
            opening: Events to begin with, each its name and its data.
        """
        self._source = source
        self._make_analyzer = make_analyzer
        self._open_recorder = open_recorder
        self._on_progress = on_progress
        self._on_sensors = on_sensors
        self._on_item = on_item
        self._on_end = on_end
        self._opening = opening
        self._running: tuple[SessionStream, Recorder | None] | None = None
        self.summary: Summary | None = None

    async def run(self) -> Summary:
        """Run until the source ends.

        When it is cancelled, or the source or the recorder fails, the recording is closed and the
        analysis is finished all the same (``summary`` holds it), and the error goes on.

        Returns:
            The session's result.

        Raises:
            EvenstrideError: If the source can not begin or go on, or nothing can be
                recorded.
        """
        async with self._source:
            sensors = self._source.sensors
            if self._on_sensors is not None:
                self._on_sensors(sensors)
            stream = SessionStream(
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

    def note(self, event: str, data: Mapping[str, object]) -> bool:
        """Add an event of the user's, now: recorded first, like everything, then analyzed.

        Returns:
            Whether the session is running; otherwise nothing happens.

        Raises:
            RecordingError: It can not be recorded.
        """
        if self._running is None:
            return False
        stream, recorder = self._running
        host_us = round(asyncio.get_running_loop().time() * 1e6)
        note = Note(host_us, event, data)
        if recorder is not None:
            recorder.write(note)
        stream.take(note)
        return True

    def _opened_recorder(self, sensors: Sensors) -> AbstractContextManager[Recorder | None]:
        return self._open_recorder(sensors) if self._open_recorder else nullcontext()

    async def _run(self, stream: SessionStream, recorder: Recorder | None) -> None:
        self._running = stream, recorder
        try:
            for event, data in self._opening:
                self.note(event, data)
            await self._take_items(stream, recorder)
        finally:
            self._running = None
            progress, self.summary = stream.finish()
            self._on_progress(progress)

    async def _take_items(self, stream: SessionStream, recorder: Recorder | None) -> None:
        now = asyncio.get_running_loop().time
        turn_ends = now() + MAX_TURN_S
        async for item in self._source:
            # The recorder comes first: whatever goes wrong later, the sample is kept.
            if recorder is not None:
                recorder.write(item)
                if isinstance(item, Block):
                    # Analyzing the recording must give what the session showed.
                    item = quantize(item)  # noqa: PLW2901
            stream.take(item)
            if now() >= turn_ends:
                await asyncio.sleep(0)
                turn_ends = now() + MAX_TURN_S
