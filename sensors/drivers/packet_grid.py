"""Where packets lie on the clock that stamps them: a whole number of lengths from each other."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from evenstride.sensors.clocks.stamped_pace import StampedPace
from evenstride.sensors.drivers.packet import Packet

# Packets are measured one after the other, so that even after a loss a whole number of them lies
# between two. One that is off by more than this fraction was stamped by a clock that was set; so
# was one with the stamp of an earlier one but other samples. Further away than this time, the
# measured rate is not exact enough to tell.
_OFF: Final = 0.2
_NEAR_US: Final = 1_000_000


class PacketGrid:
    """The distances of packets by their stamps.

    Args:
        rate_hz: The nominal rate.
        samples: How many samples a packet holds.
        tick_us: The unit of the stamps, which wrap around after 2^32.

    Attributes:
        pace: The measured pace.
        samples, tick_us: The same.
        wrap_us: After how long the stamps wrap around.
    """

    def __init__(self, rate_hz: float, samples: int, tick_us: int) -> None:
        self.pace = StampedPace(rate_hz)
        self.samples = samples
        self.tick_us = tick_us
        self.wrap_us = tick_us << 32
        self._newest: Packet | None = None

    def change_rate(self, rate_hz: float, samples: int) -> None:
        """Expect another rate from now on, with this many samples in a packet."""
        self.samples = samples
        self.pace = StampedPace(rate_hz)

    def see(self, packet: Packet) -> None:
        """Take a packet that arrived, whatever becomes of it, to learn the pace."""
        newest, self._newest = self._newest, packet
        step_us = self.ahead_us(packet, newest) if newest is not None else 0
        if 0 < step_us <= _NEAR_US:
            self.pace.see(step_us / self.samples)

    @property
    def length_us(self) -> float:
        """The time from one packet to the next."""
        return self.samples * self.pace.period_us

    def ahead_us(self, packet: Packet, other: Packet) -> int:
        """Return how much later a packet was stamped than another, from 0 to a wrap."""
        return (packet.stamp - other.stamp) * self.tick_us % self.wrap_us

    def between(self, packet: Packet, other: Packet) -> float:
        """Return how many packets lie between two; -2 and less if it was stamped earlier."""
        ahead_us = self.ahead_us(packet, other)
        ahead_us -= self.wrap_us * (ahead_us > self.wrap_us // 2)
        return ahead_us / self.length_us - 1

    def follows(self, packet: Packet, other: Packet | None) -> bool:
        """Return whether one begins where the other ends, within half a packet."""
        return other is not None and abs(self.between(packet, other)) < 0.5

    def is_of_another_clock(self, packet: Packet, last: Packet, known: Iterable[Packet]) -> bool:
        """Return whether its stamp cannot come from the clock of the last packet.

        Args:
            packet: The packet.
            last: The last one that is known to come from that clock.
            known: The latest of those, including the last.
        """
        between = self.between(packet, last)
        if abs(between) * self.length_us > _NEAR_US:
            return False
        return abs(between - round(between)) > _OFF or any(
            abs(self.between(packet, one) + 1) < _OFF
            and not np.array_equal(packet.acc_m_s2, one.acc_m_s2)
            for one in known
        )
