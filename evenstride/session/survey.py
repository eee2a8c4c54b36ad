"""A look through a whole recording, beside its replay: states to go on from, and the result."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from evenstride.analysis.model.summary import Summary
from evenstride.recordings.playback import Playback
from evenstride.recordings.stretch import BLOCK_US
from evenstride.sensors.samples import Leg
from evenstride.session.checkpoints import Checkpoint, Checkpoints
from evenstride.session.runner import MAX_TURN_S
from evenstride.session.session_setup import SessionSetup
from evenstride.session.shown_session import new_view
from evenstride.session.state.playback import Marks
from evenstride.session.stream import SessionStream

_PART_US: Final = 10 * BLOCK_US
"""Arrivals that are analyzed at a time: so many cost ten milliseconds, which playing bears."""

_HURRIED_US: Final = 30 * BLOCK_US
"""So many while somebody waits, and nothing is played: it takes a sixth less in all."""


class Survey:
    """Analyzes a whole recording as fast as possible, and keeps checkpoints on its way.

    Args:
        setup: The replayed session.
        playback: What plays it.
        on_goal: Told that ``goal_s`` is reached, or will never be.
        on_marks: Told now and then what there is to jump to, as far as it has come.

    Attributes:
        checkpoints: The states so far.
        position_s: How far it is, seconds since the recording's first samples.
        goal_s: A place at which somebody waits for a checkpoint; None while nobody does.
        runs: Whether it goes on.
    """

    def __init__(
        self,
        setup: SessionSetup,
        playback: Playback,
        on_goal: Callable[[], Awaitable[None]],
        on_marks: Callable[[Marks], None],
    ) -> None:
        self._setup = setup
        self._playback = playback
        self._on_goal = on_goal
        self._on_marks = on_marks
        self.checkpoints = Checkpoints()
        self.position_s = 0.0
        self.goal_s: float | None = None
        self.runs = False
        self._may_go_on = asyncio.Event()
        self._may_go_on.set()

    def give_way(self, wanted: bool) -> None:
        """Wait while something else is wanted sooner, or go on."""
        if wanted:
            self._may_go_on.clear()
        else:
            self._may_go_on.set()

    async def run(self) -> Summary:
        """Look through the recording.

        Returns:
            Its result.

        Raises:
            EvenstrideError: The recording can not be read any more.
        """
        self.runs = True
        try:
            summary = await self._run()
        except Exception:
            self.runs = False
            await self._tell()
            raise
        finally:
            self.runs = False
        await self._tell()
        return summary

    async def _run(self) -> Summary:
        recording = await asyncio.to_thread(self._playback.read_again)
        sensors = self._playback.sensors
        view = new_view(self._setup, compares=False)
        view.on_sensors(sensors)
        analyzer = self._setup.make_analyzer(sensors)
        stream = SessionStream(analyzer, on_progress=view.on_progress, on_item=view.on_item)
        now = asyncio.get_running_loop().time
        turn_ends = now() + MAX_TURN_S
        with recording.walk() as walk:
            while (item := walk.take(self._part_us, self.goal_s)) is not None:
                stream.take(item)
                self.position_s = walk.position_s
                # Where a sample comes a second before the goal, that is near enough.
                is_there = self.goal_s is not None and self.position_s >= self.goal_s - 1.0
                if is_there or self.checkpoints.is_due(self.position_s):
                    self.checkpoints.keep(Checkpoint.of(walk.place, stream, view))
                    self._on_marks(Marks.of({leg: view.state.leg(leg).reps for leg in Leg}))
                if is_there:
                    await self._tell()
                await self._may_go_on.wait()
                if now() >= turn_ends:
                    await asyncio.sleep(0)
                    turn_ends = now() + MAX_TURN_S
        return stream.finish()[1]

    @property
    def _part_us(self) -> int:
        return _PART_US if self.goal_s is None else _HURRIED_US

    async def _tell(self) -> None:
        if self.goal_s is not None:
            self.goal_s = None
            await self._on_goal()
