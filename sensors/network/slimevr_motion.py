"""Motion of a tracker that sends orientation and acceleration without gravity, and no times.

Specific force is the acceleration plus the force that opposes gravity, in the sensor's frame.
Angular rate is the rotation from the previous to the next sample, unless a phone sends its own.
What the tracker's sensor fusion has smoothed away is missing, which the user is told.

A tracker numbers its packets, which shows losses; their arrivals tell when they were measured
(``sensors.clocks.counted``). A tracker that lies still may send nothing: if a ping comes back and
no packet is missing, nothing has changed meanwhile.
"""

import math
from collections import deque
from typing import Final, TypeAlias

import numpy as np

from evenstride.sensors.clocks.counted import CountedClock
from evenstride.sensors.drivers.driver import NO_MOTION, Motion, joined
from evenstride.sensors.network.slimevr_packets import Acceleration, Rate, Rotation
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray, IntArray

SAID: Final = (
    "Its acceleration and angular rate were computed from the orientation that it sends: noise and "
    "jolts that the tracker has smoothed away are not in them."
)

NOMINAL_HZ: Final = 100.0

# Without any acceleration for this long, orientations alone are the samples.
_NO_ACCELERATION_US: Final = 1_000_000
# Between samples further apart than this many periods there is a hole.
_HOLE_PERIODS: Final = 2.5
# If a ping shows that at least this many samples were not sent, the tracker lies still.
_LEAST_FILLED, _MOST_FILLED = 3, 200
# The last digits that a recording keeps.
_LAST_M_S2, _LAST_RAD_S = 1e-4, 1e-5
# Columns of the waiting rows: orientation, acceleration, angular rate.
_Q, _A, _W = slice(0, 4), slice(4, 7), slice(7, 10)

_Row: TypeAlias = list[float]


class TrackerMotion:
    """Makes motion from one sensor of a tracker.

    Attributes:
        lost: How many packets of the tracker are known to be lost.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._clock = CountedClock(NOMINAL_HZ)
        self._quaternion: tuple[float, float, float, float] | None = None
        self._rate = (math.nan,) * 3
        self._began_us: int | None = None
        self._has_acceleration = False
        self._is_still = False
        self._is_stale = False  # whether the orientation may belong to another sample
        self._left_out = self._filled = 0
        # The tracker's packets, and how many of them were samples of this sensor.
        self._packets, self._samples = 2.0, 1.0
        self._missing = 0
        # The last three samples, for the rotation of the middle one.
        self._seq: deque[int] = deque(maxlen=3)
        self._t_us: deque[int] = deque(maxlen=3)
        self._host_us: deque[int] = deque(maxlen=3)
        self._rows: deque[_Row] = deque(maxlen=3)

    @property
    def rate_hz(self) -> float:
        """The rate, as far as it is known."""
        return self._clock.rate_hz

    def resume(self) -> None:
        """Note that the tracker was away: what comes next does not follow on directly."""
        self._clock.resume()
        self._missing = self._left_out = 0
        self._is_still = self._is_stale = False
        self._quaternion = None

    def missed(self, packets: int) -> None:
        """Note that this many packets of the tracker were lost before the next one."""
        self.lost += packets
        self._missing += packets
        self._is_stale = True

    def counted(self) -> None:
        """Count a packet of the tracker, whatever its content."""
        self._packets += 1.0
        if self._packets > 1000.0:
            self._packets, self._samples = self._packets / 2, self._samples / 2

    def feed(self, said: Rotation | Acceleration | Rate, host_us: int) -> Motion:
        """Take data from this sensor; return the samples that are complete now."""
        self._began_us = host_us if self._began_us is None else self._began_us
        match said:
            case Rate(gyr_rad_s=rate):
                self._rate = rate
                return NO_MOTION
            case Rotation(quaternion=quaternion):
                self._quaternion = quaternion
                self._is_stale = False
                is_alone = host_us - self._began_us > _NO_ACCELERATION_US
                if self._has_acceleration or not is_alone:
                    return NO_MOTION
                return self._sample((0.0, 0.0, 0.0), host_us)
            case Acceleration(acc_m_s2=acc):
                self._has_acceleration = True
                return self._sample(acc, host_us)

    def pong(self, sent_us: int, host_us: int) -> Motion:
        """Use a ping that came back: what was measured before it was sent is here by now."""
        still = self._clock.owed(sent_us)
        if self._quaternion is None or self._clock.is_young or still < _LEAST_FILLED:
            return NO_MOTION
        self._is_still = True
        # Exactly equal values again and again would look like a stuck sensor.
        rows = [
            [*self._quaternion, 0.0, 0.0, sign * _LAST_M_S2, sign * _LAST_RAD_S, 0.0, 0.0]
            for sign in (1, -1)
        ]
        filled = range(self._filled, self._filled + min(still, _MOST_FILLED))
        self._filled = filled.stop
        return joined([self._place(rows[n % 2], host_us) for n in filled])

    def _sample(self, acc: tuple[float, float, float], host_us: int) -> Motion:
        if self._quaternion is None:
            return NO_MOTION
        self._samples += 1.0
        if self._is_stale:
            # A moving tracker sends an orientation with each sample; a still one sends none.
            self._is_stale = False
            self._left_out += 1
            return NO_MOTION
        # A sample takes two packets of a tracker and three of a phone, so lost packets leave the
        # count uncertain by one sample. A still tracker may have been still a little longer.
        share = self._samples / self._packets
        each = max(round(1 / share), 1)
        least = self._missing // each + self._left_out
        most = -(-self._missing // each) + self._left_out
        row = [*self._quaternion, *acc, *self._rate]
        expected = None if self._is_still else self._missing * share + self._left_out
        known = None if self._is_still else most
        self._missing, self._left_out, self._is_still = 0, 0, False
        return self._place(row, host_us, least, known, expected)

    def _place(
        self,
        row: _Row,
        host_us: int,
        least: int = 0,
        most: int | None = 0,
        expected: float | None = None,
    ) -> Motion:
        """Time a sample; return the one before, whose rotation is known now."""
        number, t_us = self._clock.place(host_us, least, most, expected)
        self._seq.append(number)
        self._t_us.append(t_us)
        self._host_us.append(host_us)
        self._rows.append(row)
        if len(self._rows) < 2:
            return NO_MOTION
        row_before = self._rows[-2]
        values = np.array(self._rows)
        times_us = np.array(self._t_us, np.int64)
        force = values[-2:-1, _A] + GRAVITY_M_S2 * upwards(values[-2:-1, _Q])
        own_rate = not math.isnan(row_before[_W][0])
        rate = values[-2:-1, _W] if own_rate else self._turn(times_us, values[:, _Q])
        if rate is None:  # alone between two holes, it may have turned by any angle
            return NO_MOTION
        seq, came_us = np.array(self._seq, np.int64), np.array(self._host_us, np.int64)
        return Motion(seq[-2:-1], times_us[-2:-1], force, rate, came_us[-2:-1])

    def _turn(self, t_us: IntArray, quaternions: FloatArray) -> FloatArray | None:
        """Return the angular rate of the last sample but one, rad/s, (1, 3), not across holes."""
        longest_us = _HOLE_PERIODS * 1e6 / self._clock.rate_hz
        at = len(t_us) - 2
        before = at - 1 if at > 0 and t_us[at] - t_us[at - 1] <= longest_us else at
        after = at + 1 if t_us[at + 1] - t_us[at] <= longest_us else at
        if before == after:
            return None
        turn = turned(quaternions[before], quaternions[after])
        return turn[None] / max(float(t_us[after] - t_us[before]), 1.0) * 1e6


def turned(before: FloatArray, after: FloatArray) -> FloatArray:
    """Return the rotation between two orientations as a vector in the sensor's frame, rad."""
    w0, v0 = before[0], before[1:]
    w1, v1 = after[0], after[1:]
    w = float(w0 * w1 + v0 @ v1)
    v = w0 * v1 - w1 * v0 - np.cross(v0, v1)
    if w < 0:  # the same orientation has two signs
        w, v = -w, -v
    sine = float(np.linalg.norm(v))
    factor = 2.0 if sine < 1e-9 else 2.0 * math.atan2(sine, w) / sine
    return np.asarray(factor * v)


def upwards(quaternions: FloatArray) -> FloatArray:
    """Return the unit vector that opposes gravity in the sensor's frame; w, x, y, z, shape (n, 4).

    As the trackers' firmware computes it before it removes gravity (SensorFusion.cpp).
    """
    w, x, y, z = quaternions.T
    return np.column_stack(
        [2 * (x * z - w * y), 2 * (w * x + y * z), w * w - x * x - y * y + z * z]
    )
