"""What is listed on one leg besides its reps: attempts, holes and bouts of walking."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from evenstride.analysis.counting.count.counted import Counted
from evenstride.analysis.counting.everyday.bout import WalkingBout
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.listed import is_same_gap, still_listed
from evenstride.analysis.model.events import AttemptSeen, Event
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Rep
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg

_LATELY: Final = 64
"""More attempts than there are in a set."""


class Listing:
    """Keeps the attempts of one leg, and announces each of them.

    Args:
        counted: What was counted on it; its attempts are kept there.

    Attributes:
        bout: The bout of walking in progress.
    """

    def __init__(self, leg: Leg, counted: Counted, tuning: CountingTuning = COUNTING) -> None:
        self._leg = leg
        self._counted = counted
        self._tuning = tuning
        self._least_deg = 0.0
        self.bout = WalkingBout(tuning.gait)

    def begin(self, exercise: Exercise) -> None:
        """An exercise is trained from now on."""
        self._least_deg = self._tuning.listed_ranges * exercise.min_range_deg

    def is_large_enough(self, range_deg: float) -> bool:
        """Whether a movement is large enough to be listed, or under half of what is usual."""
        usual_deg = self._counted.now.usual_range_deg or 0.0
        is_small = range_deg < self._tuning.attempt_fraction * usual_deg
        return is_small or range_deg >= self._least_deg

    def add(self, attempt: Attempt, at_s: float) -> Iterator[Event]:
        """List an attempt.

        Args:
            attempt: What it was.
            at_s: The data time by which it was known.
        """
        attempts = self._counted.attempts
        # A hole and the movement that it cut are listed as one; the hole itself comes as the set
        # ends.
        for old in attempts[-_LATELY:]:
            if is_same_gap(old, attempt):
                start_s, end_s = min(old.start_s, attempt.start_s), max(old.end_s, attempt.end_s)
                attempts[attempts.index(old)] = replace(old, start_s=start_s, end_s=end_s)
                return
        attempts.append(attempt)
        yield AttemptSeen(leg=self._leg, at_s=at_s, attempt=attempt)

    def add_found(self, found: Excursion, why: AttemptWhy, at_s: float) -> Iterator[Event]:
        """List a movement that was found and does not count, where it is large enough to be told.

        Args:
            why: Why it does not count.
            at_s: The data time by which it was known.
        """
        if why is not AttemptWhy.TOO_SMALL and not self.is_large_enough(found.range_deg):
            return
        start_s, end_s = found.start * TICK_S, found.end * TICK_S
        attempt = Attempt(start_s=start_s, end_s=end_s, rom_deg=found.range_deg, why=why)
        yield from self.add(attempt, at_s)

    def add_hole(self, from_s: float, to_s: float, at_s: float) -> Iterator[Event]:
        """List a hole of the data in which a rep may lie."""
        hole = Attempt(start_s=from_s, end_s=to_s, rom_deg=None, why=AttemptWhy.GAP)
        yield from self.add(hole, at_s)

    def add_bout(self, now_s: float, at_s: float) -> Iterator[Event]:
        """List the bout of walking, if it is over by now; ``inf`` where nothing follows."""
        bout = self.bout.ended(now_s, self._least_deg)
        if bout is not None:
            yield from self.add(bout, at_s)

    def counts(self, rep: Rep) -> None:
        """A rep counts: what was listed as too small and is part of it is taken off the list."""
        self._counted.attempts = still_listed(self._counted.attempts, rep, self._least_deg)
