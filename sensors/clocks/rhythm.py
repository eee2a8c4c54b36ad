"""A connection's rhythm: at which of its events a notification came, however late it was reported.

A Bluetooth connection has events at fixed intervals. What a computer adds, some milliseconds from
the event to the program, says nothing about the sensor. It is the time by which an arrival is later
than the promptest of all events, and it is subtracted.
"""

from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray

# Connection intervals are multiples of this (Bluetooth Core, Vol 6, Part B, 4.5.1). The interval is
# found from this many arrivals if they follow it this well, from 0 to 1.
_INTERVAL_UNIT_US = 1_250.0
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 6, 64
_INTERVALS_US = _INTERVAL_UNIT_US * np.arange(_SHORTEST_INTERVAL, _LONGEST_INTERVAL + 1)
_LEAST_INSTANTS = 40
_RHYTHM = 0.35
# For n arrivals without rhythm, the square of that measure exceeds this divided by n once in 10,000
# times (Rayleigh), and about a hundred intervals are tried.
_BY_CHANCE = 9.0
# If an interval and its multiples fit about equally well, the longest is the connection's.
_AS_GOOD = 0.03
# An interval other than the known one has to fit better by this: a computer that delivers at its
# own times for a while, or another stream on the same radio, does not change the connection.
_BETTER = 0.4
# The clocks of the connection and of the computer differ by up to this fraction.
_OFF = 5e-4
_OFF_STEPS = np.linspace(1 - _OFF, 1 + _OFF, 11)
# How many intervals are examined: the best peaks by the distances of arrivals, each with its two
# neighbours. If simply the best were taken, those around twice the true one would displace it.
_LIKELY = 4
# What comes out of a stall has no rhythm: it is further from the mean than this fraction.
_USUAL = 0.25
# The promptest is this quantile; an arrival that is earlier is still of the same event if it is by
# no more than this fraction of the interval.
_PROMPTEST = 0.01
_EARLY = 0.15


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Connection events at ``begin_us`` and every ``interval_us`` from there, on the host's clock.

    Attributes:
        interval_us: The time between events; 0.0 if arrivals have no rhythm.
        begin_us: When the promptest arrival of an event is heard.
    """

    interval_us: float = 0.0
    begin_us: float = 0.0

    def is_like(self, other: "Rhythm") -> bool:
        """Return whether both have the same interval, or none."""
        return abs(self.interval_us - other.interval_us) < _INTERVAL_UNIT_US / 2

    def event_us(self, host_us: FloatArray | float) -> FloatArray | float:
        """Return when the promptest arrival of the same event would have been heard."""
        if not self.interval_us:
            return host_us
        early_us = _EARLY * self.interval_us
        late_us = (host_us - self.begin_us + early_us) % self.interval_us - early_us
        return host_us - np.maximum(late_us, 0.0)


NO_RHYTHM = Rhythm()


def find_rhythm(host_us: FloatArray, known: Rhythm | None = None) -> Rhythm | None:
    """Return the rhythm of arrivals; None if there are too few to tell.

    Args:
        host_us: When each of them was heard, shape (m,), in order.
        known: The rhythm so far, which is kept unless another one fits far better.
    """
    if len(host_us) < _LEAST_INSTANTS:
        return None
    since_us = host_us - host_us[0]
    turns = np.cos(2 * np.pi * np.diff(host_us) / _INTERVALS_US[:, None]).mean(axis=1)
    known_us = 0.0 if known is None else known.interval_us
    if known_us:
        known_us = float(_INTERVALS_US[np.abs(_INTERVALS_US - known_us).argmin()])
        turns[known_us == _INTERVALS_US] = 1.0
    beside = np.pad(turns, 1, constant_values=-np.inf)
    is_peak = (turns >= beside[:-2]) & (turns >= beside[2:])
    peaks = np.argsort(np.where(is_peak, turns, -np.inf), kind="stable")[-_LIKELY:]
    around = np.unique(np.clip(peaks[:, None] + (-1, 0, 1), 0, len(turns) - 1))
    likely_us = _INTERVALS_US[around]
    periods_us = likely_us[:, None] * _OFF_STEPS
    sums = np.exp(2j * np.pi * since_us / periods_us[:, :, None]).mean(axis=2)
    kept = np.abs(sums).max(axis=1)
    if kept.max() < max(_RHYTHM, np.sqrt(_BY_CHANCE / len(host_us))):
        return NO_RHYTHM if kept.max() < _RHYTHM else None
    times = likely_us / likely_us[kept.argmax()]
    is_whole = (times == np.round(times)) & (kept >= kept.max() - _AS_GOOD)
    which = int(np.where(is_whole, likely_us, 0.0).argmax())
    if known_us and likely_us[which] % known_us:
        is_known = likely_us == known_us
        if kept[is_known].max(initial=0.0) >= kept.max() - _BETTER:
            which = int(is_known.argmax())
    best = int(np.abs(sums[which]).argmax())
    interval_us = float(periods_us[which, best])
    # Cut where the arrivals are fewest: opposite to their mean phase. Their drift in phase is the
    # error of the interval.
    opposite_us = (np.angle(sums[which, best]) / (2 * np.pi) + 0.5) * interval_us
    late_us = (since_us - opposite_us) % interval_us
    usual = np.abs(late_us / interval_us - 0.5) < _USUAL
    from_us = since_us[usual] - since_us[usual].mean()
    interval_us *= 1 + float(from_us @ late_us[usual]) / max(float(from_us @ from_us), 1.0)
    turn = np.exp(2j * np.pi * since_us / interval_us).mean()
    opposite_us = (np.angle(turn) / (2 * np.pi) + 0.5) * interval_us
    late_us = (since_us - opposite_us) % interval_us
    promptest_us = float(np.quantile(late_us, _PROMPTEST))
    return Rhythm(interval_us, float(host_us[0] + opposite_us + promptest_us))
