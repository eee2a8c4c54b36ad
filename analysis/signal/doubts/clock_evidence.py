"""Checks a sensor's clock against the times of arrival, and against its nominal rate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np

from evenstride.analysis.signal.steps import steps
from evenstride.sensors.samples import FloatArray, Samples

LONGEST_STEP_US: Final = 300_000
"""A longer step between two samples is a hole, and shows nothing about the rate."""

JUMP_US: Final = 2_000_000
"""If arrivals and clock move apart by more than this in one sample, sensor or radio restarted."""

ENOUGH_US: Final = 20_000_000
"""Time over which the clock is judged: arrivals are up to 0.3 s late, which is 1.5 % of it."""

FAR_OFF: Final = (0.5, 2.0)
"""A clock in another unit is off by more than this, which is reported as soon as the difference
reaches ``JUMP_US``: samples that a sensor stored before it was connected come all at once, and are
soon outnumbered by those that follow."""

ENOUGH_STEPS: Final = 100
"""Two seconds of samples; the first ones after a start may come in any order."""

MANY_JUMPS: Final = 100
"""No sensor restarts so often in a session."""

CLOCK_JUMP_US: Final = 250_000
"""If no sample is missing, and times had to leave the sensor's clock by more than this in one step,
the clock jumped: a radio makes samples late, but never early, and no clock goes back by itself."""

SOUND_CLOCK: Final = (0.94, 1.06)
"""Sensors that count samples at a nominal rate are off by up to 5 % (Polar), others by 1 %."""

SOUND_RATE: Final = (0.8, 1.25)
"""Sensors are off their nominal rate by up to 5 %; the remainder allows for samples that were lost
without a jump of their numbers."""

_AT_ONCE: Final = 250
"""How many samples are looked at together."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """The sensor's clock runs at another speed than arrivals show.

    Attributes:
        ratio: How many seconds the clock advances in a second.
    """

    ratio: float


@dataclass(frozen=True, slots=True)
class ClockJumps:
    """The sensor's clock jumped, as arrivals prove.

    Attributes:
        count: How often.
        by_s: By how much the first time, seconds; negative if it went back.
        at_s: When the first jump was, seconds from the start.
    """

    count: int
    by_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class RateDoubt:
    """The samples do not come at the sensor's stated rate.

    Attributes:
        measured_hz: Samples per second by their times.
        said_hz: The stated rate.
        is_confirmed: Whether the arrivals agree with the times, so that these are right.
    """

    measured_hz: float
    said_hz: float
    is_confirmed: bool


class ClockEvidence:
    """Sums steps from sample to sample, in whole microseconds so that blocks change nothing.

    Args:
        rate_hz: The sensor's nominal rate; 0 if it is not known.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._clock_us = 0
        self._arrived_us = 0
        self._jumps = 0
        self._jumped_clock_us = 0
        self._jumped_arrived_us = 0
        self._steps = 0
        self._steps_us = 0
        self._clock_jumps: ClockJumps | None = None
        self._last: Samples | None = None
        self._waiting: list[Samples] = []
        self._waiting_samples = 0

    def update(self, samples: Samples) -> None:
        """Take samples in their order of arrival."""
        if len(samples):
            self._waiting.append(samples)
            self._waiting_samples += len(samples)
            if self._waiting_samples >= _AT_ONCE:
                self._take_waiting()

    def _take_waiting(self) -> None:
        """Look at the waiting samples, many at once, as live ones come two by two."""
        waiting, self._waiting, self._waiting_samples = self._waiting, [], 0
        for _, some in groupby(waiting, lambda one: one.sensor_us is None or one.host_us is None):
            self._take(list(some))

    def _take(self, some: Sequence[Samples]) -> None:
        before = some[0].part(0, 1) if self._last is None else self._last
        self._last = some[-1].part(len(some[-1]) - 1, len(some[-1]))
        follows = steps(np.concatenate([one.seq for one in some]), before.seq[0]) == 1
        with np.errstate(invalid="ignore"):
            t_s = np.concatenate([one.t_s for one in some])
            steps_us = steps(t_s, before.t_s[0]) * 1e6
            is_next = follows & (steps_us > 0.0)
            follows &= (steps_us > 0.0) & (steps_us < LONGEST_STEP_US)
        self._steps += int(np.count_nonzero(follows))
        self._steps_us += int(np.rint(steps_us[follows]).sum())
        sensor_us = [one.sensor_us for one in some if one.sensor_us is not None]
        host_us = [one.host_us for one in some if one.host_us is not None]
        if not (len(sensor_us) == len(host_us) == len(some)):
            return
        if before.sensor_us is not None and before.host_us is not None:
            last_us = before.sensor_us[0], before.host_us[0]
        else:
            last_us = sensor_us[0][0], host_us[0][0]
        clock_us = steps(np.concatenate(sensor_us), last_us[0])
        arrived_us = steps(np.concatenate(host_us), last_us[1])
        self._see_jumps(t_s, np.where(is_next, clock_us - steps_us, 0.0))
        rises = clock_us >= 0
        goes_on = rises & (np.abs(clock_us - arrived_us) < JUMP_US)
        jumps = rises & ~goes_on
        if jumps.any():
            self._jumps += int(jumps.sum())
            self._jumped_clock_us += int(clock_us[jumps].sum())
            self._jumped_arrived_us += int(arrived_us[jumps].sum())
        self._clock_us += int(clock_us[goes_on].sum())
        self._arrived_us += int(arrived_us[goes_on].sum())

    def _see_jumps(self, t_s: FloatArray, left_us: FloatArray) -> None:
        """Count where times had to leave the sensor's clock, by microseconds, shape (n,)."""
        at = np.flatnonzero(np.abs(left_us) > CLOCK_JUMP_US)
        if len(at):
            first = self._clock_jumps or ClockJumps(0, left_us[at[0]] / 1e6, t_s[at[0]])
            self._clock_jumps = replace(first, count=first.count + len(at))

    @property
    def jumps(self) -> ClockJumps | None:
        """The occasional jumps of the sensor's clock; None without, or if there are too many."""
        self._take_waiting()
        jumps = self._clock_jumps
        return None if jumps is None or jumps.count > MANY_JUMPS else jumps

    @property
    def clock(self) -> ClockDoubt | None:
        """The doubt about the clock's speed by arrivals; None without."""
        self._take_waiting()
        clock_us, arrived_us = self._clock_us, self._arrived_us
        if self._jumps > MANY_JUMPS and self._jumped_clock_us > clock_us:
            # If the clock steps too far with most samples, the sensor did not restart each time.
            clock_us += self._jumped_clock_us
            arrived_us += self._jumped_arrived_us
        is_long = arrived_us >= ENOUGH_US
        if arrived_us <= 0 or not (is_long or abs(clock_us - arrived_us) > JUMP_US):
            return None
        ratio = clock_us / arrived_us
        low, high = SOUND_CLOCK if is_long else FAR_OFF
        return None if low < ratio < high else ClockDoubt(ratio)

    @property
    def rate(self) -> RateDoubt | None:
        """The doubt about the stated rate by the samples' times; None without."""
        self._take_waiting()
        if self._steps < ENOUGH_STEPS or self._steps_us <= 0 or self._rate_hz <= 0.0:
            return None
        measured_hz = 1e6 * self._steps / self._steps_us
        if SOUND_RATE[0] < measured_hz / self._rate_hz < SOUND_RATE[1]:
            return None
        is_confirmed = self._arrived_us >= ENOUGH_US and self.clock is None
        return RateDoubt(measured_hz, self._rate_hz, is_confirmed)
