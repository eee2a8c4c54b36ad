"""Samples that a sensor stamps and sends together, as a decoder delivers them."""

from dataclasses import dataclass, replace

import numpy as np

from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

# No leg sensor measures beyond 16 g and 2000 °/s; calibration may add a little.
_MOST_M_S2 = 1.1 * 16 * GRAVITY_M_S2
_MOST_RAD_S = 1.1 * np.radians(2000)


@dataclass(frozen=True, slots=True, eq=False)
class Packet:
    """Samples that were measured one after the other and sent together.

    Attributes:
        stamp: The sensor's clock at the first sample, in ticks, as sent.
        acc_m_s2: Specific force, shape (n, 3); n is less than usual if the rest was lost.
        gyr_rad_s: Angular rate, shape (n, 3).
        host_us: When it arrived.
        sure: How many of the first samples are certain; None if all. If the packet was put together
            from parts that may not belong together, the others count only if the next packet
            follows it without a loss.
    """

    stamp: int
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    host_us: int
    sure: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether all of its samples are certain."""
        return self.sure is None

    @property
    def is_believable(self) -> bool:
        """Whether a sensor can have measured this; arbitrary bytes mostly fail this."""
        return bool(
            np.abs(self.acc_m_s2).max() <= _MOST_M_S2
            and np.abs(self.gyr_rad_s).max() <= _MOST_RAD_S
        )

    def sure_part(self) -> "Packet":
        """Return a packet of its first samples, those that are certain."""
        part = slice(self.sure)
        acc, gyr = self.acc_m_s2[part], self.gyr_rad_s[part]
        return replace(self, acc_m_s2=acc, gyr_rad_s=gyr, sure=None)
