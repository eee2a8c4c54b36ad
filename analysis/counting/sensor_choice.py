"""Which of a leg's two sensors counts: the one that sees the exercise best, while it is there."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Final

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.ticks.look_back import LOOKS_BACK_S, LookBack
from evenstride.analysis.counting.ticks.silences import Silences
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Event
from evenstride.analysis.model.exercise_values import KneeMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Placement, Samples

_OTHER: Final = {Placement.THIGH: Placement.SHANK, Placement.SHANK: Placement.THIGH}


def best_for(exercise: Exercise) -> Placement:
    """The sensor that sees an exercise best: the shank's where the thigh hardly turns."""
    return Placement.SHANK if exercise.knee is KneeMoves.STRAIGHTENS else Placement.THIGH


class SensorChoice:
    """Lets the other sensor take over if the one that counts is lost, and give back later.

    Args:
        analyzer: Counts the leg's reps.
    """

    def __init__(
        self,
        analyzer: LegAnalyzer,
        sensors: Mapping[Placement, LegPipeline],
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self._analyzer = analyzer
        self._sensors = sensors
        self._stale_ticks = round(tuning.stale_s / TICK_S)
        self._silences = {one: Silences() for one in sensors}
        self._look_back = LookBack()

    def begin_again(self) -> None:
        """All ticks follow again from the first: forget what was remembered for looking back.

        When the sensors were silent stays known, because their samples are the same.
        """
        self._look_back = LookBack()

    @property
    def active(self) -> LegPipeline:
        """The sensor that counts."""
        return self._sensors[self._analyzer.placement]

    @property
    def passive(self) -> LegPipeline:
        """The other one."""
        return self._sensors[_OTHER[self._analyzer.placement]]

    def heard(self, placement: Placement, samples: Samples, *, was_absent: bool) -> None:
        """A sensor's next samples came.

        Args:
            placement: Where it sits.
            samples: What follows on its last ones.
            was_absent: Whether nobody waited for it when they came.
        """
        self._silences[placement].take(samples, was_absent=was_absent)

    def is_gone(self, sensor: LegPipeline) -> bool:
        """Whether a sensor is not waited for: it is lost, or long silent while the other is not.

        Of two that were silent together, one returns first.
        """
        if sensor.absent:
            return True
        for placement, other in self._sensors.items():
            silent = self._silences[placement].ticks_since(sensor.newest)
            if sensor.newest < other.newest - silent - self._stale_ticks:
                return True
        return False

    def are_together(self, index: int) -> bool:
        """Whether both sensors have been heard for long enough at a tick.

        Whether the first ticks after a silence come in time for those of the other sensor depends
        on how the radio cuts them into blocks, and the result must not depend on that.
        """
        return not any(
            one.ended_within(self._stale_ticks, index) for one in self._silences.values()
        )

    def choose(self) -> Iterator[Event]:
        """Count by the sensor that is there, preferably the one that sees the exercise best."""
        best, active = best_for(self._analyzer.asked), self.active.queue.peek()
        if best is not self._analyzer.placement or active is None:
            self._pass_counted()
        passive = self.passive.queue.peek()
        is_gone = active is None and passive is not None and self.is_gone(self.active)
        is_back = (
            best is not self._analyzer.placement
            and not self._analyzer.tally.now
            and active is not None
            and passive is not None
            and passive.index <= active.index
            and not self.is_gone(self.passive)
            and self.are_together(active.index)
        )
        if is_gone or is_back:
            at_s = (passive.index if passive is not None else 0) * TICK_S
            if is_gone:
                self._rewind(at_s)
            self._look_back = LookBack()  # what it remembers is of the sensor that counts now
            yield from self._analyzer.see_from(_OTHER[self._analyzer.placement], at_s)

    def pass_over(self, tick: Tick) -> Tick | None:
        """Pass over the other sensor's ticks up to one; return the one at the same time, if any."""
        waiting = self.passive.queue
        while (beside := waiting.peek()) is not None and beside.index < tick.index:
            self._look_back.keep(*waiting.pop(), tick.index)
        if beside is None or beside.index != tick.index:
            return None
        self._look_back.keep(*waiting.pop(), tick.index)
        return beside

    def _rewind(self, at_s: float) -> None:
        """Let the other sensor begin with the movement during which this one was lost.

        Args:
            at_s: The time up to which this one's ticks were analyzed.
        """
        from_s = max(at_s - LOOKS_BACK_S, self._counted_until_s)
        known_s = at_s + self._stale_ticks * TICK_S
        again = self._look_back.take_from(round(from_s / TICK_S), known_s)
        self.passive.queue.take_again(again)

    def _pass_counted(self) -> None:
        """Drop late ticks of the other sensor, where this one has already counted."""
        waiting = self.passive.queue
        while (tick := waiting.peek()) is not None and tick.index * TICK_S < self._counted_until_s:
            self._look_back.keep(*waiting.pop(), tick.index)

    @property
    def _counted_until_s(self) -> float:
        """When the last rep with a known end ended; minus infinity if there is none."""
        reps = reversed(self._analyzer.tally.reps)
        return next((rep.end_s for rep in reps if rep.end_s is not None), -inf)
