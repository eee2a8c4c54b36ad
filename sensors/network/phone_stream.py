"""One phone or watch that pushes: messages in, motion out."""

import logging
from collections.abc import Mapping
from typing import Final

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Motion, joined
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.network.numbering import Numbering
from evenstride.sensors.network.phone_clock import PhoneClock
from evenstride.sensors.network.phone_force import Force, Platform, choose, infer
from evenstride.sensors.network.sensor_logger import Readings
from evenstride.sensors.samples import FloatArray, IntArray

_log = logging.getLogger(__name__)

# Enough readings to show the magnitude of gravity, whatever the leg does meanwhile.
_SEEN: Final = 20
# If no angular rate came for this long, the phone is treated as one without a gyroscope.
_NO_GYRO_US: Final = 1_500_000
# All readings of one kind in a message come before the other: this is longer than any message,
# which has ten thousand readings at most.
_PATIENCE_S: Final = 60.0
# No phone measures more than this.
_MOST_M_S2, _MOST_RAD_S = 200.0, 80.0

NO_GRAVITY: Final = (
    "It sends acceleration without gravity, from which no leg can be counted. Switch Gravity on in "
    "Sensor Logger, or Total Acceleration, or Accelerometer Uncalibrated."
)
NO_GYRO: Final = (
    "It sends no angular rate, so counts and ranges are less accurate. Switch the gyroscope on."
)
CLOCK_SET: Final = "The phone's clock was set; the session's time goes on by the computer's."


class PhoneStream:
    """Makes motion from the readings of one phone.

    Args:
        prefix: The prefix of its sensors' names.
        says_whose: Whether to say for which kind of phone it was taken, because the signs depend on
            that; phyphox writes the same on all of them.
    """

    def __init__(self, prefix: str = "", *, says_whose: bool = True) -> None:
        self._prefix = prefix
        self._says_whose = says_whose
        self._gyroscope = f"{prefix}gyroscope"
        self._clock = PhoneClock()
        self._numbering = Numbering()
        self._with_gravity = Join(patience_s=_PATIENCE_S)
        self._with_rate = Join(patience_s=_PATIENCE_S)
        self._force: Force | None = None
        self._seen: list[FloatArray] = []
        self._has_gyro = False
        self._without_us: int | None = None  # since when forces wait for the first angular rate
        self._is_without = False
        self._told: set[str] = set()
        self._times_set = 0

    @property
    def rate_hz(self) -> float:
        """The usual rate so far."""
        return 1e6 / self._numbering.period_us

    @property
    def is_understood(self) -> bool:
        """Whether it is known how to compute force from the phone's readings."""
        return self._force is not None

    def begin_anew(self) -> None:
        """Expect readings on another clock from now on."""
        self._clock.begin_anew()
        self._with_gravity.clear()
        self._with_rate.clear()

    def feed(
        self,
        readings: Mapping[str, Readings],
        host_us: int,
        *,
        platform: Platform = Platform.UNKNOWN,
        is_next: bool = True,
    ) -> Motion:
        """Take the readings of one message that arrived at ``host_us``.

        Args:
            readings: The readings by sensor name; those that are not of this stream are ignored.
            host_us: When they arrived.
            platform: The phone's platform.
            is_next: Whether no message is missing before this one.

        Returns:
            The samples that are complete now, with any sentences about them.
        """
        own = {name: one for name, one in readings.items() if self._is_own(name)}
        if not own:
            return NO_MOTION
        said: list[str] = []
        if self._force is None:
            said += self._choose(own, platform)
            if self._force is None:
                return _with(NO_MOTION, said)
        self._clock.arrived(host_us, is_next=is_next)
        rate = self._rate(own, host_us)
        force = self._of_force(self._force, own, host_us, is_next=is_next)
        self._clock.done()
        if self._clock.times_set > self._times_set:
            self._times_set = self._clock.times_set
            said.append(CLOCK_SET)
        complete = joined([rate, self._with_rate_of(force, said)])
        return _with(complete, said)

    def _is_own(self, name: str) -> bool:
        if self._prefix:
            return name.startswith(self._prefix)
        return not name.startswith("wrist-")

    def _choose(self, own: Mapping[str, Readings], platform: Platform) -> list[str]:
        """Find out how to compute force; return sentences about it."""
        chosen = choose(own, self._prefix)
        if chosen is None:
            lacks = self._prefix + "accelerometer" in own
            return self._once(NO_GRAVITY) if lacks else []
        kind, gravity = chosen
        self._seen.append(_sound(own[gravity or kind].values))
        felt = np.concatenate(self._seen)
        if len(felt) < _SEEN:
            return []
        self._seen = self._seen[-10:]
        self._force = infer(kind, gravity, felt, platform)
        if self._force is None:
            length = float(np.median(np.linalg.norm(felt, axis=1)))
            return self._once(
                f"It feels {length:.3g} where gravity is expected, which is neither 1 g nor "
                "9.81 m/s². Lay it down for a moment."
            )
        _log.info("force of %s: %s", kind, self._force.said)
        return [f"Taken for {self._force.said}."] if self._says_whose else []

    def _rate(self, own: Mapping[str, Readings], host_us: int) -> Motion:
        """Place the angular rates; return the samples that they complete."""
        if self._gyroscope not in own:
            return NO_MOTION
        t_us, values, _ = self._placed(self._gyroscope, own[self._gyroscope], _MOST_RAD_S, host_us)
        if not len(t_us):
            return NO_MOTION
        self._has_gyro, self._is_without = True, False
        return self._with_rate.rotation(t_us, values)

    def _of_force(
        self, force: Force, own: Mapping[str, Readings], host_us: int, *, is_next: bool
    ) -> Motion:
        """Return the forces of a message, as motion without angular rate."""
        most = _MOST_M_S2 / abs(force.factor)
        gravity = NO_MOTION
        if force.gravity in own:
            t_us, values, _ = self._placed(force.gravity, own[force.gravity], most, host_us)
            gravity = self._with_gravity.rotation(t_us, values)
        felt = NO_MOTION
        if force.kind in own:
            t_us, values, came_us = self._placed(force.kind, own[force.kind], most, host_us)
            seq = self._numbering.number(t_us, is_next=is_next)
            if force.gravity:
                felt = self._with_gravity.acceleration(seq, t_us, values, came_us)
            else:
                felt = Motion(seq, t_us, values, np.zeros_like(values), came_us)
        both = joined([gravity, felt])
        if not len(both):
            return NO_MOTION
        total = force.factor * (both.acc_m_s2 + both.gyr_rad_s)
        return Motion(both.seq, both.t_us, total, np.full_like(total, np.nan), both.host_us)

    def _with_rate_of(self, force: Motion, said: list[str]) -> Motion:
        """Give forces their angular rates, or none if the phone sends none."""
        if not len(force):
            return NO_MOTION
        assert force.host_us is not None
        if not self._has_gyro:
            last_us = int(force.t_us[-1])
            self._without_us = self._without_us or int(force.t_us[0])
            if self._is_without:
                return force
            if last_us - self._without_us > _NO_GYRO_US:
                self._is_without = True
                said += self._once(NO_GYRO)
                self._with_rate.clear()
                return force
        return self._with_rate.acceleration(force.seq, force.t_us, force.acc_m_s2, force.host_us)

    def _placed(
        self, name: str, readings: Readings, most: float, host_us: int
    ) -> tuple[IntArray, FloatArray, IntArray]:
        """Return times, values and arrivals of the readings that are valid and in order."""
        t_us, is_later = self._clock.place(name, readings.t_us)
        is_sound = np.abs(readings.values).max(axis=1, initial=0.0) <= most
        kept = is_later & is_sound
        came_us = np.full(int(kept.sum()), host_us, np.int64)
        return t_us[kept], readings.values[kept], came_us

    def _once(self, text: str) -> list[str]:
        if text in self._told:
            return []
        self._told.add(text)
        return [text]


def _sound(values: FloatArray) -> FloatArray:
    sound: FloatArray = values[np.abs(values).max(axis=1, initial=0.0) <= _MOST_M_S2]
    return sound


def _with(motion: Motion, said: list[str]) -> Motion:
    if not said:
        return motion
    return Motion(
        motion.seq,
        motion.t_us,
        motion.acc_m_s2,
        motion.gyr_rad_s,
        motion.host_us,
        said=" ".join(said),
    )
