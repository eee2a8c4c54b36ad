"""Finds the end of a sensor's scale: the largest reading ever, again and again on one axis."""

from dataclasses import dataclass, field

import numpy as np

from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray


@dataclass(slots=True)
class ScaleEnd:
    """The end of one sensor's scale, as far as its readings show it.

    Attributes:
        peak: The largest reading of any axis, in the sensor's unit; at first a value below the end
            of any scale.
        tuning: The constants to go by.
        samples: How many samples were at the end.
    """

    peak: float
    tuning: SignalTuning = field(default=SIGNAL, repr=False, compare=False)
    samples: int = 0

    @property
    def least(self) -> float:
        """The least reading that is at the end, unless the scale proves to go further."""
        return self.tuning.scale_end_fraction * self.peak

    def reached(self, readings: FloatArray, thrice: BoolArray) -> BoolArray:
        """Take samples; count and return which of them are at the end, shape (n,).

        Args:
            readings: The readings of the three axes, shape (3, n); NaN where there are none.
            thrice: Which of them are the same for the third time in a row, shape (3, n).
        """
        x, y, z = size = np.abs(readings)
        largest = np.fmax(np.fmax(np.fmax(x, y), z), 0.0)
        peaks = np.maximum.accumulate(np.concatenate(([self.peak], largest)))
        x_ends, y_ends, z_ends = thrice & (size >= self.tuning.scale_end_fraction * peaks[1:])
        at_end: BoolArray = x_ends | y_ends | z_ends
        rises = np.flatnonzero(peaks[1:] > self.tuning.scale_grows_factor * peaks[:-1])
        counted = at_end
        if len(rises):  # earlier samples were not at the end of the scale after all
            self.samples = 0
            counted = at_end[rises[-1] :]
        self.samples += int(counted.sum())
        self.peak = float(peaks[-1])
        return at_end
