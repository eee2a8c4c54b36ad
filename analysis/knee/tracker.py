"""Follows the knee of a leg with two sensors: its angle now, and its values in each rep."""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.knee.angle import LiveAngle, disagreement_deg, within_half_turn
from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.hinge_search import Change, HingeSearch
from evenstride.analysis.knee.paired import Paired, joined, paired
from evenstride.analysis.knee.rep_knee import (
    RepKnee,
    RepStretch,
    RepTimes,
    flexion_vote,
    measure_rep,
    pairing_evidence,
)
from evenstride.analysis.knee.straight import StraightLeg
from evenstride.analysis.knee.swapped import SwapWatch
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.knee.turned_strap import TurnedStrap
from evenstride.analysis.model.exercise_values import HipMoves, KneeMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S

_MARGIN_TICKS: Final = 30
"""Ticks before and after a rep that belong to it, 0.6 s: the leg is at rest then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KneeQuality:
    """How well the knee is known.

    Attributes:
        hinge: The current hinge; None if none is good enough.
        slips_s: The times at which a strap slipped, seconds on the session's timeline.
        is_swapped: Whether the sensors seem to be exchanged.
        disagreed: The number of reps in which gravity and the gyroscopes disagreed on the knee.
    """

    hinge: Hinge | None
    slips_s: tuple[float, ...]
    is_swapped: bool
    disagreed: int


class KneeTracker:
    """Follows one knee.

    Its state at a tick depends only on the ticks up to it, however they were cut into blocks.
    """

    def __init__(self, exercise: Exercise, tuning: KneeTuning = KNEE) -> None:
        self._tuning = tuning
        self._exercise = exercise
        self._chunk: list[tuple[Tick, Tick]] = []
        self._history: deque[Paired] = deque()
        self._search = HingeSearch(tuning)
        self._straight = StraightLeg(tuning)
        self._flexion_deg = 0.0
        self._turned_round = False
        self._swaps = SwapWatch()
        self._turned_strap = TurnedStrap()
        self._disagreed = 0
        self._last: tuple[Tick, Tick] | None = None
        self._live: LiveAngle | None = None
        self._zero_deg: float | None = None

    @property
    def quality(self) -> KneeQuality:
        """How well the knee is known."""
        return KneeQuality(
            hinge=self._search.known,
            slips_s=tuple(self._search.slips_s),
            is_swapped=self._swaps.is_swapped,
            disagreed=self._disagreed,
        )

    @property
    def lacks_straight(self) -> bool:
        """Whether no rest showed the leg straighter than the tops of its reps.

        Then the lag of each rep is relative to the other reps.
        """
        hinge = self._search.known
        if hinge is None or not self._flexion:
            return False
        return self._straight.is_own(hinge, self._flexion)

    def take_turn(self) -> bool:
        """Return whether, since the last call, the knee was found to bend the other way."""
        turned, self._turned_round = self._turned_round, False
        return turned

    def change_exercise(self, exercise: Exercise) -> None:
        """Go on with another exercise."""
        self._exercise = exercise

    def lose_track(self) -> None:
        """Begin again after a hole, or after one sensor was missing."""
        self._take_chunk()
        self._follow(self._search.lose_track())
        self._history.clear()
        self._last = None

    def append(self, thigh: Tick, shank: Tick) -> None:
        """Take the next tick of both sensors; they have the same number."""
        if self._chunk and thigh.index != self._chunk[-1][0].index + 1:
            self.lose_track()
        self._chunk.append((thigh, shank))
        self._last = thigh, shank
        if (thigh.index + 1) % self._tuning.chunk_ticks == 0:
            self._take_chunk()

    @property
    def angle_deg(self) -> float | None:
        """The knee's current angle, degrees, bent is positive; None if unknown."""
        if self._live is None or self._zero_deg is None or self._last is None:
            return None
        thigh, shank = self._last
        now_deg = self._live.at_deg(thigh.up, shank.up)
        if now_deg is None:
            return None
        return self._flexion * within_half_turn(now_deg - self._zero_deg)

    def measure(self, times: RepTimes, *, learns: bool = True) -> RepKnee | None:
        """Measure the knee in a movement that is over.

        Args:
            times: The movement's times.
            learns: Whether it is a rep; then the hinge is learnt from it first.

        Returns:
            The knee's values; None if the hinge is unknown or not exact enough, if ticks are
            missing, or if gravity and the gyroscopes disagree.
        """
        stretch = self._stretch(times)
        if stretch is None:
            return None
        knee = self._exercise.knee
        if learns:
            self._swaps.look(stretch, knee, self._exercise.thigh_at_rest)
            evidence = pairing_evidence(stretch, knee)
            self._follow(self._search.learn(evidence, is_told=knee is not KneeMoves.ANY))
        hinge = self._search.known
        if hinge is None:
            return None
        is_aside = self._exercise.hip is HipMoves.ASIDE
        if is_aside and hinge.doubt_deg > self._tuning.largest_doubt_aside_deg:
            return None
        if disagreement_deg(stretch.whole, hinge, self._tuning) > self._tuning.disagreement_deg:
            self._disagreed += learns
            return None
        if learns:
            self._learn(stretch, hinge)
        return measure_rep(stretch, hinge, self._straight, self._flexion, knee, tuning=self._tuning)

    def _learn(self, stretch: RepStretch, hinge: Hinge) -> None:
        """Learn from a rep which way the knee bends, and where it is straight."""
        knee = self._exercise.knee
        before = self._flexion
        hip = self._exercise.hip
        vote_deg = flexion_vote(stretch, hinge, knee, hip, tuning=self._tuning)
        self._flexion_deg = self._tuning.flexion_kept * self._flexion_deg + vote_deg
        self._turned_round |= self._flexion != before != 0.0
        if knee in (KneeMoves.BENDS, KneeMoves.STRAIGHT):
            if self._exercise.hip is HipMoves.FLEXES:
                self._look_at_rest(stretch, hinge)
            self._straight.rests_straight(stretch.rest)
        elif knee is KneeMoves.STRAIGHTENS:
            self._straight.reaches(stretch.hold)
        self._look_anew()

    def _look_at_rest(self, stretch: RepStretch, hinge: Hinge) -> None:
        since_s = self._turned_strap.slipped_s(stretch.rest, hinge)
        if since_s is not None:
            self._search.slips_s.append(since_s)
            self._straight.forget()

    @property
    def _flexion(self) -> float:
        return float(np.sign(self._flexion_deg))

    def _look_anew(self) -> None:
        """Make the live angle follow the current hinge and straight leg."""
        hinge = self._search.known
        self._live = None if hinge is None else LiveAngle(hinge, self._tuning)
        is_known = hinge is not None and self._flexion
        self._zero_deg = self._straight.at_deg(hinge, self._flexion) if hinge and is_known else None

    def _stretch(self, times: RepTimes) -> RepStretch | None:
        begins = round(times.start_s / TICK_S) - _MARGIN_TICKS
        parts = [part for part in self._history if part.index[-1] >= begins]
        if self._chunk:
            parts.append(paired(self._chunk))
        if not parts:
            return None
        ticks = joined(parts)
        begin, end = np.searchsorted(
            ticks.index, [begins, round(times.end_s / TICK_S) + _MARGIN_TICKS]
        )
        ticks = ticks.part(int(begin), int(end))
        if not len(ticks):
            return None
        # If one sensor was silent during the movement, the knee's angle is unknown there.
        first, last = int(ticks.index[0]), int(ticks.index[-1])
        covers = first <= times.start_s / TICK_S + 1 and last >= times.end_s / TICK_S - 1
        covers &= last - first == len(ticks) - 1
        return RepStretch(ticks, times) if covers else None

    def _take_chunk(self) -> None:
        if not self._chunk:
            return
        ticks = paired(self._chunk)
        self._chunk = []
        self._history.append(ticks)
        oldest = ticks.index[-1] - round(self._tuning.history_s / TICK_S)
        while self._history[0].index[-1] < oldest:
            self._history.popleft()
        self._straight.look(ticks)
        in_own_plane = self._exercise.hip is not HipMoves.ASIDE
        self._follow(self._search.take(ticks, in_own_plane=in_own_plane))

    def _follow(self, change: Change) -> None:
        """Forget everything that a change of the hinge makes invalid, and update the live angle."""
        if Change.SLIPPED in change:
            self._straight.forget()
            self._turned_strap.forget()
        if change & (Change.SLIPPED | Change.PAIRED_ANEW):
            self._flexion_deg = 0.0
        if Change.FITTED in change:
            self._look_anew()
