"""One small movement out and back: its times, its range, and how much it looks like a rep."""

import math
from dataclasses import dataclass, field

from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.short_rows import length
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMove:
    """One small movement out and back; ticks as floats.

    Attributes:
        start: Start of the way out.
        top: End of the way out.
        leave: Start of the way back.
        end: End of the way back.
        range_deg: How far it goes along its direction, degrees.
        wander: Deviation from a straight line at the top, RMS, as a part of the range.
        missed: How far from its start it ended, as a part of the range.
        rested_s: How long the limb had been where the movement began, seconds.
        rest_wander: Standard deviation in the rest before it, as a part of the range.
        sag: How far it sank at the top towards its rest, minus how far it crept at rest towards
            the top, as a part of the range.
        way_deg: From its rest to its top in the fan's plane, degrees, shape (2,).
    """

    start: float
    top: float
    leave: float
    end: float
    range_deg: float
    wander: float
    missed: float
    rested_s: float
    rest_wander: float
    sag: float
    way_deg: FloatArray = field(compare=False)

    @property
    def net_deg(self) -> float:
        """How far the limb tilted in all, degrees."""
        return length(self.way_deg)

    @property
    def hold_s(self) -> float:
        """How long it stayed at the top, seconds."""
        return (self.leave - self.top) * TICK_S

    def evidence(self, noise_deg: float, tuning: SmallTuning = SMALL) -> float:
        """Return the log odds that it was a rep and not chance, judged by itself.

        Args:
            noise_deg: How far the limb sways along its direction in the time of one way, degrees.
        """
        wander = 0.6 * self.wander + 0.4 * self.rest_wander
        odds = 4.0 * math.log(max(self.range_deg, 0.1) / (tuning.even_snr * noise_deg))
        odds += math.log(tuning.even_missed / max(self.missed, 0.05))
        odds += 1.5 * math.log(tuning.even_wander / max(wander, 0.03))
        odds += 0.3 if self.hold_s > 1.0 else -1.0 if self.hold_s < 0.4 else -0.3
        return min(max(odds, -tuning.most_evidence), tuning.most_evidence)
