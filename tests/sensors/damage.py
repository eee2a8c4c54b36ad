"""Damages notifications as a bad radio does, for tests of decoders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.drivers.driver import Motion, Sensor

Arrival = tuple[int, bytes]
"""Host time, microseconds, and the notification."""


@dataclass(frozen=True)
class Damage:
    """The probability of each fault for each notification.

    Attributes:
        lost: It never comes.
        twice: It comes again at once.
        again: It comes again up to 250 ms later, among others.
        late: It comes up to 250 ms late, after others.
        cut: Its end is missing.
        noise: Random bytes come before it.
        stalled: Nothing comes for 250 ms, and then all of it at once.
    """

    lost: float = 0.0
    twice: float = 0.0
    again: float = 0.0
    late: float = 0.0
    cut: float = 0.0
    noise: float = 0.0
    stalled: float = 0.0

    def to(self, arrivals: Iterable[Arrival], seed: int) -> list[Arrival]:
        """The same notifications as they come through."""
        rng = np.random.default_rng(seed)
        out: list[Arrival] = []
        stalled_until_us = 0
        for host_us, data in arrivals:
            if rng.random() < self.stalled:
                stalled_until_us = host_us + 250_000
            at_us = max(host_us, stalled_until_us)
            if rng.random() < self.noise:
                noise = rng.bytes(int(rng.integers(len(data) + 30)))
                out.append((at_us, noise if rng.random() < 0.5 else data[:2] + noise[2:]))
            if rng.random() < self.lost:
                continue
            if rng.random() < self.cut:
                out.append((at_us, data[: int(rng.integers(len(data)))]))
                continue
            if rng.random() < self.late:
                at_us += int(rng.integers(250_000))
            out.append((at_us, data))
            if rng.random() < self.twice:
                out.append((at_us, data))
            if rng.random() < self.again:
                out.append((at_us + int(rng.integers(250_000)), data))
        return sorted(out, key=lambda arrival: arrival[0])


def fed(sensor: Sensor, characteristic: str, arrivals: Iterable[Arrival]) -> Motion:
    """All that a sensor makes of them."""
    return together([sensor.feed(characteristic, data, at_us) for at_us, data in arrivals])


def together(parts: Sequence[Motion]) -> Motion:
    """One after the other."""
    return Motion(
        np.concatenate([p.seq for p in parts]),
        np.concatenate([p.t_us for p in parts]),
        np.concatenate([p.acc_m_s2 for p in parts]),
        np.concatenate([p.gyr_rad_s for p in parts]),
    )
