"""Constants of telling whether a sensor can be believed, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BeliefTuning:
    """What telling a sound sensor from noise and faults depends on."""

    weight_fault_fraction: float = 0.15
    """An accelerometer whose reading of gravity, averaged over a movement out and back, is off by
    more than this fraction is faulty or saturated: offsets are up to 0.1 g (MPU-6050: 80 mg)."""

    weight_sound_fraction: float = 0.05
    """An accelerometer that reads gravity to within this fraction is sound enough for a missing
    lever to mean something; one that is cut off near 1 g shows none."""

    noise_factor: float = 8.0
    """A movement goes at least this many times further than noise as rough as the readings would
    take it. White noise reaches 4 to 7 by chance, because the largest of many is found, and more
    where a slow sensor's samples are stretched over the ticks; the reps in the recordings have 25
    and more."""

    gravity_half_s: float = 0.06
    """The force at the ends of a way is averaged over twice this time: a jolt is shorter."""

    gravity_disagrees_deg: float = 10.0
    """Gravity may differ from the gyroscope by this much: where a fast rep turns round, the thigh
    is accelerated by up to 1.7 m/s², a sixth of gravity."""

    gravity_disagrees_fraction: float = 0.4
    """Gravity may differ from the gyroscope by this fraction of the range. A faulty accelerometer
    showed a third of what the gyroscope did (Yurtman & Barshan 2014, subject 3), sound ones 0.8 to
    1.2 of it."""

    faulty_part: float = 0.5
    """When gravity disagrees in this fraction of the reps, it is the sensor, not how they were
    done."""

    slow_sensor_hz: float = 10.0
    """At a lower rate than this the ways of a short rep, half a second each, are only a few
    samples; from 12.5 Hz on everything counts as at 100 Hz."""

    weight_rest_s: float = 0.5
    """The weight at rest is taken over this time before a movement, so that a jolt or two do not
    matter."""


BELIEF: Final = BeliefTuning()
"""The constants as they are used where nobody hands in others."""
