"""The controls of a replay: its keys, and the places of its sets and reps."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.model.summary import Summary
from evenstride.recordings.playback import AS_IT_CAME_S, Playback
from evenstride.session.checkpoints import EVERY_S, Checkpoint
from evenstride.session.glimpse import Glimpse, glimpse
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.playback import Marks, PlaybackState
from evenstride.session.survey import Survey

_log = logging.getLogger(__name__)

SEEK_S: Final = 5.0

LEAD_S: Final = 1.0
"""A rep is shown from this long before it starts: the eye has to get there first."""

PATIENCE_S: Final = 0.3
"""A jump that takes longer shows its progress."""


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """A place to jump to, seconds, and the time of the request, on the event loop's clock."""

    to_s: float
    since_s: float


# Starts that are closer together than this are one place: the next key press must move on.
_SAME_PLACE_S = 0.2


class ReplayControls:
    """A playback, and what is known about the whole recording.

    Args:
        setup: The session; the caller enters its playback.
        restart: Restarts the session, from a checkpoint or from the start; called if a jump cannot
            continue from the current place.
        on_arrival: Called when the replay is at a requested place, with everything counted.
    """

    def __init__(
        self,
        setup: SessionSetup,
        playback: Playback,
        restart: Callable[[Checkpoint | None], Awaitable[None]],
        on_arrival: Callable[[], None],
    ) -> None:
        self._setup = setup
        self._playback = playback
        self._restart = restart
        self._on_arrival = on_arrival
        self._survey = Survey(setup, playback, self._on_surveyed, self._on_marks)
        self._wanted: _Wanted | None = None
        self._moving: asyncio.Task[None] | None = None
        # The glimpse of a requested place, with its time, and the task that makes it.
        self._glimpse: tuple[float, Glimpse] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._duration_s: float | None = None
        self._marks = Marks()

    @property
    def seeks(self) -> bool:
        """Whether it is on its way to a requested place."""
        return self._since_s is not None

    @property
    def glimpse(self) -> Glimpse | None:
        """A glimpse of the requested place; None if there is none yet.

        While a key is held it lags a little; its clock tells which moment it shows.
        """
        return self._glimpse[1] if self._glimpse and self.seeks else None

    @property
    def hurries(self) -> bool:
        """Whether it goes too fast to be followed."""
        return self.seeks or math.isinf(self._playback.speed)

    @property
    def state(self) -> PlaybackState:
        """The state for the time bar."""
        playback = self._playback
        return PlaybackState(
            position_s=min(self._aim_s, self._duration_s or math.inf),
            duration_s=self._duration_s,
            speed=playback.speed,
            paused=playback.paused,
            ended=playback.ended,
            seeking=self._part_done(),
            sets=self._marks.sets,
        )

    async def survey(self) -> None:
        """Analyze the whole recording for its sets and reps, and for checkpoints."""
        try:
            summary = await self._survey.run()
        except Exception:
            # Playing the recording meets the same fault, and reports it; until then there are no
            # marks.
            _log.warning("a replay has no marks", exc_info=True)
        else:
            self.learn(summary, self._survey.position_s)

    def learn(self, summary: Summary, duration_s: float) -> None:
        """Take the result of the whole recording and its length, seconds."""
        self._duration_s = duration_s
        self._marks = Marks.of({leg: result.reps for leg, result in summary.legs.items()})

    def toggle_pause(self) -> None:
        """Pause or continue; play again from the start if it is over."""
        if self._playback.ended:
            self._playback.pause(False)
            self.seek(0.0)
        else:
            self._playback.pause(not self._playback.paused)

    def change_speed(self, steps: int) -> None:
        """Play faster by a number of steps, or slower if it is negative."""
        self._playback.change_speed(steps)

    def seek(self, to_s: float) -> None:
        """Start a jump to a time, seconds since the recording's first samples.

        If the survey is not there yet, the jump waits: it is hundreds of times faster than playing.
        The traces are shown at once, the counts when it arrives. If another jump follows before
        that, the current target is still shown first; targets between the two are skipped.
        """
        since_s = self._since_s
        now_s = asyncio.get_running_loop().time()
        self._wanted = _Wanted(max(0.0, to_s), now_s if since_s is None else since_s)
        if since_s is None:
            self._glimpse = None
        self._move()

    def _move(self) -> None:
        """Bring the replay to the requested place, or have the survey analyze up to there first."""
        if self._wanted is None:
            return
        if not self._is_known(self._wanted):
            self._survey.goal_s = self._wanted.to_s - AS_IT_CAME_S
            self._playback.hold(True)
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look(), name="glimpse")
        elif self._moving is None or self._moving.done():
            self._moving = asyncio.create_task(self._go_on(), name="jump")

    def _is_known(self, wanted: _Wanted) -> bool:
        """Whether a place can be reached without counting for long: it was surveyed, or is near."""
        ahead_s = wanted.to_s - self._playback.position_s
        return 0.0 <= ahead_s <= EVERY_S or self._survey.has_seen(wanted.to_s - AS_IT_CAME_S)

    async def _go_on(self) -> None:
        """Go to the requested place, and on if it changes on the way."""
        self._survey.give_way(True)
        try:
            while (wanted := self._wanted) is not None and self._is_known(wanted):
                self._survey.goal_s = None
                await self._go(wanted.to_s)
                if self._wanted is wanted:
                    self._wanted = None
                    self._playback.hold(False)
                await self._playback.arrived()
                self._on_arrival()
        finally:
            self._survey.give_way(False)
        self._move()

    async def _look(self) -> None:
        """Make a glimpse of the requested place, and another one if it changed meanwhile."""
        while (wanted := self._wanted) is not None and not self._is_known(wanted):
            to_s = wanted.to_s
            if self._glimpse is not None and self._glimpse[0] == to_s:
                return
            self._survey.give_way(True)
            try:
                found = await asyncio.to_thread(glimpse, self._setup, self._playback, to_s)
            except Exception:
                # The survey will meet the same fault; until then the screen stays as it is.
                _log.warning("a place of a replay can not be looked at", exc_info=True)
                return
            finally:
                self._survey.give_way(False)
            self._glimpse = to_s, found

    def seek_by(self, seconds: float) -> None:
        """Jump forwards by a time, or backwards if it is negative."""
        self.seek(self._aim_s + seconds)

    def stay(self) -> bool:
        """Cancel a jump that has not arrived; return whether there was one."""
        if not self.seeks:
            return False
        if self._wanted is not None:
            self._wanted = self._survey.goal_s = None
            self._playback.hold(False)
        self._playback.stay()
        return True

    def next_rep(self) -> bool:
        """Jump to the next rep; return whether there is one."""
        return self._next(self._marks.rep_starts_s)

    def next_set(self) -> bool:
        """Jump to the next set; return whether there is one."""
        return self._next([span.start_s for span in self._marks.sets])

    def _next(self, starts_s: Sequence[float]) -> bool:
        after_s = self._aim_s + LEAD_S + _SAME_PLACE_S
        ahead_s = [start_s for start_s in starts_s if start_s > after_s]
        if ahead_s:
            self.seek(min(ahead_s) - LEAD_S)
        return bool(ahead_s)

    async def _go(self, to_s: float) -> None:
        """Continue from the nearest checkpoint before a place."""
        playback = self._playback
        nearest = self._survey.checkpoints.before(to_s - AS_IT_CAME_S)
        nearest_s = nearest.place.position_s if nearest else 0.0
        is_behind = playback.seek(to_s)
        if is_behind or nearest_s > playback.position_s:
            # Nothing may come in between: the running session must not take the target for its own.
            playback.begin_at(nearest.place if nearest else None)
            await self._restart(nearest)

    def _on_surveyed(self) -> None:
        """The survey has reached the requested place, or its end."""
        self._move()

    def _on_marks(self, marks: Marks) -> None:
        """The survey has found more marks; at its end the result has them all."""
        if self._duration_s is None:
            self._marks = marks

    @property
    def _aim_s(self) -> float:
        return self._wanted.to_s if self._wanted else self._playback.aim_s

    @property
    def _since_s(self) -> float | None:
        """Since when it is on its way, on the event loop's clock; None if it is not."""
        return self._wanted.since_s if self._wanted else self._playback.hurried_since_s

    def _part_done(self) -> float | None:
        since_s = self._since_s
        if since_s is None or asyncio.get_running_loop().time() - since_s < PATIENCE_S:
            return None
        done_s = self._survey.position_s if self._wanted else self._playback.position_s
        return min(1.0, done_s / max(self._aim_s, 1e-9))
