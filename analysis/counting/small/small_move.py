"""One small movement out and back: its times, its range, what it says of itself."""

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
        start: Begin of the way out.
        top: Its end.
        leave: Begin of the way back.
        end: Its end.
        range_deg: How far it goes along its direction, degrees.
        wander: How far it was from a straight level at the top, RMS, as a part of the range.
        missed: How far from its start it ended, as a part of the range.
        rested_s: How long the limb had been where it began from.
        rest_wander: How far from a straight level it was there, likewise.
        sag: How far it sank at the top towards its rest, less how far it crept at rest towards the
            top, as a part of the range.
        way_deg: From its rest to its top, in the fan's plane, degrees, shape (2,).
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
        """Log odds that it was a rep and no chance, from what was measured of it alone.

        Args:
            noise_deg: How far the limb sways along its direction in the time of one way.
            tuning: The constants to go by.
        """
        wander = 0.6 * self.wander + 0.4 * self.rest_wander
        odds = 4.0 * math.log(max(self.range_deg, 0.1) / (tuning.even_snr * noise_deg))
        odds += math.log(tuning.even_missed / max(self.missed, 0.05))
        odds += 1.5 * math.log(tuning.even_wander / max(wander, 0.03))
        odds += 0.3 if self.hold_s > 1.0 else -1.0 if self.hold_s < 0.4 else -0.3
        return min(max(odds, -tuning.most_evidence), tuning.most_evidence)
