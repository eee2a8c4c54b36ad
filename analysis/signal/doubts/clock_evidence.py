"""Whether a sensor's clock keeps time: against arrivals, and against the rate that it is set to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np

from evenstride.analysis.signal.steps import steps
from evenstride.sensors.samples import FloatArray, Samples

LONGEST_STEP_US: Final = 300_000
"""A longer step between two samples is a hole, and tells nothing of the rate."""

JUMP_US: Final = 2_000_000
"""Arrivals and clock that step apart by more in one sample: the sensor began anew, or the radio."""

ENOUGH_US: Final = 20_000_000
"""Arrivals are up to 0.3 s late, or 1.5 % of this time."""

FAR_OFF: Final = (0.5, 2.0)
"""A clock in another unit is further off, and is told as soon as that makes ``JUMP_US``: what a
sensor kept before it was connected comes at once, and is soon less than what follows."""

ENOUGH_STEPS: Final = 100
"""Two seconds of samples; the first ones after a start may come in any order."""

MANY_JUMPS: Final = 100
"""No sensor begins anew so often in a session."""

CLOCK_JUMP_US: Final = 250_000
"""Where no sample is missing and times had to leave the sensor's clock by more in one step, that
clock jumped: a radio makes samples late, but never early, and no clock goes back by itself."""

SOUND_CLOCK: Final = (0.94, 1.06)
"""Sensors that count samples at a nominal rate are off it by up to 5 % (Polar), others by 1 %."""

SOUND_RATE: Final = (0.8, 1.25)
"""Sensors are off the rate that they are set to by up to 5 %; the rest is for samples that were
lost without a jump of their numbers."""

_AT_ONCE: Final = 250
"""So many samples are looked at together."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """The sensor's clock does not go as arrivals do.

    Attributes:
        ratio: How many seconds it goes on in a second.
    """

    ratio: float


@dataclass(frozen=True, slots=True)
class ClockJumps:
    """The sensor's clock jumped, where arrivals prove it.

    Attributes:
        count: How often.
        by_s: By how much at first; negative where it went back.
        at_s: When that was, seconds from the start.
    """

    count: int
    by_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class RateDoubt:
    """The samples do not follow each other as the sensor's rate says.

    Attributes:
        measured_hz: Samples a second by their times.
        said_hz: What was said of the sensor.
    """

    measured_hz: float
    said_hz: float


class ClockEvidence:
    """Adds up steps from sample to sample; in whole microseconds, so that blocks change nothing.

    Args:
        rate_hz: The sensor's nominal rate; 0 where it is not known.
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
        """Look at those that wait: many at once, as a live session's come two by two."""
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
        """See where times had to leave the sensor's clock, in microseconds, shape (n,)."""
        at = np.flatnonzero(np.abs(left_us) > CLOCK_JUMP_US)
        if len(at):
            first = self._clock_jumps or ClockJumps(0, left_us[at[0]] / 1e6, t_s[at[0]])
            self._clock_jumps = replace(first, count=first.count + len(at))

    @property
    def jumps(self) -> ClockJumps | None:
        """That the sensor's clock jumped, now and then."""
        self._take_waiting()
        jumps = self._clock_jumps
        return None if jumps is None or jumps.count > MANY_JUMPS else jumps

    @property
    def clock(self) -> ClockDoubt | None:
        """What the arrivals say against the sensor's clock."""
        self._take_waiting()
        clock_us, arrived_us = self._clock_us, self._arrived_us
        if self._jumps > MANY_JUMPS and self._jumped_clock_us > clock_us:
            # A clock that steps too far with most samples does not begin anew each time.
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
        """What the times say against the rate that was said."""
        self._take_waiting()
        if self._steps < ENOUGH_STEPS or self._steps_us <= 0 or self._rate_hz <= 0.0:
            return None
        measured_hz = 1e6 * self._steps / self._steps_us
        if SOUND_RATE[0] < measured_hz / self._rate_hz < SOUND_RATE[1]:
            return None
        return RateDoubt(measured_hz, self._rate_hz)
