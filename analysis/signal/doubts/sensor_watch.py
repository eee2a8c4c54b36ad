"""Watches one leg's sensor until it proves sound, or until its samples must be repaired."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.analysis.signal.doubts.clock_evidence import ClockEvidence
from evenstride.analysis.signal.doubts.sensor_doubts import is_settled
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.doubts.sensor_repair import Repair, further_repair
from evenstride.analysis.signal.screening.grid import Ticks
from evenstride.sensors.samples import FloatArray, Samples

DECIDED_EVERY_S: Final = 1.0
"""How often the evidence is looked at: at whole seconds of the session, whatever the blocks."""

KEPT_S: Final = 600.0
"""How long samples are kept to be repaired later: units show in the first movements. After that,
faults are only reported."""


class SensorWatch:
    """Keeps samples while their units are unknown, so as to begin again with repaired ones.

    Args:
        rate_hz: The sensor's nominal rate; 0 if it is not known.

    Attributes:
        gathering: Gathers evidence from the repaired samples.
        clock: Gathers evidence from their times.
        repair: How samples are repaired.
    """

    def __init__(self, rate_hz: float) -> None:
        self.gathering = SensorEvidence()
        self.clock = ClockEvidence(rate_hz)
        self.repair = Repair()
        self._kept: list[Samples] | None = []
        self._watches = True
        self._second: int | None = None
        self._first_s: float | None = None

    @property
    def evidence(self) -> SensorEvidence:
        """The evidence from the repaired samples, up to the last."""
        self.gathering.gather()
        return self.gathering

    def pieces(self, samples: Samples) -> Iterator[Samples]:
        """Yield the samples, cut where the evidence is looked at."""
        self.clock.update(samples)
        if not self._watches or not len(samples):
            yield samples
            return
        seconds = np.floor(_numbers(samples.t_s) / DECIDED_EVERY_S)
        changes = (seconds[1:] != seconds[:-1]).nonzero()[0]
        cuts = [0, *(changes + 1).tolist(), len(samples)]
        for start, end in pairwise(cuts):
            yield samples.part(start, end)

    def keep(self, samples: Samples) -> bool:
        """Keep the next piece; return whether the samples before it must be repaired."""
        if self._kept is None or not len(samples):
            return False
        is_wrong = self._watches and self._begins_second(float(_numbers(samples.t_s[:1])[0]))
        self._kept.append(samples)
        return is_wrong

    def _begins_second(self, at_s: float) -> bool:
        if self._first_s is None:
            self._first_s = at_s
        if at_s > self._first_s + KEPT_S:
            self._watches = False
        second = int(at_s // DECIDED_EVERY_S)
        is_new, self._second = self._second not in (None, second), second
        return is_new and self.decide()

    @property
    def is_unsure(self) -> bool:
        """Whether samples may still have to be repaired."""
        return self._watches

    def may_mend(self, at_s: float) -> bool:
        """Whether samples of a time may be repaired; a sensor never heard is not waited for."""
        return self._watches and (self._first_s is not None or not at_s > KEPT_S)

    def release(self) -> None:
        """Free the samples: no sensor of the session is in doubt, so nothing will begin again."""
        self._watches, self._kept = False, None

    def decide(self) -> bool:
        """Look at the evidence; return whether the repair must change."""
        if not self._watches:
            return False
        further = further_repair(self.repair, self.evidence)
        if further != self.repair:
            self.repair = further
            return True
        # Turned axes look sound at once; evidence against them may come later.
        self._watches = self.repair.turns_axes or not is_settled(self.evidence)
        return False

    def take_over(self, other: Repair) -> bool:
        """Repair units like those of the other leg's sensor; return whether that changes anything.

        It does nothing if this leg's own evidence has already decided.
        """
        repair = other.of_units.where_unknown(self.evidence)
        is_said = self.repair != Repair() or not self._watches
        if is_said or (repair.gravity is None and repair.gyroscope is None):
            return False
        self.repair = repair
        return True

    def again(self) -> list[Samples]:
        """Return all samples so far, repaired, and begin to gather evidence again."""
        self.gathering = SensorEvidence()
        return [self.repair.mended(samples) for samples in self._kept or ()]

    def update(self, ticks: Ticks) -> None:
        """Take ticks of repaired samples."""
        self.gathering.update(ticks)


def _numbers(t_s: FloatArray) -> FloatArray:
    """Replace infinite or missing times, of which there are nearly always none."""
    are_numbers = np.count_nonzero(np.isfinite(t_s)) == len(t_s)
    return t_s if are_numbers else np.nan_to_num(t_s)
