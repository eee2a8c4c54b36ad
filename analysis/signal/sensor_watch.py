"""Watches one leg's sensor until it is known to be sound; tells when its samples must be mended."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from evenstride.analysis.signal.clock_evidence import ClockEvidence
from evenstride.analysis.signal.grid import Ticks
from evenstride.analysis.signal.sensor_doubts import Repair, further_repair, is_settled
from evenstride.analysis.signal.sensor_evidence import SensorEvidence
from evenstride.sensors.samples import Samples

DECIDED_EVERY_S: Final = 1.0
"""How often the evidence is looked at: at whole seconds of the session, whatever the blocks."""

KEPT_S: Final = 600.0
"""How long samples are kept to be mended afterwards: units show in the first movements. After it,
what is wrong is only told."""


class SensorWatch:
    """Keeps samples as long as their units are not known, to begin anew with mended ones.

    Args:
        rate_hz: The sensor's nominal rate; 0 where it is not known.

    Attributes:
        evidence: What the mended samples tell.
        clock: What their times tell.
        repair: How samples are mended.
    """

    def __init__(self, rate_hz: float) -> None:
        self.evidence = SensorEvidence()
        self.clock = ClockEvidence(rate_hz)
        self.repair = Repair()
        self._kept: list[Samples] = []
        self._watches = True
        self._second: int | None = None
        self._first_s: float | None = None

    def pieces(self, samples: Samples) -> Iterator[Samples]:
        """The samples, cut where the evidence is looked at."""
        self.clock.update(samples)
        if not self._watches or not len(samples):
            yield samples
            return
        seconds = np.floor(np.nan_to_num(samples.t_s) / DECIDED_EVERY_S)
        cuts = [0, *(np.flatnonzero(np.diff(seconds)) + 1).tolist(), len(samples)]
        for start, end in pairwise(cuts):
            yield samples.part(start, end)

    def keep(self, samples: Samples) -> bool:
        """Keep a piece that follows; tell first whether what came before must be mended."""
        if not self._watches or not len(samples):
            return False
        first_s = float(np.nan_to_num(samples.t_s[0]))
        if self._first_s is None:
            self._first_s = first_s
        if first_s > self._first_s + KEPT_S:
            self._stop()
            return False
        second = int(first_s // DECIDED_EVERY_S)
        is_new, self._second = self._second not in (None, second), second
        is_wrong = is_new and self.decide()
        if self._watches:
            self._kept.append(samples)
        return is_wrong

    def decide(self) -> bool:
        """Look at the evidence; tell whether samples must be mended in another way than so far."""
        if not self._watches:
            return False
        further = further_repair(self.repair, self.evidence)
        if further != self.repair:
            self.repair = further
            return True
        if is_settled(self.evidence):
            self._stop()
        return False

    def again(self) -> list[Samples]:
        """All samples so far, mended, of which the evidence is gathered anew."""
        self.evidence = SensorEvidence()
        return [self.repair.mended(samples) for samples in self._kept]

    def update(self, ticks: Ticks) -> None:
        """Take ticks of mended samples."""
        self.evidence.update(ticks)

    def _stop(self) -> None:
        self._watches = False
        self._kept.clear()
