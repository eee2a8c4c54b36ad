"""How well a gyroscope and the turning of gravity agree while the limb moves gently.

While nothing speeds up or slows down, all that an accelerometer reads is gravity, and what the two
sensors of a sound pair tell of its turning differs by their noise alone. In the recordings, legs
that exercise gently, walk, or sit down, the gyroscope then explained 0.85 of the turning at least
and mostly 0.98, and was never late by more than some hundredths of a second.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import dots
from evenstride.sensors.samples import FloatArray

CALM_FRACTION: Final = 0.02
"""A limb moves gently while the length of the force, in 1.8 s, varies by no more than this part of
gravity: then what is not gravity turns the force by little more than 1°."""

_DID_DID, _SAID_SAID, _LATE_LATE, _DID_SAID, _DID_LATE, _SAID_LATE = range(6)
_DID, _SAID, _LATE, _KNOWN = slice(6, 9), slice(9, 12), slice(12, 15), 15
SUMS: Final = 16
"""So many numbers are summed up of each moment."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two sensors said of the turning of gravity, about the means, where the limb was gentle.

    A limb that turns by more than a constant rate of the gyroscope's bias shows in all of these.

    Attributes:
        did: Sum of the squares of the turning that the accelerometer saw, rad²/s².
        said: The same of the gyroscope's.
        both: Sum of their products.
        late: Sum of squares of how fast the latter changed, rad²/s⁴.
        did_late: Sum of products of the first and that.
        said_late: Sum of products of the second and that.
    """

    did: float
    said: float
    both: float
    late: float
    did_late: float
    said_late: float

    @property
    def moved(self) -> float:
        """How much movement one of them saw, rad²/s²."""
        return max(self.did, self.said)

    @property
    def agreed(self) -> float:
        """Which part of what one saw the other explains at any scale; negative if opposite."""
        of_both = self.did * self.said
        return self.both * abs(self.both) / of_both if of_both > 0.0 else 0.0

    @property
    def times(self) -> float:
        """How many times as far as gravity the gyroscope turned; 0.0 where they do not agree."""
        return self.said / self.both if self.both > 0.0 else 0.0

    @property
    def best_lag(self) -> tuple[float, float]:
        """How much later than the gyroscope the accelerometer is, seconds, and what that explains.

        The second is a part of the turning; the first holds where it is little. By least squares of
        ``a said(t) + b said'(t)``, which is ``a said(t + b / a)``.
        """
        determinant = self.said * self.late - self.said_late**2
        if determinant <= 0.0 or self.did <= 0.0:
            return 0.0, 0.0
        a = (self.both * self.late - self.did_late * self.said_late) / determinant
        b = (self.said * self.did_late - self.said_late * self.both) / determinant
        explained = (a * self.both + b * self.did_late) / self.did
        return (-b / a, explained) if a > 0.0 else (0.0, 0.0)


def moments_of(
    did: FloatArray, said: FloatArray, late: FloatArray, unevenness: FloatArray
) -> FloatArray:
    """What is summed up of moments, zeros where the limb was not gentle, shape (n, 16).

    Args:
        did: How the direction of gravity changed, 1/s, shape (n, 3).
        said: How it would have by the gyroscope, shape (n, 3).
        late: How fast that changed, 1/s², shape (n, 3).
        unevenness: By which part of gravity the force varied around each moment, shape (n,).
    """
    rows = np.empty((len(did), SUMS))
    rows[:, _DID_DID], rows[:, _SAID_SAID] = dots(did, did), dots(said, said)
    rows[:, _LATE_LATE], rows[:, _DID_SAID] = dots(late, late), dots(did, said)
    rows[:, _DID_LATE], rows[:, _SAID_LATE] = dots(did, late), dots(said, late)
    rows[:, _DID], rows[:, _SAID], rows[:, _LATE], rows[:, _KNOWN] = did, said, late, 1.0
    rows[~(unevenness < CALM_FRACTION)] = 0.0
    return rows


def agreement_of(sums: FloatArray) -> Agreement:
    """What the sums of moments say, shape (16,)."""
    known = max(float(sums[_KNOWN]), 1.0)
    did, said, late = sums[_DID], sums[_SAID], sums[_LATE]
    return Agreement(
        did=float(sums[_DID_DID] - did @ did / known),
        said=float(sums[_SAID_SAID] - said @ said / known),
        both=float(sums[_DID_SAID] - did @ said / known),
        late=float(sums[_LATE_LATE] - late @ late / known),
        did_late=float(sums[_DID_LATE] - did @ late / known),
        said_late=float(sums[_SAID_LATE] - said @ late / known),
    )
