"""Playing a recording interactively: pause, speed, and jumps."""

import asyncio
import math
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from evenstride.recordings.format import Header
from evenstride.recordings.reader import BLOCK_LINES, Recording, read
from evenstride.recordings.replay import Replay, Schedule
from evenstride.recordings.report import Report
from evenstride.recordings.stretch import BLOCK_US, Stretch
from evenstride.recordings.walk import Place
from evenstride.sensors.samples import Block, Item, Leg, Placement, SensorInfo

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Times faster than the session; slow enough to see how a rep is done, fast enough to look for
one."""


HURRIED_US: Final = 38_000_000
"""How much to give at a time on the way to a place, by arrivals: more saves little, and the screen
gets its turn in between."""

AS_IT_CAME_S: Final = 3.0
"""The last part before a place is given as it came in the session: the screen shows the loss, the
moving leg and the delay of the last seconds."""


class Playback:
    """A source like ``Replay`` that can be paused, sped up and moved.

    Going forwards gives everything in between at once, without waiting, in stretches. Going
    backwards needs a new start: iterate again, from the start or from a place that a walk through
    the recording reached, and everything in between comes at once.

    Args:
        speed: Times faster than the session at first; ``math.inf`` for as fast as possible.
        placement: Where the sensors really sat; None for the placement in the recording.

    Attributes:
        paused: Whether it is paused; only what is needed for a jump is given.
        speed: Times faster than the session.
        position_s: Its position: arrival of the last samples, seconds since the first ones.
        ended: Whether everything was given.
        hurried_since_s: Since when it is on its way to a requested place, on the event loop's
            clock; None if it is not.
    """

    def __init__(
        self, path: str | Path, *, speed: float = 1.0, placement: Placement | None = None
    ) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be positive, not {speed}")
        self._path = path
        self._placement = placement
        self._replay = Replay(path, speed=math.inf, placement=placement)
        self.speed = speed
        self.paused = False
        self.position_s = 0.0
        self.ended = False
        self.hurried_since_s: float | None = None
        self._goal_s: float | None = None
        self._place: Place | None = None
        self._is_held = False
        self._changed = asyncio.Event()
        self._arrived = asyncio.Event()
        # The session's time that was due at a time of the loop's clock; it continues from there.
        self._anchor = (0.0, 0.0)
        self._next_due_s = 0.0

    async def __aenter__(self) -> Self:
        """Open the recording.

        Raises:
            RecordingError: There is no such file, or it is not a readable recording.
        """
        await self._replay.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Close the file."""
        await self._replay.__aexit__(*exc_info)

    @property
    def header(self) -> Header:
        """The recording's header; known once the context is entered."""
        return self._replay.header

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg; known once the context is entered."""
        return self._replay.sensors

    @property
    def report(self) -> Report:
        """What was skipped so far."""
        return self._replay.report

    @property
    def aim_s(self) -> float:
        """The current or requested position, seconds since the first samples."""
        return self.position_s if self._goal_s is None else self._goal_s

    def read_again(self) -> Recording:
        """Return the same recording, for another walk through it.

        Raises:
            RecordingError: The file can no longer be read.
        """
        return read(self._path)

    def pause(self, paused: bool) -> None:
        """Pause or continue."""
        self._hold_time()
        self.paused = paused
        self._changed.set()

    def change_speed(self, steps: int) -> None:
        """Change to a speed of ``SPEEDS`` some steps faster (or slower, if negative)."""
        self._hold_time()
        for _ in range(abs(steps)):
            if steps > 0:
                self.speed = next((one for one in SPEEDS if one > self.speed), self.speed)
            else:
                slower = [one for one in SPEEDS if one < self.speed]
                self.speed = slower[-1] if slower else self.speed
        self._changed.set()

    def seek(self, to_s: float) -> bool:
        """Jump to a time, seconds since the first samples.

        Returns:
            Whether the time is in the past, so that the recording must be iterated again.
        """
        to_s = max(0.0, to_s)
        if self.ended and to_s >= self.position_s:
            return False
        self._goal_s = to_s
        self.hurried_since_s = asyncio.get_running_loop().time()
        self._changed.set()
        return to_s < self.position_s

    def begin_at(self, place: Place | None) -> None:
        """Set the place at which the next iteration begins; None for the start."""
        self._place = place

    def hold(self, held: bool) -> None:
        """Hold back all items for a moment, or continue, whether it is paused or not."""
        self._hold_time()
        self._is_held = held
        self._changed.set()

    def stay(self) -> None:
        """Cancel a jump."""
        if self._goal_s is not None:
            self._goal_s = self.position_s
            self._changed.set()

    def give_up(self) -> None:
        """Cancel a jump, because the player has ended."""
        self._goal_s = self.hurried_since_s = None
        self._arrived.set()

    async def arrived(self) -> None:
        """Wait until a jump has arrived."""
        while self.hurried_since_s is not None:
            self._arrived.clear()
            await self._arrived.wait()

    async def __aiter__(self) -> AsyncIterator[Item | Stretch]:
        """Yield the items from the start, or from the place set by ``begin_at``.

        Raises:
            RecordingError: The file can no longer be read.
        """
        schedule = Schedule()
        self.ended = self._is_held = False
        self._next_due_s = 0.0
        self._set_anchor(0.0)
        with self._replay.recording.walk(self._place) as walk:
            at_s = self.position_s = walk.position_s
            while True:
                # On the way to a place many items are given at once: they are analyzed many times
                # faster, and the analysis does not depend on how samples are cut into blocks.
                hurries = self._hurries(walk.position_s + AS_IT_CAME_S)
                until_s = None if self._goal_s is None else self._goal_s - AS_IT_CAME_S
                item = walk.take(*(HURRIED_US, until_s) if hurries else (BLOCK_US, None))
                if item is None:
                    break
                first_s = walk.first_s
                given: Iterable[Item | Stretch] = (item,)
                if isinstance(item, Stretch) and not hurries:
                    given = item.arrivals(BLOCK_LINES)
                for one in given:
                    if isinstance(one, Stretch):
                        schedule.pass_over(one)
                        at_s = walk.position_s
                    else:
                        self._next_due_s = schedule.due_s(one)
                        if isinstance(one, Block):
                            at_s = max(at_s, int(one.host_us[0]) / 1e6 - first_s)
                        if not self._hurries(at_s):
                            self._arrive(at_s)
                            await self._wait(at_s)
                    self.position_s = at_s
                    yield one
        self.ended = True
        self._arrive(at_s)

    def _hurries(self, at_s: float) -> bool:
        """Whether items of a time need not be waited for."""
        if self._goal_s is not None:
            return at_s < self._goal_s
        return math.isinf(self.speed) and not (self.paused or self._is_held)

    def _arrive(self, at_s: float) -> None:
        """Arrive at a requested place, if there is one; time continues from here."""
        if self._goal_s is not None:
            self.position_s = min(self._goal_s, at_s)
            self._goal_s = self.hurried_since_s = None
            self._set_anchor(self._next_due_s)
            self._arrived.set()

    async def _wait(self, at_s: float) -> None:
        """Wait until the next item is due, however often the speed changes until then."""
        while not self._hurries(at_s):
            # The requested place may be here, before the waiting item.
            self._arrive(at_s)
            rest_s = math.inf if self.paused or self._is_held else self._rest_s()
            if rest_s <= 0.0:
                return
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if math.isinf(rest_s) else rest_s):
                    await self._changed.wait()

    def _rest_s(self) -> float:
        due_s, since_s = self._anchor
        now_s = asyncio.get_running_loop().time()
        return since_s + (self._next_due_s - due_s) / self.speed - now_s

    def _hold_time(self) -> None:
        """Fix the current moment, before the speed or pause changes."""
        due_s, _ = self._anchor
        if not (self.paused or self._is_held):
            ahead_s = 0.0 if math.isinf(self.speed) else max(0.0, self._rest_s() * self.speed)
            due_s = self._next_due_s - ahead_s
        self._set_anchor(due_s)

    def _set_anchor(self, due_s: float) -> None:
        self._anchor = (due_s, asyncio.get_running_loop().time())
