"""How well a gyroscope and the rotation of gravity agree while the limb moves gently.

Without acceleration an accelerometer reads gravity only, and in a sound pair of sensors both show
the same rotation of gravity up to their noise. In the recordings (legs that exercise gently, walk
or sit down) the gyroscope then explained at least 0.85 of the rotation, mostly 0.98, and was never
late by more than a few hundredths of a second.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

CALM_FRACTION: Final = 0.02
"""A limb moves gently while the magnitude of the force varies by no more than this part of gravity
within 1.8 s: then acceleration turns the force by little more than 1°."""

_PRODUCTS, _PARTS, _KNOWN = slice(0, 9), slice(9, 18), 18
SUMS: Final = 19
"""How many numbers are summed for each moment: products, the terms of means, and 1."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Sums about the means of how gravity turned by two sensors, while the limb moved gently.

    About the means, a constant bias of the gyroscope does not show.

    Attributes:
        did: Sum of squares of the rotation by the accelerometer, rad²/s².
        said: Sum of squares of the rotation by the gyroscope, rad²/s².
        both: Sum of products of the two, rad²/s².
        late: Sum of squares of the derivative of the gyroscope's, rad²/s⁴.
        did_late: Sum of products of the accelerometer's with that derivative.
        said_late: Sum of products of the gyroscope's with that derivative.
    """

    did: float
    said: float
    both: float
    late: float
    did_late: float
    said_late: float

    @property
    def moved(self) -> float:
        """How much movement either of them saw at most, rad²/s²."""
        return max(self.did, self.said)

    @property
    def agreed(self) -> float:
        """The part of one's rotation that the other explains at any scale; negative if opposite."""
        of_both = self.did * self.said
        return self.both * abs(self.both) / of_both if of_both > 0.0 else 0.0

    @property
    def times(self) -> float:
        """How many times as far as gravity the gyroscope turned; 0.0 if they do not agree."""
        return self.said / self.both if self.both > 0.0 else 0.0

    @property
    def best_lag(self) -> tuple[float, float]:
        """How much later than the gyroscope the accelerometer is, and what part that explains.

        In seconds, and as a part of the rotation. It is a least squares fit of ``a said(t) + b
        said'(t)``, which is ``a said(t + b / a)`` and holds for small lags.
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
    """Return what each moment adds to the sums, zeros where the limb was not gentle, (n, 19).

    Args:
        did: How the direction of gravity changed, 1/s, shape (n, 3).
        said: How it would have changed by the gyroscope, 1/s, shape (n, 3).
        late: How fast the gyroscope's changed, 1/s², shape (n, 3).
        unevenness: How much the force varied around each moment, as a part of gravity, (n,).
    """
    parts = np.empty((len(did), 3, 3))
    parts[:, 0], parts[:, 1], parts[:, 2] = did, said, late
    rows = np.empty((len(did), SUMS))
    rows[:, _PRODUCTS] = (parts @ parts.transpose(0, 2, 1)).reshape(-1, 9)
    rows[:, _PARTS], rows[:, _KNOWN] = parts.reshape(-1, 9), 1.0
    rows[~(unevenness < CALM_FRACTION)] = 0.0
    return rows


def agreement_of(sums: FloatArray) -> Agreement:
    """Turn the sums of moments, shape (19,), into sums about the means."""
    parts = sums[_PARTS].reshape(3, 3)
    about_means = sums[_PRODUCTS].reshape(3, 3) - parts @ parts.T / max(float(sums[_KNOWN]), 1.0)
    (did, both, did_late), (_, said, said_late), (*_, late) = about_means.tolist()
    return Agreement(did, said, both, late, did_late, said_late)
