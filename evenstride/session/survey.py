"""Analyzing a whole recording next to its replay: checkpoints on the way, and the result."""

import asyncio
import threading
from collections.abc import Callable
from typing import Final

from evenstride.analysis.model.summary import Summary
from evenstride.recordings.playback import Playback
from evenstride.recordings.stretch import BLOCK_US
from evenstride.sensors.samples import Leg
from evenstride.session.checkpoints import Checkpoint, Checkpoints
from evenstride.session.session_setup import SessionSetup
from evenstride.session.shown_session import new_view
from evenstride.session.state.playback import Marks
from evenstride.session.stream import SessionStream

_PART_US: Final = 75 * BLOCK_US
"""How much to analyze at a time, by arrivals: more cost less each. This takes less than a tenth of
a second, after which the survey can stop or give way."""

_NEAR_S: Final = 1.0
"""If the last sample is this close before a place, the state there is near enough."""


class Survey:
    """Analyzes a whole recording as fast as possible, and keeps checkpoints on its way.

    It works on a thread of its own: keys and the screen wait for it a few milliseconds; on the
    event loop they would wait for each of its parts.

    Args:
        setup: The replayed session.
        playback: Plays the recording.
        on_goal: Called when ``goal_s`` is reached, or never will be.
        on_marks: Called now and then with the places to jump to so far.

    Attributes:
        checkpoints: The checkpoints so far.
        position_s: Its position, seconds since the recording's first samples.
        goal_s: A place for which a checkpoint is awaited; None if there is none.
        runs: Whether it is running.
    """

    def __init__(
        self,
        setup: SessionSetup,
        playback: Playback,
        on_goal: Callable[[], None],
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
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._is_left = False

    def has_seen(self, at_s: float) -> bool:
        """Whether it has passed a place, seconds, or never will."""
        return not self.runs or self.position_s >= at_s - _NEAR_S

    def give_way(self, wanted: bool) -> None:
        """Wait while something more urgent runs, or continue."""
        if wanted and not self._is_left:
            self._may_go_on.clear()
        else:
            self._may_go_on.set()

    async def run(self) -> Summary:
        """Analyze the recording.

        Returns:
            Its result.

        Raises:
            EvenstrideError: The recording can no longer be read.
        """
        self.runs = True
        loop, has_news = asyncio.get_running_loop(), asyncio.Event()

        def tell(marks: Marks) -> None:
            loop.call_soon_threadsafe(self._on_marks, marks)
            loop.call_soon_threadsafe(has_news.set)

        looking = asyncio.create_task(asyncio.to_thread(self._look_through, tell))
        looking.add_done_callback(lambda _: has_news.set())
        try:
            while not looking.done():
                await has_news.wait()
                has_news.clear()
                if self.goal_s is not None and self.has_seen(self.goal_s):
                    self._tell()
        finally:
            # If this was cancelled, the thread notices after its current part.
            self._is_left, self.runs = True, False
            self.give_way(False)
            looking.cancel()
            self._tell()
        return looking.result()

    def _look_through(self, tell: Callable[[Marks], None]) -> Summary:
        """Run on the thread; nothing else changes the objects that it works on."""
        sensors = self._playback.sensors
        view = new_view(self._setup, compares=False)
        view.on_sensors(sensors)
        analyzer = self._setup.make_analyzer(sensors)
        stream = SessionStream(analyzer, on_progress=view.on_progress, on_item=view.on_item)
        reached_s: float | None = None
        with self._playback.read_again().walk(reads_ahead=True) as walk:
            while (item := walk.take(_PART_US, goal_s := self.goal_s)) is not None:
                stream.take(item)
                self.position_s = walk.position_s
                is_there = goal_s not in (None, reached_s) and self.has_seen(goal_s or 0.0)
                if is_there or self.checkpoints.is_due(self.position_s):
                    reached_s = goal_s if is_there else reached_s
                    self.checkpoints.keep(Checkpoint.of(walk.place, stream, view))
                    tell(Marks.of({leg: view.state.leg(leg).reps for leg in Leg}))
                self._may_go_on.wait()
                if self._is_left:
                    break
        return stream.finish()[1]

    def _tell(self) -> None:
        if self.goal_s is not None:
            self.goal_s = None
            self._on_goal()
