"""One leg's way from samples to ticks, which wait there for their turn."""

from collections import deque
from collections.abc import Iterator

import numpy as np

from analysis.events import Event, Trace
from analysis.grid import LongGap, UniformGrid
from analysis.leg import LegAnalyzer
from analysis.motion import MotionTracker, Tick
from analysis.summary import DataQuality, LegSummary
from analysis.tuning import TICK_S
from sensors.samples import Samples, SensorInfo


class LegPipeline:
    """Turns one leg's samples into ticks, keeps them, and analyzes them when it is told to.

    Args:
        analyzer: What the ticks are for.
        info: The sensor on the leg.

    Attributes:
        newest: The last tick that is known, -1 before the first.
        absent: Whether nobody waits for this leg: its sensor is silent or lost.
    """

    def __init__(self, analyzer: LegAnalyzer, info: SensorInfo) -> None:
        self.analyzer = analyzer
        self.newest = -1
        self.absent = False
        self._waiting: deque[Tick | LongGap] = deque()
        self._grid = UniformGrid(info.rate_hz)
        self._tracker = MotionTracker()
        self._angles: list[tuple[float, float]] = []

    def update(self, samples: Samples) -> None:
        """Take samples; the ticks that they complete wait for their turn."""
        for part in self._grid.update(samples):
            if isinstance(part, LongGap):
                self.complete()
                self._waiting.append(part)
                self._tracker = MotionTracker()
            else:
                self._waiting.extend(self._tracker.update(part).ticks())
        self._note_newest()

    def complete(self) -> None:
        """Nothing follows: complete the ticks that waited for later samples."""
        for motion in self._tracker.finish():
            self._waiting.extend(motion.ticks())
        self._note_newest()

    def _note_newest(self) -> None:
        if self._waiting and isinstance(self._waiting[-1], Tick):
            self.newest = self._waiting[-1].index
        self.analyzer.has_gyro = self._tracker.has_gyro

    @property
    def next_tick(self) -> int | None:
        """The number of the next tick whose turn it is; None while none is waiting.

        A gap has its turn with the tick after it.
        """
        for part in self._waiting:
            if isinstance(part, Tick):
                return part.index
        return None

    @property
    def at_s(self) -> float:
        """The data time that had to be reached for the ticks analyzed so far."""
        return self.analyzer.tick * TICK_S + self._tracker.delay_s

    def step(self, other: LegAnalyzer | None) -> Iterator[Event]:
        """Analyze the next tick, and the gap before it."""
        part = self._waiting.popleft()
        while isinstance(part, LongGap):
            yield from self.analyzer.gap(part)
            part = self._waiting.popleft()
        at_s = part.index * TICK_S + self._tracker.delay_s
        yield from self.analyzer.step(part, at_s, other)
        self._angles.append((part.index * TICK_S, self.analyzer.angle_deg))

    def take_trace(self) -> Trace:
        """The angles since the last call."""
        trace = np.array(self._angles, dtype=np.float64).reshape(-1, 2)
        self._angles.clear()
        return Trace(trace[:, 0], trace[:, 1])

    def summary(self) -> LegSummary:
        """What the leg did so far, and how good its samples were."""
        counter = self._grid.counter
        first_s, last_s = counter.first_s or 0.0, counter.last_s or 0.0
        gaps_s = sum(to_s - from_s for from_s, to_s in self._grid.gaps)
        measured_s = last_s - first_s - gaps_s
        steps = counter.used - 1 - len(self._grid.gaps)
        skipped = {"not-a-number": counter.not_a_number, "time-backwards": counter.backwards}
        return LegSummary(
            reps=tuple(self.analyzer.reps),
            sets=tuple(self.analyzer.sets),
            attempts=tuple(self.analyzer.attempts),
            data=DataQuality(
                duration_s=last_s - first_s,
                rate_hz=steps / measured_s if measured_s > 0 else 0.0,
                lost_fraction=counter.lost / max(counter.lost + counter.used, 1),
                gaps=tuple(self._grid.gaps),
                skipped={reason: count for reason, count in skipped.items() if count},
            ),
        )
