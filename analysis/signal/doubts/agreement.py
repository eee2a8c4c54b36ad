"""How well a gyroscope and the turning of gravity agree while the limb moves gently.

While nothing speeds up or slows down, all that an accelerometer reads is gravity, and what the two
sensors of a sound pair tell of its turning differs by their noise alone. In the recordings, legs
that exercise gently, walk, or sit down, the gyroscope then explained 0.85 of the turning at least
and mostly 0.98, and was never late by more than some hundredths of a second.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

CALM_FRACTION: Final = 0.02
"""A limb moves gently while the length of the force, in 1.8 s, varies by no more than this part of
gravity: then what is not gravity turns the force by little more than 1°."""

_PRODUCTS, _PARTS, _KNOWN = slice(0, 9), slice(9, 18), 18
SUMS: Final = 19
"""So many numbers are summed up of each moment: products, what means are made of, and 1."""


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
    """What is summed up of moments, zeros where the limb was not gentle, shape (n, 19).

    Args:
        did: How the direction of gravity changed, 1/s, shape (n, 3).
        said: How it would have by the gyroscope, shape (n, 3).
        late: How fast that changed, 1/s², shape (n, 3).
        unevenness: By which part of gravity the force varied around each moment, shape (n,).
    """
    parts = np.empty((len(did), 3, 3))
    parts[:, 0], parts[:, 1], parts[:, 2] = did, said, late
    rows = np.empty((len(did), SUMS))
    rows[:, _PRODUCTS] = (parts @ parts.transpose(0, 2, 1)).reshape(-1, 9)
    rows[:, _PARTS], rows[:, _KNOWN] = parts.reshape(-1, 9), 1.0
    rows[~(unevenness < CALM_FRACTION)] = 0.0
    return rows


def agreement_of(sums: FloatArray) -> Agreement:
    """What the sums of moments say, shape (19,)."""
    parts = sums[_PARTS].reshape(3, 3)
    about_means = sums[_PRODUCTS].reshape(3, 3) - parts @ parts.T / max(float(sums[_KNOWN]), 1.0)
    (did, both, did_late), (_, said, said_late), (*_, late) = about_means.tolist()
    return Agreement(did, said, both, late, did_late, said_late)
