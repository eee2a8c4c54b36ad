"""Where a sensor's scale ends: an axis reads the same again and again, and the most ever read."""

from dataclasses import dataclass, field

import numpy as np

from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray


@dataclass(slots=True)
class ScaleEnd:
    """The end of one sensor's scale, as far as its readings tell.

    Attributes:
        peak: The largest reading of any axis, in the sensor's unit; before it, what is less than
            the end of any scale.
        tuning: The constants to go by.
        samples: How many samples were at the end.
    """

    peak: float
    tuning: SignalTuning = field(default=SIGNAL, repr=False, compare=False)
    samples: int = 0

    @property
    def least(self) -> float:
        """The least reading that is at the end, where the scale does not prove to go further."""
        return self.tuning.scale_end_fraction * self.peak

    def reached(self, readings: FloatArray, thrice: BoolArray) -> BoolArray:
        """Take samples; tell which of them are at the end, shape (n,), and count them.

        Args:
            readings: What the three axes read, shape (3, n); NaN where they did not.
            thrice: Which axes read it for the third time in a row, shape (3, n).
        """
        x, y, z = size = np.abs(readings)
        largest = np.fmax(np.fmax(np.fmax(x, y), z), 0.0)
        peaks = np.maximum.accumulate(np.concatenate(([self.peak], largest)))
        x_ends, y_ends, z_ends = thrice & (size >= self.tuning.scale_end_fraction * peaks[1:])
        at_end: BoolArray = x_ends | y_ends | z_ends
        rises = np.flatnonzero(peaks[1:] > self.tuning.scale_grows_factor * peaks[:-1])
        counted = at_end
        if len(rises):  # what came before was not at the end of the scale
            self.samples = 0
            counted = at_end[rises[-1] :]
        self.samples += int(counted.sum())
        self.peak = float(peaks[-1])
        return at_end
