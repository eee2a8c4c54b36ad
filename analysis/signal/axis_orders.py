"""The orders and signs of a gyroscope's axes that there may be; the simplest ones come first."""

from dataclasses import dataclass
from itertools import permutations, product
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A signed permutation of axes: which reading is the rate about x, y and z."""

    axes: tuple[str, str, str]
    matrix: FloatArray
    is_permuted: bool
    flips: int


def _hypotheses() -> list[Hypothesis]:
    found = []
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            matrix = np.zeros((3, 3))
            matrix[range(3), order] = signs
            x, y, z = (
                f"{'-' if sign < 0 else ''}{'xyz'[at]}"
                for sign, at in zip(signs, order, strict=True)
            )
            is_permuted = order != (0, 1, 2)
            found.append(Hypothesis((x, y, z), matrix.ravel(), is_permuted, signs.count(-1.0)))
    # Simple ones first: one turned axis is likelier than three swapped ones.
    return sorted(found, key=lambda one: (one.is_permuted, one.flips % 3, one.flips))


HYPOTHESES: Final = _hypotheses()
SOUND: Final = HYPOTHESES[0]
