"""Movements beside a set's small reps that go less than half as far; they are listed only."""

from collections.abc import Sequence

from evenstride.analysis.counting.small.series import SeriesFinder
from evenstride.analysis.counting.small.settling import Settled
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.small.tilt_fan import TiltFan
from evenstride.analysis.counting.small.way_back import is_over
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning


class WeakMoves:
    """Finds weak movements, and returns each once.

    It has a series finder of its own, so that measuring a movement early does not change a rep.
    """

    def __init__(self, fan: TiltFan, tuning: SmallTuning = SMALL) -> None:
        self._fan = fan
        self._tuning = tuning
        self._finder = SeriesFinder(fan, tuning)
        self._from = 0.0

    def begin(self, tick: int) -> None:
        """Forget everything before a tick."""
        self._finder.begin(tick)
        self._from = float(tick)

    def given(self, until: float) -> None:
        """Return nothing from now on that began before a tick."""
        self._from = until

    def find(
        self,
        told: Sequence[SmallMove],
        settled: Settled,
        least_deg: float,
        *,
        noise_deg: float,
        not_before: int,
        settled_ticks: int,
    ) -> list[SmallMove]:
        """Find movements beside the reps, under half of their range, that are more than swaying.

        Args:
            told: The set's reps.
            settled: How they go.
            least_deg: Least range of a weak movement along their direction, degrees.
            noise_deg: How far the limb sways along it beside the reps, degrees.
            not_before: Nothing before this tick is looked at.
            settled_ticks: How many ticks ago each must have ended at least.
        """
        half_deg = self._tuning.same_part * settled.usual_deg
        self._finder.not_before = not_before
        if half_deg <= least_deg or self._is_out(settled, half_deg, not_before):
            return []
        first = max(self._from, told[0].end)
        found = [
            move
            for move in self._finder.found(settled.direction, settled.sign, least_deg)
            if move.start > first
            and move.end < self._fan.now - settled_ticks
            and move.range_deg < half_deg
            and self._is_meant(move, noise_deg)
            and not any(move.start < rep.end and rep.start < move.end for rep in told)
        ]
        if found:
            self._from = found[-1].end - self._tuning.overlap_ticks
        return found

    def _is_meant(self, move: SmallMove, noise_deg: float) -> bool:
        """Whether a movement is not swaying: it begins from a rest and ends where it began."""
        tuning = self._tuning
        rests = move.rest_wander < tuning.even_wander and move.missed < tuning.even_missed
        nearly = move.rest_wander < tuning.meant_wander and move.missed < tuning.lead_missed
        held = nearly and move.hold_s > tuning.clear_hold_s
        evidence = move.evidence(noise_deg, tuning)
        return (rests and evidence > 0.0) or (held and evidence > tuning.meant_evidence)

    def _is_out(self, settled: Settled, half_deg: float, not_before: int) -> bool:
        """Whether the limb may still be on a rep that a smaller movement would be part of."""
        direction, sign = settled.direction, settled.sign
        turns = self._fan.turns(direction, sign, half_deg, not_before)
        if len(turns) < 2 or turns[-1][0] == 1:
            return True
        low, high = turns[-3] if len(turns) > 2 else turns[-1], turns[-2]
        return not is_over(self._fan, direction, sign, low=low, high=high, tuning=self._tuning)
