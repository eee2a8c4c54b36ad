"""The controls of a replay: what its keys do to the playback, and where its sets and reps are."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from evenstride.analysis.model.summary import Summary
from evenstride.recordings.playback import Playback
from evenstride.sensors.samples import Item
from evenstride.session.runner import MakeAnalyzer, SessionRunner
from evenstride.session.state.playback import PlaybackState, Span

_log = logging.getLogger(__name__)

SEEK_S: Final = 5.0

LEAD_S: Final = 1.0
"""A rep is shown from so long before it starts: the eye has to arrive first."""

PATIENCE_S: Final = 0.3
"""A jump that takes longer says how far it is."""

# Two starts that are no further apart are one place: pressing again must move on.
_SAME_PLACE_S = 0.2


class ReplayControls:
    """A playback, and what is known of the whole recording.

    Args:
        playback: The playback, entered by somebody else.
        make_analyzer: Makes the analyzer for a look at the whole recording.
        restart: Iterates the playback anew; asked for after a jump backwards.
    """

    def __init__(
        self,
        playback: Playback,
        make_analyzer: MakeAnalyzer,
        restart: Callable[[], Awaitable[None]],
    ) -> None:
        self._playback = playback
        self._make_analyzer = make_analyzer
        self._restart = restart
        self._duration_s: float | None = None
        self._sets: tuple[Span, ...] = ()
        self._rep_starts_s: tuple[float, ...] = ()

    @property
    def seeks(self) -> bool:
        """Whether it is on its way to a place that was jumped to."""
        return self._playback.hurried_since_s is not None

    @property
    def hurries(self) -> bool:
        """Whether it goes too fast to be followed."""
        return self.seeks or math.isinf(self._playback.speed)

    @property
    def state(self) -> PlaybackState:
        """What the time bar shows."""
        playback = self._playback
        return PlaybackState(
            position_s=min(playback.aim_s, self._duration_s or math.inf),
            duration_s=self._duration_s,
            speed=playback.speed,
            paused=playback.paused,
            ended=playback.ended,
            seeking=self._part_done(),
            sets=self._sets,
        )

    async def survey(self) -> None:
        """Analyze the whole recording, to know where its sets and reps are."""
        last_s = 0.0

        def on_item(_: Item, at_s: float) -> None:
            nonlocal last_s
            last_s = max(last_s, at_s)

        runner = SessionRunner(
            self._playback.whole(),
            self._make_analyzer,
            on_progress=lambda _: None,
            on_item=on_item,
        )
        try:
            self.learn(await runner.run(), last_s)
        except Exception:
            # Playing it meets the same fault, and says so; until then it has no marks.
            _log.warning("a replay has no marks", exc_info=True)

    def learn(self, summary: Summary, duration_s: float) -> None:
        """Take the result of the whole recording and its length, seconds."""
        self._duration_s = duration_s
        self._sets = tuple(
            Span(leg, one.start_s, one.end_s)
            for leg, result in summary.legs.items()
            for one in result.sets
        )
        self._rep_starts_s = tuple(
            rep.first_s for result in summary.legs.values() for rep in result.reps
        )

    async def toggle_pause(self) -> None:
        """Pause, go on, or play again from the start what is over."""
        if self._playback.ended:
            self._playback.pause(False)
            await self.seek(0.0)
        else:
            self._playback.pause(not self._playback.paused)

    def change_speed(self, steps: int) -> None:
        """Play so many steps faster, or slower below zero."""
        self._playback.change_speed(steps)

    async def seek(self, to_s: float) -> None:
        """Jump to a time, seconds since the recording's first samples."""
        if self._playback.seek(to_s):
            # Nothing may come between: what plays now must not take the goal for its own.
            await self._restart()

    async def seek_by(self, seconds: float) -> None:
        """Jump so far forwards, or backwards below zero."""
        await self.seek(self._playback.aim_s + seconds)

    async def next_rep(self) -> bool:
        """Jump to the next rep; returns whether there is one."""
        return await self._next(self._rep_starts_s)

    async def next_set(self) -> bool:
        """Jump to the next set; returns whether there is one."""
        return await self._next([span.start_s for span in self._sets])

    async def _next(self, starts_s: Sequence[float]) -> bool:
        after_s = self._playback.aim_s + LEAD_S + _SAME_PLACE_S
        ahead_s = [start_s for start_s in starts_s if start_s > after_s]
        if ahead_s:
            await self.seek(min(ahead_s) - LEAD_S)
        return bool(ahead_s)

    def _part_done(self) -> float | None:
        since_s = self._playback.hurried_since_s
        if since_s is None or asyncio.get_running_loop().time() - since_s < PATIENCE_S:
            return None
        return min(1.0, self._playback.position_s / max(self._playback.aim_s, 1e-9))
