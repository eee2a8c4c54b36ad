"""Watches one leg's sensor until it is known to be sound; tells when its samples must be mended."""

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
"""How long samples are kept to be mended afterwards: units show in the first movements. After it,
what is wrong is only told."""


class SensorWatch:
    """Keeps samples as long as their units are not known, to begin anew with mended ones.

    Args:
        rate_hz: The sensor's nominal rate; 0 where it is not known.

    Attributes:
        gathering: Takes what the mended samples tell.
        clock: What their times tell.
        repair: How samples are mended.
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
        """What the mended samples tell, up to the last."""
        self.gathering.gather()
        return self.gathering

    def pieces(self, samples: Samples) -> Iterator[Samples]:
        """The samples, cut where the evidence is looked at."""
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
        """Keep a piece that follows; tell first whether what came before must be mended."""
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
        """Whether samples may still have to be mended."""
        return self._watches

    def may_mend(self, at_s: float) -> bool:
        """Whether samples of a time may be mended; a sensor not heard of is not waited for."""
        return self._watches and (self._first_s is not None or not at_s > KEPT_S)

    def release(self) -> None:
        """No sensor of the session is unsure any more: nothing will begin anew."""
        self._watches, self._kept = False, None

    def decide(self) -> bool:
        """Look at the evidence; tell whether samples must be mended in another way than so far."""
        if not self._watches:
            return False
        further = further_repair(self.repair, self.evidence)
        if further != self.repair:
            self.repair = further
            return True
        # Axes that were turned seem sound at once; what speaks against it may come later.
        self._watches = self.repair.turns_axes or not is_settled(self.evidence)
        return False

    def take_over(self, other: Repair) -> bool:
        """Mend units as those of the other leg's sensor; tell whether that changes anything.

        Not where this leg's own evidence has already spoken.
        """
        repair = other.of_units.where_unknown(self.evidence)
        is_said = self.repair != Repair() or not self._watches
        if is_said or (repair.gravity is None and repair.gyroscope is None):
            return False
        self.repair = repair
        return True

    def again(self) -> list[Samples]:
        """All samples so far, mended, of which the evidence is gathered anew."""
        self.gathering = SensorEvidence()
        return [self.repair.mended(samples) for samples in self._kept or ()]

    def update(self, ticks: Ticks) -> None:
        """Take ticks of mended samples."""
        self.gathering.update(ticks)


def _numbers(t_s: FloatArray) -> FloatArray:
    """Times of which none is infinite or missing, as nearly always none is."""
    are_numbers = np.count_nonzero(np.isfinite(t_s)) == len(t_s)
    return t_s if are_numbers else np.nan_to_num(t_s)
