"""Playing a recording as a source that behaves like a sensor."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from pathlib import Path
from typing import Final, Self

from evenstride.recordings.format import Header
from evenstride.recordings.reader import Recording, read
from evenstride.recordings.report import Report
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Item, Leg, Link, Note, Placement, SensorInfo, placed

MAX_GAP_US: Final = 2_000_000
"""A longer time without arrivals is shortened to this: otherwise playing would seem to hang."""


class Replay:
    """A source that gives a recording's items at the times at which they arrived in the session.

    Each item is due at its own time after the first sample, so that waiting a little too long for
    one does not delay the next; if late, it catches up. A gap in arrivals counts as at most
    ``MAX_GAP_US``, and a larger step back of the host's clock is not waited for.

    Args:
        speed: Times faster than the session; ``math.inf`` for as fast as possible, then in
            stretches, which keep the order of arrival.
        placement: Where the sensors really sat; None for the placement in the recording.
        clock: Seconds that never go backwards.
        sleep: Waits for some seconds, like ``asyncio.sleep``.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        speed: float = 1.0,
        placement: Placement | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be positive, not {speed}")
        self._path = path
        self._speed = speed
        self._placement = placement
        self._clock = clock
        self._sleep = sleep
        self._recording: Recording | None = None
        self._items: Generator[Item | Stretch, None, None] | None = None

    async def __aenter__(self) -> Self:
        """Open the recording.

        Raises:
            RecordingError: There is no such file, or it is not a readable recording.
        """
        self._recording = await asyncio.to_thread(read, self._path)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Close the file."""
        if self._items is not None:
            self._items.close()

    @property
    def recording(self) -> Recording:
        """The recording; known once the context is entered."""
        if self._recording is None:
            raise RuntimeError("the replay is not entered")
        return self._recording

    @property
    def header(self) -> Header:
        """The recording's header."""
        return self.recording.header

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg."""
        sensors = self.recording.sensors
        if self._placement is None:
            return sensors
        return placed(sensors, self._placement)

    @property
    def report(self) -> Report:
        """What was skipped so far; complete when the replay has ended."""
        return self.recording.report

    async def __aiter__(self) -> AsyncIterator[Item | Stretch]:
        """Yield the items in the order of the file, to its end.

        Raises:
            RecordingError: The file can no longer be read.
        """
        recording = self.recording
        items: Generator[Item | Stretch, None, None] | Generator[Item, None, None]
        items = recording.seconds() if math.isinf(self._speed) else recording.arrivals()
        self._items = items
        timeline = Schedule()
        start_s: float | None = None
        for item in items:
            due_s = timeline.due_s(item)
            if start_s is None:
                start_s = self._clock()
            # If late, this sleeps for 0 s, so that other tasks still get their turn.
            await self._sleep(max(0.0, start_s + due_s / self._speed - self._clock()))
            yield item


class Schedule:
    """When items are due, in seconds of the session since its first sample, with gaps shortened."""

    def __init__(self) -> None:
        self._due_us = 0
        self._latest_us: int | None = None

    def due_s(self, item: Item | Stretch) -> float:
        """Return when the next item is due."""
        if not isinstance(item, Link | Note):
            host_us = int(item.host_us[0])
        elif self._latest_us is not None:
            host_us = item.host_us
        else:
            return 0.0
        step_us = host_us - (host_us if self._latest_us is None else self._latest_us)
        is_near = abs(step_us) <= MAX_GAP_US
        # An event's time may be from another clock, or missing: only samples move the timeline far.
        if not isinstance(item, Link | Note) or is_near:
            self._due_us += min(max(step_us, 0), MAX_GAP_US)
            # Legs may be a little out of order in the file; that must not add up.
            if step_us >= 0 or not is_near:
                self._latest_us = host_us
        return self._due_us / 1e6

    def pass_over(self, stretch: Stretch) -> None:
        """Skip samples without waiting: the next item is due after them."""
        self._latest_us = int(stretch.host_us.max())
