"""Counts what became of one leg's samples."""

from dataclasses import dataclass, field

from evenstride.analysis.signal.screening.reading_steps import ReadingSteps
from evenstride.analysis.signal.screening.scale_end import ScaleEnd


@dataclass(slots=True)
class DataCounter:
    """What became of one leg's samples so far; numbers of samples unless a unit is named.

    Attributes:
        acc_scale: Where the accelerometer's scale ends, m/s².
        gyr_scale: Where the gyroscope's scale ends, rad/s.
        steps: How coarse the readings are.
        used: Samples that the analysis uses.
        not_a_number: Left out: a value is no number, or none that a sensor can read.
        backwards: Left out: not later than the one before.
        repeated: Left out: exactly the values of the one before, although the limb turns.
        nothing: Left out: all values are zero.
        acc_spikes: Left out: the accelerometer jumped in a single sample, and back.
        gyr_spikes: The same for the gyroscope.
        acc_near_spikes: Left out: it jumped in a single sample by less, while it was quiet.
        gyr_near_spikes: The same for the gyroscope.
        acc_unmoved_spikes: Those of ``acc_near_spikes`` around which the limb did not turn.
        gyr_unmoved_spikes: The same for the gyroscope.
        lost: Samples that never came, by the jumps of their numbers.
        acc_stuck: Samples at which the accelerometer had read the same for long.
        gyr_stuck: Samples at which the gyroscope had read the same rotation for long.
        gyr_zero: Samples at which the gyroscope read zero while the accelerometer changed.
        no_gyro: Samples without angular rate.
        first_s: Time of the first sample in use; None before it.
        last_s: Time of the last sample that was not left out for its time or as no number.
    """

    acc_scale: ScaleEnd
    gyr_scale: ScaleEnd
    steps: ReadingSteps = field(default_factory=ReadingSteps)
    used: int = 0
    not_a_number: int = 0
    backwards: int = 0
    repeated: int = 0
    nothing: int = 0
    acc_spikes: int = 0
    gyr_spikes: int = 0
    acc_near_spikes: int = 0
    gyr_near_spikes: int = 0
    acc_unmoved_spikes: int = 0
    gyr_unmoved_spikes: int = 0
    lost: int = 0
    acc_stuck: int = 0
    gyr_stuck: int = 0
    gyr_zero: int = 0
    no_gyro: int = 0
    first_s: float | None = None
    last_s: float | None = None
